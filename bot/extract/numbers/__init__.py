"""The numbers of a text, in every language that we have words of: one file each in `languages/`."""

from __future__ import annotations

from bot.extract.numbers.languages import pick_language
from bot.extract.numbers.number import Number
from bot.extract.numbers.reading import find_numbers, list_heads, list_roots
from bot.extract.numbers.units import name_time

__all__ = ["Number", "find_numbers", "list_heads", "list_roots", "name_time", "pick_language"]
