"""Posts as lists and pages: what is to be sent, was sent, and waits for a person."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.cli.call import Call, Verb, json_option, pass_call
from bot.cli.completing import complete_channels, complete_sources
from bot.cli.door import enter
from bot.cli.faults import say
from bot.cli.output import (
    fold_floods,
    print_framed,
    print_json,
    print_lines,
    print_table,
    shorten_ids,
    show_time,
    tell_title,
)
from bot.cli.post.choice import as_states, given_id, state_option
from bot.model import DeliveryState

_SHOWN_OF_VERSION = 12


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
    return _tell_wait(row, zone) or str(row["reason"])


def _tell_wait(row: dict[str, Any], zone: ZoneInfo) -> str:
    """When a scheduled post leaves, and what it waits for."""
    waits_for, moment = row["waits_for"], row["leaves_at"]
    if not waits_for or moment is None or waits_for == "at once":
        return str(waits_for)
    return f"from {show_time(moment, zone)} ({waits_for})"


@click.command(
    "show",
    cls=Verb,
    examples=["newscrier post show 019a3c42", "newscrier post show 019a3c42 --json"],
    help="Show one post: its text, every attempt and everything that happened to it.",
)
@click.argument("post_id", metavar="ID")
@json_option()
@pass_call
def show(call: Call, post_id: str, *, as_json: bool) -> None:
    """With its history."""
    from bot.flow.show import show_post

    with enter(call) as house:
        row = show_post(house, given_id(post_id))
        zone = house.zone
    if as_json:
        print_json(row)
        return
    fields = {
        "id": row["id"],
        "title": row["title"],
        "article": f"{row['article']}, {row['place']}",
        "channel": row["channel"],
        "act": row["act"] if row["act"] != "create" else "",
        "state": row["state"],
        "reason": row["reason"],
        "seen": tell_seen(row),
        "concerns": row["target"],
        "address": row["url"],
        "template": _shorten_version(row["template"]),
        "text hash": row["text_hash"],
        "written by": row["edited_by"],
        "sure is": row["vouched_by"],
        "leaves": _tell_wait(row, zone),
        "due": show_time(row["due_at"], zone),
        "embargo": show_time(row["embargo_at"], zone),
        "not after": show_time(row["expires_at"], zone),
    }
    print_lines(*(f"{name:<10} {value}" for name, value in fields.items() if value), "")
    print_posts(row, "text")
    if row["text"]:
        print_lines("")
    _print_history(row, zone)


def tell_seen(row: dict[str, Any]) -> str:
    """What followers see; of a post that is simply online nothing."""
    why = f": {row['post_reason']}" if row["post_reason"] else ""
    return "" if row["post_state"] in {"drafted", "online"} else f"{row['post_state']}{why}"


def print_posts(row: dict[str, Any], title: str) -> None:
    """The text, or all of a thread."""
    if not row["thread"]:
        if row["text"]:
            print_framed(title, row["text"])
        return
    for number, post in enumerate(row["thread"], 1):
        head = f"{title}, post {number} of {len(row['thread'])}"
        told = " ".join(part for part in (post["state"], post["url"]) if part)
        print_framed(f"{head}: {told}", post["text"])


def _print_history(row: dict[str, Any], zone: Any) -> None:
    if row["attempts"]:
        print_table(
            ("ATTEMPT", "SENT", "OUTCOME"),
            [
                (str(one["number"]), show_time(one["armed_at"], zone), _outcome(one))
                for one in row["attempts"]
            ],
        )
        print_lines("")
    print_table(
        ("WHEN", "WHO", "WHAT", "DETAIL"),
        [(show_time(one["at"], zone), one["actor"], one["action"], one["detail"]) for one in row["events"]],
    )


def _outcome(attempt: dict[str, Any]) -> str:
    return " ".join(str(part) for part in (attempt["outcome"], attempt["answer"]) if part)


def _shorten_version(template: str) -> str:
    name, at, version = template.partition("@")
    return name + at + version[:_SHOWN_OF_VERSION]
