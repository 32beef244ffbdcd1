"""Posts that a person lets go, stops, brings back or settles."""

from __future__ import annotations

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.door import enter
from bot.cli.asking.typed import as_option
from bot.cli.post.choice import (
    Choice,
    choose_posts,
    given_id,
    tell_done,
    which_posts,
)
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json
from bot.model import DeliveryState


@click.command(
    "retry",
    cls=Verb,
    examples=[
        "newscrier post retry 019a3c42 019a3c57",
        "newscrier post retry --state held --source wire-folder",
        "newscrier post retry --cause 3f9ac2",
    ],
    help="Let posts that failed, are held or were cancelled leave after all.\n\n"
    "Without --state, --channel and --source mean every post of theirs that failed or is held. "
    "What is too late, or was passed over: post revive.",
)
@which_posts
@as_option()
@json_option()
@pass_call
def retry(call: Call, *, which: Choice, as_json: bool) -> None:
    """One transaction for all."""
    from bot.flow.editing import steer

    with enter(call) as house:
        chosen = choose_posts(house, which, steer.RETRIED_AT_ONCE)
        tell_done("to be sent", steer.retry(house, chosen), as_json=as_json)


@click.command(
    "cancel",
    cls=Verb,
    examples=["newscrier post cancel 019a3c42", "newscrier post cancel --state held --source wire-folder"],
    help="Cancel posts that have not left yet.\n\n"
    "Without --state, --channel and --source mean every post of theirs that can be cancelled.",
)
@which_posts
@as_option()
@json_option()
@pass_call
def cancel(call: Call, *, which: Choice, as_json: bool) -> None:
    """One transaction for all."""
    from bot.flow.editing import steer

    with enter(call) as house:
        chosen = choose_posts(house, which, steer.CANCELLED)
        tell_done("cancelled", steer.cancel(house, chosen), as_json=as_json)


@click.command(
    "revive",
    cls=Verb,
    examples=[
        "newscrier post revive 019a3c42",
        "newscrier post revive --state expired --channel main-account",
    ],
    help="Bring expired or skipped posts back: rendered anew from the newest revision, due now.\n\n"
    "Where posts are approved, they wait for that. Without --state, --channel and --source mean the "
    "expired posts alone.",
)
@which_posts
@as_option()
@json_option()
@pass_call
def revive(call: Call, *, which: Choice, as_json: bool) -> None:
    """One transaction for all."""
    from bot.flow.editing.revive import revive as carry_out

    with enter(call) as house:
        done = carry_out(house, choose_posts(house, which, [DeliveryState.EXPIRED]))
    if as_json:
        print_json([{"id": one.id, "state": one.state.value, "reason": one.reason} for one in done])
        return
    for one in done:
        say(
            f"revived: post {one.id} on {one.channel} is {one.state.value}"
            + (f": {one.reason}" if one.reason else "")
        )


@click.command(
    "settle",
    cls=Verb,
    examples=[
        "newscrier post settle 019a3c42 --online https://social.example.org/@courier/1234",
        "newscrier post settle 019a3c42 --again",
        "newscrier post settle 019a3c42 --gone",
    ],
    help="Say what became of an uncertain post, after you have looked: it is online, or send it again; of "
    "one that was to be deleted, that it is gone.\n\n"
    "Also for posts of a restored backup, which may have left after it was made.",
)
@click.argument("post_id", metavar="ID")
@click.option("--online", "url", metavar="URL", help="It is online, at this address.")
@click.option("--again", is_flag=True, help="It is not online: send it again.")
@click.option("--gone", is_flag=True, help="It was to be deleted, and is gone.")
@as_option()
@pass_call
def settle(call: Call, post_id: str, *, url: str | None, again: bool, gone: bool) -> None:
    """Exactly one of the three."""
    from bot.flow.editing import settle as flow

    if (url is not None) + again + gone != 1:
        raise click.UsageError("give one of --online URL, --again and --gone")
    if url is not None and not url.startswith(("https://", "http://")):
        raise click.BadParameter("give the whole address, beginning with https://", param_hint="--online")
    with enter(call) as house:
        if url is not None:
            flow.settle_online(house, given_id(post_id), url)
            say(f"settled: post {post_id} is online at {url}")
        elif gone:
            flow.settle_gone(house, given_id(post_id))
            say(f"settled: post {post_id} is gone")
        else:
            flow.settle_again(house, given_id(post_id))
            say(f"settled: post {post_id} will be sent again")
