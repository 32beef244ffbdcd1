"""Commands started by the launcher: each speaks as one of `subprocess` does."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LAUNCHER = Path(__file__).with_name("launcher.py")


class Launcher:
    """One for all tests of this process, started when it is first asked for."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._folder = ""
        self._one_at_a_time = threading.Lock()

    @property
    def address(self) -> str:
        """The socket at which it listens."""
        with self._one_at_a_time:
            if self._process is None:
                self._start()
            return f"{self._folder}/socket"

    def _start(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="launcher-")
        command = [sys.executable, str(LAUNCHER), f"{self._folder}/socket"]
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # who forks has no threads
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n", "the launcher did not start"

    def end(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None
            shutil.rmtree(self._folder)


launcher = Launcher()


class Launched:
    """One command in a forked child."""

    def __init__(
        self,
        args: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        out: Path,
        err: Path | None = None,
        **more: Any,
    ) -> None:
        """`out` and `err` are the files for its output, one for both where `err` is not given."""
        self.args = ["newscrier", *args]
        job = {"args": args, "folder": str(folder), "environment": {**environment}, **more}
        job |= {"out": str(out), "err": str(err or out)}
        self.returncode: int | None = None
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(launcher.address)
        self._connection.sendall(json.dumps(job).encode() + b"\n")
        self.pid = self._receive()

    def poll(self) -> int | None:
        return self._await(0)

    def wait(self, timeout: float | None = None) -> int:
        code = self._await(timeout)
        if code is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired(self.args, timeout)
        return code

    def send_signal(self, one: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, one)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _await(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._connection], [], [], seconds)[0]:
            self.returncode = self._receive()
            self._connection.close()
        return self.returncode

    def _receive(self) -> int:
        told = self._connection.recv(4, socket.MSG_WAITALL)
        assert len(told) == 4, "the launcher has ended before its child"
        return int.from_bytes(told, "little", signed=True)


def run(
    args: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` does it with `timeout`, text and both outputs caught."""
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place) / "out", Path(place) / "err"
        launched = Launched(args, folder, environment, out=out, err=err)
        try:
            code = launched.wait(seconds)
        except subprocess.TimeoutExpired:
            launched.kill()
            launched.wait(seconds)
            raise
        return subprocess.CompletedProcess(launched.args, code, out.read_text(), err.read_text())
