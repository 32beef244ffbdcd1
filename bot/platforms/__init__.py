"""Platforms: one file per service; nothing outside this room knows their names."""
