"""Whether an article is what a rule looks at, and what in it made it so. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.extract.documents.language import primary
from bot.model import Document, Urgency
from bot.plugin.options import ANY_LANGUAGE
from bot.settings.rules.rule import When
from bot.settings.rules.values import OTHER
from bot.text import fold_text

_JOINTS = re.compile(r"[\s\-‐‑–_/]+")
_JOINT = r"[\s\-‐‑–]+"
_APOSTROPHES = str.maketrans("’ʼ‘`´", "'''''")
_NEVER = re.compile(r"(?!)")
_MOST = 200_000
"""Characters of a story in which words are looked for."""


@dataclass(frozen=True)
class Facts:
    """What rules look at in an article; what is dear is worked out once, at the first rule that asks."""

    document: Document

    @property
    def urgency(self) -> Urgency:
        """The note's, else the article's own."""
        noted = self.document.note.urgency
        return self.document.urgency if noted is None else noted

    @cached_property
    def head(self) -> str:
        """Headline and first paragraph, folded."""
        return _fold_words("\n".join([self.document.title, *(p.text for p in self.document.paragraphs[:1])]))

    @cached_property
    def story(self) -> str:
        """Headline and story, folded."""
        return _fold_words(f"{self.document.title}\n{self.document.body[:_MOST]}")

    @cached_property
    def usage(self) -> str:
        """The usage terms, folded."""
        return _fold_words(self.document.usage)


def match(when: When, facts: Facts, language: str) -> tuple[str, ...] | None:
    """What in the article matches, in words for people; None where the condition does not hold.

    `language` is the channel's.
    """
    found: list[str] = []
    for one in (*_plain(when, facts), *_worded(when, facts), _spoken(when, facts, language)):
        if one is None:
            return None
        found += one
    for inner in when.every:
        matched = match(inner, facts, language)
        if matched is None:
            return None
        found += matched
    if when.some:
        alternatives = (match(inner, facts, language) for inner in when.some)
        first = next((one for one in alternatives if one is not None), None)
        if first is None:
            return None
        found += first
    if any(match(inner, facts, language) is not None for inner in when.none):
        return None
    return tuple(dict.fromkeys(found))


_Found = list[str] | None


def _plain(when: When, facts: Facts) -> Iterable[_Found]:
    """Fields that are compared as a whole."""
    document = facts.document
    if when.source:
        yield [f"source {document.source}"] if document.source in when.source else None
    if when.urgency:
        name = facts.urgency.name.lower()
        yield [f"urgency {name}"] if name in when.urgency else None
    for field in ("section", "kind", "agency"):
        patterns = getattr(when, field)
        if patterns:
            yield _compare(field, [getattr(document, field)], patterns)
    if when.tag:
        yield _compare("tag", document.tags, when.tag)


def _compare(field: str, values: Iterable[str], patterns: tuple[str, ...]) -> _Found:
    compiled = [(_name(pattern.removesuffix("*")), pattern.endswith("*")) for pattern in patterns]
    for value in values:
        name = _name(value)
        if name and any(name.startswith(start) if open_ else name == start for start, open_ in compiled):
            return [f"{field} {value}"]
    return None


def _worded(when: When, facts: Facts) -> Iterable[_Found]:
    """Words that are looked for in a text."""
    for words, text, where in (
        (when.usage, "usage", "in the usage terms"),
        (when.words, "head", "in the headline or first paragraph"),
        (when.text, "story", "in the story"),
    ):
        if words:
            found = find_word(getattr(facts, text), words, () if text == "usage" else when.apart_from)
            yield [f"“{found}” {where}"] if found else None


def _spoken(when: When, facts: Facts, language: str) -> _Found:
    if not when.language:
        return []
    spoken = facts.document.language.replace("_", "-").casefold()
    for code in when.language:
        if code == OTHER:
            if language != ANY_LANGUAGE and primary(spoken) != primary(language):
                return [f"language {facts.document.language}, not {language}"]
        elif spoken == code.casefold() or spoken.startswith(f"{code.casefold()}-"):
            return [f"language {facts.document.language}"]
    return None


def find_word(text: str, words: tuple[str, ...], apart_from: tuple[str, ...] = ()) -> str:
    """The first of these words or phrases that stands in a folded text, as it stands there; else "".

    Within one of the phrases `apart_from` it does not count.
    """
    pattern = _compile(words)
    if not apart_from:
        found = pattern.search(text)
        return found.group() if found else ""
    spared = [found.span() for found in _compile(apart_from).finditer(text)]
    for found in pattern.finditer(text):
        if not any(start <= found.start() and found.end() <= end for start, end in spared):
            return found.group()
    return ""


@lru_cache(maxsize=500)
def _compile(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of them, the longest first."""
    alternatives = []
    for word in sorted(words, key=len, reverse=True):
        pieces = [_write_pattern(piece) for piece in _JOINTS.split(_fold_words(word)) if piece.strip("*")]
        if pieces:
            before = r"(?<!\w)" if pieces[0][0].isalnum() else ""
            alternatives.append(before + _JOINT.join(pieces))
    return re.compile(rf"(?:{'|'.join(alternatives)})(?!\w)") if alternatives else _NEVER


def _write_pattern(piece: str) -> str:
    """One word; a * at its end stands for any ending."""
    return re.escape(piece.rstrip("*")) + (r"\w*" if piece.endswith("*") else "")


def _fold_words(text: str) -> str:
    """A text as words are looked for in it: without case, accents and kinds of apostrophes."""
    return fold_text(text.translate(_APOSTROPHES))


@lru_cache(maxsize=5000)
def _name(value: str) -> str:
    """A tag or section as it is compared: "Fact-check", "fact check" and "#FactCheck" are one."""
    return _JOINTS.sub("", _fold_words(value)).removeprefix("#")
