"""A template's own words: nobody checks them against the article, so claims among them are told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment

from bot.errors import Problem
from bot.render.tokens import ANY_LANGUAGE, QUOTATION_MARKS, find_number_words, find_numbers
from bot.text import find_links

_NAMED = re.compile(r"'([^'\n]+)'")


def find_own_claims(environment: Environment, source: str, file: str) -> Iterator[Problem]:
    """A warning for each figure and quotation mark that the template itself puts into posts."""
    for line, kind, value in environment.lex(source):
        if kind != "data":
            continue
        text = _blank_links(value)
        for at, what in _find_claims(text):
            before = text[:at]
            column = _column_of_data(source, line, value) if "\n" not in before else 0
            yield Problem(
                f"the template's own words hold {what}, which nobody compares with the article",
                "let a variable print it, or be sure that it is always true",
                file,
                line + before.count("\n"),
                column + len(before.rpartition("\n")[2]) + 1,
                "warning",
            )


def find_claim(text: str) -> str:
    """The first figure or quotation mark of a text that is no article's; empty where there is none."""
    return next((what for _, what in _find_claims(text)), "")


def _find_claims(text: str) -> list[tuple[int, str]]:
    claims = [
        (token.start, f"the figure {text[token.start : token.end].strip()!r}")
        for token in (*find_numbers(text), *find_number_words(text, ANY_LANGUAGE))
    ]
    claims += [(at, f"the quotation mark {mark}") for at, mark in enumerate(text) if mark in QUOTATION_MARKS]
    return sorted(set(claims))


def find_column(source: str, line: int | None, message: str) -> int | None:
    """Where in its line that stands what a message names in quotes; None where it cannot be told."""
    named = _NAMED.search(message)
    lines = source.split("\n")
    if named is None or line is None or not 0 < line <= len(lines):
        return None
    found = re.search(rf"(?<!\w){re.escape(named[1])}(?!\w)", lines[line - 1])
    return found.start() + 1 if found else None


def _blank_links(text: str) -> str:
    for start, end in list(find_links(text)):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _column_of_data(source: str, line: int, value: str) -> int:
    """How far into its line a stretch of plain text begins; 0 where it fills the line."""
    first = value.split("\n", 1)[0]
    return max(source.split("\n")[line - 1].find(first), 0) if first else 0
