"""The languages whose numbers are read: one file each, and English where we have none."""

from __future__ import annotations

from bot.extract.numbers.languages.de import GERMAN
from bot.extract.numbers.languages.en import ENGLISH
from bot.extract.numbers.languages.es import SPANISH
from bot.extract.numbers.languages.fr import FRENCH
from bot.extract.numbers.languages.it import ITALIAN
from bot.extract.numbers.languages.nl import DUTCH
from bot.extract.numbers.languages.pl import POLISH
from bot.extract.numbers.languages.pt import PORTUGUESE
from bot.extract.numbers.languages.ru import RUSSIAN
from bot.extract.numbers.languages.uk import UKRAINIAN
from bot.extract.numbers.words import NumberWords
from bot.text import primary_language

LANGUAGES: dict[str, NumberWords] = {
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
"""The words of each language around numbers, by its code."""


def pick_language(language: str) -> str:
    """The tables' key for a language tag; English where we have none."""
    primary = primary_language(language)
    return primary if primary in LANGUAGES else "en"
