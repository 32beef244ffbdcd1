"""What may be written about a folder, and where it then is."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.sources.folder import FolderOptions


def read(tmp_path: Path, **written: object) -> FolderOptions:
    return FolderOptions.model_validate({"source": "folder", **written}, context={"project": tmp_path})


def test_a_relative_path_counts_from_the_project_folder(tmp_path: Path) -> None:
    options = read(tmp_path, path="texts/inbox/")
    assert options.folder == tmp_path / "texts" / "inbox"
    assert options.shown == Path("texts/inbox")


@pytest.mark.parametrize(("inside", "shown"), [(True, "inbox"), (False, "/srv/inbox")])
def test_an_absolute_path_stays_and_is_shown_as_short_as_can_be(
    tmp_path: Path, inside: bool, shown: str
) -> None:
    written = tmp_path / "inbox" if inside else Path("/srv/inbox")
    options = read(tmp_path, path=str(written))
    assert options.folder == written
    assert str(options.shown) == shown


def test_what_is_left_out_has_a_sensible_value(tmp_path: Path) -> None:
    options = read(tmp_path, path="inbox")
    assert (options.every, int(options.largest), options.recursive) == (
        timedelta(seconds=30),
        2_000_000,
        False,
    )


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"path": ""},
        {"path": "."},
        {"path": "inbox", "largest": "1TB"},
        {"path": "inbox", "largest": "big"},
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, written: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        read(tmp_path, **written)


def test_options_are_written_as_they_were_read(tmp_path: Path) -> None:
    options = read(tmp_path, path="inbox/", largest="2kB")
    assert options.model_dump(mode="json", exclude_unset=True) == {
        "source": "folder",
        "path": "inbox",
        "largest": 2000,
    }
