from collections.abc import Iterator
from pathlib import Path

import pytest
from flow_stage import Blind, Script, Stage, StageClock, lay_project, open_stage
from flow_wire import Wire

from bot.flow import lines
from bot.flow.house import House
from bot.settings import loading


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    script = Script()
    monkeypatch.setattr(Stage, "script", script, raising=False)
    monkeypatch.setattr(lines, "discover_platforms", lambda: {"stage": Stage, "blind": Blind})
    return script


@pytest.fixture
def clock() -> StageClock:
    return StageClock()


@pytest.fixture
def project(tmp_path: Path, script: Script) -> Path:
    return lay_project(tmp_path / "newsroom")


@pytest.fixture
def house(project: Path, clock: StageClock) -> Iterator[House]:
    with open_stage(project, clock) as house:
        yield house


@pytest.fixture
def stage_in_config(monkeypatch: pytest.MonkeyPatch, script: Script) -> None:
    """The stage is a platform also for what reads the config anew."""
    monkeypatch.setattr(loading, "discover_platforms", lambda: {"stage": Stage, "blind": Blind})


@pytest.fixture
def headline_alone(project: Path) -> None:
    """Templates that do not hang on what the starters say."""
    for path in (project / "templates").rglob("*.j2"):
        path.unlink()
    for name in ("default", "sober"):
        (project / "templates" / "posts" / f"{name}.j2").write_text("{{ headline }}\n")


@pytest.fixture
def wire() -> Wire:
    return Wire()
