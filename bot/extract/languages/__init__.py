"""The languages of quotations and their speakers: one file each, and English where we have none."""

from __future__ import annotations

from functools import cache

from bot.extract.languages.de import GERMAN
from bot.extract.languages.en import ENGLISH
from bot.extract.languages.es import SPANISH
from bot.extract.languages.fr import FRENCH
from bot.extract.languages.it import ITALIAN
from bot.extract.languages.lexicon import Lexicon
from bot.extract.languages.nl import DUTCH
from bot.extract.languages.pl import POLISH
from bot.extract.languages.pt import PORTUGUESE
from bot.extract.languages.ru import RUSSIAN
from bot.extract.languages.uk import UKRAINIAN
from bot.extract.languages.words import Words
from bot.text import primary_language

__all__ = ["LANGUAGES", "Lexicon", "Words", "has_words", "read_lexicon"]

LANGUAGES: dict[str, Words] = {
    "de": GERMAN,
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "it": ITALIAN,
    "nl": DUTCH,
    "pl": POLISH,
    "pt": PORTUGUESE,
    "ru": RUSSIAN,
    "uk": UKRAINIAN,
}
"""The words of each language that we read, by its code."""


def has_words(language: str) -> bool:
    """Whether we have the words of a language, so that speakers may be read at all."""
    return primary_language(language) in LANGUAGES


def read_lexicon(language: str) -> Lexicon:
    """The lexicon of a language tag; that of English where we have none."""
    code = primary_language(language)
    return _compile(code if code in LANGUAGES else "en")


@cache
def _compile(code: str) -> Lexicon:
    return Lexicon(code, LANGUAGES[code])
