from __future__ import annotations

from pathlib import Path

import pytest

from bot.disk import replace_whole


def test_the_new_file_stands_in_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    for content in (b"old", b"new"):
        with replace_whole(path, 0o640) as file:
            file.write(content)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError("No space left on device"), KeyboardInterrupt()])
def test_what_is_broken_off_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, error: BaseException
) -> None:
    def break_off() -> None:
        with replace_whole(path) as file:
            file.write(b"half of the n")
            raise error

    path = tmp_path / "feed.json"
    path.write_bytes(b"old")
    with pytest.raises(type(error)):
        break_off()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_half_written_is_not_seen_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    with replace_whole(path) as file:
        file.write(b"half")
        file.flush()
        assert not path.exists()
        assert all(name.name.startswith(".") for name in tmp_path.iterdir())
