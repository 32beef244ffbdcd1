"""A drop folder with many files: the first look, and the looks at which nothing changed."""

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from bot.flow.arriving.ingest import poll
from bot.flow.arriving.intake import StoredVersions
from bot.flow.house import House
from bot.http import Client
from bot.model import Entry
from bot.plugin import Batch
from bot.sources.folder import Folder, FolderOptions
from bot.store import origins
from polling.documents import write_article
from polling.house import open_bare_house, peak_memory

_ROUNDS = 3
_NAME = "wire"
_LONG_AGO = 1_700_000_000
_QUIET = 0.4


@dataclass(frozen=True)
class Times:
    """Seconds, and a peak of memory in MB. `bare` lists and reads all files, `looked` lists them alone."""

    bare: float
    looked: float
    scanned: float
    taken_in: float
    warm: float
    restarted: float
    memory: float


async def measure_folder(files: int) -> Times:
    """A folder of `files` articles, into a store."""
    with open_bare_house({}) as house:
        inbox = house.settings.project / "inbox"
        fill_folder(inbox, files)
        options = FolderOptions.model_validate(
            {"source": "folder", "path": "inbox/"}, context={"project": house.settings.project}
        )
        house.settings = replace(house.settings, sources={_NAME: options})
        async with Client() as client:
            bare = median(_read_bare(inbox) for _ in range(_ROUNDS))
            looked = median(_look_bare(inbox) for _ in range(_ROUNDS))
            scanned = await _scan(Folder(options, client), files)
            folder = Folder(options, client)
            begun = time.perf_counter()
            while (await poll(house, _NAME, folder)).again_at:
                pass
            taken_in = time.perf_counter() - begun
            warm = median([await _poll(house, folder) for _ in range(_ROUNDS)])
            restarted = await _poll(house, Folder(options, client))
            known = await house.store.read(lambda conn: origins.known_versions(conn, _NAME))
            assert len(known) == files, f"{len(known)} files stored"
    return Times(bare, looked, scanned, taken_in, warm, restarted, peak_memory())


def fill_folder(inbox: Path, files: int) -> None:
    """Articles that have lain there for a while."""
    inbox.mkdir()
    for number in range(files):
        path = inbox / f"{number:06}.txt"
        path.write_text(write_article(number), encoding="utf-8")
        os.utime(path, (_LONG_AGO, _LONG_AGO))
    time.sleep(_QUIET)


async def _poll(house: House, folder: Folder) -> float:
    begun = time.perf_counter()
    intake = await poll(house, _NAME, folder)
    assert (intake.new, intake.revised, intake.problems) == ([], [], 0)
    return time.perf_counter() - begun


async def _scan(folder: Folder, files: int) -> float:
    """The source alone: seconds until it has offered every file."""
    known: dict[str, str] = {}
    begun = time.perf_counter()
    while True:
        batch: Batch = await folder.fetch({}, StoredVersions(known))
        entries: tuple[Entry, ...] = batch.entries
        known |= {entry.source_id: entry.version for entry in entries}
        if not batch.again_at:
            break
    assert len(known) == files
    return time.perf_counter() - begun


def _read_bare(inbox: Path) -> float:
    begun = time.perf_counter()
    with os.scandir(inbox) as found:
        assert sum(len(Path(one.path).read_bytes()) for one in found if one.stat().st_size)
    return time.perf_counter() - begun


def _look_bare(inbox: Path) -> float:
    begun = time.perf_counter()
    with os.scandir(inbox) as found:
        assert sum(one.stat(follow_symlinks=False).st_size for one in found)
    return time.perf_counter() - begun
