"""Problems stand where a person made the mistake, not where a reader of YAML stumbles over it."""

from pathlib import Path

import pytest

from bot.settings.loading import load_settings
from bot.settings.starters import copy_starters
from bot.settings.written.yaml_reading import read_yaml


@pytest.mark.parametrize(
    ("text", "place", "closed"),
    [
        ('a: "x\nb: "y"\n', "1:4", 2),
        ("a: 'x\nb: \"y\"\nc: it's\n", "1:4", 3),
        ("a: don't\nb: 'x\nc: 'y'\n", "2:4", 3),
        ('a: {b: "c, d: e}\nf: "g"\n', "1:8", 2),
        ('a: fine\nb:\n  c: "open\n  d: 4\n  e: "f"\n', "3:6", 5),
    ],
)
def test_a_quotation_mark_that_is_not_closed_is_shown_where_it_opens(
    tmp_path: Path, text: str, place: str, closed: int
) -> None:
    path = tmp_path / "channels.yaml"
    path.write_text(text)
    ((_, problem),) = read_yaml(path, "channels.yaml").problems
    assert str(problem).startswith(f"channels.yaml:{place} the quotation mark that opens here")
    assert f"closed in line {closed} only" in problem.message


def test_quotes_that_are_right_are_not_blamed_for_another_mistake(tmp_path: Path) -> None:
    path = tmp_path / "channels.yaml"
    path.write_text('a: "one\n  text in two lines"\nb: 1\nc: [1, 2\nd: 4\n')
    ((_, problem),) = read_yaml(path, "channels.yaml").problems
    assert "bracket" in problem.message


def test_a_source_whose_folder_is_not_there_is_a_warning(tmp_path: Path) -> None:
    copy_starters(tmp_path)
    (tmp_path / "inbox").rmdir()
    (warning,) = load_settings(tmp_path).warnings
    assert warning.severity == "warning"
    assert str(warning).startswith("config/sources.yaml:")
    assert "there is no folder inbox" in warning.message
