"""What the folder offers, when, under which version, in which order."""

import os
import shutil
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self

import pytest

from bot.errors import Blocked, Gone, SourceError, Unreadable
from bot.plugin import Batch, Known
from bot.sources.folder import Folder, rounds, source

Fetch = Callable[..., Awaitable[Batch]]


def texts(batch: Batch) -> list[str]:
    return [entry.raw for entry in batch.entries]


async def test_an_article_comes_once(inbox: Path, fetch: Fetch) -> None:
    (inbox / "harbour.txt").write_text("Ferries return\n\nThe łódź sails again.")
    first, second = await fetch(), await fetch()
    (entry,) = first.entries
    assert (entry.source_id, entry.place) == ("harbour.txt", "inbox/harbour.txt")
    assert entry.raw == "Ferries return\n\nThe łódź sails again."
    assert entry.metadata == {}
    assert entry.seen_at is not None
    assert entry.seen_at.utcoffset() is not None
    assert not second.entries
    assert not second.problems


async def test_an_article_outside_the_project_has_an_absolute_place(tmp_path: Path, fetch: Fetch) -> None:
    away = tmp_path.parent / f"{tmp_path.name}-away"
    away.mkdir()
    (away / "a.txt").write_text("A")
    (entry,) = (await fetch(path=str(away))).entries
    assert entry.place == f"{away}/a.txt"
    shutil.rmtree(away)


