"""What a post shows as said by somebody, and whether the article says so: the words, and who said them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.errors import Problem
from bot.model import Post, Quote
from bot.render.tokens import find_quotations
from bot.render.verbatim import Verbatim
from bot.text import squeeze_spaces

_DASH = re.compile(r"\s*[—–―-]\s+(?=\S)")
_DASH_LINE = re.compile(r"^[—–―-][ \t\u00a0]+(\S.*)$", re.MULTILINE)
_SHOWN: Final = 60
WHOLE: Final = "a quotation is shown whole and unchanged, or not at all"


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


def check_quotations(
    post: Post, text: str, own: bytearray, article: Verbatim, title: str
) -> Iterator[Problem]:
    """What the post quotes otherwise than the article does.

    `text` is the post's with links and hashtags blanked, `own` says of each character whether it is the
    template's own. A quotation within the headline need only be verbatim.
    """
    headlines = (
        [match.span() for match in re.finditer(re.escape(post.headline), text)] if post.headline else []
    )
    shown = [
        each for each in _find_shown(post, text) if each.said.strip() and not all(own[each.start : each.end])
    ]
    for each in shown:
        if any(start <= each.start and each.end <= end for start, end in headlines):
            # The headline may be the editor's own (the note's), which is no proof of what was said.
            if squeeze_spaces(post.headline) != title and not article.has(each.said):
                said = squeeze_spaces(each.said)[:_SHOWN]
                yield Problem(f"the headline quotes “{said}”, which is not in the article", WHOLE)
            continue
        problem = _check_one(each, text, article)
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
    named = squeeze_spaces(text[dash.end() : line_end])
    return _Shown(shown.start, shown.end, shown.said, shown.marked, shown.closed, named, line_end)


def _check_one(shown: _Shown, text: str, article: Verbatim) -> Problem | None:
    said = squeeze_spaces(shown.said)
    brief = f"“{said if len(said) <= _SHOWN else said[: _SHOWN - 1] + '…'}”"
    quotes = [quote for quote in article.quotes if _is_same(said, squeeze_spaces(quote.text))]
    if shown.named is not None and _is_running_text(shown, text, article):
        return None
    if not article.has(said) and not quotes:
        return Problem(
            f"the quotation {brief} does not stand in the article like this",
            WHOLE,
        )
    if not shown.closed:
        return None
    if shown.named is not None:
        return _check_speaker(shown.named, brief, quotes, article)
    if not quotes and shown.marked and not article.has_whole_quotation(said):
        return Problem(
            f"the quotation {brief} is only a piece of what was said",
            WHOLE,
        )
    return _check_neighbours(shown, text, brief, quotes, article)


def _is_same(said: str, quote: str) -> bool:
    """The same words; the comma before the attribution may have become the full stop."""
    return said == quote or (quote.endswith(",") and said in {quote[:-1].rstrip() + ".", quote[:-1].rstrip()})


def _is_running_text(shown: _Shown, text: str, article: Verbatim) -> bool:
    """Whether quotation, dash and what follows are one piece of the article ("„Tak” – powiedział …")."""
    piece = text[shown.start : shown.line_end]
    return "\n" not in piece.strip() and article.has(piece)


def _check_speaker(named: str, brief: str, quotes: list[Quote], article: Verbatim) -> Problem | None:
    allowed = set()
    for quote in quotes:
        if quote.speaker:
            speaker = squeeze_spaces(quote.speaker)
            allowed |= {speaker, f"{speaker}, {squeeze_spaces(quote.role)}"} if quote.role else {speaker}
    if not allowed:
        return Problem(
            f"the quotation {brief} is given to {named!r}, but the article's quotes do not say so",
            "show a quote as it was found, with its own speaker, or leave it out",
        )
    if named.rstrip(":") not in allowed:
        right = max(sorted(allowed), key=len)
        return Problem(f"the quotation {brief} is given to {named!r}", f"in the article it is by {right!r}")
    wrong = [quote for quote in quotes if quote.speaker and not article.has(quote.speaker)]
    if len(wrong) == len(quotes):
        return Problem(
            f"the speaker {named!r} does not stand in the article", "name speakers as the article does"
        )
    return None


def _check_neighbours(
    shown: _Shown, text: str, brief: str, quotes: list[Quote], article: Verbatim
) -> Problem | None:
    """A quote whose line, or the line next to it, names the speaker of another quote."""
    speakers = {squeeze_spaces(quote.speaker) for quote in quotes if quote.speaker}
    others = {squeeze_spaces(quote.speaker) for quote in article.quotes if quote.speaker} - speakers
    if not speakers or not others:
        return None
    line_start = text.rfind("\n", 0, shown.start) + 1
    line_end = (text + "\n").find("\n", shown.end)
    next_end = (text + "\n\n").find("\n", line_end + 1)
    line, nearby = text[line_start:line_end], text[line_end + 1 : next_end]
    around = text[line_start : shown.start] + "\n" + text[shown.end : line_end] + "\n" + nearby
    named = sorted(name for name in others if name in around and not any(name in each for each in speakers))
    if not named or any(each in around for each in speakers) or article.has(line):
        return None
    return Problem(
        f"the quotation {brief} stands beside {named[0]!r}", f"in the article it is by {min(speakers)!r}"
    )
