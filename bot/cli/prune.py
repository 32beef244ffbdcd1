"""`newscrier prune`: forget old texts and attempts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import click

from bot.cli.asking.age import Age
from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.door import enter
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json, print_lines
from bot.cli.telling.progress import measure


@click.command(
    "prune",
    cls=Verb,
    examples=["newscrier prune --dry-run", "newscrier prune", "newscrier prune --older 30d"],
    help="Forget old texts of articles, attempts, lines of the log and pictures that no post needs.\n\n"
    "How old is said by `retention` in config/newscrier.yaml. Titles, fingerprints, receipts and what was "
    "posted stay, so that nothing is posted twice, and so does what a waiting post needs. The worker may "
    "go on.",
)
@click.option(
    "--older",
    type=Age(),
    metavar="AGE",
    help="Forget texts and attempts older than this, such as 30d, instead.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be forgotten.")
@json_option()
@pass_call
def command(call: Call, *, older: timedelta | None, dry_run: bool, as_json: bool) -> None:
    """A little at a time."""
    from bot.flow.keeping.prune import prune

    with enter(call) as house, measure("forgetting") as tell:
        done = prune(house, older=older, dry_run=dry_run, tell=tell)
    if as_json:
        print_json(asdict(done))
        return
    print_lines(
        f"texts      {done.bodies}",
        f"attempts   {done.attempts}",
        f"payloads   {done.payloads}",
        f"log lines  {done.events}",
    )
    if dry_run:
        say("nothing was forgotten: this would be")
    else:
        say(
            f"forgotten; pictures removed: {done.pictures}; given back to the disk: {done.freed / 1e6:.1f} MB"
        )
