"""`article correct` and `article withdraw`: what a person does about posts that are online."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.completing import complete_channels
from bot.cli.asking.door import enter
from bot.cli.asking.typed import as_option, reason_option, text_option
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_framed, print_json

if TYPE_CHECKING:
    from bot.flow.editing.corrections import Correction

_WHAT = {
    "edit": "the post is to be changed",
    "reply": "a reply is to correct it",
    "delete": "the post is to be deleted",
    "nothing": "nothing to do",
    "by hand": "you must act",
}


def _channel_option() -> Callable[[Any], Any]:
    return click.option(
        "--channel", metavar="NAME", shell_complete=complete_channels, help="Only on this channel."
    )


@click.command(
    "correct",
    cls=Verb,
    examples=[
        "newscrier article correct 019a3c42",
        'newscrier article correct 019a3c42 -m "The repairs cost €4 million."',
        "newscrier article correct 019a3c42 --channel main-account --text better.txt",
        "newscrier article correct 019a3c42 --leave",
    ],
    help="Correct what is online of an article.\n\n"
    "Where the platform lets a post be changed, it is changed to what the newest revision makes, or to "
    "--text. Where it does not, a reply below the post says what is right: your words, with -m. Where "
    "posts are approved, corrections wait for that. --leave says that the posts are right as they are.",
)
@click.argument("article_id", metavar="ID")
@text_option()
@click.option("-m", "--note", default="", metavar="TEXT", help="What followers shall read in a reply.")
@click.option("--reply", is_flag=True, help="A reply also where the post could be changed.")
@click.option("--leave", is_flag=True, help="Leave the posts: they are right as they are.")
@click.option("--sure", is_flag=True, help="It is right, although the article lacks a figure of it.")
@_channel_option()
@as_option()
@json_option()
@pass_call
def correct(
    call: Call,
    article_id: str,
    *,
    text: str | None,
    note: str,
    reply: bool,
    leave: bool,
    sure: bool,
    channel: str | None,
    as_json: bool,
) -> int:
    """Edits where the platform can, replies where it cannot."""
    from bot.flow.editing import correct as flow

    if leave and (text is not None or note or reply or sure):
        raise click.UsageError("--leave goes alone")
    with enter(call) as house:
        if leave:
            done = flow.leave(house, article_id, channel=channel)
        else:
            wish = flow.Wish(text or "", " ".join(note.split()), reply, sure)
            done = flow.correct(house, article_id, wish, channel=channel)
    return _tell(done, as_json=as_json)


@click.command(
    "withdraw",
    cls=Verb,
    examples=[
        'newscrier article withdraw 019a3c42 --reason "a hoax"',
        'newscrier article withdraw 019a3c42 --reason "wrong picture" --channel main-account',
    ],
    help="Take an article's posts back: what waits is cancelled, what is online is deleted.\n\n"
    "Where a platform does not delete, you are told where you must. The reason is kept. Nobody needs to "
    "approve it.",
)
@click.argument("article_id", metavar="ID")
@reason_option()
@_channel_option()
@as_option()
@json_option()
@pass_call
def withdraw(call: Call, article_id: str, *, reason: str, channel: str | None, as_json: bool) -> int:
    """Deletes where the platform can."""
    from bot.flow.editing.withdraw import withdraw as carry_out

    with enter(call) as house:
        done = carry_out(house, article_id, reason, channel=channel)
    return _tell(done, as_json=as_json)


def _tell(done: list[Correction], *, as_json: bool) -> int:
    """1 where a person must act: a script must not take that for done."""
    from dataclasses import asdict

    if as_json:
        print_json([asdict(one) for one in done])
    else:
        for one in done:
            where = f" {one.url}" if one.url else ""
            state = f" ({one.state})" if one.state else ""
            why = f": {one.reason}" if one.reason else ""
            say(f"{one.channel}{where}: {_WHAT[one.how]}{state}{why}")
            if one.text:
                print_framed(f"{one.channel}: {one.delivery}", one.text)
            if one.state == "awaiting approval":
                say(f"newscrier post approve {one.delivery}")
    return int(any(one.how == "by hand" for one in done))
