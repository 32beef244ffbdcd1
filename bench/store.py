"""The store against a bare sqlite3 loop in the same run: `python bench/store.py`.

Ratios, since this machine's figures are not the next one's.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, insert

from bot.store.database import Store
from bot.store.schema import event

ROWS = 10_000
ADD = insert(event)
RAW = "INSERT INTO event (id, at, actor, action, object, detail) VALUES (?, ?, ?, ?, ?, ?)"


def timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def bare(path: Path, rows: list[tuple[str, int, str, str, str, str]]) -> tuple[float, float]:
    """Seconds for one executemany, and for a commit per row (a tenth of the rows, scaled)."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")

        def at_once() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(RAW, rows)
            connection.execute("COMMIT")

        def one_by_one() -> None:
            for row in rows[: ROWS // 10]:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(RAW, ("single-" + row[0], *row[1:]))
                connection.execute("COMMIT")

        return timed(at_once), timed(one_by_one) * 10


def adding(name: str, *, raw: bool) -> Callable[[Connection], object]:
    if raw:
        return lambda connection: connection.exec_driver_sql(RAW, (name, 0, "a", "b", "c", ""))
    row = {"id": name, "at": 0, "actor": "a", "action": "b", "object": "c", "detail": ""}
    return lambda connection: connection.execute(ADD, row)


async def write_all(store: Store, fns: list[Callable[[Connection], object]]) -> None:
    await asyncio.gather(*(store.write(fn) for fn in fns))


async def write_in_turn(store: Store, fns: list[Callable[[Connection], object]]) -> None:
    for fn in fns:
        await store.write(fn)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=".") as folder, Store.open(Path(folder) / "bench.db") as store:
        many, single = bare(store.path, [(f"bare-{n}", n, "a", "b", "c", "") for n in range(ROWS)])
        core = [adding(f"core-{n}", raw=False) for n in range(ROWS)]
        hot = [adding(f"hot-{n}", raw=True) for n in range(ROWS)]
        turn = [adding(f"turn-{n}", raw=False) for n in range(ROWS // 10)]
        empty: list[Callable[[Connection], object]] = [lambda _connection: None] * ROWS
        results = {
            "bare executemany, one commit": many,
            "bare loop, a commit per row": single,
            "10,000 tasks, empty writes": timed(lambda: asyncio.run(write_all(store, empty))),
            "10,000 tasks, driver SQL": timed(lambda: asyncio.run(write_all(store, hot))),
            "10,000 tasks, SQLAlchemy Core": timed(lambda: asyncio.run(write_all(store, core))),
            "1 task, Core, awaited in turn": timed(lambda: asyncio.run(write_in_turn(store, turn))) * 10,
        }
        for name, seconds in results.items():
            print(
                f"{name:32} {ROWS / seconds:10,.0f} rows/s {seconds / ROWS * 1e6:8.1f} µs"
                f" {many / seconds:7.3f} of executemany {single / seconds:7.2f} of the loop"
            )
        looking = timed(lambda: [store.data_version() for _ in range(1000)])
        print(f"{'data_version':32} {looking * 1000:.1f} µs a look")


if __name__ == "__main__":
    main()
