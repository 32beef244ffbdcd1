"""What `newscrier run` takes while little happens: memory over a long memory of articles, and processor."""

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from polling.documents import write_article
from polling.server import serve_feeds

from publishing.project import ENVIRONMENT, FOLDER, NEWSCRIER, Named, lay_project, run_worker
from publishing.watching import forget_peak, list_processes, read_cpu, read_peak, read_shared

_FEEDS, _ENTRIES = 20, 20
_FRESH = 20
_SETTLED_AFTER = 5.0
_WITHIN = 300.0
_DRAWER = {"drawer": {"platform": "file", "path": "out/", "approval": "never"}}

# What stands for one article in each table, and which of its columns tell it from others.
_COPIED = {
    "article": ("id", "place", "url", "fingerprint"),
    "revision": ("article_id",),
    "origin": ("source", "source_id", "article_id"),
    "post": ("id", "article_id"),
    "delivery": ("id", "article_id", "post_id"),
    "attempt": ("delivery_id",),
    "event": ("id", "object"),
}


@dataclass(frozen=True)
class Memory:
    """MB: the worker's peak from the first poll on, pages of files in it, the peak before, others' peaks."""

    worker: float
    files: float
    start: float
    others: float


def measure_memory(articles: int) -> Memory:
    """The worker over so many stored articles, of 20 feeds: it starts, polls, and posts some new ones."""
    with _serve_sources(_FEEDS) as feeds, lay_project(_DRAWER, {"wire": FOLDER, **feeds}) as project:
        _drop(project, 0, 1)
        subprocess.run(
            [str(NEWSCRIER), "run", "--once"], cwd=project, env=ENVIRONMENT, capture_output=True, check=True
        )
        _multiply(project, articles)
        polled = f"SELECT count(*) FROM source WHERE fetched_at > {time.time() * 1e6:.0f}"
        with run_worker(project) as worker:
            _wait(lambda: _count(project, polled) > _FEEDS)
            _drop(project, 1, _FRESH)
            start = read_peak(worker.pid)
            forget_peak(worker.pid)
            sent = articles + 1 + _FRESH
            _wait(lambda: _count(project, "SELECT count(*) FROM post WHERE state = 'online'") >= sent)
            time.sleep(_SETTLED_AFTER)
            own, *others = map(read_peak, list_processes(worker.pid))
            files = read_shared(worker.pid)
    return Memory(own, files, start, sum(others))


def measure_idle(sources: int, seconds: int) -> float:
    """How much of one core goes to so many feeds that have nothing new, each polled once in these seconds."""
    with (
        _serve_sources(sources, every=f"{seconds}s") as feeds,
        lay_project(_DRAWER, feeds) as project,
        run_worker(project) as worker,
    ):
        _wait(lambda: _count(project, "SELECT count(*) FROM source") == sources)
        time.sleep(_SETTLED_AFTER)
        processes = list_processes(worker.pid)
        before, begun = sum(map(read_cpu, processes)), time.perf_counter()
        time.sleep(seconds)
        return (sum(map(read_cpu, processes)) - before) / (time.perf_counter() - begun)


@contextmanager
def _serve_sources(many: int, every: str = "2m") -> Iterator[Named]:
    with serve_feeds(many, _ENTRIES) as address:
        yield {
            f"feed-{number}": {"source": "feed", "url": f"{address}/{number}", "every": every}
            for number in range(many)
        }


def _drop(project: Path, first: int, many: int) -> None:
    for number in range(first, first + many):
        (project / "inbox" / f"{number:06}.txt").write_text(write_article(number), encoding="utf-8")


def _multiply(project: Path, articles: int) -> None:
    """The one article that was posted, so many times more, spread over the feeds."""
    with closing(sqlite3.connect(project / "data" / "newscrier.db", isolation_level=None)) as database:
        database.execute("BEGIN")
        for table, told in _COPIED.items():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            values = [
                f"'feed-' || (i % {_FEEDS})"
                if one == "source"
                else f"{one} || '-' || i"
                if one in told
                else one
                for one in columns
            ]
            database.execute(
                f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {articles}) "
                f"INSERT INTO {table} SELECT {', '.join(values)} FROM {table}, n "
                + ("WHERE object NOT LIKE 'channel %'" if table == "event" else "")
            )
        database.execute("COMMIT")


def _count(project: Path, question: str) -> int:
    """0 while there is no database yet."""
    with (
        suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(project / "data" / "newscrier.db")) as database,
    ):
        return int(database.execute(question).fetchone()[0])
    return 0


def _wait(ready: Callable[[], bool]) -> None:
    until = time.perf_counter() + _WITHIN
    while not ready():
        assert time.perf_counter() < until, "the worker does not come to rest"
        time.sleep(0.5)
