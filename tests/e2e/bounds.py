"""Where things lie, and how long they may take on a busy machine."""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NEWSCRIER = Path(sys.executable).parent / "newscrier"
REAL = (str(NEWSCRIER),)
"""The command as it is installed, for what is about processes: starts, signals, ends."""
PATIENCE = 240.0
"""Seconds after which something is taken for hanging, on a busy machine too. Only a failure takes so long."""
LONG = 4 * PATIENCE
"""Seconds that nobody waits for: what comes before them did not come by time."""
PATIENT = {"bot.flow.lines.REQUEST_TIMEOUT": LONG, "bot.engines.embedded.STOP_WITHIN": LONG}
"""Constants of a worker that gives up no attempt by itself, so that a test says when it ends."""
ROOMY = {
    "bot.flow.working.once._READING_AT_MOST": PATIENCE,
    "bot.flow.working.once._DRAINING_AT_MOST": PATIENCE,
}
"""Constants for a machine on which everything takes its time."""
