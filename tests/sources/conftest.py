"""What tests of sources share: a store in memory, a clock to turn, a folder, a site on loopback."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pace import PATIENT
from servers.outside import Outside

from bot.clock import SystemClock
from bot.errors import Problem
from bot.http import Client
from bot.model import Entry
from bot.plugin import Batch
from bot.sources.folder import Folder, FolderOptions


class TurnedClock(SystemClock):
    """The machine's clock, with what `turn` added: files' own times stay real."""

    def __init__(self) -> None:
        self.added = timedelta(0)
        self.ahead = timedelta(0)

    def turn(self, seconds: float) -> None:
        self.added += timedelta(seconds=seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.added + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.added.total_seconds()


class Shelf:
    """A `Known` that takes what a batch brought."""

    def __init__(self) -> None:
        self.versions: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        self.problems: dict[str, Problem] = {}

    def version(self, source_id: str) -> str | None:
        return self.versions.get(source_id)

    def source_ids(self) -> set[str]:
        return set(self.entries)

    def take(self, batch: Batch) -> Batch:
        for entry in batch.entries:
            self.versions[entry.source_id] = entry.version
            self.entries[entry.source_id] = entry
            self.problems.pop(entry.source_id, None)
        for (source_id, version), problem in batch.problems.items():
            self.versions[source_id] = version
            self.problems[source_id] = problem
        for source_id in batch.gone:
            del self.entries[source_id]
        return batch


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(allow_private=["127.0.0.0/8"], timeout=PATIENT) as made:
        yield made


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as made:
        yield made


@pytest.fixture
def make_folder(tmp_path: Path, clock: TurnedClock, client: Client) -> Callable[..., Folder]:
    def make(**options: object) -> Folder:
        written = {"source": "folder", "path": "inbox/", **options}
        return Folder(
            FolderOptions.model_validate(written, context={"project": tmp_path}), client, clock=clock
        )

    return make


@pytest.fixture
def fetch(make_folder: Callable[..., Folder], clock: TurnedClock, shelf: Shelf) -> Callable[..., object]:
    """One fetch a second later, taken into the shelf."""
    folders: dict[str, Folder] = {}

    async def run(*, later: float = 1.0, **options: object) -> Batch:
        folder = folders.setdefault(repr(options), make_folder(**options))
        clock.turn(later)
        return shelf.take(await folder.fetch({}, shelf))

    return run
