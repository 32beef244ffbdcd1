"""The source: which files are complete, which are new, and in which order they are offered."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from bot.clock import Clock, SystemClock, to_micros
from bot.errors import Problem
from bot.http import Client
from bot.model import Entry
from bot.plugin import Batch, Known, Memo, SourceOptions
from bot.sources.folder.naming import show_parts
from bot.sources.folder.opening import Changing
from bot.sources.folder.options import FolderOptions
from bot.sources.folder.pictures import read_picture
from bot.sources.folder.reading import Reading, read_candidate
from bot.sources.folder.rounds import Round, run_in_thread
from bot.sources.folder.scan import Candidate, Found, Listing, scan_folder
from bot.sources.folder.watching import watch_folder

QUIET = timedelta(milliseconds=300)
AWAY = timedelta(seconds=2)
_ORPHANED_AFTER = timedelta(minutes=10)

_Signature = tuple[tuple[int, ...], ...]


class Folder:
    """A drop folder; nothing in it is ever changed."""

    name: ClassVar[str] = "folder"
    Options: ClassVar[type[SourceOptions]] = FolderOptions

    def __init__(self, options: FolderOptions, client: Client, *, clock: Clock | None = None) -> None:
        del client  # a folder needs no network
        self._options = options
        self._clock = clock or SystemClock()
        self._looks: dict[str, tuple[_Signature, float]] = {}
        self._versions: dict[str, tuple[_Signature, str]] = {}
        self._missing: dict[str, float] = {}

    async def fetch(self, memo: Memo, known: Known) -> Batch:
        """New and changed files, oldest first. Raises Gone, Blocked, Unreadable for the folder itself."""
        options, shown = self._options, str(self._options.shown)
        listing = await run_in_thread(
            lambda _stop: scan_folder(options.folder, recursive=options.recursive, shown=shown)
        )
        before = {one.source_id: known.version(one.source_id) for one in listing.candidates}
        round_ = Round(self._clock.now())
        self._forget_missing(listing)
        due = self._find_due(listing, before, round_)
        await run_in_thread(lambda stop: self._read(due, before, round_, stop))
        self._report_orphans(listing, known, round_)
        for source_id, problem in listing.problems.items():
            if known.version(source_id) != problem.message:
                round_.problems[source_id, problem.message] = problem
        gone = self._find_gone(listing, known, round_)
        return Batch(
            entries=tuple(round_.entries),
            gone=gone,
            problems=round_.problems,
            memo=memo,
            again_at=round_.again_at,
        )

    async def is_gone(self, source_id: str, url: str | None) -> bool:
        """Whether the file is away, while its folder is there."""
        del url
        folder = self._options.folder
        return await asyncio.to_thread(lambda: folder.is_dir() and not folder.joinpath(source_id).exists())

    def changes(self) -> AsyncIterator[None]:
        """Yields whenever something in the folder changes, or the folder itself comes or goes."""
        return watch_folder(self._options.folder, recursive=self._options.recursive)

    def read_picture(self, entry: Entry, path: str, most: int) -> bytes:
        """A picture of the folder, its path counted from the article's file. Raises Gone, Unreadable."""
        return read_picture(self._options.folder, entry.source_id.split("/")[:-1], path, most)

    def _find_due(self, listing: Listing, before: dict[str, str | None], round_: Round) -> list[Candidate]:
        due = []
        for one in listing.candidates:
            seen = self._versions.get(one.source_id)
            if seen and seen == (one.signature, before[one.source_id]):
                continue
            if self._is_still(one, round_):
                due.append(one)
        return due

    def _is_still(self, one: Candidate, round_: Round) -> bool:
        """Whether file and sidecars have not changed for `QUIET`.

        The files' own times tell it at the first look; where they lie in the future (a server's
        clock), two looks do. The inode's time counts too: some programs set the other one back.
        """
        signature, monotonic = one.signature, self._clock.monotonic()
        first = self._looks.get(one.source_id)
        if not first or first[0] != signature:
            first = self._looks[one.source_id] = (signature, monotonic)
        rest = QUIET - timedelta(seconds=monotonic - first[1])
        age = _age(round_.now, (one.file, *one.sidecars))
        if age >= timedelta(0):
            rest = min(rest, QUIET - age)
        if rest <= timedelta(0):
            return True
        round_.ask_again(round_.now + rest)
        return False

    def _read(
        self, due: list[Candidate], before: dict[str, str | None], round_: Round, stop: threading.Event
    ) -> None:
        for one in due:
            if stop.is_set():
                return
            if round_.full:
                round_.ask_again(round_.now)
                return
            try:
                reading = read_candidate(
                    self._options.folder,
                    one,
                    self._show,
                    largest=self._options.largest,
                    now=round_.now,
                    known=before[one.source_id],
                )
            except Changing:
                round_.ask_again(round_.now + QUIET)
            else:
                self._take(one, reading, before[one.source_id], round_)

    def _take(self, one: Candidate, reading: Reading, before: str | None, round_: Round) -> None:
        if reading.lasting:
            self._versions[one.source_id] = (one.signature, reading.version)
        if reading.version == before:
            return
        if reading.problem:
            round_.problems[one.source_id, reading.version] = reading.problem
        if reading.entry:
            round_.entries.append(reading.entry)
            round_.characters += len(reading.entry.raw)

    def _report_orphans(self, listing: Listing, known: Known, round_: Round) -> None:
        for one in listing.orphans:
            version = f"orphan:{one.file.inode}"
            if _age(round_.now, [one.file]) >= _ORPHANED_AFTER and known.version(one.source_id) != version:
                round_.problems[one.source_id, version] = Problem(
                    "a sidecar without its article",
                    "put the text beside it, or take it away",
                    self._show(one.file),
                )

    def _find_gone(self, listing: Listing, known: Known, round_: Round) -> tuple[str, ...]:
        """Ids whose file has been away for `AWAY`: many programs delete before they write anew."""
        if listing.problems:
            return ()
        here = {one.source_id for one in (*listing.candidates, *listing.orphans)}
        missing, monotonic = known.source_ids() - here, self._clock.monotonic()
        self._missing = {source_id: self._missing.get(source_id, monotonic) for source_id in missing}
        gone = []
        for source_id, since in sorted(self._missing.items()):
            rest = AWAY - timedelta(seconds=monotonic - since)
            if rest <= timedelta(0):
                gone.append(source_id)
            else:
                round_.ask_again(round_.now + rest)
        return tuple(gone)

    def _forget_missing(self, listing: Listing) -> None:
        here = {one.source_id for one in listing.candidates}
        for remembered in (self._looks, self._versions):
            for source_id in remembered.keys() - here:
                del remembered[source_id]

    def _show(self, found: Found) -> str:
        return show_parts((str(self._options.shown.joinpath(*found.parts)),))


def _age(now: datetime, files: Iterable[Found]) -> timedelta:
    """How long ago the youngest was touched; negative where a clock differs."""
    youngest = max(max(found.modified, found.changed) for found in files)
    return timedelta(microseconds=to_micros(now) - youngest // 1000)
