"""What is acknowledged outlives a kill and a disk that ends: shown on real processes."""

import random
import resource
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.database import Store

# Writers that acknowledge on stdout, one line per write, what is committed; each write is three rows.
WRITE = """
import asyncio, os, sys
from pathlib import Path
from sqlalchemy import insert
from bot.store.database import Store
from bot.store.schema import event

ADD = insert(event)

async def keep_writing(store, own):
    number = 0
    while True:
        name = f"{sys.argv[2]}-{own}-{number}"
        def add(connection):
            for part in "abc":
                row = {"id": f"{name}-{part}", "at": 0, "actor": "", "action": "", "object": name}
                connection.execute(ADD, row)
        await store.write(add)
        os.write(1, name.encode() + b"\\n")
        number += 1

async def main():
    store = Store.open(Path(sys.argv[1]))
    await asyncio.gather(*(keep_writing(store, own) for own in range(12)))

asyncio.run(main())
"""

# A disk that takes no more from some size on, and later does; the last line counts what is kept.
FILL = """
import asyncio, resource, sys
from pathlib import Path
from sqlalchemy import func, insert, select
from bot.errors import StoreError
from bot.store.database import Store
from bot.store.schema import event

ADD = insert(event)

def adding(name):
    row = {"id": name, "at": 0, "actor": "", "action": "", "object": "o", "detail": "x" * 2000}
    return lambda connection: connection.execute(ADD, row) and None

async def main():
    store = Store.open(Path(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
    kept, refused = 0, []
    for turn in range(30):
        names = [f"{turn}-{number}" for number in range(20)]
        for result in await asyncio.gather(*(store.write(adding(n)) for n in names), return_exceptions=True):
            if result is None:
                kept += 1
            else:
                assert isinstance(result, StoreError), result
                refused.append(str(result))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await store.write(adding("later"))
    counted = await store.read(lambda c: c.execute(select(func.count()).select_from(event)).scalar())
    store.close()
    print(refused[0])
    print(kept + 1, len(refused), counted)

asyncio.run(main())
"""


def check_integrity(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall()


def kill_while_writing(path: Path, turn: int, seconds: float) -> list[str]:
    """The names that were acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path), str(turn)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    first = process.stdout.readline() + process.stdout.readline()
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    said = first + process.stdout.read()
    timer.join()
    process.wait()
    process.stdout.close()
    lines = said.split("\n")
    return lines[:-1]  # the last line may be cut, or is empty


def torture(path: Path, turns: int) -> None:
    acknowledged: list[str] = []
    for turn in range(turns):
        acknowledged += kill_while_writing(path, turn, random.uniform(0, 0.25))
        with closing(sqlite3.connect(path)) as connection:
            rows = dict(connection.execute("SELECT object, COUNT(*) FROM event GROUP BY object").fetchall())
        assert set(rows.values()) <= {3}
        assert [name for name in acknowledged if name not in rows] == []
        assert check_integrity(path) == [("ok",)]
    assert len(acknowledged) > turns
    Store.open(path, create=False).close()


def test_kill_a_few_times(tmp_path: Path) -> None:
    torture(tmp_path / "newscrier.db", 3)


@pytest.mark.proof
def test_kill_many_times(tmp_path: Path) -> None:
    torture(tmp_path / "newscrier.db", 20)


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system has no limit on file sizes")
def test_a_disk_that_ends_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "newscrier.db"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FILL, str(path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    reason, numbers = done.stdout.splitlines()
    kept, refused, counted = map(int, numbers.split())
    assert "disk refused" in reason or "disk is full" in reason
    assert refused > 0
    assert counted == kept > 1
    assert check_integrity(path) == [("ok",)]
