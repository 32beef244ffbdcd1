"""The pages of a feed's new entries, a few at a time: what fails is told and tried again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.charset import decode_page
from bot.errors import Problem, SourceError, Throttled, Unreachable
from bot.http import Client
from bot.model import Entry
from bot.plugin import Known
from bot.sources.feed.entries import make_page_entry
from bot.sources.feed.judging import Candidate

MOST_PAGES = 10
"""Pages of one look; the rest comes with the next ones."""

MOST_TRIES = 5
_KINDS = ("text/html", "application/xhtml+xml")
_TRIES = re.compile(r"(?P<version>.+)\+page:(?P<tries>\d{1,3})")


@dataclass(slots=True)
class Pages:
    """What came of the pages; `pending` says that some are still to be fetched."""

    entries: list[Entry] = field(default_factory=list)
    problems: dict[tuple[str, str], Problem] = field(default_factory=dict)
    pending: bool = False
    not_before: datetime | None = None


async def fetch_pages(
    client: Client, candidates: Sequence[Candidate], known: Known, *, language: str, now: datetime
) -> Pages:
    """The entries of these new candidates with the text of their pages, one page after the other."""
    pages = Pages()
    asked = 0
    # Those that failed before come last, so that they keep no new one waiting.
    for candidate in sorted(candidates, key=lambda one: _count_tries(one, known)):
        if not candidate.link:
            _tell(
                pages,
                candidate,
                candidate.version,
                "the feed gives no address of its page",
                "set `content: feed`",
            )
            continue
        if asked >= MOST_PAGES:
            pages.pending = True
            break
        asked += 1
        try:
            fetched = await client.fetch(candidate.link, kinds=_KINDS)
            page = decode_page(fetched.content, fetched.charset)
        except Throttled as error:
            pages.pending = True
            pages.not_before = now + error.retry_after if error.retry_after is not None else None
            break
        except SourceError as error:
            _take_failure(pages, candidate, error, known)
        else:
            pages.entries.append(make_page_entry(candidate, page, language=language, now=now))
    return pages


def is_settled(candidate: Candidate, known: Known) -> bool:
    """Whether this version was stored, or given up: a failed page has a version of its own until then."""
    return known.version(candidate.source_id) == candidate.version


def _take_failure(pages: Pages, candidate: Candidate, error: SourceError, known: Known) -> None:
    tries = _count_tries(candidate, known) + 1
    last = tries >= MOST_TRIES and not isinstance(error, Unreachable)
    pages.pending = pages.pending or not last
    version = candidate.version if last else f"{candidate.version}+page:{min(tries, MOST_TRIES)}"
    if known.version(candidate.source_id) == version:
        return
    hint = error.hint or ("it is not tried again" if last else "it is tried again")
    _tell(pages, candidate, version, f"its page cannot be read: {error.message}", hint)


def _count_tries(candidate: Candidate, known: Known) -> int:
    found = _TRIES.fullmatch(known.version(candidate.source_id) or "")
    return int(found["tries"]) if found and found["version"] == candidate.version else 0


def _tell(pages: Pages, candidate: Candidate, version: str, message: str, hint: str) -> None:
    pages.problems[candidate.source_id, version] = Problem(message, hint, candidate.place)
