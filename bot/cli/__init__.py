"""The command line: one file per noun; each verb is one function of `bot.flow`."""

from __future__ import annotations


def main() -> int:
    """What the command `newscrier` runs; the exit code."""
    from bot.cli.frame import run_command

    return run_command()
