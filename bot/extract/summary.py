"""What the story says in its first sentences, beyond its headline."""

from __future__ import annotations

import re

from bot.extract.numbers.languages import pick_language
from bot.extract.sentences import find_words, split_sentences
from bot.extract.standing import skip_dateline, stands_alone
from bot.extract.words import gather
from bot.model import Document, Span

_SUMMARY_MOST = 280
"""Characters of a summary."""
_SHORT = 120
"""Characters below which a second sentence joins the first."""
_SENTENCES = 6
_SHORTEST = 25
_LONG_WORD = 3
_FRESH = 2
_AGAIN = 0.8
_WHOLE = re.compile(r"[.!…][\"'”’»)]*$")
_QUOTED = re.compile('["“”„«»]')
_OWN = {
    language: gather(words)
    for language, words in {
        "en": "i we our my you your i’m we’re i'm we're",
        "de": "wir ich unser mein",
        "pl": "my nasz nasza nasze",
        "fr": "nous je notre",
        "es": "nosotros yo",
        "it": "noi io",
        "pt": "nós eu",
        "nl": "wij ik ons",
        "uk": "ми я наш наша наше",
    }.items()
}
"""Words of somebody who speaks: outside quotation marks they are a piece of a quotation, or no news."""
_NAMED = re.compile(r"[„“\"«][^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){0,2}[”“\"»] [^\W\d_]")
"""A name in marks that opens a sentence: «Одра» програвала."""
_MARKS = '"“”„«»'


def summarise(document: Document, headline: str) -> Span | None:
    """One or two sentences of the lead, verbatim, that do not repeat the headline; None where none can stand.

    A sentence that depends on one before it, a question or a piece of a quotation is passed over.
    """
    said = {word for word in find_words(headline) if len(word) > _LONG_WORD}
    own = _OWN.get(pick_language(document.language), _OWN["en"])
    for place, (sentence, following) in enumerate(_list_lead(document)):
        if not _may_open(sentence, said, document.language, own, first=not place):
            continue
        end = sentence.end
        joins = following is not None and following.end - sentence.start <= _SUMMARY_MOST
        if following and joins and len(sentence.text) < _SHORT and _is_whole(following.text, own):
            end = following.end
        return document.span(sentence.start, end)
    return None


def _list_lead(document: Document) -> list[tuple[Span, Span | None]]:
    """The first sentences, each with the one behind it in the same paragraph."""
    pairs: list[tuple[Span, Span | None]] = []
    for paragraph in document.paragraphs:
        sentences = split_sentences(paragraph)
        pairs += [
            (skip_dateline(sentence), sentences[place + 1] if place + 1 < len(sentences) else None)
            for place, sentence in enumerate(sentences[: _SENTENCES - len(pairs)])
        ]
        if len(pairs) >= _SENTENCES:
            break
    return pairs


def _may_open(sentence: Span, said: set[str], language: str, own: frozenset[str], *, first: bool) -> bool:
    text = sentence.text
    if not _SHORTEST <= len(text) <= _SUMMARY_MOST or not _is_whole(text, own):
        return False
    words = {word for word in find_words(text) if len(word) > _LONG_WORD}
    again = bool(said and words) and (
        len(words & said) >= _AGAIN * len(words) or (said <= words and len(words) <= len(said) + _FRESH)
    )
    return not again and stands_alone(text, language, first=first)


def _is_whole(text: str, own: frozenset[str]) -> bool:
    """Whether a sentence is a statement with all of its marks, and in nobody's own voice."""
    low, high, close = (text.count(mark) for mark in "„“”")
    marks = low == high + close if low else high == close
    balanced = marks and text.count('"') % 2 == 0 and text.count("(") == text.count(")")
    told = not _QUOTED.search(text) and not own.isdisjoint(find_words(text))
    return (
        balanced
        and not told
        and bool(_WHOLE.search(text))
        and (text[0] not in _MARKS or bool(_NAMED.match(text)))
    )
