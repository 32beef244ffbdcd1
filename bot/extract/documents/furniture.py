"""What stands around a story on a page: whether one line, taken alone, is surely furniture."""

from __future__ import annotations

import re
from datetime import tzinfo
from enum import Enum
from functools import lru_cache

from bot.extract import vocabulary
from bot.extract.documents import labels
from bot.extract.documents.dateline import LONGEST, Moment, read_dateline

_LONGEST_FURNITURE = 240
"""A line of more characters is story."""

_SAID = re.compile(r"[^\W_]")
_LONGEST_BYLINE = 120
_LONGEST_CAPTION = 400
_LONGEST_PATH = 80
# Counted in words:
_LONGEST_LABEL = 3
_MOST_CREDITED = 12
_MOST_NAMED = 9
_MOST_BARE = 4
_MOST_BESIDE_DATE = 6
_UNIT_WITHIN = 8
_SHORT_UNIT = re.compile(r"(?:\br|\buhr|[ap]\.?m|\bgodz|\d)\.$", re.IGNORECASE)
_SOURCED = re.compile("[/|©]")
_PARTS = re.compile(r"\s*[>›»|/·•]\s*")
_WORDS = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?")
_BYLINE = re.compile(rf"(?:{vocabulary.BYLINE_WORD.pattern})(?:\s?:\s?|\s)", re.IGNORECASE)
_BYLINE_BESIDE_DATE = re.compile(rf"(?:{vocabulary.BYLINE_WORD.pattern})\s", re.IGNORECASE)
_JUNIOR = re.compile(r"\b(?:Jr|Sr)\.$")
_BESIDE = re.compile(r"\s*[|·•]\s*|\s[–—-]\s")
_CREDIT_START = re.compile(
    rf"[\[(]?(?:(?:{vocabulary.CREDIT_WORD.pattern})\s?(?:[:|/©]|\((?:c|C)\)|by\s|von\s|par\s|de\s)|©"
    rf"|\((?:c|C)\)\s)\s*"
    r"|[\[(]?(?:fot|zdj)\.\s?",
    re.IGNORECASE,
)
_INLINE_CREDIT = re.compile(
    rf"(?<=[.!?…\")])\s+[\[(]?(?:(?:{vocabulary.CREDIT_WORD.pattern})\s?:|©|fot\.|\(c\)\s"
    rf"|\(?AP Photo/)[^.!?]{{0,80}}\)?\.?$",
    re.IGNORECASE,
)
_RELATED_LINK = re.compile(rf"(?:{labels.RELATED.pattern})\s?[:>›»→–|].{{3,200}}", re.IGNORECASE)


class Furniture(Enum):
    """What a line is that is not story."""

    DATE = "date"
    BYLINE = "byline"
    CREDIT = "credit"
    INITIALS = "initials"
    SECTION = "section"
    ADVERT = "advert"
    NOISE = "noise"
    RELATED = "related"
    MORE_OF = "more of"
    LINK = "link"
    COMMENTS = "comments"
    CLOSING = "closing"
    RULE = "rule"
    REMARK = "remark"


SURE = frozenset(
    {
        Furniture.ADVERT,
        Furniture.LINK,
        Furniture.CREDIT,
        Furniture.INITIALS,
        Furniture.RULE,
        Furniture.RELATED,
        Furniture.REMARK,
    }
)
"""Never story, wherever they stand."""


def _says_something(line: str) -> bool:
    """Whether a line holds a letter or a digit at all."""
    return bool(_SAID.search(line))


@lru_cache(maxsize=512)  # head, body and tail of a page all ask for the same lines
def classify_line(line: str) -> Furniture | None:
    """What a line surely is, dates aside; None for what may be story."""
    if not _says_something(line):
        return Furniture.RULE
    if labels.REMARK.match(line):
        return Furniture.REMARK
    if len(line) > _LONGEST_FURNITURE or "\n" in line:
        return None
    return _classify_short(line)


def _classify_short(line: str) -> Furniture | None:
    bare = line.rstrip(" :»›>→…").lstrip("•*-–→►▶ ")
    if _ANY.fullmatch(bare.lower()) or labels.INITIALS.fullmatch(bare):
        return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(bare)), None)
    if not line.endswith("."):
        if labels.EMBARGO.match(line):
            return Furniture.NOISE
        if _RELATED_LINK.fullmatch(bare):
            return Furniture.LINK
    return Furniture.CREDIT if _is_credit(line) else None


