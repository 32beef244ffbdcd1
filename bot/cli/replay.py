"""`newscrier replay`: what would have been posted, when and where."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import click

from bot.cli.asking.age import Age
from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.door import enter
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json, print_table, show_time
from bot.cli.telling.progress import measure
from bot.text import tell_count


@click.command(
    "replay",
    cls=Verb,
    examples=[
        "newscrier replay --since 7d",
        "newscrier replay --since 7d --approved --html week.html",
        "newscrier replay --folder samples/ --json",
    ],
    help="Run stored articles, or those of a folder, through today's config and templates on a clock of "
    "their own: what would have been posted, when and where, and what would have been held, expired or "
    "skipped, and why.\n\n"
    "Nothing is posted and nothing is written. Pictures are left out.",
)
@click.option(
    "--since", type=Age(), default="7d", show_default=True, help="Articles of the last hours, days."
)
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The articles of this folder instead, at the times that they give.",
)
@click.option("--source", metavar="NAME", help="With --folder: as if they came from this source.")
@click.option("--channel", metavar="NAME", help="Show only this channel.")
@click.option("--approved", is_flag=True, help="As if a person approved every post at once.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a timeline page there.")
@json_option()
@pass_call
def command(
    call: Call,
    *,
    since: timedelta,
    folder: Path | None,
    source: str | None,
    channel: str | None,
    approved: bool,
    html: Path | None,
    as_json: bool,
) -> None:
    """A week in seconds."""
    from bot.flow.check import require_sound
    from bot.flow.replaying.replay import list_arrivals, read_folder, replay
    from bot.flow.replaying.timeline import count, write_page

    with enter(call, on_a_copy=True) as house:
        require_sound(house.settings)
        if channel is not None:
            house.require_channel(channel)
        now = house.clock.now()
        arrivals = read_folder(house, folder, source) if folder else list_arrivals(house, now - since)
        until = max([now, *(one.at + timedelta(days=1) for one in arrivals)]) if folder else now
        with measure("replaying") as tell:
            found = asyncio.run(replay(house, arrivals, until=until, approved=approved, tell=tell))
        lines = [line for line in found if channel in {None, line.channel}]
        zone = house.zone
        if html:
            html.write_text(write_page(house, lines, house.settings.newsroom.name), encoding="utf-8")
            say(f"written: {html}")
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    print_table(
        ("WHEN", "CHANNEL", "STATE", "TITLE", "WHY"),
        [(show_time(one.at, zone), one.channel, one.state, one.title, one.reason) for one in lines],
    )
    say(f"a replay of {tell_count(len(arrivals), 'article')}: {count(lines)}; nothing was posted or stored")
