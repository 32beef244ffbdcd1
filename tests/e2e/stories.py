"""Articles about ferries, and what a thread about one must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIGURE, REVISED = "€4.5 million", "€4.6 million"
THREAD = """\
{{ headline }}
{% part "link" %}
{{ link }}
{% endpart %}
{% next %}
{% part "figure" %}
{{ figure.sentence }}
{% endpart %}
{% next %}
{% part "quote" %}
{{ quote.text | quoted(language) }}
— {{ quote.attribution }}
{% endpart %}
"""
PARTS = ("sails again", "paid €", "We waited for this morning")
"""What tells the posts of such a thread from each other."""


@dataclass(frozen=True)
class Story:
    """An article that nobody else has; its address tells its posts from all others."""

    tag: str
    urgency: str = ""

    @property
    def title(self) -> str:
        return f"The ferry to {self.tag.capitalize()} sails again"

    @property
    def url(self) -> str:
        return f"https://courier.example.org/ferry/{self.tag}"

    @property
    def revised(self) -> str:
        """The same with another figure."""
        return self.text.replace("€4.5 million", REVISED)

    @property
    def text(self) -> str:
        head = f"---\ntitle: {self.title}\nurl: {self.url}\nlanguage: en\n"
        head += f"urgency: {self.urgency}\n" if self.urgency else ""
        return (
            f"{head}---\n"
            f"The island of {self.tag.capitalize()} has its ferry back after a hard winter.\n\n"
            f"The harbour of {self.tag.capitalize()} paid €4.5 million for the repair.\n\n"
            f'"We waited for this morning in {self.tag.capitalize()} all winter," '
            "said Maren Holloway.\n"
        )


def make_stories(count: int, word: str = "s") -> list[Story]:
    """Tags of letters alone: a number would be a figure."""
    return [Story(f"{word}{_spell(n)}") for n in range(count)]


def _spell(number: int) -> str:
    letters = ""
    for _ in range(3):
        number, rest = divmod(number, 20)
        letters = "bcdfghjklmnpqrstvwxz"[rest] + "aeiou"[rest % 5] + letters
    return letters


def find_faults(commits: Sequence[Mapping[str, Any]], *, become: str = "") -> list[str]:
    """What is wrong with a thread as the server has it: `become` is "", edited or deleted."""
    faults = []
    told = [next((n for n, part in enumerate(PARTS) if part in row["text"]), -1) for row in commits]
    faults += ["doubled"] * (len(told) > len({*told}))
    faults += ["disorder"] * (told != sorted(told))
    visible = [row for row in commits if not row["deleted_at"]]
    if become == "deleted":
        return faults + ["left online"] * bool(visible)
    faults += ["lost"] * ({*range(len(PARTS))} != {*told} or len(visible) < len(commits))
    ids = [row["id"] for row in commits]
    faults += ["torn"] * ([_parent_of(row) for row in commits] != [None, *ids[:-1]])
    wanted = REVISED if become == "edited" else FIGURE
    return faults + ["wrong"] * (not any(wanted in row["text"] for row in visible))


def _parent_of(row: Mapping[str, Any]) -> str | None:
    if "record" in row:
        reply = row["record"].get("reply")
        return str(reply["parent"]["uri"]) if reply else None
    return row["reply_to"] or None
