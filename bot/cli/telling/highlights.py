"""The highlights of an article, told to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.cli.lines import STDIN
from bot.cli.telling.output import print_lines
from bot.model import Document, Thresholds

if TYPE_CHECKING:
    from bot.flow.arriving.reading import Read
    from bot.flow.explaining import Candidate

_OTHERS = 5
_CANDIDATES = 8
_WIDE = 72


def tell(name: str, one: Read, *, others: bool = True) -> Iterator[str]:
    """The highlights for people; `others` are those that a post would not show."""
    document, highlights = one.document, one.highlights
    yield "standard input" if name == STDIN else name
    yield f"  headline   {highlights.headline}"
    yield from _about(document)
    figure, quote = highlights.figure, highlights.quote
    if figure:
        yield f"  figure     {figure.text}  [{figure.span.start}:{figure.span.end}]"
        if figure.sentence:
            yield f"             {_flat(figure.sentence.text)}"
    else:
        yield "  figure     none that is certain enough"
    if quote:
        yield f"  quote      “{_flat(quote.text)}”  [{quote.span.start}:{quote.span.end}]"
        yield f"             — {_speaker(quote.speaker, quote.role)}"
    else:
        yield "  quote      none that is certain enough"
    if highlights.summary:
        yield f"  summary    {_flat(highlights.summary.text)}"
    if not others:
        return
    yield from _others("figures", [f.text for f in highlights.figures if f is not figure])
    yield from _others("quotes", [f"“{_flat(q.text)}”" for q in highlights.quotes if q is not quote])


def _about(document: Document) -> Iterator[str]:
    """What else the article tells of itself, as far as it does."""
    image = document.image
    told = {
        "published": _time(document.published_at) or "not said",
        "updated": _time(document.updated_at),
        "language": document.language,
        "address": document.url,
        "byline": document.byline,
        "section": document.section,
        "tags": ", ".join(document.tags),
        "picture": image.url if image else "",
        "alt text": image.alt if image else "",
        "credit": image.credit if image else "",
        "doubtful": document.doubt,
    }
    yield from (f"  {what:<10} {_flat(said)}" for what, said in told.items() if said)


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M %z}" if moment else ""


def explain(one: Read, thresholds: Thresholds) -> None:
    """Print the article with its marks, and what was considered."""
    from bot.cli.telling.marking import print_marked
    from bot.flow.explaining import explain_read

    told = explain_read(one, thresholds)
    print_marked(one.document.paragraphs, told.marks)
    print_lines(f"figure: {told.figure}")
    _list_candidates(told.figures)
    print_lines("", f"quote: {told.quote}")
    _list_candidates(told.quotes)
    print_lines("")


def _list_candidates(candidates: Sequence[Candidate]) -> None:
    for candidate in candidates[:_CANDIDATES]:
        text = _flat(candidate.span.text)
        shown = text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"
        print_lines(f"  {candidate.certainty:4.0%}  {shown}", f"        {candidate.told}")
    if len(candidates) > _CANDIDATES:
        print_lines(f"        and {len(candidates) - _CANDIDATES} more")


def _others(what: str, texts: list[str]) -> Iterator[str]:
    if not texts:
        return
    yield f"  other {what}"
    yield from (f"             {text}" for text in texts[:_OTHERS])
    if len(texts) > _OTHERS:
        yield f"             and {len(texts) - _OTHERS} more (--json shows all)"


def _speaker(speaker: str | None, role: str) -> str:
    return ", ".join(part for part in (speaker or "speaker not certain", role) if part)


def _flat(text: str) -> str:
    return " ".join(text.split())
