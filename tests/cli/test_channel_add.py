"""`channel add` without a terminal: nothing is asked, and nothing is written that does not work."""

import json
import stat
from pathlib import Path

import pytest
from cli_stage import Newscrier

from bot.errors import ConfigError
from bot.flow.connect import drop_secret, keep_secret, list_questions, tell_token

MASTODON = ("--platform", "mastodon")
SERVER = ("--set", "server=http://127.0.0.1:9")


@pytest.fixture
def config(project: Path) -> Path:
    return project / "config" / "channels.yaml"


def test_a_channel_is_asked_who_it_is_and_written_behind_what_is_there(
    newscrier: Newscrier, config: Path
) -> None:
    before = config.read_text()
    added = newscrier("channel", "add", "second", "--platform", "file", "--set", "path=out2/", "--json")
    assert added.code == 0, added.err
    assert added.data["channel"] == "second"
    assert added.data["account"].endswith("out2")
    assert config.read_text() == (
        before.rstrip("\n") + "\n\nsecond:\n  platform: file\n  path: out2/\n  approval: always\n"
    )
    assert newscrier("config", "check").code == 0
    rows = {row["channel"]: row for row in newscrier("channel", "list", "--json").data}
    assert rows["second"]["account"].endswith("out2")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("timeline", "--platform", "file"), 3, "there is a channel 'timeline' already"),
        (("a b", "--platform", "file"), 3, "cannot be a channel's name"),
        (("second",), 2, "--platform is missing; there is: "),
        (("second", "--platform", "fil"), 1, "did you mean file?"),
        (("second", "--platform", "file", "--set", "pat=x"), 3, "did you mean path?"),
        (("second", "--platform", "file", "--set", "path"), 2, "OPTION=VALUE"),
        (("second", "--platform", "file", "--set", "approval=never"), 2, "config/channels.yaml later"),
        (("second", *MASTODON), 2, "--set token=env:MASTODON_TOKEN"),
        (("second", *MASTODON, *SERVER, "--set", "token=s3cret-s3cret"), 3, "by reference only"),
        (("second", *MASTODON, *SERVER, "--set", "token=env:NO_SUCH"), 4, "NO_SUCH is not set"),
        (("second", *MASTODON, *SERVER, "--set", "token=env:HERE"), 1, "cannot be reached"),
    ],
)
def test_nothing_is_written_where_anything_is_wrong(
    newscrier: Newscrier,
    config: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    monkeypatch.setenv("HERE", "s3cret-s3cret")
    before = config.read_text()
    added = newscrier("channel", "add", *words)
    assert added.code == code
    assert told in added.err
    assert "s3cret" not in added.err + added.out
    assert config.read_text() == before


def test_unverified_is_written_without_asking(newscrier: Newscrier, config: Path) -> None:
    added = newscrier(
        *("channel", "add", "main", *MASTODON, *SERVER, "--set", "token={env: NO_SUCH}", "--unverified")
    )
    assert added.code == 0
    assert "  token:\n    env: NO_SUCH\n" in config.read_text()
    assert "NO_SUCH is not set" in newscrier("channel", "verify", "main").out


def test_every_platform_tells_what_it_needs() -> None:
    asked = {question.option: question for question in list_questions("mastodon")}
    assert list(asked) == ["server", "token"]
    assert asked["token"].secret
    assert asked["token"].example == "MASTODON_TOKEN"
    assert "New application" in tell_token("mastodon")
    assert "Limits" not in tell_token("mastodon")
    assert list_questions("file") == []


def test_a_typed_secret_lies_where_only_we_can_read_it(project: Path) -> None:
    reference = keep_secret(project, "main", "token", "s3cret-s3cret")
    path = project / reference["file"]
    assert path.read_text() == "s3cret-s3cret\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (path.parent / ".gitignore").read_text() == "*\n"
    with pytest.raises(ConfigError, match="is there already"):
        keep_secret(project, "main", "token", "another")
    drop_secret(project, reference)
    assert not path.exists()
    assert json.dumps(reference) == '{"file": "config/secrets/main.token"}'
