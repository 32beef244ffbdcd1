"""Articles in eight languages with what an editor expects to be read from them, and how well it is read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from bot.extract.documents.document import read_document
from bot.extract.highlights import read_highlights
from bot.model import Document, Entry, Figure, Highlights, Quote

PAIRS = Path(__file__).resolve().parents[1] / "data" / "reading"
NAMES = {
    "de": "German",
    "nl": "Dutch",
    "fr": "French",
    "it": "Italian",
    "pl": "Polish",
    "pt": "Portuguese",
    "es": "Spanish",
    "uk": "Ukrainian",
}
LANGUAGES = tuple(NAMES)
_STOPS = " ,.;:–—\u00a0\u202f"
_BOUND = r"(?<![\d,.])(?<!\d[ \u00a0\u202f]){}(?!\d|[.,]\d)"


@dataclass(slots=True)
class Reading:
    """One pair, read: `outcomes` are lines "kind what", for example "speaker right" or "figure wrong"."""

    name: str
    document: Document
    highlights: Highlights
    expected: dict[str, Any]
    outcomes: list[str] = field(default_factory=list)
    misses: dict[str, str] = field(default_factory=dict)
    """What an editor expects and is not there, by kind, with what is there instead."""
    asides: dict[str, str] = field(default_factory=dict)
    """Roles and rankings that differ, which no post shows as wrong."""


def list_pairs() -> list[str]:
    """The names of all pairs, "pl/most"."""
    return sorted(
        str(path.relative_to(PAIRS))[:-4] for code in LANGUAGES for path in PAIRS.glob(f"{code}/*.txt")
    )


@cache
def read_pair(name: str) -> Reading:
    """Read an article as a newsroom's folder gives it, without its language, and judge it."""
    path = PAIRS / f"{name}.txt"
    entry = Entry("folder", name, path.name, path.read_text(encoding="utf-8"))
    document = read_document(entry, language="en", timezone=ZoneInfo("UTC"))
    expected = YAML(typ="safe").load((PAIRS / f"{name}.expected.yaml").read_text(encoding="utf-8"))
    reading = Reading(name, document, read_highlights(document), expected)
    _judge_figure(reading)
    _judge_quotes(reading)
    return reading


def measure(language: str) -> Counter[str]:
    """All outcomes of a language, counted."""
    return Counter(
        outcome
        for name in list_pairs()
        if name.startswith(f"{language}/")
        for outcome in read_pair(name).outcomes
    )


def _same(first: str, second: str) -> bool:
    return first.strip(_STOPS) == second.strip(_STOPS)


def _is_figure(figure: Figure, wanted: dict[str, Any], reading: Reading) -> bool:
    """The same number at the expected place; a counted noun may stand within or behind it."""
    at = reading.document.text.find(wanted["sentence"])
    at = reading.document.text.find(wanted["text"], at)
    inside = at <= figure.span.start < at + len(wanted["text"])
    exact = (
        figure.text == wanted["text"] if wanted["kind"] != "count" else wanted["text"].startswith(figure.text)
    )
    value = figure.value is not None and Decimal(str(wanted["value"])) == figure.value
    unit = "unit" not in wanted or figure.unit == wanted["unit"]
    return inside and exact and value and unit and figure.kind == wanted["kind"]


def _judge_figure(reading: Reading) -> None:
    wanted, highlights = reading.expected["figure"], reading.highlights
    first = highlights.figures[0] if highlights.figures else None
    ranked = bool(first and _is_figure(first, wanted, reading))
    reading.outcomes.append("ranked right" if ranked else "ranked wrong")
    shown = highlights.figure
    kind = "silent" if shown is None else "right" if _is_figure(shown, wanted, reading) else "wrong"
    reading.outcomes.append(f"figure {kind}")
    if kind != "right":
        reading.misses[f"figure {kind}"] = f"{first.text if first else None} for {wanted['text']}"
    sentence = shown.sentence.text if shown and shown.sentence else None
    if kind == "right" and sentence != wanted["sentence"]:
        reading.misses["sentence wrong"] = str(sentence)


def _judge_quotes(reading: Reading) -> None:
    left: list[Quote] = sorted(reading.highlights.quotes, key=lambda quote: quote.span.start)
    for wanted in reading.expected["quotes"]:
        found = next((quote for quote in left if _same(quote.text, wanted["text"])), None)
        kind = "missed" if found is None else _judge_speaker(found, wanted)
        reading.outcomes.append(f"speaker {kind}")
        if kind != "right":
            instead = found.speaker if found else None
            reading.misses[f"speaker {kind}: {wanted['text']}"] = f"{instead} for {wanted['speaker']}"
        if found is None:
            continue
        left.remove(found)
        if kind == "right" and "role" in wanted:
            _judge_role(reading, found, wanted["role"])
    for quote in left:
        reading.outcomes.append("quote extra" if quote.speaker is None else "speaker extra")
        reading.misses[f"quote extra: {quote.text}"] = str(quote.speaker)


def _judge_speaker(found: Quote, wanted: dict[str, Any]) -> str:
    if _is_speaker(found, wanted):
        return "right"
    return "silent" if found.speaker is None else "wrong"


def _judge_role(reading: Reading, found: Quote, wanted: str) -> None:
    one, other = found.role.casefold(), wanted.casefold()
    same = bool(one) and (one in other or other in one)
    reading.outcomes.append("role right" if same else "role other" if one else "role silent")
    if one and not same:
        reading.asides[f"role of {found.speaker}"] = f"{found.role} for {wanted}"


def _is_speaker(found: Quote, wanted: dict[str, Any]) -> bool:
    if wanted["speaker"] is None:
        return found.speaker is None
    if wanted.get("named", True) is False:
        return not found.named and found.speaker == wanted["speaker"]
    return found.speaker is not None and found.speaker.strip("«»") == str(wanted["speaker"]).strip("«»")


def find_forbidden(reading: Reading) -> list[str]:
    """What the pair says must never be picked, and was."""
    never, highlights = reading.expected.get("never", {}), reading.highlights
    found = [
        f"quote {text}"
        for text in never.get("quotes", [])
        for quote in highlights.quotes
        if _same(quote.text, text)
    ]
    found += [
        f"speaker {quote.speaker}"
        for quote in highlights.quotes
        if quote.speaker in never.get("speakers", [])
    ]
    if highlights.figure:
        span = highlights.figure.span
        found += [
            f"figure {text}"
            for text in never.get("figures", [])
            for match in re.finditer(_BOUND.format(re.escape(text)), reading.document.text)
            if match.start() < span.end and span.start < match.end()
        ]
    return found


def tabulate() -> str:
    """How well speakers are read, as a table in Markdown."""
    lines = ["| language | articles | quotes | speaker right | wrong | silent |", "|---|---|---|---|---|---|"]
    for language in LANGUAGES:
        count = measure(language)
        articles = count["ranked right"] + count["ranked wrong"]
        quotes = sum(count[f"speaker {kind}"] for kind in ("right", "wrong", "silent", "missed"))
        wrong = count["speaker wrong"] + count["speaker extra"]
        silent = count["speaker silent"] + count["speaker missed"]
        right = count["speaker right"]
        lines.append(f"| {NAMES[language]} | {articles} | {quotes} | {right} | {wrong} | {silent} |")
    return "\n".join(lines) + "\n"
