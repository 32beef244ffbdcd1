"""What a text says of itself that must not be overlooked: an embargo, a HOLD, fields without their fence."""

from __future__ import annotations

import re

from bot.errors import Problem
from bot.extract.documents import labels
from bot.extract.documents.layout import split_lines
from bot.model import Document

_HEAD = 8
_TAIL = 3
"""An embargo stands within the first so many lines, or the last."""

_LONGEST = 160
_HEAD_CHARS = 4000

_FIELD = re.compile(
    r"(?:title|headline|url|link|published|updated|date|language|section|tags|byline|author|agency|kind"
    r"|urgency|embargo|image|social)\s?:(?:\s|$)",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:subject|from|to|cc|sent|date|betreff|von|an|gesendet|datum|temat|od|do|wysłano|data)\s?:\s",
    re.IGNORECASE,
)


_PHRASES = (
    "DO NOT PUBLISH",
    "DO NOT USE",
    "NOT FOR PUBLICATION",
    "MANDATORY KILL",
    "NICHT VERÖFFENTLICHEN",
    "NICHT VEROEFFENTLICHEN",
    "NIE PUBLIKOWAĆ",
    "NIE PUBLIKOWAC",
    "NE PAS PUBLIER",
    "NE PAS DIFFUSER",
    "NO PUBLICAR",
    "NON PUBBLICARE",
    "NÃO PUBLICAR",
    "NIET PUBLICEREN",
    "НЕ ПУБЛИКОВАТЬ",
    "НЕ ПУБЛІКУВАТИ",
)
_HOLDS = (
    *("HOLD", "KILL", "EMBARGO(?:ED)?", "SPERRFRIST", "SPERRVERMERK", "GESPERRT", "ADVANCE"),
    *("WSTRZYMA[CĆJ]", "ЕМБАРГО", "ЭМБАРГО"),
)
# A sum of Bangladesh's money begins with Tk.
_WORDS = (*_HOLDS, "TEST", r"TK(?!\s?\d)")
_UNTIL = r"(?:UNTIL|TILL|BEFORE|PRIOR|BIS|VOR|DO|PRZED|AVANT|JUSQU|HASTA|ANTES|FINO|PRIMA|TOT|VOOR|ATÉ|ДО)"
_PHRASE = "|".join(_PHRASES)
_DOUBLED = r"(?:TK[ -]?){2,}"
_ALWAYS = re.compile(rf"(?<!\w)(?:(?:{_PHRASE})|(?i:{_DOUBLED}))(?!\w)")
_SIGNAL = re.compile(rf"(?<![\w'’&/-])(?:{'|'.join(_WORDS)})(?![\w'’&]|[-/]\w)")
_OPENING = re.compile(
    rf"\W*(?P<word>{'|'.join(_WORDS)})(?:\W*$|\s*[:*|/)\]–—!-]|\s(?:FOR|UNTIL|TILL|THIS|PLEASE|ONLY|STORY|BIS|DO)\b)"
)
_CLOSING = re.compile(rf"(?:^|[:*|/(\[–—-])\s*(?P<word>{'|'.join(_WORDS)})\W*$")
_ANY_CASE = re.compile(
    # Alone, or with a mark behind it that no sentence has there: "hold-up" and "Hold on" are words.
    rf"\W*(?P<word>{_PHRASE}|{'|'.join(_HOLDS)})"
    rf"(?:\W*$|\s*[:*|)\]–—]|\s+[-/]\s|\s(?:FOR RELEASE|{_UNTIL})(?![^\W\d]))"
    rf"|.*[(\[](?P<enclosed>{_PHRASE}|{'|'.join(_HOLDS)})[)\]]\W*$"
    rf"|(?:.*\s)?\[(?P<tried>TEST)\]",
    re.IGNORECASE,
)
_TRIAL = re.compile(
    r"test(?:s|ing|ed|artikel|meldung|beitrag|text|post|ow[ya]|e)?|prova|prueba|essai|pr[óo]ba|proef|тест|dummy"
    r"|lorem|ipsum"
)
_AROUND_TRIAL = re.compile(
    r"this|is|just|only|an?|the|my|me|please|ignore|delete|article|post|story|news|item|headline|title|text"
    r"|message|dies|ist|nur|eine?|das|der|die|bitte|ignorieren|löschen|artikel|artyku[łl]|tekst|to|jest|tylko"
    r"|proszę|ignorować|dolor|sit|amet"
)
_LONGEST_SLUG = 160


def find_signals(document: Document) -> tuple[str, ...]:
    """The desk's signals in an article's title or first line (HOLD, KILL, TK …): where, and which.

    They are words in capitals, as desks write them; in small letters where they stand apart from all the
    rest, as in "Hold: minister resigns". In a line that is all capitals, or a whole paragraph, a word is a
    signal only where it stands apart, too: TEST MATCH BEGINS is about cricket. A title of nothing but words
    such as "just a test" is one.
    """
    story = document.paragraphs[0].text if document.paragraphs else ""
    found = {
        where: word
        for where, line in (
            ("first line", document.text.lstrip()),
            ("story's first line", story),
            ("headline that the note gives", document.note.headline or ""),
            ("title", document.title),
        )
        if (word := _find_signal(line.partition("\n")[0]))
    }
    return tuple({word: f"the {where} says {word}" for where, word in found.items()}.values())


def _find_signal(line: str) -> str:
    """The first signal of a line; empty where there is none."""
    if match := _ALWAYS.search(line):
        return match[0].strip()
    apart = _OPENING.match(line) or _CLOSING.search(line)
    if apart:
        return apart["word"]
    if found := _ANY_CASE.match(line):
        return next(word for word in found.groups() if word)
    if len(line) <= _LONGEST_SLUG and line != line.upper() and (match := _SIGNAL.search(line)):
        return match[0]
    return line.strip() if _is_trial(line) else ""


def _is_trial(line: str) -> bool:
    """Whether somebody only tries out what happens: a title of nothing but such words."""
    words = re.findall(r"[^\W\d_]+", line.casefold())
    others = [word for word in words if not _TRIAL.fullmatch(word)]
    return len(others) < len(words) and all(_AROUND_TRIAL.fullmatch(word) for word in others)


def find_embargo(text: str, file: str, *, above: int = 0) -> Problem | None:
    """A line of the head or foot that bans publication until some time.

    `above` are the lines of the file before this text.
    """
    lines = split_lines(text)
    for line in dict.fromkeys([*lines[:_HEAD], *lines[-_TAIL:]]):
        if len(line.text) <= _LONGEST and labels.EMBARGO.match(line.text):
            return Problem(
                "the text speaks of an embargo that no field tells",
                "give it as embargo: 2026-03-01 18:30 in front matter or a sidecar, and take this line out",
                file,
                above + text.count("\n", 0, line.start) + 1,
            )
    return None


def find_loose_fields(raw: str, file: str) -> Problem | None:
    """Fields at the start of a text without the `---` lines around them, or an e-mail's."""
    first = raw[:_HEAD_CHARS].lstrip("\ufeff \t\r\n").splitlines()[:2]
    if len(first) < 2:  # noqa: PLR2004 - one alone may be a title
        return None
    if all(_FIELD.match(line) for line in first):
        hint = "put a line --- above the first and one below the last"
        return Problem("these fields stand in the text", hint, file, 1)
    if all(_MAIL.match(line) for line in first):
        hint = "keep the article alone: its headline, a blank line, its paragraphs"
        return Problem("this is a whole e-mail", hint, file, 1)
    return None
