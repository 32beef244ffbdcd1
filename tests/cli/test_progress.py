"""A bar where somebody watches; nothing elsewhere."""

import io
from collections.abc import Iterable
from contextlib import redirect_stderr

import pytest

from bot.cli.telling import progress
from bot.cli.telling.progress import track


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _somebody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def show(what: str, items: Iterable[int], total: int | None = None) -> tuple[list[int], str]:
    """The items that came through, and what the screen saw."""
    screen = Screen()
    with redirect_stderr(screen):
        return list(track(what, items, total)), screen.getvalue()


def test_a_terminal_sees_how_far_the_work_is() -> None:
    items, seen = show("Reading [articles]", range(5))
    assert items == [0, 1, 2, 3, 4]
    assert "Reading [articles]" in seen
    assert "5/5" in seen
    assert seen.rindex("\x1b[2K") > seen.rindex("5/5"), "the bar is gone in the end"


def test_items_that_cannot_be_counted_need_a_total() -> None:
    assert "5/5" in show("Counting", iter(range(5)), 5)[1]
    assert show("Counting", iter(range(5))) == ([0, 1, 2, 3, 4], "")


@pytest.mark.parametrize(
    ("name", "value"), [("CI", "true"), ("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "")]
)
def test_where_nobody_watches_there_is_no_bar(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert show("Reading", range(50)) == (list(range(50)), "")


def test_few_steps_and_files_get_no_bar() -> None:
    assert show("Reading", range(3))[1] == ""
    with redirect_stderr(io.StringIO()):
        assert progress.wanted() is False
