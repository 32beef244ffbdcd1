"""What a German article shows of its words before any name is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.extract.german.first_names import MEN, WOMEN
from bot.extract.german.nouns import speaks
from bot.extract.german.tokens import Word
from bot.extract.german.verbs import MOODS
from bot.extract.german.words import FUNCTION, NOMINATIVE, OBLIQUE
from bot.extract.languages import read_lexicon
from bot.extract.words import gather

LEXICON = read_lexicon("de")
ARTICLES = NOMINATIVE | OBLIQUE | gather("im am zum zur vom beim")
"""Articles, within a preposition too."""
_FIRST = MEN | WOMEN
_GENITIVE_LEAST = 4
_NO_NAMES = FUNCTION | MOODS | gather("er sie ja nein seine ihre sein unser unsere diese dieser")


@dataclass(slots=True)
class Crowd:
    """What an article shows of its words: nouns behind articles, words alone, words in small letters."""

    nouns: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    small: set[str] = field(default_factory=set)


def is_function(word: Word) -> bool:
    """Whether a word is an article, a preposition, a pronoun, a joiner or a common adverb."""
    return word.low in _NO_NAMES


def observe(pages: Sequence[Sequence[Word]]) -> Crowd:
    """What the article shows of its words before names are read."""
    crowd = Crowd()
    for words in pages:
        for at, word in enumerate(words):
            if word.kind == "low":
                crowd.small.add(word.text)
            elif word.kind == "cap" and not is_function(word):
                crowd.alone.add(word.text)
                if at and _is_noun(words, at):
                    crowd.nouns.add(word.text)
    return crowd


def _is_noun(words: Sequence[Word], at: int) -> bool:
    """Whether a capitalised word stands alone behind an article."""
    if words[at - 1].low not in ARTICLES or LEXICON.is_role(words[at].text):
        return False
    return at + 1 >= len(words) or words[at + 1].kind != "cap"


def is_genitive(before: str, crowd: Crowd) -> bool:
    """Whether a capitalised word is a name's genitive: the article has it without its s, too."""
    return (
        len(before) >= _GENITIVE_LEAST
        and before.endswith("s")
        and before[:-1] in crowd.alone
        and not is_first(before)
    )


@cache
def is_first(text: str) -> bool:
    """Whether a word is a first name, or several with hyphens."""
    return all(part in _FIRST for part in text.lower().split("-"))


@cache
def is_office(text: str) -> bool:
    """Whether a word names an office or a profession."""
    return LEXICON.is_role(text) or (speaks(text) and not text.isupper())
