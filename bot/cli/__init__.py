"""The command line: one file per noun; each verb is one function of `bot.flow`."""

from __future__ import annotations

import signal

_INTERRUPTED = 130


def main() -> int:
    """What the command `newscrier` runs; the exit code."""
    try:
        from bot.cli.frame import run_command

        code = run_command()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # many are sent twice, and one is enough
    return code
