"""Sentences with their places, and whether one may stand alone."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extract.words import gather
from bot.model import Span

# Possessive, and never within a run of stops: a megabyte of full stops is read in one go. It begins with a
# class of characters, so that the engine skips what is none.
_END = re.compile(
    r"[.!?…\n。！？](?:(?<=[.!?…])(?<![.!?…].)[.!?…]*+[\"'”“’»«)\]]*+(?=\s)|(?<=\n)\n*+|(?<=[。！？]))"
)
_ABBREVIATIONS = gather(
    """mr mrs ms dr prof sen sens rep reps gov gen col lt sgt maj capt cmdr adm st jr sr rev hon vs etc
    inc ltd corp co no nos vol fig approx est dept univ jan feb mar apr jun jul aug sep sept oct nov
    dec mt ft u.s u.n u.k e.u d.c bzw ca usw evtl ggf inkl lfd nr str tel vgl zzgl mio mrd hl abs
    art bspw geb gest sog z.b u.a d.h o.ä s.o np tzw m.in ul prof. tys godz pkt proc dol wyd red śp
    gen płk mjr kpt hab inż mgr mm mme mlle mgr etc env éd ex sr sra srta dña ee.uu ud uds pág núm
    av dott sig sigg p.ej gob тис ст ім р рр"""
)
_ENDING = 4
_ABBREVIATED = frozenset([word[-_ENDING:] for word in _ABBREVIATIONS])
"""How abbreviations end."""
_OPENERS = "\"'“”‘’„«»([–—-¿¡ \u00a0"
_YEAR = 3
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_COUNTED = (
    *("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
    *("Jahrhundert", "FC", "Liga", "Platz", "Bundes", "Geburtstag", "Jahrestag", "Lebensjahr", "Mal"),
)
WORD = re.compile(r"[^\W_]++(?:['’.-][^\W_]+)*+")
"""A word, whatever marks it holds; where AROUND stands beside it, it is not read."""
_WORD_LONG = 9
"""Characters that most words have at most, with the blank."""
_WITHIN = frozenset("'’.-")
"""What stands between two characters of one word."""
AROUND = ".,;:!?…\"'“”‘’„«»()[]–—-"


def split_sentences(paragraph: Span) -> list[Span]:
    """The sentences of a paragraph in order, without the white space between them."""
    return list(_split(paragraph.text, paragraph.start))


@lru_cache(maxsize=256)
def _split(text: str, base: int) -> tuple[Span, ...]:
    """Remembered, since figures, speakers and summary all ask for the same paragraphs."""
    sentences: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        begin, end = match.span()
        if text[begin] == "\n":
            _keep(sentences, text, base, start, begin)
            start = end
        elif _stops(text, start, begin, end) or not _goes_on(text, start, begin, end):
            _keep(sentences, text, base, start, end)
            # Mostly one blank follows; a piece that begins with none need not be stripped.
            start = end + (text[end : end + 1] == " ")
    if start < len(text):
        _keep(sentences, text, base, start, len(text))
    return tuple(sentences)


def _keep(sentences: list[Span], text: str, base: int, start: int, end: int) -> None:
    piece = text[start:end]
    if bare := piece.strip():
        begin = base + start + (piece.index(bare[0]) if bare is not piece else 0)
        sentences.append(Span(begin, begin + len(bare), bare))


def _stops(text: str, start: int, begin: int, end: int) -> bool:
    """Whether it surely ends here, as most do: a word too long for an abbreviation, a blank, a capital."""
    last = text[max(start, begin - _ENDING) : begin]
    if len(last) < _ENDING or not last.isalpha() or text[end : end + 1] != " ":
        return False
    return text[end + 1 : end + 2].isupper() and last.lower() not in _ABBREVIATED


def _goes_on(text: str, start: int, begin: int, end: int) -> bool:
    """Whether the stop is part of an abbreviation, a date or an initial, or the next word is small."""
    after = text[end : end + 12].lstrip().lstrip(_OPENERS)
    if not after:
        return False
    plain = end - begin == 1 and text[begin] == "."
    small = after[0].islower()
    if not (plain or small):
        return False
    before = text[max(start, begin - 24) : begin].rsplit(None, 1)
    word = before[-1].lstrip(_OPENERS) if before else ""
    if small:
        return end - begin > 1 or text[begin] == "." or word == ""
    if word.isdigit():
        # "24. Januar", "1. FC": an ordinal, as long as the line does not break there.
        return len(word) <= _YEAR and after[0].isalpha() and text[end : end + 1] != "\n" and _dates(after)
    if len(word) == 1 and word.isalpha():
        return True
    return word.lower() in _ABBREVIATIONS or ("." in word and bool(_INITIALS.fullmatch(word)))


def _dates(after: str) -> bool:
    return after.startswith(_COUNTED)


def find_words(text: str) -> list[str]:
    """The words of a text, small."""
    words: list[str] = []
    # Most are letters between blanks, at most with a mark at an end; the pattern is dear and reads the rest.
    for piece in text.lower().split():
        if piece.isalnum():
            words.append(piece)
        elif (bare := piece.strip(AROUND)).isalnum():
            words.append(bare)
        else:
            words += WORD.findall(bare)
    return words


def begins_word(text: str, stem: str, most: int) -> bool:
    """Whether a word of a text in small letters has this stem: all of it, or its first `most` letters.

    It tells the same as looking through `find_words`, without listing them.
    """
    at = text.find(stem)
    while at >= 0:
        before, end = text[max(0, at - 2) : at], at + len(stem)
        if not _joins(before[::-1]) and (len(stem) >= most or not _joins(text[end : end + 2])):
            return True
        at = text.find(stem, at + 1)
    return False


def _joins(beside: str) -> bool:
    """Whether a word goes on with what stands beside a place in it, the nearest character first."""
    return beside[:1].isalnum() or (beside[:1] in _WITHIN and beside[1:].isalnum())


def has_more_words(text: str, most: int) -> bool:
    """Whether a text has more than so many words; mostly its beginning tells."""
    head = text[: _WORD_LONG * (most + 1)]
    # A word that the cut goes through is one word all the same.
    return len(find_words(head)) > most or (head is not text and len(find_words(text)) > most)
