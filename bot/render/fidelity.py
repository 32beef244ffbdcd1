"""The fidelity check: nothing in a post that the article does not say, word for word.

It knows nothing of how the highlights were read: it compares the finished text with the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.errors import Problem
from bot.model import Document, Highlights, Post, Quote
from bot.render.tokens import (
    QUOTATION_MARKS,
    Token,
    find_number_words,
    find_numbers,
    find_quotations,
)
from bot.text import find_links

_SPACES = re.compile(r"\s+")
_DASH = re.compile(r"\s*[—–―-]\s+(?=\S)")
_DASH_LINE = re.compile(r"^[—–―-][ \t\u00a0]+(\S.*)$", re.MULTILINE)
_MARKS: Final = re.escape("".join(sorted(QUOTATION_MARKS)))
_OPENED = re.compile(rf"(?:[{_MARKS}]|(?<!\w)['’])\s?\Z")
_CLOSED = re.compile(rf"[.,]?\s?(?:[{_MARKS}]|['’](?!\w))")
_SHOWN: Final = 60
_WHOLE: Final = "a quotation is shown whole and unchanged, or not at all"


@dataclass(frozen=True, slots=True)
class _Source:
    """What may be said: the article's title and story, blanks evened out."""

    text: str
    numbers: frozenset[str]
    words: frozenset[str]
    quotes: tuple[Quote, ...]
    language: str

    @classmethod
    def read(cls, document: Document, highlights: Highlights, language: str) -> _Source:
        """The source of one article, its number words read in the post's language."""
        pieces = [_even(document.title), *(_even(paragraph.text) for paragraph in document.paragraphs)]
        numbers = [token for piece in pieces for token in find_numbers(piece)]
        words = [token for piece in pieces for token in find_number_words(piece, language)]
        return cls(
            text=" ".join(pieces),
            numbers=frozenset(each for token in numbers for each in (token.text, token.bare)),
            words=frozenset(token.text for token in words),
            quotes=highlights.quotes if highlights.quote is None else (highlights.quote, *highlights.quotes),
            language=language,
        )

    def has(self, text: str) -> bool:
        """Whether this stands in the article, word for word and not within a longer word."""
        text = _even(text)
        if not text:
            return True
        return any(True for _ in self._places(text))

    def has_whole_quotation(self, inside: str) -> bool:
        """Whether this stands in the article as all that is between two quotation marks."""
        return any(
            _OPENED.search(self.text, max(start - 3, 0), start) and _CLOSED.match(self.text, end)
            for start, end in self._places(_even(inside))
        )

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        before = r"(?<!\w)" if text[0].isalnum() else ""
        after = r"(?!\w)" if text[-1].isalnum() else ""
        for match in re.finditer(before + re.escape(text) + after, self.text):
            yield match.span()


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a post shows as said by somebody: where, the words, and who is named behind them."""

    start: int
    end: int
    said: str
    marked: bool
    closed: bool = True
    named: str | None = field(default=None)
    line_end: int = 0


def check_fidelity(post: Post, document: Document, highlights: Highlights) -> list[Problem]:
    """Everything in the post that the article does not say; an empty list is a faithful post.

    Numbers (in digits and in words) and quotations must stand verbatim in the title or the story,
    a quotation whole and with its own speaker. Links, the post's hashtags and the template's own
    words are left alone. A quotation within the headline need only be verbatim. The description, which
    a card shows, must stand in the article as it is.
    """
    source = _Source.read(document, highlights, post.language)
    masked = _mask(post)
    own = bytearray(len(masked))
    for start, end in post.own:
        own[start:end] = b"\1" * (end - start)
    return [
        *_check_numbers(masked, own, source),
        *_check_quotations(post, masked, own, source, _even(document.title)),
        *_check_description(post, source),
    ]


def _even(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _mask(post: Post) -> str:
    """The post's text with links and hashtags blanked, so that nothing is read across them."""
    text = post.text.text
    stretches = list(find_links(text))
    if post.link:
        stretches += [match.span() for match in re.finditer(re.escape(post.link), text)]
    for tag in post.hashtags:
        stretches += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(tag)}(?!\w)", text)]
    for start, end in stretches:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _check_numbers(text: str, own: bytearray, source: _Source) -> Iterator[Problem]:
    digits = ((token, source.numbers) for token in find_numbers(text))
    spelled = ((token, source.words) for token in find_number_words(text, source.language))
    told = set()
    for token, known in (*digits, *spelled):
        if token.text in known or all(own[token.start : token.end]) or token.text in told:
            continue
        told.add(token.text)
        yield Problem(
            f"{text[token.start : token.end].strip()!r} does not stand in the article like this",
            _explain_number(token, known),
        )


def _explain_number(token: Token, known: frozenset[str]) -> str:
    digits = re.sub(r"\D", "", token.text)
    near = sorted(each for each in known if digits and re.sub(r"\D", "", each) == digits)
    if near:
        return f"the article writes {near[0]!r}; print the figure's own text or sentence"
    return "print figures as the article gives them, or leave this one out"


def _check_description(post: Post, source: _Source) -> Iterator[Problem]:
    if not source.has(post.description):
        yield Problem("the card's description does not stand in the article", _WHOLE)
    elif any(not each.closed for each in find_quotations(post.description)):
        yield Problem("the card's description ends within a quotation", _WHOLE)


