"""The contract of a source."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol, runtime_checkable

from bot.errors import Problem
from bot.http import Client
from bot.model import Entry
from bot.plugin.options import SourceOptions

Memo = dict[str, Any]
"""What a source wants to remember between fetches, as JSON (etags, cursors)."""


class Known(Protocol):
    """What the store has of a source already, so that nothing is read twice."""

    def version(self, source_id: str) -> str | None:
        """The version of the stored entry or of the recorded problem; None where there is neither."""

    def source_ids(self) -> set[str]:
        """Every entry that the source offered before and has not taken away."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one fetch brought: new or changed entries in their order, entries gone, and problems.

    `problems` maps (source_id, version) to what is wrong with that entry; a problem is recorded,
    shown in `article list --problems`, and not read again until its version changes.
    `memo_in_doubt` is kept in the place of `memo` where an entry may not be whole, and counts only when
    a second look finds the same: it makes the next fetch offer what the store does not have.
    `again_at` asks for an earlier fetch than the source's interval (a file that was half written),
    `not_before` for none before that time (what the server said, or a back-off).
    `baseline` says that this is what stood there before Newscrier came: it is remembered, not read
    and not posted; of its entries only `source_id`, `version` and the metadata's `url` count.
    """

    entries: tuple[Entry, ...] = ()
    gone: tuple[str, ...] = ()
    problems: dict[tuple[str, str], Problem] = field(default_factory=dict)
    memo: Memo = field(default_factory=dict)
    memo_in_doubt: Memo | None = None
    not_before: datetime | None = None
    again_at: datetime | None = None
    baseline: bool = False


class Source(Protocol):
    """One configured origin of articles; a module in `sources/`."""

    name: ClassVar[str]
    Options: ClassVar[type[SourceOptions]]

    def __init__(self, options: Any, client: Client) -> None:
        """No I/O here."""

    async def fetch(self, memo: Memo, known: Known) -> Batch:
        """What is new since the last time.

        Raises SourceError where the whole source fails; its `memo` and `not_before`, where they are set,
        take the place of what the store keeps.
        """


@runtime_checkable
class Watchable(Protocol):
    """A source that tells at once when something changes (a folder)."""

    def changes(self) -> AsyncIterator[None]:
        """Yields whenever a fetch is worth while; may yield too often."""


@runtime_checkable
class Revisitable(Protocol):
    """A source that can tell cheaply whether an article is still there, right before it is posted."""

    async def is_gone(self, source_id: str, url: str | None) -> bool:
        """Whether the article, or its page at `url`, was taken away; what cannot be told is there."""


@runtime_checkable
class Paged(Protocol):
    """A source that may offer whole web pages (a feed without full texts): their reader is loaded early."""

    @property
    def gives_pages(self) -> bool:
        """Whether it does, as it is set up."""


@runtime_checkable
class Illustrated(Protocol):
    """A source whose articles may name pictures that lie beside them (a folder)."""

    def read_picture(self, entry: Entry, path: str, most: int) -> bytes:
        """A picture's whole file, of at most `most` bytes; blocks.

        Raises Gone where it is not there, or not whole, yet; Unreadable where it may not be read.
        """
