"""`newscrier post`: what is to be sent, was sent, and waits for a person."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, cast
from zoneinfo import ZoneInfo

import click

from bot.cli.call import Call, Verb, json_option, pass_call
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
)
from bot.errors import NotFound
from bot.flow import steer
from bot.flow.house import House
from bot.flow.show import list_posts, show_post
from bot.model import Delivery, DeliveryState

STATES = [state.value for state in DeliveryState]


@click.group("post", help="List, show, approve, retry, cancel and settle posts.")
def command() -> None:
    """The noun."""


def _state_option() -> Callable[[Any], Any]:
    return click.option(
        "--state", "states", type=click.Choice(STATES), multiple=True, help="Only these; may be repeated."
    )


def _which_posts(function: Callable[..., Any]) -> Callable[..., Any]:
    """Posts by their ids, or all of a state, a channel, a source."""
    for option in (
        click.option("--source", metavar="NAME", help="All of articles from this source."),
        click.option("--channel", metavar="NAME", help="All of this channel."),
        _state_option(),
        click.argument("ids", metavar="[ID…]", nargs=-1),
    ):
        function = option(function)
    return function


@command.command(
    "list",
    cls=Verb,
    examples=[
        "newscrier post list",
        "newscrier post list --state failed --state held",
        'newscrier post list --state "awaiting approval" --json',
    ],
    help="List the newest posts: state, channel, title, and where each is, when it may leave, or why not.",
)
@_state_option()
@click.option("--channel", metavar="NAME", help="Only of this channel.")
@click.option("--source", metavar="NAME", help="Only of articles from this source.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@json_option()
@pass_call
def list_them(
    call: Call, *, states: tuple[str, ...], channel: str | None, source: str | None, limit: int, as_json: bool
) -> None:
    """The newest first."""
    with enter(call) as house:
        rows = list_posts(house, states=_states(states), channel=channel, source=source, most=limit)
        zone = house.zone
    if as_json:
        print_json(rows)
        return
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
                row["title"],
                why,
            )
            for row, why in zip(rows, told, strict=True)
        ],
    )


def _tell(row: dict[str, Any], zone: ZoneInfo) -> str:
    """The address, or the reason; of a post still to be sent when it may leave, too."""
    if row["url"] or row["state"] != DeliveryState.SCHEDULED.value:
        return str(row["url"] or row["reason"])
    moments = [moment for moment in (row["due_at"], row["embargo_at"]) if moment]
    due = f"from {show_time(max(moments), zone)}" if moments else ""
    return f"{due} ({row['reason']})" if due and row["reason"] else due or str(row["reason"])


def _states(names: tuple[str, ...]) -> list[DeliveryState]:
    return [DeliveryState(name) for name in names]


@command.command(
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
    with enter(call) as house:
        row = show_post(house, post_id)
        zone = house.zone
    if as_json:
        print_json(row)
        return
    fields = {
        "id": row["id"],
        "title": row["title"],
        "article": f"{row['article']}, {row['place']}",
        "channel": row["channel"],
        "state": row["state"],
        "reason": row["reason"],
        "address": row["url"],
        "template": row["template"],
        "text hash": row["text_hash"],
        "due": show_time(row["due_at"], zone),
        "embargo": show_time(row["embargo_at"], zone),
        "not after": show_time(row["expires_at"], zone),
    }
    print_lines(*(f"{name:<10} {value}" for name, value in fields.items() if value), "")
    if row["text"]:
        print_framed("text", row["text"])
        print_lines("")
    _print_history(row, zone)


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


@command.command(
    "approve",
    cls=Verb,
    examples=["newscrier post approve 019a3c42", "newscrier post approve 019a3c42 --hash 5f1e2a9c"],
    help="Approve a post that waits for it.\n\n"
    "On a terminal its text is shown and you are asked. Elsewhere --hash must say which text is meant; "
    "`post show` shows it.",
)
@click.argument("post_id", metavar="ID")
@click.option("--hash", "text_hash", metavar="HASH", help="The hash of the text that you have seen.")
@pass_call
def approve(call: Call, post_id: str, text_hash: str | None) -> int:
    """Only the text that was seen is approved."""
    with enter(call) as house:
        row = show_post(house, _given(post_id))
        if text_hash is None:
            if not (sys.stdin.isatty() and sys.stdout.isatty()):
                raise click.UsageError(
                    f"give --hash, so that exactly the text you have seen is approved "
                    f"(newscrier post show {post_id} shows it)"
                )
            print_framed(f"{row['channel']}: {row['state']}", row["text"])
            if not click.confirm("Post this?", err=True):
                say("not approved")
                return 1
            text_hash = cast("str", row["text_hash"])
        steer.approve(house, row["id"], text_hash)
    say(f"approved: post {row['id']} on {row['channel']}")
    return 0


def _given(post_id: str) -> str:
    """Not empty: an empty beginning would fit the only post there is."""
    if not post_id.strip():
        raise NotFound("the id is empty", "newscrier post list shows the ids")
    return post_id


def _choose(
    house: House, ids: tuple[str, ...], states: tuple[str, ...], channel: str | None, source: str | None
) -> list[Delivery]:
    if ids and (states or channel or source):
        raise click.UsageError("give either IDs, or --state, --channel and --source, not both")
    if not ids and not (states or channel or source):
        raise click.UsageError("say which posts: IDs, or --state, --channel, --source")
    if channel:
        _known(channel, house.settings.channels, "channel")
    if source:
        _known(source, house.settings.sources, "source")
    return steer.choose(
        house, [_given(one) for one in ids], states=_states(states), channel=channel, source=source
    )


def _known(name: str, names: Any, noun: str) -> None:
    if name not in names:
        raise NotFound(
            f"no {noun} is called {name!r}", f"config/{noun}s.yaml has: {', '.join(names) or 'none'}"
        )


@command.command(
    "retry",
    cls=Verb,
    examples=[
        "newscrier post retry 019a3c42 019a3c57",
        "newscrier post retry --state held --source wire-folder",
    ],
    help="Let posts that failed, are held, expired or were cancelled leave after all.\n\n"
    "Without --state, --channel and --source mean every post of theirs that can be retried.",
)
@_which_posts
@json_option()
@pass_call
def retry(
    call: Call,
    ids: tuple[str, ...],
    *,
    states: tuple[str, ...],
    channel: str | None,
    source: str | None,
    as_json: bool,
) -> None:
    """One transaction for all."""
    with enter(call) as house:
        chosen = _choose(house, ids, states or _default(ids, channel, source, steer.RETRIED), channel, source)
        _tell_done("to be sent", steer.retry(house, chosen), as_json=as_json)


@command.command(
    "cancel",
    cls=Verb,
    examples=["newscrier post cancel 019a3c42", "newscrier post cancel --state held --source wire-folder"],
    help="Cancel posts that have not left yet.\n\n"
    "Without --state, --channel and --source mean every post of theirs that can be cancelled.",
)
@_which_posts
@json_option()
@pass_call
def cancel(
    call: Call,
    ids: tuple[str, ...],
    *,
    states: tuple[str, ...],
    channel: str | None,
    source: str | None,
    as_json: bool,
) -> None:
    """One transaction for all."""
    with enter(call) as house:
        states = states or _default(ids, channel, source, steer.CANCELLED)
        chosen = _choose(house, ids, states, channel, source)
        _tell_done("cancelled", steer.cancel(house, chosen), as_json=as_json)


def _default(
    ids: tuple[str, ...], channel: str | None, source: str | None, states: frozenset[DeliveryState]
) -> tuple[str, ...]:
    """The states in which the act is possible, where only a channel or source is named."""
    return tuple(states) if (channel or source) and not ids else ()


def _tell_done(what: str, many: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"posts": many})
    else:
        say(f"{what}: {many} post{'' if many == 1 else 's'}")


@command.command(
    "settle",
    cls=Verb,
    examples=[
        "newscrier post settle 019a3c42 --online https://social.example.org/@courier/1234",
        "newscrier post settle 019a3c42 --again",
    ],
    help="Say what became of an uncertain post, after you have looked: it is online, or send it again.",
)
@click.argument("post_id", metavar="ID")
@click.option("--online", "url", metavar="URL", help="It is online, at this address.")
@click.option("--again", is_flag=True, help="It is not online: send it again.")
@pass_call
def settle(call: Call, post_id: str, *, url: str | None, again: bool) -> None:
    """Exactly one of the two."""
    if (url is None) != again:
        raise click.UsageError("give either --online URL or --again")
    if url is not None and not url.startswith(("https://", "http://")):
        raise click.BadParameter("give the whole address, beginning with https://", param_hint="--online")
    with enter(call) as house:
        if url is not None:
            steer.settle_online(house, _given(post_id), url)
            say(f"settled: post {post_id} is online at {url}")
        else:
            steer.settle_again(house, _given(post_id))
            say(f"settled: post {post_id} will be sent again")
