"""What changed from one revision of an article to the next, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.model import Document
from bot.text import squeeze_spaces


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: what it is (title, url, paragraph 3), and how it reads before and after.

    `before` or `after` is empty where it came or went. Words that stayed are between, those that
    went are in [-…-], those that came in {+…+}: `marked` shows both in one line.
    """

    what: str
    before: str
    after: str

    @property
    def marked(self) -> str:
        """Both in one line."""
        return mark_words(self.before, self.after)


_FIELDS = (
    "title",
    "url",
    "language",
    "byline",
    "section",
    "agency",
    "kind",
    "usage",
    "published_at",
    "updated_at",
    "embargo",
    "urgency",
    "tags",
    "image",
    "note",
)


def compare(old: Document, new: Document) -> list[Change]:
    """Every difference that a post could show, fields first, then paragraphs in their order."""
    changes = [
        Change(name.removesuffix("_at"), _show(getattr(old, name)), _show(getattr(new, name)))
        for name in _FIELDS
        if getattr(old, name) != getattr(new, name)
    ]
    return changes + _compare_paragraphs(
        [squeeze_spaces(paragraph.text) for paragraph in old.paragraphs],
        [squeeze_spaces(paragraph.text) for paragraph in new.paragraphs],
    )


def mark_words(before: str, after: str) -> str:
    """One text out of two: [-words that went-] and {+words that came+}."""
    old, new = before.split(), after.split()
    parts: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += old[i1:i2]
            continue
        if i1 < i2:
            parts.append(f"[-{' '.join(old[i1:i2])}-]")
        if j1 < j2:
            parts.append(f"{{+{' '.join(new[j1:j2])}+}}")
    return " ".join(parts)


def _compare_paragraphs(old: list[str], new: list[str]) -> list[Change]:
    changes = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            before = old[i1 + step] if i1 + step < i2 else ""
            after = new[j1 + step] if j1 + step < j2 else ""
            number = (j1 if after else i1) + step + 1
            changes.append(Change(f"paragraph {number}", before, after))
    return changes


def _show(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return str(value)
