"""Tables and frames for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_COLOURS = {
    "delivered": "green",
    "failed": "red",
    "uncertain": "red",
    "held": "yellow",
    "awaiting approval": "yellow",
    "ok": "green",
    "warning": "yellow",
    "error": "red",
    "reconnect": "red",
}
_FRAME = 76
_WHOLE = frozenset({"ID", "CHANNEL", "STATE"})


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table as wide as the terminal; long cells go on below."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading in _WHOLE)
    for row in rows:
        table.add_row(*(Text(cell, style=_COLOURS.get(cell, "")) for cell in row))
    Console(file=sys.stdout).print(table)


def print_framed(title: str, text: str) -> None:
    """A text in a frame."""
    console = Console(file=sys.stdout)
    width = min(_FRAME, console.width)
    console.print(Panel(Text(text), title=Text(title), title_align="left", width=width, padding=(1, 2)))
