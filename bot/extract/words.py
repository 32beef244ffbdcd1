"""Word lists written as plain lines."""

from __future__ import annotations


def gather(lines: str) -> frozenset[str]:
    """The words of a text set apart by blanks."""
    return frozenset(lines.split())
