"""The house as the one worker opens it: checked, with the store to itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.errors import ConfigError
from bot.flow.check import check_project
from bot.flow.house import House, house_of
from bot.flow.keeping.unfinished import require_finished
from bot.flow.templating.templates import Templates
from bot.settings.project import find_project
from bot.settings.starters import KEY_FILE
from bot.store.database import Store
from bot.store.lock import WorkerLock
from bot.store.vault import Vault

log = structlog.get_logger()


def settle_down() -> None:
    """Keep what is loaded by now out of garbage collection, once for this process.

    It stays to the end, and each look through it would stop the event loop for a tenth of a second. So
    would a last one now, before which a post may be due; what it would find stays too, some kilobytes.
    """
    if not gc.get_freeze_count():
        gc.freeze()


@contextmanager
def open_workhouse(folder: Path, *, clock: Clock | None = None) -> Iterator[House]:
    """The house of the project around `folder`, locked for one worker; warnings go to the log.

    Raises ConfigError with every problem of config and templates, WorkerRunning, StoreError.
    """
    require_finished(find_project(folder))
    settings, problems = check_project(folder, at_work=True)
    if settings is None or any(problem.severity == "error" for problem in problems):
        raise ConfigError(problems)
    for problem in problems:
        log.warning("config", problem=str(problem))
    path = settings.store.path
    with WorkerLock(path):
        require_finished(settings.project)
        if not path.exists():
            # Nothing can be sealed yet, so that a new key locks nothing in.
            Vault.make_key(settings.project / KEY_FILE)
        with house_of(settings, Store.open(path), clock=clock) as house:
            templates = Templates(settings, house.clock)
            house.renderer = templates
            templates.review(house)
            yield house
