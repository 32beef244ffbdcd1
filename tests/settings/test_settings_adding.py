"""Adding a source keeps every byte that the newsroom wrote, and never leaves a broken config."""

from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.settings.adding import add_entry
from bot.settings.starters import copy_starters

FIELDS = {"source": "folder", "path": "wire/", "every": "5m"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_starters(tmp_path / "newsroom")
    return tmp_path / "newsroom"


def test_comments_stay_and_the_source_is_there(project: Path) -> None:
    path = project / "config" / "sources.yaml"
    before = path.read_text()
    settings = add_entry(project, "sources", "wire-two", FIELDS)
    assert (
        path.read_text()
        == before.rstrip("\n") + "\n\nwire-two:\n  source: folder\n  path: wire/\n  every: 5m\n"
    )
    assert list(settings.sources) == ["wire-folder", "wire-two"]


def test_an_empty_or_missing_file_gets_its_first_source(project: Path) -> None:
    path = project / "config" / "sources.yaml"
    for nothing in ("# nothing yet\n", "{}\n", ""):
        path.write_text(nothing)
        assert list(add_entry(project, "sources", "one", FIELDS).sources) == ["one"]
    path.unlink()
    assert list(add_entry(project, "sources", "one", FIELDS).sources) == ["one"]


@pytest.mark.parametrize(
    ("text", "fields", "message"),
    [
        ("one: {source: folder, path: a/}\n", FIELDS, "'one' is there already"),
        ("{two: {source: folder, path: a/}}\n", FIELDS, "not YAML|cannot be added"),
        ("- a list\n", FIELDS, "holds no names"),
        ("two: [\n", FIELDS, "not YAML"),
        ("two: {source: folder, path: a/}\n", {"source": "folder", "pth": "x"}, "did you mean"),
    ],
)
def test_what_cannot_be_added_leaves_the_file_alone(
    project: Path, text: str, fields: dict[str, str], message: str
) -> None:
    path = project / "config" / "sources.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        add_entry(project, "sources", "one", fields)
    assert path.read_text() == text
    assert [found.name for found in path.parent.iterdir() if found.name.startswith(".")] == []
