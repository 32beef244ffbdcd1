"""From an entry to a document with its highlights: the same for the worker, `read` and `preview`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.errors import Problem, Unreadable
from bot.extract.document import read_document
from bot.extract.fingerprint import digest_document, fingerprint
from bot.extract.highlights import read_highlights
from bot.model import Document, Entry, Highlights
from bot.sources.folder import read_file

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


def read_entry(entry: Entry, *, language: str, timezone: ZoneInfo) -> Read:
    """The document and highlights of an entry. Raises Unreadable."""
    document = read_document(entry, language=language, timezone=timezone)
    return Read(entry, document, read_highlights(document), fingerprint(document), digest_document(document))


def try_entry(entry: Entry, *, language: str, timezone: ZoneInfo) -> Read | Misread:
    """As `read_entry`, a failure as a value; a fault of our own is one, so that the rest goes on."""
    try:
        return read_entry(entry, language=language, timezone=timezone)
    except Unreadable as error:
        return Misread(entry, error.problems)
    except Exception as error:  # noqa: BLE001 - bad input never stops the others
        message = f"this article cannot be read: {type(error).__name__}"
        return Misread(entry, (Problem(message, "please report it with the file", entry.place),))


def read_path(path: Path, clock: Clock, *, language: str, timezone: ZoneInfo) -> Read:
    """A file that somebody names on the command line. Raises Unreadable."""
    entry = read_file(path, place=str(path), largest=LARGEST_FILE, now=clock.now())
    return read_entry(entry, language=language, timezone=timezone)
