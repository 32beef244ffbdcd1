"""What `init` lays out works as it lies there, and nothing of the newsroom's is touched."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.errors import ConfigError
from bot.settings.loading import load_settings
from bot.settings.starters import copy_starters


def _uncommented(text: str) -> str:
    """As a newsroom does it: "# " deleted in front of each line from mastodon-main on."""
    before, mark, after = text.partition("# mastodon-main:")
    assert mark
    lines = [line.removeprefix("# ") for line in (mark + after).splitlines()]
    return before + "\n".join(lines) + "\n"


def test_a_new_project_has_all_it_needs(tmp_path: Path) -> None:
    copied = copy_starters(tmp_path / "courier")
    project = tmp_path / "courier"
    assert copied.kept == []
    assert {"config/newscrier.yaml", "config/sources.yaml", "config/channels.yaml"} <= set(copied.written)
    assert {"data/secret.key", ".gitignore", ".newscrier/schema/channels.json"} <= set(copied.written)
    assert any(path.startswith("samples/") for path in copied.written)
    assert all((project / path).is_file() for path in copied.written)
    assert (project / "inbox").is_dir()
    assert {"data/", ".env"} <= set((project / ".gitignore").read_text().splitlines())


def test_an_installed_newscrier_brings_its_own_starters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = tmp_path / "bot/starters"
    for path in ("config/newscrier.yaml", "templates/posts/default.j2", "samples/one.txt", "config/.hidden"):
        (carried / path).parent.mkdir(parents=True, exist_ok=True)
        (carried / path).write_text(path)
    monkeypatch.setattr("bot.settings.starters.files", lambda _package: tmp_path / "bot")
    copied = copy_starters(tmp_path / "courier")
    assert copied.written[:3] == ["config/newscrier.yaml", "templates/posts/default.j2", "samples/one.txt"]
    assert (tmp_path / "courier/samples/one.txt").read_text() == "samples/one.txt"
    assert not (tmp_path / "courier/config/.hidden").exists()


def test_the_key_is_secret(tmp_path: Path) -> None:
    copy_starters(tmp_path)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data/secret.key").stat().st_mode & 0o777 == 0o600
    fernet = Fernet((tmp_path / "data/secret.key").read_bytes().strip())
    assert fernet.decrypt(fernet.encrypt(b"x")) == b"x"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    first = copy_starters(tmp_path)
    for path in first.written:
        if not path.startswith(".newscrier/"):
            (tmp_path / path).write_text("ours")
    (tmp_path / "config/channels.yaml").unlink()
    second = copy_starters(tmp_path)
    assert second.written == ["config/channels.yaml"]
    assert sorted(second.kept + second.written) == sorted(first.written)
    assert (tmp_path / "config/newscrier.yaml").read_text() == "ours"
    assert (tmp_path / "data/secret.key").read_text() == "ours"


def test_a_link_to_nowhere_stays(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/sources.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert "config/sources.yaml" in copy_starters(tmp_path).kept
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize("name", ["target", "target/config", "target/data"])
def test_a_file_in_the_way_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("a file")
    with pytest.raises(ConfigError, match=name):
        copy_starters(tmp_path / "target")
    assert path.read_text() == "a file"


def test_the_starters_load_without_a_problem(tmp_path: Path) -> None:
    copy_starters(tmp_path)
    settings = load_settings(tmp_path)
    assert settings.warnings == ()
    assert list(settings.channels) == ["timeline"]
    assert settings.channels["timeline"].approval == "never"
    assert settings.pace("timeline").stale_after is None


def test_the_commented_channel_works_once_uncommented(tmp_path: Path) -> None:
    copy_starters(tmp_path)
    path = tmp_path / "config/channels.yaml"
    path.write_text(_uncommented(path.read_text(encoding="utf-8")), encoding="utf-8")
    settings = load_settings(tmp_path)
    assert settings.warnings == ()
    assert list(settings.channels) == ["timeline", "mastodon-main"]
    assert (tmp_path / "templates" / str(settings.channels["mastodon-main"].template)).is_file()
