"""From an entry to a document with its highlights: the same for the worker, `read` and `preview`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import structlog

from bot.charset import decode_page, find_codec
from bot.clock import Clock
from bot.errors import Problem, Unreadable
from bot.extract.documents.document import read_document
from bot.extract.documents.fingerprint import digest_document, fingerprint
from bot.extract.documents.language import detect_language
from bot.extract.highlights import DEFAULT, read_highlights
from bot.extract.webpage.body import find_body
from bot.extract.webpage.parsing import parse_page
from bot.http import Client
from bot.model import Document, Entry, Highlights, Thresholds
from bot.sources.folder import find_media_type, read_bytes, read_file

log = structlog.get_logger()

_PAGES = {"text/html", "application/xhtml+xml"}
LARGEST_FILE = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as read; `fingerprint` is of the content, `digest` of all that matters for posts."""

    entry: Entry
    document: Document
    highlights: Highlights
    fingerprint: str
    digest: str


@dataclass(frozen=True, slots=True)
class Misread:
    """An entry that could not be read, and why."""

    entry: Entry
    problems: tuple[Problem, ...]


def warm_up(*, pages: bool) -> None:
    """Load what the first article would otherwise wait for: the languages' profiles take half a second.

    `pages`: what reads whole web pages, too, 8 MB and a tenth of a second that many newsrooms never need.
    """
    sentence = "The harbour reopened on Monday after the storm, the port authority said. "
    if pages:
        # A short page would bring the stop words of a hundred languages, 33 MB that may never be needed.
        find_body(parse_page(f"<html><body><p>{sentence * 20}</p></body></html>"))
    detect_language(sentence * 2)


def read_entry(
    entry: Entry,
    *,
    language: str,
    timezone: ZoneInfo,
    source: str = "",
    thresholds: Thresholds = DEFAULT,
) -> Read:
    """The document and highlights of an entry; `source` is where it comes from. Raises Unreadable."""
    document = replace(read_document(entry, language=language, timezone=timezone), source=source)
    highlights = read_highlights(document, thresholds)
    return Read(entry, document, highlights, fingerprint(document), digest_document(document))


def try_entry(
    entry: Entry,
    *,
    language: str,
    timezone: ZoneInfo,
    source: str = "",
    thresholds: Thresholds = DEFAULT,
) -> Read | Misread:
    """As `read_entry`, a failure as a value; a fault of our own is one, so that the rest goes on."""
    try:
        return read_entry(entry, language=language, timezone=timezone, source=source, thresholds=thresholds)
    except Unreadable as error:
        return Misread(entry, error.problems)
    except Exception as error:
        log.debug("a fault of our own kept an article from being read", place=entry.place, exc_info=True)
        message = f"this article cannot be read: {type(error).__name__}"
        hint = "please report it with the file; --log-level debug shows where"
        return Misread(entry, (Problem(message, hint, entry.place),))


def read_path(
    path: Path, clock: Clock, *, language: str, timezone: ZoneInfo, thresholds: Thresholds = DEFAULT
) -> Read:
    """A file that somebody names on the command line. Raises Unreadable."""
    entry = read_file(path, place=str(path), largest=LARGEST_FILE, now=clock.now())
    return read_entry(entry, language=language, timezone=timezone, thresholds=thresholds)


async def read_url(
    url: str, client: Client, *, language: str, timezone: ZoneInfo, thresholds: Thresholds = DEFAULT
) -> Read:
    """A page of the web. Raises SourceError."""
    fetched = await client.fetch(url)
    name = urlsplit(fetched.url).path.rpartition("/")[2]
    media_type = find_media_type(fetched.media_type or "", name, fetched.content)
    raw = (
        decode_page(fetched.content, fetched.charset)
        if media_type in _PAGES
        else fetched.content.decode(find_codec(fetched.charset) or "utf-8", "replace")
    )
    entry = Entry(source_id=url, version="", place=fetched.url, raw=raw, media_type=media_type)
    read = read_entry(entry, language=language, timezone=timezone, thresholds=thresholds)
    # A page that does not name its own address has the one it was fetched from.
    address = read.document.url or fetched.url
    return replace(read, document=replace(read.document, url=address))


async def read_outside(
    url: str,
    allow_private: Sequence[str],
    *,
    language: str,
    timezone: ZoneInfo,
    thresholds: Thresholds = DEFAULT,
) -> Read:
    """A page of the web, with a client of its own. Raises SourceError."""
    async with Client(allow_private=allow_private) as client:
        return await read_url(url, client, language=language, timezone=timezone, thresholds=thresholds)


def read_stream(
    content: bytes,
    place: str,
    clock: Clock,
    *,
    language: str,
    timezone: ZoneInfo,
    thresholds: Thresholds = DEFAULT,
) -> Read:
    """An article from standard input. Raises Unreadable."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"{place} is too large", f"at most {LARGEST_FILE:,} bytes are read")
    reading = read_bytes(content, None, source_id=place, place=place, now=clock.now())
    if reading.entry is None:
        assert reading.problem
        raise Unreadable(str(reading.problem), problems=[reading.problem])
    return read_entry(reading.entry, language=language, timezone=timezone, thresholds=thresholds)
