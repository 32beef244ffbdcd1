"""Where the newsroom's project folder is."""

from __future__ import annotations

import os
from pathlib import Path

from bot.errors import ConfigError, Problem

CONFIG = "config"
_MAIN_FILE = "newscrier.yaml"
SECRETS = f"{CONFIG}/secrets"
"""Where secrets are kept that were typed on the command line."""


def find_project(start: Path) -> Path:
    """The folder with `config/newscrier.yaml`: `start`, or the nearest one above it. Raises ConfigError."""
    # Not Path.resolve: a loop of links would raise, and a link into a project is a place inside it.
    first = Path(os.path.realpath(start))
    for folder in (first, *first.parents):
        if os.path.lexists(folder / CONFIG / _MAIN_FILE):
            return folder
    raise ConfigError(
        [Problem(f"no {CONFIG}/{_MAIN_FILE} in {first} or above it", "run newscrier init, or give --dir")]
    )
