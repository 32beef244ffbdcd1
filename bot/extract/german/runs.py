"""Runs of capitalised German words, and the full names within them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extract.german.crowd import ARTICLES, LEXICON, Crowd, is_first, is_function, is_genitive, is_office
from bot.extract.german.nouns import TIMES_ALONE, is_thing
from bot.extract.german.tokens import Word
from bot.extract.words import gather

_PARTICLES = gather("von van de del della di da dos du la le bin bint al el ter ten af ben")
_NAME_LEAST, _NAME_MOST = 2, 5
_FOREIGN_THINGS = gather(
    """new los san las santa fort north south east west hong united states house city park street times
    post journal press news university institute foundation institution center centre bank group
    corporation company council association league club party watch international global world
    national american british european inc ltd saint sankt bad nord süd ost rio real fc sc sv tsv vfl
    vfb airport airlines network media daily computer software open source"""
)


def find_runs(words: Sequence[Word], crowd: Crowd) -> list[tuple[int, int]]:
    """The runs of capitalised words [from, to), function words at a sentence's start left out."""
    runs, at = [], 0
    while at < len(words):
        if not _opens(words, at, crowd):
            at += 1
            continue
        end = at + 1
        while end < len(words):
            word = words[end]
            if _is_nameable(word) and not _splits(words, end, crowd):
                end += 1
            elif word.low in _PARTICLES and (more := _count_inner(words, end)):
                end += more
            else:
                break
        runs.append((at, end))
        at = end
    return runs


def _is_nameable(word: Word) -> bool:
    return word.kind == "cap" and not is_function(word) and word.low not in TIMES_ALONE


def _opens(words: Sequence[Word], at: int, crowd: Crowd) -> bool:
    word = words[at]
    if not _is_nameable(word):
        return False
    opening = at == 0 or words[at - 1].text in {".", "!", "?", ":"} or words[at - 1].kind == "quote"
    return not (opening and word.low in crowd.small and not LEXICON.is_role(word.text))


def _count_inner(words: Sequence[Word], at: int) -> int:
    """How many words a small word within a name opens: "Ursula von der Lau", but not "Opfer von Lau"."""
    if words[at].low == "von" and not is_first(words[at - 1].text):
        return 0
    inner = 2 if words[at].low in {"von", "van"} and _text(words, at + 1) in {"der", "den", "dem"} else 1
    return inner + 1 if at + inner < len(words) and words[at + inner].kind == "cap" else 0


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].low if at < len(words) else ""


def _splits(words: Sequence[Word], at: int, crowd: Crowd) -> bool:
    """Whether a genitive stands before: "Laus Chancen", "Kölns Präsident"."""
    return is_genitive(words[at - 1].text, crowd)


def find_person(words: Sequence[Word], run: tuple[int, int], crowd: Crowd) -> tuple[int, int] | None:
    """The full name within a run of capitalised words; None where there is none."""
    low, high = run
    offices = [
        at
        for at in range(low, high - 1)
        if words[at].kind == "cap" and is_office(words[at].text) and not is_first(words[at].text)
    ]
    begin = offices[-1] + 1 if offices else low
    if not offices and not is_first(words[begin].text):
        later = (at for at in range(begin + 1, high - 1) if is_first(words[at].text))
        begin = next(later, begin)
    if not _NAME_LEAST <= high - begin <= _NAME_MOST:
        return None
    plain = [word for word in words[begin:high] if word.kind == "cap"]
    if is_first(words[begin].text) or (offices and not _has_letters(plain)):
        return begin, high
    if _has_letters(plain) or _is_thing(words, run, plain, crowd):
        return None
    return begin, high


def _has_letters(words: Sequence[Word]) -> bool:
    """Whether a body's letters are among the words: "CDU Köln"."""
    return any(word.text.isupper() and len(word.text) > _NAME_LEAST for word in words)


def _is_thing(words: Sequence[Word], run: tuple[int, int], plain: Sequence[Word], crowd: Crowd) -> bool:
    """Whether what stands around a run or in it speaks against a person."""
    before = words[run[0] - 1] if run[0] else None
    if before and (before.low in ARTICLES or _is_adjective(before)):
        return True
    if any(word.text in crowd.nouns or is_thing(word.text) or word.low in _FOREIGN_THINGS for word in plain):
        return True
    last = plain[-1].text
    return (last.endswith("s") and last[:-1] in crowd.alone) or any(
        word.low == "von" for word in words[run[0] : run[1]]
    )


def _is_adjective(word: Word) -> bool:
    return word.kind == "low" and not is_function(word) and word.text.endswith(("e", "en", "er", "es", "em"))
