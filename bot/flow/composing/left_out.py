"""Why a part of the template is not in a post, for people. Pure."""

from __future__ import annotations

from bot.flow.composing.draft import Draft
from bot.model import Document, Figure, Highlights, Tone
from bot.plugin import Platform

_BY_RULE = frozenset({"label"})
"""Parts that nobody misses: they are there only where a rule says so."""

_OF_TONE = frozenset({"figure", "quote", "summary", "hashtags"})


def explain_left_out(
    draft: Draft, document: Document, highlights: Highlights, platform: Platform
) -> dict[str, str]:
    """The parts that the template would have shown, each with its reason, in the template's order."""
    sober = draft.decision is not None and draft.decision.tone is Tone.SOBER
    found = {}
    for name in draft.missing:
        if name in _BY_RULE:
            continue
        if sober and name in _OF_TONE:
            found[name] = "a sober post is headline and link only"
        else:
            found[name] = _explain(name, document, highlights, platform)
    return found | dict.fromkeys(draft.dropped, "too long: there is no room for it")


def _explain(name: str, document: Document, highlights: Highlights, platform: Platform) -> str:
    match name:
        case "figure":
            return _explain_figure(highlights)
        case "quote":
            return _explain_quote(highlights)
        case "link":
            return "the article has no address"
        case "hashtags":
            return _explain_hashtags(document, platform)
        case "summary":
            return "the headline says it already" if highlights.summary else "the article has no text"
        case _:
            return "the article does not say it"


def _explain_figure(highlights: Highlights) -> str:
    chosen = highlights.figure
    if chosen is None:
        if not highlights.figures:
            return "the article has no figures"
        return f"none is certain enough (the best: {_sure(highlights.figures[0])})"
    if chosen.sentence is None:
        return f"{chosen.text} has no sentence of at most 160 characters that stands alone"
    return f"the headline or the quote says {chosen.text} already"


def _sure(figure: Figure) -> str:
    return f"{' '.join(figure.text.split())}, {figure.certainty:.0%} sure"


def _explain_quote(highlights: Highlights) -> str:
    if highlights.quote is not None:
        return "it is not clear whose words they are"
    return "none is certain enough, or none is short enough" if highlights.quotes else "nobody is quoted"


def _explain_hashtags(document: Document, platform: Platform) -> str:
    if platform.limits.hashtags == 0:
        return "they are not customary there"
    return "its tags make no hashtags" if document.tags else "the article has no tags"
