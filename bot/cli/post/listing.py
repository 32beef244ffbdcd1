"""Posts as lists: what is to be sent, was sent, and waits for a person, and what stopped them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.completing import complete_channels, complete_sources
from bot.cli.asking.door import enter
from bot.cli.post.choice import as_states, state_option
from bot.cli.post.showing import tell_wait
from bot.cli.telling.faults import say
from bot.cli.telling.output import fold_floods, print_json, print_table, shorten_ids, show_time, tell_title
from bot.model import DeliveryState


@click.command(
    "list",
    cls=Verb,
    examples=[
        "newscrier post list",
        "newscrier post list --state failed --state held",
        'newscrier post list --state "awaiting approval" --json',
        "newscrier post list --state failed --by cause",
        'newscrier post list --naming "Jan* Kowalsk*"',
    ],
    help="List the newest posts: state, channel, title, and where each is, when it may leave, or why not.",
)
@state_option()
@click.option("--channel", metavar="NAME", shell_complete=complete_channels, help="Only of this channel.")
@click.option(
    "--source", metavar="NAME", shell_complete=complete_sources, help="Only of articles from this source."
)
@click.option("--naming", metavar="PHRASE", default="", help="Only those that name it.")
@click.option("--by", type=click.Choice(["cause"]), help="Count them by what stopped them.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@json_option()
@pass_call
def list_them(
    call: Call,
    *,
    states: tuple[str, ...],
    channel: str | None,
    source: str | None,
    naming: str,
    by: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """The newest first."""
    from bot.flow.show import list_posts

    if by:
        if naming:
            raise click.UsageError("--by counts all posts; --naming lists them: give one of the two")
        _list_causes(call, states, channel, source, limit, as_json=as_json)
        return
    with enter(call) as house:
        rows = list_posts(
            house, states=as_states(states), channel=channel, source=source, naming=naming, most=limit
        )
        zone = house.zone
    if as_json:
        print_json(rows)
    else:
        _print_list(rows, zone)


def _print_list(rows: list[dict[str, Any]], zone: ZoneInfo) -> None:
    short = shorten_ids([row["id"] for row in rows])
    told = fold_floods([_tell(row, zone) for row in rows])
    print_table(
        ("ID", "CHANNEL", "STATE", "SINCE", "TITLE", "WHERE, WHEN OR WHY"),
        [
            (
                short[row["id"]],
                row["channel"],
                row["state"],
                show_time(row["created_at"], zone),
                tell_title(row),
                why,
            )
            for row, why in zip(rows, told, strict=True)
        ],
    )


def _list_causes(
    call: Call,
    states: tuple[str, ...],
    channel: str | None,
    source: str | None,
    limit: int,
    *,
    as_json: bool,
) -> None:
    from bot.flow.editing.causes import group_by_cause
    from bot.flow.editing.steer import choose

    with enter(call) as house:
        stopped = as_states(states) or [DeliveryState.FAILED, DeliveryState.HELD]
        causes = group_by_cause(choose(house, (), states=stopped, channel=channel, source=source))[:limit]
        zone = house.zone
    if as_json:
        print_json([asdict(cause) for cause in causes])
        return
    print_table(
        ("CAUSE", "POSTS", "CHANNELS", "FIRST", "LAST", "WHY"),
        [
            (
                one.key,
                str(one.many),
                ", ".join(one.channels),
                show_time(one.first_at, zone),
                show_time(one.last_at, zone),
                one.example if one.many == 1 else one.what,
            )
            for one in causes
        ],
    )
    if causes:
        say(f"to let the first go on: newscrier post retry --cause {causes[0].key}")


def _tell(row: dict[str, Any], zone: ZoneInfo) -> str:
    """The address, or the reason; of a post still to be sent when it may leave, too."""
    if row["url"] or row["state"] != DeliveryState.SCHEDULED.value:
        return str(row["url"] or row["reason"])
    return tell_wait(row, zone) or str(row["reason"])
