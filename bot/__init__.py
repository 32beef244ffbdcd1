"""Newscrier: reads a newsroom's articles and publishes correct posts, once."""

__version__ = "0.1.0"
