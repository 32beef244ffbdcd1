"""Which words of a page are its title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache

from bot.extract import vocabulary
from bot.extract.documents.furniture import classify_line, read_byline, read_date, read_section
from bot.extract.documents.layout import Stretch
from bot.extract.sentences import split_sentences
from bot.model import Span

HEAD = 12
"""A title, its repetitions and a picture's lines stand within the first so many paragraphs."""

LONGEST = 200
"""No title is longer (characters)."""

FEWEST = 3
"""Fewer words are too little to tell a title by."""

_LONGEST_WORD = 20
_LONGEST_LABEL = 30
_MOST_SENTENCES = 3

_ALIKE = str.maketrans("“”„«»‘’‚`–—‑−", '"""""\'\'\'\'----')
_FULL_STOP = re.compile(r"[.。][\"'”’»«“)\]]*$")
_SITE = re.compile(r"\s*[|–—·•-]\s[^.!?]{2,40}")
_LABELS = sorted({form for name in vocabulary.SECTIONS for form in (name.capitalize(), name.upper())})
_GLUED = re.compile(rf"(?:{'|'.join(map(re.escape, _LABELS))})(?=[^\W\d_a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Title:
    """A title found: the paragraph's index, its place in the text, and the label before it."""

    index: int
    start: int
    end: int
    section: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a title stands within a line, and what the line says before and behind it."""

    start: int
    end: int
    before: str
    after: str


def has_full_stop(text: str) -> bool:
    """Whether it ends as a statement does, quotation marks aside."""
    return bool(_FULL_STOP.search(text[-8:]))


def match_title(line: str, title: str) -> Match | None:
    """Find a title that a line repeats: whole, behind a short label, or before a site's name.

    Spaces, case, dashes, quotation marks and a closing full stop do not count.
    """
    if len(line) > 2 * LONGEST or len(title) > 2 * LONGEST:
        return None
    wanted = _compact(title.rstrip(" ."))
    if not wanted or len(line) < len(wanted) or not _may_match(line, wanted):
        return None
    found = _compact(line)
    bare = found.rstrip(".")
    if bare.endswith(wanted):
        places = _list_places(line)
        start, end = places[len(bare) - len(wanted)], places[len(bare) - 1] + 1
        before = line[:start].strip()
        if _is_short(before) and (not before or len(title.split()) >= FEWEST):
            return Match(start, end, before, line[end:].strip())
    if found.startswith(wanted):
        places = _list_places(line)
        end = places[len(wanted) - 1] + 1
        if _SITE.fullmatch(line[end:]):
            return Match(places[0], end, "", line[end:].strip())
    return None


def _may_match(line: str, wanted: str) -> bool:
    """Whether a line begins or ends with the letter that a title does; hardly another line gets so far."""
    bare = line.strip()
    first = bare[:1]
    while bare.endswith("."):
        bare = bare[:-1].rstrip()
    return wanted.startswith(_fold(first)) or wanted.endswith(_fold(bare[-1:]))


def _is_short(label: str) -> bool:
    return len(label) <= _LONGEST_LABEL and len(label.split()) <= FEWEST


@lru_cache(maxsize=256)  # the lines of a head are held against each other, and against the title
def _compact(text: str) -> str:
    return "".join(_fold(text).split())


def _fold(text: str) -> str:
    """The text without case, its marks alike, each letter in its place."""
    alike = text.translate(_ALIKE)
    folded = alike.casefold()
    if len(folded) == len(alike):
        return folded
    # A letter that two are written for (ß) keeps its one place.
    return "".join(more if len(more := char.casefold()) == 1 else char for char in alike)


def _list_places(text: str) -> list[int]:
    """Where the characters of its compact form stand."""
    return [place for place, char in enumerate(_fold(text)) if not char.isspace()]


def locate_title(paragraphs: list[Stretch], title: str) -> Title | None:
    """Where a known title stands in the head of a page."""
    for index, paragraph in enumerate(paragraphs[:HEAD]):
        if match := match_title(paragraph.text, title):
            return Title(
                index, paragraph.start + match.start, paragraph.start + match.end, _label(match.before)
            )
    return None


def find_title(paragraphs: list[Stretch], text: str) -> Title | None:
    """The title of a page that does not name it; None where it begins with running text."""
    index = next((i for i in range(min(HEAD, len(paragraphs))) if not _stands_above(paragraphs, i)), None)
    if index is None:
        return None
    first = paragraphs[index]
    if found := _find_repeated(paragraphs, index) or _find_glued(first, index, text):
        return found
    following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    if (
        following
        and _is_label(first)
        and _is_title_like(following.text)
        and len(following.text.split()) > FEWEST
    ):
        found = _find_repeated(paragraphs, index + 1) or Title(index + 1, following.start, following.end)
        return Title(found.index, found.start, found.end, found.section or first.text)
    if _is_title_like(first.text) and not _is_label(first):
        return Title(index, first.start, first.end)
    if (
        following
        and len(first.text) <= LONGEST
        and _is_furniture(following)
        and len(split_sentences(_as_span(first))) == 1
    ):
        end = first.end - 1 if first.text.endswith(".") else first.end
        return Title(index, first.start, end)
    return None


def _is_title_like(text: str) -> bool:
    """Short, without a closing full stop, of three sentences at most."""
    return (
        len(text) <= LONGEST
        and not has_full_stop(text)
        and len(split_sentences(Span(0, len(text), text))) <= _MOST_SENTENCES
    )


def _as_span(paragraph: Stretch) -> Span:
    return Span(paragraph.start, paragraph.end, paragraph.text)


def _is_label(paragraph: Stretch) -> bool:
    return (
        len(paragraph.text.split()) == 1
        and len(paragraph.text) <= _LONGEST_WORD
        and not paragraph.ends_sentence
    )


def _is_furniture(paragraph: Stretch) -> bool:
    text = paragraph.text
    if classify_line(text) or read_section(text) or read_date(text, language="en", zone=UTC):
        return True
    return (
        bool(re.match(r"(?:By|Author|Autorka?|Autor(?:in)?)(?: [A-Z]|\s?:)", text))
        and read_byline(text) is not None
    )


def _stands_above(paragraphs: list[Stretch], index: int) -> bool:
    """Furniture, or a writer's bare name when a date and then something like a title follow."""
    if _is_furniture(paragraphs[index]):
        return True
    if index + 2 >= len(paragraphs) or read_byline(paragraphs[index].text, bare=True) is None:
        return False
    following = paragraphs[index + 2].text
    dated = read_date(paragraphs[index + 1].text, language="en", zone=UTC)
    return dated is not None and _is_title_like(following) and len(following.split()) >= FEWEST


def _find_repeated(paragraphs: list[Stretch], index: int) -> Title | None:
    first = paragraphs[index]
    for other in paragraphs[index + 1 : index + 7]:
        if len(other.text.split()) < FEWEST or len(other.text) > LONGEST:
            continue
        if match := match_title(first.text, other.text):
            return Title(index, first.start + match.start, first.start + match.end, _label(match.before))
    return None


def _find_glued(first: Stretch, index: int, text: str) -> Title | None:
    """A section's name grown into the first word, as in "SportBayern wins"; a name seen again is a name."""
    match = _GLUED.match(first.text)
    if not match or not _is_title_like(first.text):
        return None
    word = first.text.split(maxsplit=1)[0]
    if text.find(word, first.end) >= 0:
        return None
    return Title(index, first.start + match.end(), first.end, match.group())


def _label(before: str) -> str:
    return before.strip(" :|–—-·•>›»")
