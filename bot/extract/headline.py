"""A headline as readers should see it: without the desk's labels and the site's name."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.extract import vocabulary
from bot.text import fold_text, squeeze_spaces

_FEWEST = 3
"""Fewer words than this are left alone: a label may be all there is."""
_LONGEST_NAME = 5
_MOST_NAMES = 3
_LONGEST = 500
_LABELS = (
    r"updated?(?:\W*\d{1,2}(?!\d))?|breaking(?: news)?|just in|developing|exclusive|watch|live(?: updates)?"
    r"|the latest"
    r"|urgent|alert|corrected|eilmeldung|eil|exklusiv|aktualisiert|pilne|z ostatniej chwili|aktualizacja"
    r"|uwaga|na żywo|relacja"
    r"|dernière minute|mise à jour|direct|exclusif|última hora|actualización|urgente|exclusiva|directo"
    r"|ultim['’]ora|aggiornamento|esclusiva|diretta|atualização|exclusivo|laatste nieuws|exclusief"
    r"|терміново|оновлено|ексклюзив"
)
_LEADING = re.compile(
    rf"(?:[\[(](?:{_LABELS})[\])][:\s]*|(?:{_LABELS})\s*(?::|[|–—]|\s-\s|(?<=\d)-)\s*|[|:•·»]\s+)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"\s*[\[(](?:{_LABELS}|video|photos?|fotos?|galeria|wideo|vidéo)[\])]\s*$", re.IGNORECASE
)
_SECTION = re.compile(r"([^\W\d_][\w &-]{2,24}?)\s*([:|»])\s+(?=\S)")
_SITE = re.compile(r"\s+(?:[|»•·]|[-–—])\s+([^|»•·]{2,40})$")
_HARD = "|»•·"


def clean_headline(title: str, address: str | None = None) -> str:
    """The title without "UPDATE:", a section before a bar and the name of the site behind it, as far as sure.

    What is left is a stretch of the title, never empty unless the title is.
    """
    text = squeeze_spaces(title)
    if len(text) > _LONGEST:
        return text
    for cut in (_cut_label, _cut_section, _cut_label):
        text = cut(text)
    return _cut_site(text, address)


def _cut_label(text: str) -> str:
    match = _LEADING.match(text)
    rest = text[match.end() :] if match else text
    if match and _says_enough(rest):
        text = rest
    ending = _CLOSING.search(text)
    return text[: ending.start()] if ending and _says_enough(text[: ending.start()]) else text


def _cut_section(text: str) -> str:
    """A section's name before a bar, or in capitals before a colon: "Sport | …", "POLITICS: …"."""
    match = _SECTION.match(text)
    if not match or match.group(1).casefold() not in vocabulary.SECTIONS:
        return text
    loud = match.group(2) in _HARD or match.group(1).isupper()
    return text[match.end() :] if loud and _says_enough(text[match.end() :]) else text


def _cut_site(text: str, address: str | None) -> str:
    for _ in range(_MOST_NAMES):
        match = _SITE.search(text)
        if not match or len(text[: match.start()].split()) < _FEWEST:
            break
        name = match.group(1)
        sure = _is_site(name, address) or name.casefold() in vocabulary.SECTIONS
        bar = any(mark in text[match.start() : match.start(1)] for mark in _HARD)
        short = len(name.split()) <= _LONGEST_NAME and name[:1].isupper()
        if not sure and not (bar and short and not any(map(str.isdigit, name))):
            break
        text = text[: match.start()]
    return text


def _is_site(name: str, address: str | None) -> bool:
    """Whether a name is the site's own, as its address tells."""
    host = re.sub(r"[^a-z0-9]", "", fold_text(urlsplit(address).hostname or "")) if address else ""
    plain = re.sub(r"[^a-z0-9]", "", fold_text(name).removeprefix("the "))
    return len(plain) >= _FEWEST and plain in host


def _says_enough(text: str) -> bool:
    return len(text.split()) >= _FEWEST and not text[:1].islower()
