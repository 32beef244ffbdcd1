"""`newscrier doctor`: everything looked at, online too."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

import click

from bot.cli.asking.call import EXIT_FAILED, EXIT_PROBLEMS, EXIT_RECONNECT, Call, Verb, json_option, pass_call
from bot.cli.asking.door import start_logs
from bot.cli.telling.output import print_json, print_table
from bot.cli.telling.progress import measure

_WORDS = {"ok": "ok", "warning": "warning"}
_CODES = {"config": EXIT_PROBLEMS, "reconnect": EXIT_RECONNECT, "error": EXIT_FAILED}


@click.command(
    "doctor",
    cls=Verb,
    examples=["newscrier doctor", "newscrier doctor --json"],
    help="Look at everything: config, templates, store, disk, key, each source and channel, the clock.\n\n"
    "Sources are fetched and platforms asked, but nothing is taken in and nothing posted. Ends with 0 where "
    "all is well or there are mere warnings, 1 on a problem, 3 where it is in the config, "
    "4 where a channel must be reconnected. `health` does the same quickly, without asking anybody.",
)
@json_option()
@pass_call
def command(call: Call, *, as_json: bool) -> int:
    """One line each, the worst first."""
    from bot.flow.watching.doctor import examine

    start_logs(call, "error")
    with measure("asking sources and channels") as tell:
        findings = asyncio.run(examine(call.start, actor=call.actor, tell=tell))
    levels = {finding.level for finding in findings}
    code = next((code for level, code in _CODES.items() if level in levels), 0)
    if as_json:
        print_json({"ok": code == 0, "findings": [asdict(finding) for finding in findings]})
    else:
        rows = [(_WORDS.get(one.level, "problem"), one.what, one.mend) for one in findings]
        print_table(("STATE", "FINDING", "WHAT HELPS"), rows)
    return code
