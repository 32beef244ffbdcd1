"""Bad input: one clear sentence on stderr, the right exit code, never a traceback."""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_stage import Newscrier
from pace import PATIENCE

import bot.flow.watching.health
from bot.cli.frame import run_command
from bot.store.lock import WorkerLock

COMMAND = [sys.executable, "-m", "bot.cli"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (["pots"], 2, "did you mean post?"),
        (["post", "lst"], 2, "list"),
        (["post", "list", "--state", "lost"], 2, "lost"),
        (["read"], 2, "standard input"),
        (["read", "nope.txt"], 1, "nope.txt"),
        (["read", "inbox"], 1, "folder"),
        (["read", "binary.txt"], 1, "not text"),
        (["read", "--jsonl", "nope.jsonl"], 1, "nope.jsonl"),
        (["preview", "nonsense"], 1, "neither a file nor an article's id"),
        (["preview", "inbox/fair.txt", "--channel", "nope"], 1, "no channel is called 'nope'"),
        (["post", "show", "ffff"], 1, "no post has the id 'ffff'"),
        (["post", "show", "0"], 1, "more than one post's id begins with '0'"),
        (["article", "show", "0"], 1, "more than one article's id begins with '0'"),
        (["post", "approve", "", "--hash", "x"], 1, "the id is empty"),
        (["post", "retry"], 2, "say which posts"),
        (["post", "cancel", "0", "--state", "held"], 2, "not both"),
        (["post", "retry", "--source", "nope"], 1, "no source is called 'nope'"),
        (["post", "settle", "0"], 2, "give one of --online URL"),
        (["post", "settle", "0", "--again", "--online", "https://x.example"], 2, "give one of --online URL"),
        (["post", "settle", "0", "--online", "x"], 2, "https://"),
        (["channel", "hold", "--all"], 2, "--reason"),
        (["channel", "hold", "--reason", "x"], 2, "--all"),
        (["channel", "hold", "nope", "--reason", "x"], 1, "no channel is called 'nope'"),
        (["channel", "help", "nope"], 1, "no platform or channel is called 'nope'"),
        (["channel", "verify", "--new-account"], 2, "NAME"),
        (["run", "--json"], 2, "--once"),
        (["--dir", "/nonexistent", "post", "list"], 3, "run newscrier init"),
        (["post", "list", "--dir", "/nonexistent"], 3, "run newscrier init"),
        (["init", "binary.txt"], 3, "is not a folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_is_answered_with_a_sentence(
    newscrier: Newscrier, project: Path, line: list[str], code: int, said: str
) -> None:
    (project / "inbox" / "second.txt").write_text(
        "Another story\n\nIt rained for 3 days.\n", encoding="utf-8"
    )
    (project / "binary.txt").write_bytes(b"\x00\x01" * 99)
    if "show" in line:
        newscrier("run", "--once")
    told = newscrier(*line)
    assert told.code == code
    assert said in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    "line", [["run"], ["run", "--once"], ["run", "--dry-run"], ["post", "list"], ["health"]], ids=" ".join
)
def test_a_broken_config_starts_nothing_and_names_every_problem(
    newscrier: Newscrier, project: Path, line: list[str]
) -> None:
    (project / "config" / "channels.yaml").write_text(
        "a: {platform: fiel, path: out/}\nb: {platform: file, pth: out/}\n", encoding="utf-8"
    )
    told = newscrier(*line)
    assert (told.code, told.out) == (3, "")
    assert "config/channels.yaml:1:" in told.err
    assert "config/channels.yaml:2:" in told.err
    assert not (project / "out").exists()


def test_config_check_prints_the_problems_as_its_data(newscrier: Newscrier, project: Path) -> None:
    (project / "config" / "channels.yaml").write_text("a: {platform: fiel}\n", encoding="utf-8")
    told = newscrier("config", "check")
    assert told.code == 3
    assert told.out.startswith("config/channels.yaml:1:")
    assert newscrier("config", "check", "--json").data["problems"][0]["line"] == 1


@pytest.mark.parametrize("line", [["run", "--once"], ["run", "--dry-run"], ["preview", "inbox/fair.txt"]])
def test_a_broken_template_starts_nothing(newscrier: Newscrier, project: Path, line: list[str]) -> None:
    (project / "templates" / "posts" / "default.j2").write_text("{{ headline \n", encoding="utf-8")
    told = newscrier(*line)
    assert (told.code, told.out) == (3, "")
    assert "templates/posts/default.j2:" in told.err


def test_a_second_worker_is_refused(newscrier: Newscrier, project: Path) -> None:
    with WorkerLock(project / "data" / "newscrier.db"):
        told = newscrier("run", "--once")
    assert told.code == 1
    assert "another worker" in told.err


def test_a_store_that_cannot_be_opened_is_one_sentence(newscrier: Newscrier, project: Path) -> None:
    (project / "data" / "newscrier.db").write_bytes(b"this is no database, but long enough to look at" * 50)
    told = newscrier("post", "list")
    assert told.code == 1
    assert told.err.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_store_that_must_not_be_written_is_one_sentence(posted: Newscrier, project: Path) -> None:
    (project / "data" / "newscrier.db").chmod(0o400)
    told = posted("channel", "hold", "--all", "--reason", "x")
    assert told.code == 1
    assert told.err.startswith("newscrier: ")


def test_a_fault_of_our_own_asks_to_be_reported_without_secrets(
    newscrier: Newscrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nought \x1b[31m")

    monkeypatch.setattr(bot.flow.watching.health, "_worker", fail)
    told = newscrier("health")
    assert told.code == 1
    assert "please report it" in told.err
    assert "\x1b" not in told.err


def test_the_traceback_shows_on_request(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(bot.flow.watching.health, "_worker", fail)
    assert run_command(["--log-level", "debug", "--dir", str(project), "health"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_who_goes_away_is_no_news(project: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "config", "schema"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in {0, 1}


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_stdout_is_a_sentence(
    project: Path, unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "config", "show"], cwd=project, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_stops_the_worker_in_good_order(project: Path, sent: signal.Signals, code: int) -> None:
    page = project / "out" / "index.html"
    with subprocess.Popen([*COMMAND, "run"], cwd=project, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + PATIENCE
        while not page.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(sent)
        assert process.stderr is not None
        said = process.stderr.read()
        assert process.wait(timeout=PATIENCE) == code
    assert page.exists()
    assert b"Traceback" not in said
    assert b"the worker has stopped" in said


def test_streams_that_are_closed_do_no_harm(project: Path) -> None:
    line = f"exec {shlex.quote(sys.executable)} -m bot.cli config check >&- 2>&-"
    assert subprocess.run(["sh", "-c", line], cwd=project, check=False).returncode == 0
