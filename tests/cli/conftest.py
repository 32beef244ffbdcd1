import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_stage import Newscrier

from bot.settings.starters import copy_starters
from bot.watch.logs import _Handler

STORY = """\
The town fair drew a record crowd

The town fair drew 12,000 visitors on Sunday.

“We have never seen so many people here,” said Ida Brandt, the mayor.
"""


@pytest.fixture(autouse=True)
def _quiet_logs() -> Iterator[None]:
    """A command sets up logs for its process; the next test has another one's streams."""
    yield
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh project with one story in its inbox."""
    folder = tmp_path / "newsroom"
    copy_starters(folder)
    (folder / "inbox" / "fair.txt").write_text(STORY, encoding="utf-8")
    return folder


@pytest.fixture
def newscrier(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Newscrier:
    """Carries out a command line in the project; nobody sits at the terminal."""
    monkeypatch.chdir(project)
    assert not sys.stdout.isatty()
    return Newscrier(capsys)


@pytest.fixture
def posted(newscrier: Newscrier) -> Newscrier:
    """The same, after the story was posted."""
    assert newscrier("run", "--once").code == 0
    return newscrier


@pytest.fixture
def waiting(newscrier: Newscrier, project: Path) -> str:
    """The id of a post that waits for approval."""
    path = project / "config" / "channels.yaml"
    path.write_text(path.read_text().replace("approval: never", "approval: always"))
    assert newscrier("run", "--once").code == 0
    return newscrier.post_id()
