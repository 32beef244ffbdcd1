import contextlib
import json
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import StoreError, WorkerRunning
from bot.store.lock import WorkerLock

HOLD = """
import os, sys, time
from pathlib import Path
from bot.store.lock import WorkerLock
WorkerLock(Path(sys.argv[1])).acquire()
if sys.argv[2] == "fork":
    if os.fork() == 0:
        print("child", flush=True)
        time.sleep(300)
        sys.exit()
elif sys.argv[2] == "spawn":
    import subprocess
    subprocess.Popen(["sleep", "300"], close_fds=False)
print(os.getpid(), flush=True)
time.sleep(300)
"""


def hold(path: Path, children: str = "none") -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), children],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for _line in range(2 if children == "fork" else 1):
        assert process.stdout.readline()
    return process


def end_family(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    process.stdout.close()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_it_is_held_once(tmp_path: Path) -> None:
    path = tmp_path / "newscrier.db"
    with WorkerLock(path) as lock:
        assert lock.path.name == "newscrier.db.lock"
        assert stat.S_IMODE(lock.path.stat().st_mode) == 0o600
        assert json.loads(lock.path.read_text())["pid"] == os.getpid()
        with pytest.raises(WorkerRunning, match=rf"another worker \(process {os.getpid()} on .*, since 2"):
            WorkerLock(path).acquire()
        with pytest.raises(RuntimeError, match="held already"):
            lock.acquire()
    with WorkerLock(path):
        assert lock.path.exists()
    lock.release()


@pytest.mark.parametrize("children", ["none", "fork", "spawn"])
def test_the_kernel_lets_go_when_the_holder_is_killed(tmp_path: Path, children: str) -> None:
    path = tmp_path / "newscrier.db"
    process = hold(path, children)
    try:
        with pytest.raises(WorkerRunning, match=f"process {process.pid} "):
            WorkerLock(path).acquire()
        process.kill()
        process.wait()
        with WorkerLock(path) as lock:
            assert json.loads(lock.path.read_text())["pid"] == os.getpid()
    finally:
        end_family(process)


def test_a_forked_child_does_not_let_go_for_its_parent(tmp_path: Path) -> None:
    lock = WorkerLock(tmp_path / "newscrier.db")
    with lock:
        child = multiprocessing.get_context("fork").Process(target=lock.release)
        child.start()
        child.join()
        with pytest.raises(WorkerRunning):
            WorkerLock(tmp_path / "newscrier.db").acquire()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"pid": 1}'])
def test_a_holder_who_says_nothing_is_still_a_holder(tmp_path: Path, content: bytes) -> None:
    with WorkerLock(tmp_path / "newscrier.db") as lock:
        lock.path.write_bytes(content)
        with pytest.raises(WorkerRunning, match="another worker is running"):
            WorkerLock(tmp_path / "newscrier.db").acquire()


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "newscrier.db.lock").mkdir()
    with pytest.raises(StoreError, match="cannot be used"):
        WorkerLock(tmp_path / "newscrier.db").acquire()
