"""Whatever stands in the files, only ConfigError comes out, and never a secret."""

import json
import os
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy_settings import GOOD, load, write_project

from bot.errors import ConfigError

SECRET = "hunter2hunter3"
FIELDS = ["token", "password", "backup_token", "client_secret", "api-key", "Token", "access_token"]

words = st.sampled_from([
    *FIELDS, "platform", "bird", "sheet", "server", "env", "file", "main", "source", "quiet", "hours", "utm",
    "tags", "settle", "stale_after", "newsroom", "defaults", "network", "<<", "",
])  # fmt: skip
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words, st.text(max_size=20))
trees: st.SearchStrategy[Any] = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=8), inner, max_size=5)
    ),
    max_leaves=20,
)
hidden = st.recursive(
    st.just(SECRET),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=2)
        | st.dictionaries(st.sampled_from([SECRET, "env", "a"]), inner, min_size=1, max_size=2)
    ),
    max_leaves=3,
).filter(lambda value: value not in ({"env": SECRET}, {"file": SECRET}))
steps = words.filter(lambda word: word not in {"platform", "<<"})
files = st.sampled_from(sorted(GOOD))
quick = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _said(project: Path) -> str:
    try:
        found = load(project)
    except ConfigError as error:
        return "".join(
            [str(error), repr(error), repr(error.problems or "none"), *traceback.format_exception(error)]
        )
    return repr(found) + repr(found.warnings)


def _dump(path: Path, value: Any) -> None:
    # JSON is YAML, and the library reads all of it back, which is not so for what it dumps itself.
    path.write_text(json.dumps(value), encoding="utf-8")


@given(name=files, content=st.binary(max_size=300))
@quick
def test_any_bytes_are_told_and_break_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    write_project(tmp_path, {})
    (tmp_path / "config" / name).write_bytes(content)
    assert _said(tmp_path)


@given(name=files, content=st.text(alphabet="abt: -\n\t{}[],&*!|>'\"#%@`?~<0123.", max_size=120))
@quick
def test_any_text_like_yaml_is_told_and_breaks_nothing(tmp_path: Path, name: str, content: str) -> None:
    write_project(tmp_path, {name: content})
    assert _said(tmp_path)


@given(name=files, tree=trees)
@quick
def test_any_tree_is_told_and_breaks_nothing(tmp_path: Path, name: str, tree: Any) -> None:
    write_project(tmp_path, {})
    _dump(tmp_path / "config" / name, tree)
    assert _said(tmp_path)


@given(name=files, field=st.sampled_from(FIELDS), value=hidden, above=st.lists(steps, max_size=2), rest=trees)
@quick
def test_a_secret_is_never_shown(
    tmp_path: Path, name: str, field: str, value: Any, above: list[str], rest: Any
) -> None:
    write_project(tmp_path, {})
    tree: Any = {field: value, "rest": rest}
    for step in above:
        tree = {step: tree, "platform": "bird"}
    _dump(tmp_path / "config" / name, {"main": tree})
    said = _said(tmp_path)
    assert SECRET not in said
    assert "a secret stands in" in said or "is not the name of a variable" in said


@given(
    cut=st.integers(0, 60),
    tail=st.sampled_from(["", "'", '"', "]", "}", ": x", "\n\t", "\n  : ", "&", "*", "!x "]),
)
@quick
def test_a_secret_in_broken_yaml_is_never_shown(tmp_path: Path, cut: int, tail: str) -> None:
    text = f"main:\n  platform: bird\n  token: {SECRET}\n  server: x\n"
    at = text.index(SECRET)
    for prefix in ("", "*", "!", "'", "[", "{", "%", "@", "&a *"):
        start = at if cut % 2 else at + len(SECRET)
        broken = text[:at] + prefix + text[at:start] + text[start:] + tail
        write_project(tmp_path, {"channels.yaml": broken})
        assert SECRET not in _said(tmp_path)


def test_the_same_name_without_end_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.settings.written.yaml_reading.MOST_NODES", 50)
    with pytest.raises(ConfigError, match="more than 50 values") as caught:
        load(write_project(tmp_path, {"channels.yaml": "? x\n" * 100}))
    assert len(caught.value.problems) == 1


def test_a_named_pipe_does_not_hang(tmp_path: Path) -> None:
    write_project(tmp_path, {"channels.yaml": "gone"})
    os.mkfifo(tmp_path / "config/channels.yaml")
    with pytest.raises(ConfigError, match=r"config/channels.yaml this is not a file"):
        load(tmp_path)


def test_a_loop_of_links_is_named(tmp_path: Path) -> None:
    write_project(tmp_path, {"channels.yaml": "gone"})
    (tmp_path / "config/channels.yaml").symlink_to("channels.yaml")
    with pytest.raises(ConfigError, match=r"config/channels.yaml this file cannot be opened"):
        load(tmp_path)