def _check_quotations(
    post: Post, text: str, own: bytearray, source: _Source, title: str
) -> Iterator[Problem]:
    headlines = (
        [match.span() for match in re.finditer(re.escape(post.headline), text)] if post.headline else []
    )
    shown = [
        each for each in _find_shown(post, text) if each.said.strip() and not all(own[each.start : each.end])
    ]
    for each in shown:
        if any(start <= each.start and each.end <= end for start, end in headlines):
            # The headline may be the editor's own (the note's), which is no proof of what was said.
            if _even(post.headline) != title and not source.has(each.said):
                yield Problem(
                    f"the headline quotes “{_even(each.said)[:_SHOWN]}”, which is not in the article", _WHOLE
                )
            continue
        problem = _check_one(each, text, source)
        if problem is not None:
            yield problem


def _find_shown(post: Post, text: str) -> list[_Shown]:
    """Quotations between marks, in block quotations, and before a line with dash and name."""
    found = [
        _Shown(each.start, each.end, text[each.start : each.end], True, each.closed)
        for each in find_quotations(text)
    ]
    for mark in post.text.marks:
        if mark.kind == "blockquote" and not _overlaps(found, mark.start, mark.end):
            found.append(_Shown(mark.start, mark.end, text[mark.start : mark.end], False))
    for line in _DASH_LINE.finditer(text):
        above = text.rfind("\n", 0, max(line.start() - 1, 0)) + 1
        if line.start() and not _overlaps(found, above, line.start()) and text[above : line.start()].strip():
            found.append(_Shown(above, line.start() - 1, text[above : line.start() - 1], False))
    return [_add_attribution(each, text) for each in sorted(found, key=lambda each: each.start)]


def _overlaps(found: list[_Shown], start: int, end: int) -> bool:
    return any(each.start < end and start < each.end for each in found)


def _add_attribution(shown: _Shown, text: str) -> _Shown:
    """With the name that follows behind a dash, on the same line or the next."""
    after = shown.end + (1 if shown.marked and shown.closed else 0)
    dash = _DASH.match(text, after)
    if dash is None or "\n\n" in dash.group():
        return shown
    line_end = text.find("\n", dash.end())
    line_end = len(text) if line_end < 0 else line_end
    named = _even(text[dash.end() : line_end])
    return _Shown(shown.start, shown.end, shown.said, shown.marked, shown.closed, named, line_end)


def _check_one(shown: _Shown, text: str, source: _Source) -> Problem | None:
    said = _even(shown.said)
    brief = f"“{said if len(said) <= _SHOWN else said[: _SHOWN - 1] + '…'}”"
    quotes = [quote for quote in source.quotes if _is_same(said, _even(quote.text))]
    if shown.named is not None and _is_running_text(shown, text, source):
        return None
    if not source.has(said) and not quotes:
        return Problem(
            f"the quotation {brief} does not stand in the article like this",
            _WHOLE,
        )
    if not shown.closed:
        return None
    if shown.named is not None:
        return _check_speaker(shown.named, brief, quotes, source)
    if not quotes and shown.marked and not source.has_whole_quotation(said):
        return Problem(
            f"the quotation {brief} is only a piece of what was said",
            _WHOLE,
        )
    return _check_neighbours(shown, text, brief, quotes, source)


def _is_same(said: str, quote: str) -> bool:
    """The same words; the comma before the attribution may have become the full stop."""
    return said == quote or (quote.endswith(",") and said in {quote[:-1].rstrip() + ".", quote[:-1].rstrip()})


def _is_running_text(shown: _Shown, text: str, source: _Source) -> bool:
    """Whether quotation, dash and what follows are one piece of the article ("„Tak” – powiedział …")."""
    piece = text[shown.start : shown.line_end]
    return "\n" not in piece.strip() and source.has(piece)


def _check_speaker(named: str, brief: str, quotes: list[Quote], source: _Source) -> Problem | None:
    allowed = set()
    for quote in quotes:
        if quote.speaker:
            speaker = _even(quote.speaker)
            allowed |= {speaker, f"{speaker}, {_even(quote.role)}"} if quote.role else {speaker}
    if not allowed:
        return Problem(
            f"the quotation {brief} is given to {named!r}, but the article's quotes do not say so",
            "show a quote as it was found, with its own speaker, or leave it out",
        )
    if named.rstrip(":") not in allowed:
        right = max(sorted(allowed), key=len)
        return Problem(f"the quotation {brief} is given to {named!r}", f"in the article it is by {right!r}")
    wrong = [quote for quote in quotes if quote.speaker and not source.has(quote.speaker)]
    if len(wrong) == len(quotes):
        return Problem(
            f"the speaker {named!r} does not stand in the article", "name speakers as the article does"
        )
    return None


def _check_neighbours(
    shown: _Shown, text: str, brief: str, quotes: list[Quote], source: _Source
) -> Problem | None:
    """A quote whose line, or the line next to it, names the speaker of another quote."""
    speakers = {_even(quote.speaker) for quote in quotes if quote.speaker}
    others = {_even(quote.speaker) for quote in source.quotes if quote.speaker} - speakers
    if not speakers or not others:
        return None
    line_start = text.rfind("\n", 0, shown.start) + 1
    line_end = (text + "\n").find("\n", shown.end)
    next_end = (text + "\n\n").find("\n", line_end + 1)
    line, nearby = text[line_start:line_end], text[line_end + 1 : next_end]
    around = text[line_start : shown.start] + "\n" + text[shown.end : line_end] + "\n" + nearby
    named = sorted(name for name in others if name in around and not any(name in each for each in speakers))
    if not named or any(each in around for each in speakers) or source.has(line):
        return None
    return Problem(
        f"the quotation {brief} stands beside {named[0]!r}", f"in the article it is by {min(speakers)!r}"
    )