async def test_a_sidecar_is_the_metadata(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.yaml").write_text("title: Ferries\nembargo: 2026-05-01T10:00:00-05:00\ntags: [sea, 'no']\n")
    (inbox / "a.txt").write_text("A")
    (entry,) = (await fetch()).entries
    assert entry.metadata == {
        "title": "Ferries",
        "embargo": "2026-05-01T10:00:00-05:00",
        "tags": ["sea", "no"],
    }
    assert entry.metadata_place == "inbox/a.yaml"


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.txt.yaml", "a.txt.yml", "a.YAML"])
async def test_each_name_of_a_sidecar_is_understood(inbox: Path, fetch: Fetch, name: str) -> None:
    (inbox / name).write_text("title: T")
    (inbox / "a.txt").write_text("A")
    batch = await fetch()
    assert [entry.metadata for entry in batch.entries] == [{"title": "T"}]
    assert not batch.problems


async def test_a_late_sidecar_and_its_loss_change_the_version(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("A")
    (first,) = (await fetch()).entries
    (inbox / "a.yaml").write_text("title: Late")
    (second,) = (await fetch()).entries
    (inbox / "a.yaml").unlink()
    (third,) = (await fetch()).entries
    assert second.metadata == {"title": "Late"}
    assert second.version not in {first.version, third.version}
    assert first.version == third.version


async def test_a_changed_text_is_a_new_version(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("one")
    (first,) = (await fetch()).entries
    (inbox / "a.txt").write_text("two")
    (second,) = (await fetch()).entries
    assert second.raw == "two"
    assert second.version != first.version


async def test_a_touched_copied_or_restored_file_is_not_new(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("one")
    await fetch()
    copy = inbox.parent / "copy.txt"
    shutil.copy(inbox / "a.txt", copy)
    copy.replace(inbox / "a.txt")
    os.utime(inbox / "a.txt", (1, 1))
    assert not (await fetch()).entries


async def test_a_restarted_source_offers_nothing_known(
    inbox: Path, fetch: Fetch, make_folder: Callable[..., Folder], shelf: Known, clock: Any
) -> None:
    (inbox / "a.txt").write_text("one")
    (inbox / "b.pdf").write_text("two")
    await fetch()
    clock.turn(1)
    batch = await make_folder().fetch({}, shelf)
    assert not batch.entries
    assert not batch.problems
    assert not batch.gone


async def test_what_the_store_did_not_take_is_offered_again(
    inbox: Path, make_folder: Callable[..., Folder], shelf: Known, clock: Any
) -> None:
    (inbox / "a.txt").write_text("one")
    folder = make_folder()
    clock.turn(1)
    assert texts(await folder.fetch({}, shelf)) == ["one"]
    assert texts(await folder.fetch({}, shelf)) == ["one"]


async def test_unchanged_files_are_not_opened_again(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.txt").write_text("one")
    await fetch()
    opened: list[object] = []
    monkeypatch.setattr(source, "read_candidate", lambda *given, **_named: opened.append(given))
    await fetch()
    assert opened == []


async def test_entries_come_oldest_first_then_by_name(inbox: Path, fetch: Fetch) -> None:
    for name, modified in (("c", 10), ("b", 20), ("a", 20), ("d", 5)):
        (inbox / f"{name}.txt").write_text(name)
        os.utime(inbox / f"{name}.txt", (modified, modified))
    assert texts(await fetch()) == ["d", "c", "a", "b"]


async def test_a_fresh_file_waits_until_it_is_still(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("half")
    early = await fetch(later=0)
    assert not early.entries
    assert early.again_at is not None
    (inbox / "a.txt").write_text("half and half")
    still_early = await fetch(later=0)
    assert not still_early.entries
    assert texts(await fetch(later=0.31)) == ["half and half"]


async def test_a_fresh_sidecar_makes_its_article_wait(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("A")
    await fetch()
    (inbox / "a.yaml").write_text("title: 'half")
    early = await fetch(later=-1)
    assert not early.entries
    assert not early.problems
    assert early.again_at is not None


async def test_a_file_from_the_future_needs_two_looks(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("A")
    os.utime(inbox / "a.txt", (4_000_000_000, 4_000_000_000))
    assert texts(await fetch()) == []
    assert texts(await fetch()) == ["A"]


async def test_a_clock_that_steps_back_still_lets_files_through(
    inbox: Path, fetch: Fetch, clock: Any
) -> None:
    (inbox / "a.txt").write_text("A")
    clock.ahead -= clock.ahead.__class__(days=3)
    assert texts(await fetch()) == []
    assert texts(await fetch()) == ["A"]


async def test_a_file_that_changes_while_it_is_read_waits(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.txt").write_text("first half")
    real = os.read

    def read_and_append(opened: int, most: int) -> bytes:
        with (inbox / "a.txt").open("a") as more:
            more.write(" more")
        return real(opened, most)

    monkeypatch.setattr(os, "read", read_and_append)
    batch = await fetch()
    monkeypatch.undo()
    assert not batch.entries
    assert not batch.problems
    assert batch.again_at is not None
    assert len(texts(await fetch())) == 1


async def test_a_file_that_vanishes_before_reading_is_no_problem(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.txt").write_text("A")
    real = os.scandir

    def scan_then_remove(where: Any) -> Any:
        (inbox / "b.txt").write_text("B")
        names = list(real(where))
        for name in names:
            name.stat(follow_symlinks=False)
        (inbox / "b.txt").unlink()
        return _Names(names)

    monkeypatch.setattr(os, "scandir", scan_then_remove)
    batch = await fetch()
    assert texts(batch) == ["A"]
    assert not batch.problems


class _Names(list[Any]):
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        pass


@pytest.mark.parametrize(
    "name",
    [
        ".a.txt",
        "a.txt.part",
        "a.txt.tmp",
        "a.txt~",
        "a.swp",
        "a.txt.crdownload",
        "a.TMP",
        "~$a.docx",
        "Thumbs.db",
        "harbour.JPG",
    ],
)
async def test_passing_names_are_ignored(inbox: Path, fetch: Fetch, name: str) -> None:
    (inbox / name).write_text("A")
    batch = await fetch()
    assert not batch.entries
    assert not batch.problems
    assert batch.again_at is None


async def test_a_missing_file_is_gone_after_two_seconds(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("A")
    await fetch()
    (inbox / "a.txt").unlink()
    at_once = await fetch()
    assert at_once.gone == ()
    assert at_once.again_at is not None
    assert (await fetch(later=2)).gone == ("a.txt",)
    assert (await fetch(later=3)).gone == ()


async def test_a_file_that_is_written_anew_was_never_gone(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("A")
    await fetch()
    (inbox / "a.txt").unlink()
    assert (await fetch()).gone == ()
    (inbox / "a.txt").write_text("A")
    batch = await fetch(later=5)
    assert batch.gone == ()
    assert not batch.entries


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (Path.exists, Gone, "the folder inbox is not there"),
        (lambda path: path.write_text("x"), Unreadable, "the folder inbox cannot be listed"),
    ],
)
async def test_a_folder_that_cannot_be_listed_is_an_error_and_nothing_is_gone(
    tmp_path: Path, fetch: Fetch, make: Callable[[Path], object], error: type[SourceError], says: str
) -> None:
    make(tmp_path / "inbox")
    with pytest.raises(error, match=says):
        await fetch()


async def test_a_forbidden_folder_is_blocked(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(where: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(where))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(Blocked, match="may not be read"):
        await fetch()


async def test_folders_are_read_only_when_told(inbox: Path, fetch: Fetch) -> None:
    (inbox / "sub" / "deep").mkdir(parents=True)
    (inbox / ".hidden").mkdir()
    (inbox / ".hidden" / "no.txt").write_text("no")
    (inbox / "sub" / "deep" / "a.txt").write_text("deep")
    (inbox / "sub" / "deep" / "a.yaml").write_text("title: Deep")
    plain = await fetch()
    assert not plain.entries
    assert not plain.problems
    (entry,) = (await fetch(recursive=True)).entries
    assert (entry.source_id, entry.place) == ("sub/deep/a.txt", "inbox/sub/deep/a.txt")
    assert entry.metadata == {"title": "Deep"}


async def test_many_articles_come_in_portions_without_loss(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_MOST_ENTRIES", 3)
    for number in range(7):
        (inbox / f"{number}.txt").write_text(str(number))
        os.utime(inbox / f"{number}.txt", (number, number))
    batches = [await fetch() for _ in range(4)]
    assert [texts(batch) for batch in batches] == [["0", "1", "2"], ["3", "4", "5"], ["6"], []]
    assert [batch.again_at is not None for batch in batches] == [True, True, False, False]


async def test_the_folder_is_never_written_to(inbox: Path, fetch: Fetch) -> None:
    (inbox / "a.txt").write_text("A")
    (inbox / "a.yaml").write_text("title: [")
    (inbox / "b.docx").write_bytes(b"PK")

    def look() -> dict[str, tuple[int, int, int]]:
        return {
            path.name: (path.stat().st_mtime_ns, path.stat().st_ctime_ns, stat.S_IMODE(path.stat().st_mode))
            for path in (inbox, *inbox.iterdir())
        }

    before = look()
    await fetch()
    await fetch()
    assert look() == before
