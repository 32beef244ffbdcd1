"""`newscrier health`: whether the worker is alive, and what needs a person."""

from __future__ import annotations

from dataclasses import asdict

import click

from bot.cli.asking.call import EXIT_FAILED, EXIT_RECONNECT, Call, Verb, json_option, pass_call
from bot.cli.asking.door import enter
from bot.cli.telling.output import print_json, print_table
from bot.errors import ConfigError


@click.command(
    "health",
    cls=Verb,
    examples=["newscrier health", "newscrier health --json", "newscrier health > /dev/null || echo look"],
    help="Tell whether the worker is alive, the store takes changes, and what needs a person.\n\n"
    "Ends with 0 where all is well or there are mere warnings, 1 on an error, "
    "4 where a channel must be reconnected, 3 where the config is broken and no worker is alive.",
)
@json_option()
@pass_call
def command(call: Call, *, as_json: bool) -> int:
    """Print every finding, the worst first."""
    from bot.flow.watching.health import look, look_past_config

    try:
        with enter(call) as house:
            findings = look(house)
    except ConfigError as broken:
        findings = look_past_config(call.start, broken)
    levels = {finding.level for finding in findings}
    code = EXIT_RECONNECT if "reconnect" in levels else EXIT_FAILED if "error" in levels else 0
    if as_json:
        print_json({"ok": code == 0, "findings": [asdict(finding) for finding in findings]})
    else:
        print_table(("STATE", "FINDING", "WHAT HELPS"), [(one.level, one.what, one.mend) for one in findings])
    return code
