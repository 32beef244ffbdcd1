"""An article in the terminal with what was read from it marked in colour."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from bot.cli.telling.faults import clean
from bot.model import Span

_STYLES = {
    "key figure": "bold black on bright_cyan",
    "figure": "cyan",
    "key quote": "bold black on bright_green",
    "quote": "green",
    "speaker": "bold magenta",
}
_PLAIN = {"key figure": ("⟦", "⟧"), "figure": ("[", "]"), "key quote": ("⟪", "⟫"), "speaker": ("{", "}")}


def print_marked(paragraphs: Sequence[Span], marks: Sequence[tuple[Span, str]]) -> None:
    """The paragraphs with their marks: colours on a terminal, brackets elsewhere."""
    console = Console(file=sys.stdout, highlight=False)
    coloured = console.is_terminal and not console.no_color
    legend = Text("  ")
    for name, style in _STYLES.items():
        legend.append(name if coloured else "".join(_PLAIN.get(name, ("“", "”"))) + f" {name}", style=style)
        legend.append("   ")
    console.print(legend)
    for paragraph in paragraphs:
        inside = [(span, name) for span, name in marks if paragraph.start <= span.start < paragraph.end]
        console.print()
        if coloured:
            console.print(_colour(paragraph, inside))
        else:
            console.print(Text(_bracket(paragraph, inside)), soft_wrap=True)
    console.print()


def _colour(paragraph: Span, marks: Sequence[tuple[Span, str]]) -> Text:
    # One character for one, so that places hold: control characters never reach a terminal.
    shown = Text("".join(char if char.isprintable() or char == "\n" else " " for char in paragraph.text))
    for span, name in marks:
        shown.stylize(_STYLES[name], span.start - paragraph.start, span.end - paragraph.start)
    return shown


def _bracket(paragraph: Span, marks: Sequence[tuple[Span, str]]) -> str:
    """Brackets around figures, the key quote and speakers; the others have their own quotation marks."""
    inserts: list[tuple[int, int, str]] = []
    for order, (span, name) in enumerate(marks):
        if name in _PLAIN:
            opening, closing = _PLAIN[name]
            inserts.append((span.start - paragraph.start, len(marks) + order, opening))
            inserts.append((min(span.end, paragraph.end) - paragraph.start, len(marks) - order, closing))
    text = paragraph.text
    closers = {bracket[1] for bracket in _PLAIN.values()}
    for at, _, sign in sorted(inserts, key=lambda each: (-each[0], each[2] in closers, -each[1])):
        text = text[:at] + sign + text[at:]
    return clean(text)
