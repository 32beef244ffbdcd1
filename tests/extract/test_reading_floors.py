"""The annotated articles, a sample of them: what is read from real news may not become worse unseen."""

import importlib.util
import json
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.flow.arriving.showing import show_plain

SHORT = ("figures_numhg.jsonl", "figures_numhg_2.jsonl")
FULL = ("figures_bbc.jsonl", "figures_polnear.jsonl", "figures_dewikinews.jsonl")


@pytest.fixture
def score(shared: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The corpora's own scorer."""
    path = shared / "reading" / "score.py"
    if not path.is_file():
        pytest.skip("../shared has no annotated articles")
    monkeypatch.setattr(sys, "path", [str(path.parent), *sys.path])
    spec = importlib.util.spec_from_file_location("shared_score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_all(articles: list[dict[str, Any]]) -> tuple[dict[str, Any], float]:
    """The answers by id, as `newscrier read --jsonl` gives them, and seconds nobody asks for."""
    return {
        one["id"]: show_plain(one["text"], title=one["title"], language=one["lang"]) for one in articles
    }, 1.0


def pick(shared: Path, *names: str, every: int) -> list[dict[str, Any]]:
    """The articles of the sets, one of `every`."""
    lines = [
        line for name in names for line in (shared / "reading" / "dev" / name).read_text("utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines[::every] if line.strip()]


@pytest.mark.parametrize(
    ("names", "every", "title", "first", "third"),
    [(SHORT, 12, "none", 0.74, 0.94), (SHORT, 12, "masked", 0.85, 0.96), (FULL, 2, "none", 0.79, 0.90)],
)
def test_the_figure_that_the_headline_used(
    shared: Path,
    score: ModuleType,
    names: tuple[str, ...],
    every: int,
    title: str,
    first: float,
    third: float,
) -> None:
    found, _ = score.cmd_figures(Namespace(title=title), pick(shared, *names, every=every), read_all)
    assert found["acc1"] >= first
    assert found["acc3"] >= third
    assert found["offsets_ok"] == 1
    assert found["unit_complete"] >= 0.99


@pytest.mark.parametrize(
    ("name", "every", "right", "wrong"),
    [("quotes_polnear.jsonl", 10, 0.94, 0.04), ("quotes_dewikinews.jsonl", 8, 0.84, 0.14)],
)
def test_the_quotes_and_who_said_them(
    shared: Path, score: ModuleType, name: str, every: int, right: float, wrong: float
) -> None:
    judge = partial(score.cmd_quotes, Namespace())
    found, _ = judge(pick(shared, name, every=every), read_all)
    assert found["attributed_recall"] >= right
    assert found["misattribution"] <= wrong
    assert found["offsets_ok"] == 1