_PATTERNS = (
    (Furniture.RELATED, labels.RELATED),
    (Furniture.MORE_OF, labels.MORE_OF),
    (Furniture.ADVERT, labels.ADVERT),
    (Furniture.NOISE, labels.NOISE),
    (Furniture.COMMENTS, labels.COMMENTS),
    (Furniture.CLOSING, labels.CLOSING),
    (Furniture.INITIALS, labels.INITIALS),
)
# Hardly a line is any of them: one pattern tells so at once, soonest of small letters.
_ANY = re.compile("|".join(each.pattern for _, each in _PATTERNS if each.flags & re.IGNORECASE))


def _is_credit(line: str) -> bool:
    """Whether a line names the maker of a picture: "Images source: Getty Images | Jane Doe"."""
    if len(line) > LONGEST:
        return False
    if match := _CREDIT_START.match(line):
        return _is_name_like(line[match.end() :])
    return bool(_SOURCED.search(line) and vocabulary.AGENCY.search(line)) and _is_name_like(line)


def ends_with_credit(line: str) -> bool:
    """Whether a caption carries its credit: "The minister on Monday. Photo: Jane Doe"."""
    match = _INLINE_CREDIT.search(line[-160:])
    return bool(match) and len(line) <= _LONGEST_CAPTION


def _is_name_like(text: str) -> bool:
    """Only names, agencies and the small words between them: no running text."""
    rest = vocabulary.AGENCY.sub(" ", text)
    words = _WORDS.findall(rest)
    if len(words) > _MOST_CREDITED:
        return False
    return all(
        not word[0].islower() or word.casefold().rstrip(".") in vocabulary.CREDIT_FILLERS for word in words
    )


def read_byline(line: str, *, bare: bool = False) -> str | None:
    """The names of a line such as "By Jane Doe"; `bare` takes a line of names alone too.

    None where the line is no byline.
    """
    if len(line) > _LONGEST_BYLINE or "\n" in line:
        return None
    rest = line.strip("|·•–— ")
    match = _BYLINE.match(rest)
    if match:
        rest = rest[match.end() :].strip()
    elif not bare:
        return None
    if rest.endswith((".", "?", "!", ":")) and not _JUNIOR.search(rest):
        return None
    names = _BESIDE.split(rest, 1)[0].strip(" ,")
    fewest = 1 if match and match.group().rstrip().endswith(":") else 2
    return names if _are_names(names, fewest, _MOST_NAMED if match else _MOST_BARE) else None


def _are_names(text: str, fewest: int, most: int) -> bool:
    words = _WORDS.findall(text)
    if not fewest <= len(words) <= most or any(char.isdigit() for char in text):
        return False
    return all(not word[0].islower() or word.casefold() in vocabulary.NAME_LINKS for word in words)


def read_date(line: str, *, language: str, zone: tzinfo) -> tuple[list[Moment], str] | None:
    """The moments of a line that tells a date and nothing more, and the byline in it.

    None where the line is no date line, such as a sentence that has a date in it.
    """
    if "\n" in line or (line.endswith(".") and not _SHORT_UNIT.search(line[-_UNIT_WITHIN:])):
        return None
    moments = read_dateline(line, language=language, zone=zone)
    if not moments:
        return None
    rest = min((moment.rest for moment in moments), key=len) if len(moments) > 1 else moments[0].rest
    if not rest:
        return moments, ""
    words = rest.split()
    match = _BYLINE_BESIDE_DATE.match(rest)
    if len(words) <= _MOST_BESIDE_DATE and (
        match or all(word[0].isupper() or word.casefold() in vocabulary.NAME_LINKS for word in words)
    ):
        byline = read_byline(re.split(r"[,|·•]|\s[–—-]\s", line)[0].strip(), bare=True) or ""
        return moments, byline
    return None


def read_section(line: str) -> str | None:
    """The section that a line names: a label alone, or a path of links such as "Home > World"."""
    if len(line) > _LONGEST_PATH:
        return None
    if line.casefold().strip(" :|") in vocabulary.SECTIONS:
        return line.strip(" :|")
    parts = [part for part in _PARTS.split(line) if part]
    if not parts[1:] or any(len(part.split()) > _LONGEST_LABEL for part in parts):
        return None
    named = [part for part in parts if part.casefold() in vocabulary.SECTIONS]
    if not named and parts[0].casefold() not in vocabulary.STARTS:
        return None
    return named[0] if named else parts[1]
