"""The source: one look at a feed, what of it is new, and what to remember."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import ClassVar

from bot.clock import Clock, SystemClock
from bot.errors import Gone, Problem, SourceError
from bot.http import Client, Fetched
from bot.model import Entry
from bot.plugin import Batch, Known, Memo, SourceOptions
from bot.sources.feed import polling
from bot.sources.feed.entries import explain_damage, explain_empty, make_entry, make_known_entry
from bot.sources.feed.judging import Candidate, judge_feed
from bot.sources.feed.options import FeedOptions
from bot.sources.feed.pages import fetch_pages, is_settled
from bot.sources.feed.parsing.items import Feed
from bot.sources.feed.parsing.reading import read_feed

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_SMALL = 128 * 1024  # bytes
_UNCHANGED = frozenset({"etag", "last_modified", "digest"})
_HINT = "look at the feed's address in a browser; it is tried again by itself"


@dataclass(slots=True)
class _Offer:
    """What one look gathers; `unsettled` asks for the whole feed again next time."""

    entries: list[Entry] = field(default_factory=list)
    problems: dict[tuple[str, str], Problem] = field(default_factory=dict)
    unsettled: bool = False
    not_before: datetime | None = None


class Feeds:
    """A feed of the web; RSS, Atom or JSON."""

    name: ClassVar[str] = "feed"
    Options: ClassVar[type[SourceOptions]] = FeedOptions

    def __init__(self, options: FeedOptions, client: Client, *, clock: Clock | None = None) -> None:
        self._options = options
        self._seed = options.model_dump_json().encode() + b"\n"
        # The newsroom's own word beats the feed's; its default gives way a little.
        self._every = None if "every" in options.model_fields_set else options.every
        self._client = client
        self._clock = clock or SystemClock()

    @property
    def gives_pages(self) -> bool:
        """Whether the stories are read from their pages."""
        return self._options.content == "page"

    async def is_gone(self, source_id: str, url: str | None) -> bool:
        """Whether the article's page answers that there is none any more; nothing of it is read."""
        del source_id
        if not url:
            return False
        try:
            await self._client.fetch(url, most=1)
        except Gone:
            return True
        except SourceError:
            return False  # a page that is too long to be read here is there
        return False

    async def fetch(self, memo: Memo, known: Known) -> Batch:
        """New and changed entries, oldest first; nothing where it is too early (`not_before`).

        Raises SourceError, with `memo` and `not_before`, where the feed cannot be read.
        """
        now, before = self._clock.now(), memo
        memo = polling.open_memo(memo, self._options.url)
        pause = polling.find_pause(memo, now)
        if pause:
            return Batch(memo=before, not_before=pause)
        try:
            fetched = await self._client.fetch(
                polling.choose_address(memo), headers={"accept": _ACCEPT, **polling.write_conditions(memo)}
            )
            digest = self._hash_look(fetched.content) if fetched.changed else ""
            if not fetched.changed or digest == memo.get("digest"):
                memo = polling.remember_success(memo, fetched, None, [], self._every)
                return self._finish(memo, fetched, _Offer())
            feed = await read_feed(fetched.content, fetched.charset, fetched.url)
            return await self._take({**memo, "digest": digest}, known, fetched, feed)
        except SourceError as error:
            now = self._clock.now()
            error.hint = error.hint or _HINT
            error.memo = polling.remember_failure(memo, error, now, self._options.every)
            error.not_before = polling.find_pause(error.memo, now)
            raise

    async def _take(self, memo: Memo, known: Known, fetched: Fetched, feed: Feed) -> Batch:
        options, now = self._options, fetched.fetched_at
        from_pages = self.gives_pages
        judge = partial(judge_feed, feed, now=now, most=options.most, with_dates=from_pages)
        # A large feed in a thread; a small one is judged in less time than a thread takes to begin.
        judged = judge() if len(fetched.content) < _SMALL else await asyncio.to_thread(judge)
        memo = polling.remember_success(memo, fetched, feed, judged.warnings, self._every)
        ids = [candidate.source_id for candidate in judged.candidates]
        first, memo = polling.settle_baseline(memo, ids=ids, sound=not feed.flaw)
        baseline = first and options.first_run == "baseline"
        fresh = [candidate for candidate in judged.candidates if not is_settled(candidate, known)]
        # The newsroom's word on the language beats a feed's, which is often its software's default.
        language = "" if options.language else feed.language
        if baseline:
            offer = _Offer([make_known_entry(candidate, now) for candidate in fresh])
        elif from_pages:
            pages = await fetch_pages(self._client, fresh, known, language=language, now=now)
            offer = _Offer(pages.entries, pages.problems, pages.pending, pages.not_before)
        else:
            offer = _offer_texts(fresh, language=language, now=now)
        offer.problems |= _tell_move(memo, known)
        if offer.unsettled or (fresh and feed.flaw):
            memo = _ask_for_all(memo)
        return self._finish(memo, fetched, offer, baseline=baseline)

    def _hash_look(self, content: bytes) -> str:
        """What must be the same for a look to find nothing new: many servers know no ETag."""
        return blake2b(self._seed + content, digest_size=16).hexdigest()

    def _finish(self, memo: Memo, fetched: Fetched, offer: _Offer, *, baseline: bool = False) -> Batch:
        waits = [until for until in (polling.find_pause(memo, fetched.fetched_at), offer.not_before) if until]
        not_before = max(waits, default=None)
        if not_before:
            memo = {**memo, "not_before": not_before.isoformat()}
        return Batch(
            entries=tuple(offer.entries),
            problems=offer.problems,
            memo=memo,
            memo_in_doubt=_ask_for_all(memo),
            not_before=not_before,
            baseline=baseline,
        )


def _ask_for_all(memo: Memo) -> Memo:
    """The same, but that the next look brings the whole feed, not "not modified"."""
    return {name: value for name, value in memo.items() if name not in _UNCHANGED}


def _tell_move(memo: Memo, known: Known) -> dict[tuple[str, str], Problem]:
    """That the feed has moved for good, once."""
    source_id, address = f"feed:{memo['url']}", memo.get("moved_to")
    if not address or known.version(source_id) == address:
        return {}
    hint = "change `url` of this source in config/sources.yaml"
    return {
        (source_id, address): Problem(
            f"the feed has moved for good to {address}", hint, str(memo["url"]), severity="warning"
        )
    }


def _offer_texts(candidates: list[Candidate], *, language: str, now: datetime) -> _Offer:
    offer = _Offer()
    for candidate in candidates:
        problem = explain_damage(candidate)
        entry = None if problem else make_entry(candidate, language=language, now=now)
        if entry:
            offer.entries.append(entry)
        else:
            offer.problems[candidate.source_id, candidate.version] = problem or explain_empty(candidate)
    return offer
