"""`channel add` on a terminal, as a newcomer meets it: questions, a hidden token, the account, the file."""

import codecs
import os
import pty
import re
import select
import subprocess
import termios
import time
from pathlib import Path

import pytest
from accounts import TOKEN
from bounds import NEWSCRIER, PATIENCE
from fake_server import Server

from bot.settings.starters import copy_starters


class Terminal:
    """The command with somebody at the keyboard."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._ours, theirs = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
        self.process = subprocess.Popen(
            [NEWSCRIER, *words], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
        os.close(theirs)
        self.seen = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._taken = 0

    def wait_for(self, text: str) -> None:
        """Until `text` comes behind what was waited for before: both may come in one piece."""
        ends_at = time.monotonic() + PATIENCE
        while text not in self.seen[self._taken :]:
            assert time.monotonic() < ends_at, self.seen
            if not self._read(1.0) and self.process.poll() is not None:
                raise AssertionError(self.seen)
        self._taken = self.seen.index(text, self._taken) + len(text)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if not ready:
            return False
        try:
            # A read may end in the middle of a character.
            self.seen += self._decoder.decode(os.read(self._ours, 65536))
        except OSError:
            return False
        return True

    def wait_until_hidden(self) -> None:
        """Until what is typed does not show any more."""
        ends_at = time.monotonic() + PATIENCE
        while termios.tcgetattr(self._ours)[3] & termios.ECHO:
            assert time.monotonic() < ends_at, self.seen
            time.sleep(0.02)

    def type(self, text: str) -> None:
        os.write(self._ours, f"{text}\n".encode())

    def end(self) -> int:
        while self._read(PATIENCE) and self.process.poll() is None:
            pass
        code = self.process.wait(PATIENCE)
        while self._read(0.1):
            pass
        os.close(self._ours)
        return code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy_starters(tmp_path / "newsroom")
    return tmp_path / "newsroom"


def answer(terminal: Terminal, url: str, token: str) -> None:
    terminal.wait_for("server: ")
    terminal.type("no address")
    terminal.wait_for("is not an address")
    terminal.wait_for("server: ")
    terminal.type(url)
    terminal.wait_for("Where is it")
    terminal.type("type")
    terminal.wait_for("token: ")
    terminal.wait_until_hidden()
    terminal.type(token)


def test_questions_lead_to_a_connected_account(folder: Path, server: Server) -> None:
    before = (folder / "config" / "channels.yaml").read_text()
    terminal = Terminal(folder, "channel", "add", "main", "--platform", "mastodon")
    terminal.wait_for("New application")
    answer(terminal, server.url, TOKEN)
    assert terminal.end() == 0, terminal.seen
    assert TOKEN not in terminal.seen
    assert re.search(r"main is @?\S+, and may post", terminal.seen)
    written = (folder / "config" / "channels.yaml").read_text()
    assert written.startswith(before.rstrip("\n"))
    assert written.endswith(
        f"main:\n  platform: mastodon\n  server: {server.url}\n  token:\n"
        "    file: config/secrets/main.token\n  approval: always\n"
    )
    assert (folder / "config" / "secrets" / "main.token").read_text().strip() == TOKEN
    verified = subprocess.run([NEWSCRIER, "channel", "verify", "main"], cwd=folder, check=False)
    assert verified.returncode == 0


def test_a_wrong_token_leaves_nothing_behind(folder: Path, server: Server) -> None:
    before = (folder / "config" / "channels.yaml").read_text()
    terminal = Terminal(folder, "channel", "add", "main", "--platform", "mastodon")
    answer(terminal, server.url, "wrong-token-wrong")
    assert terminal.end() == 4, terminal.seen
    assert "wrong-token" not in terminal.seen
    assert (folder / "config" / "channels.yaml").read_text() == before
    assert not (folder / "config" / "secrets" / "main.token").exists()
