"""`doctor` looks at everything, and says in each case what helps."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_stage import Newscrier

from bot.flow.watching import premises
from bot.flow.watching.clocks import judge_clock
from bot.http.skew import read_skew

NOW = datetime(2027, 3, 1, 12, 0, 0, tzinfo=UTC)


def findings(newscrier: Newscrier) -> tuple[int, dict[str, str]]:
    told = newscrier("doctor", "--json")
    return told.code, {one["what"]: one["level"] for one in told.data["findings"]}


def test_a_healthy_newsroom(posted: Newscrier) -> None:
    code, found = findings(posted)
    assert code == 0, found
    told = "\n".join(what for what, level in found.items() if level == "ok")
    for word in (
        "config and templates have no problems",
        "the store is sound",
        "GB are free",
        "the key for stored sessions",
        "source wire-folder: 1 entry, the newest article came ",
        "channel timeline is",
        "no server was asked the time",
        "the worker gave a sign of life",
        "time zone",
    ):
        assert word in told
    table = posted("doctor")
    assert table.out.startswith("STATE")
    assert len(posted("post", "list", "--json").data) == 1


@pytest.mark.parametrize(
    ("file", "text", "code", "word"),
    [
        ("config/channels.yaml", "timeline: {platform: fiel, path: out/}\n", 3, "fiel"),
        ("templates/posts/default.j2", "{{ headlin }}\n", 3, "headlin"),
        (
            "config/channels.yaml",
            "social: {platform: mastodon, server: http://127.0.0.1:9, token: {env: NOBODY_SET_THIS}}\n",
            4,
            "NOBODY_SET_THIS",
        ),
        ("config/sources.yaml", "gone: {source: folder, path: nowhere/}\n", 1, "source gone"),
        ("data/newscrier.db", "no database at all, and long enough to be one " * 100, 1, "database"),
    ],
)
def test_what_is_wrong_is_named(
    posted: Newscrier, project: Path, file: str, text: str, code: int, word: str
) -> None:
    for ending in ("-wal", "-shm"):
        (project / f"data/newscrier.db{ending}").unlink(missing_ok=True)
    (project / file).write_text(text)
    found_code, found = findings(posted)
    assert found_code == code, found
    assert any(word in what for what, level in found.items() if level != "ok"), found


def test_a_restore_that_was_broken_off_is_named(posted: Newscrier, project: Path) -> None:
    (project / "data" / "restore-unfinished").write_text("/mnt/b.tar.gz\n")
    told = posted("doctor")
    assert (told.code, "newscrier backup restore /mnt/b.tar.gz" in told.out) == (1, True)
    assert "broken off" in posted("run", "--once").err
    assert posted("post", "list").code == 0


def test_a_key_that_others_read_is_a_problem(posted: Newscrier, project: Path) -> None:
    (project / "data" / "secret.key").chmod(0o644)
    code, found = findings(posted)
    assert code == 1
    assert any("can be read by others" in what for what in found)


@pytest.mark.parametrize(
    ("ahead", "level", "told"),
    [
        ({}, "ok", "no server"),
        ({"a": 4.0}, "ok", "right"),
        ({"a": 4000.0, "b": 0.0}, "ok", "right"),
        ({"a": 61.0}, "warning", "61 s behind a"),
        ({"a": -61.0, "b": -60.0}, "warning", "60 s ahead of all 2 servers"),
    ],
)
def test_one_wrong_server_makes_our_clock_not_wrong(ahead: dict[str, float], level: str, told: str) -> None:
    (finding,) = judge_clock({host: timedelta(seconds=seconds) for host, seconds in ahead.items()})
    assert finding.level == level
    assert told in finding.what


@pytest.mark.parametrize(
    ("date", "age", "seconds"),
    [
        ("Mon, 01 Mar 2027 12:00:00 GMT", None, 0),
        ("Mon, 01 Mar 2027 11:59:59 GMT", None, 0),
        ("Mon, 01 Mar 2027 12:01:02 GMT", None, 60),
        ("Mon, 01 Mar 2027 11:58:59 GMT", None, -60),
        ("Mon, 01 Mar 2027 11:00:00 GMT", "3600", 0),
        ("Mon, 01 Mar 2027 12:00:00 GMT", "soon", None),
        ("yesterday", None, None),
    ],
)
def test_a_servers_clock_is_read_from_its_answer(date: str, age: str | None, seconds: int | None) -> None:
    headers = {"date": date} | ({"age": age} if age else {})
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert read_skew(headers, NOW, NOW + timedelta(seconds=2)) == wanted


@pytest.mark.parametrize(
    ("version", "level"),
    [((3, 40, 1), "warning"), ((3, 51, 2), "warning"), ((3, 51, 3), "ok"), ((3, 53, 0), "ok")],
)
def test_a_database_with_a_known_fault_is_told(version: tuple[int, ...], level: str) -> None:
    assert premises._look_at_sqlite(version).level == level
