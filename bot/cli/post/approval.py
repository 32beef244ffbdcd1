"""A person reads a post and approves it, rejects it, or writes it anew."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, cast

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.door import enter
from bot.cli.asking.typed import as_option, reason_option, text_option
from bot.cli.post.choice import add_reason, given_id
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json

if TYPE_CHECKING:
    from bot.flow.editing.edit import Edited
    from bot.flow.house import House


_SURE = "It is right, although the article lacks a figure or quotation of it; the log keeps your word."


@click.command(
    "approve",
    cls=Verb,
    examples=["newscrier post approve 019a3c42", "newscrier post approve 019a3c42 --hash 5f1e2a9c"],
    help="Approve a post that waits for it.\n\n"
    "On a terminal its text is shown and you are asked. Elsewhere --hash must say which text is meant; "
    "`post show` shows it. The approval stands for this text alone: an edit, a new revision or a changed "
    "template takes it back.",
)
@click.argument("post_id", metavar="ID")
@click.option("--hash", "text_hash", metavar="HASH", help="The hash of the text that you have seen.")
@click.option("--sure", is_flag=True, help=_SURE)
@as_option()
@pass_call
def approve(call: Call, post_id: str, *, text_hash: str | None, sure: bool) -> int:
    """Only the text that was seen is approved."""
    from bot.flow.editing.approve import approve as carry_out_approval
    from bot.flow.show.approval import show_for_approval

    with enter(call) as house:
        if text_hash is None:
            _require_terminal(
                f"give --hash, so that exactly the text you have seen is approved "
                f"(newscrier post show {post_id} shows it)"
            )
            row = asyncio.run(show_for_approval(house, given_id(post_id)))
            _show(row)
            if row["state"] == "awaiting approval" and not click.confirm("Post this?", err=True):
                say("not approved")
                return 1
            text_hash = cast("str", row["text_hash"])
        done = carry_out_approval(house, given_id(post_id), text_hash, sure=sure)
    say(f"approved: post {done.id} on {done.channel}")
    return 0


@click.command(
    "reject",
    cls=Verb,
    examples=['newscrier post reject 019a3c42 --reason "the figure is last year\'s"'],
    help="Reject a post: it does not leave, whatever becomes of its article, and the reason is kept.",
)
@click.argument("post_id", metavar="ID")
@reason_option()
@as_option()
@pass_call
def reject(call: Call, post_id: str, *, reason: str) -> None:
    """With its reason."""
    from bot.flow.editing.approve import reject as carry_out_rejection

    with enter(call) as house:
        done = carry_out_rejection(house, given_id(post_id), reason)
    say(f"rejected: post {done.id} on {done.channel}")


@click.command(
    "edit",
    cls=Verb,
    examples=[
        "newscrier post edit 019a3c42",
        "newscrier post edit 019a3c42 --text better.txt",
        "newscrier post edit 019a3c42 --undo",
    ],
    help="Write a post's text by hand.\n\n"
    "On a terminal your $EDITOR opens; elsewhere --text gives the whole new text. The platform's limits "
    "apply, and a figure or quotation that the article does not have is refused unless you are --sure. "
    "Where posts are approved, an edited one waits for that. When the article changes, your text stays, "
    "and the post waits for you.",
)
@click.argument("post_id", metavar="ID")
@text_option()
@click.option("--hash", "text_hash", metavar="HASH", help="Only if this is still the hash of its text.")
@click.option("--sure", is_flag=True, help=_SURE)
@click.option("--undo", is_flag=True, help="Take the template's text again.")
@as_option()
@json_option()
@pass_call
def edit(
    call: Call,
    post_id: str,
    *,
    text: str | None,
    text_hash: str | None,
    sure: bool,
    undo: bool,
    as_json: bool,
) -> int:
    """In the editor, or from a file."""
    from bot.flow.editing.edit import edit as carry_out_edit
    from bot.flow.editing.edit import undo_edit

    if undo and (text is not None or text_hash is not None or sure):
        raise click.UsageError("--undo goes alone")
    with enter(call) as house:
        post_id = given_id(post_id)
        if undo:
            done = undo_edit(house, post_id)
        elif text is not None:
            done = carry_out_edit(house, post_id, text, seen=text_hash, sure=sure)
        else:
            written = _write_in_editor(house, post_id, sure=sure)
            if written is None:
                say("nothing was changed")
                return 1
            done = written
    if as_json:
        print_json({"state": done.state.value, "reason": done.reason, "text_hash": done.text_hash})
    else:
        say(f"edited: post {post_id} is {done.state.value}{add_reason(done.reason)}")
    return 0


def _write_in_editor(house: House, post_id: str, *, sure: bool) -> Edited | None:
    """Until the text is taken, or left as it was; None then. What was written and not taken is shown."""
    from bot.flow.show import show_post

    _require_terminal("give --text FILE, or - for standard input: an editor needs a terminal")
    row = show_post(house, post_id)
    text, taken = cast("str", row["text"]), None
    try:
        while True:
            written, is_utf8 = _open_editor(text)
            if written.strip() in {"", row["text"].strip()}:
                text = row["text"]
                return None
            text = written
            if is_utf8 and (taken := _take(house, row, written, sure=sure)):
                return taken
            if not click.confirm("Edit again?", default=True, err=True):
                return None
    finally:
        if taken is None and text != row["text"]:
            say(f"not taken was what you wrote:\n\n{text.strip()}\n")


def _open_editor(text: str) -> tuple[str, bool]:
    """What was saved, and whether all of it can be read."""
    # As bytes: what cannot be read would be gone with its file.
    saved = click.edit(f"{text.rstrip()}\n".encode(), extension=".txt", require_save=False) or b""
    try:
        return saved.decode("utf-8-sig").replace("\r\n", "\n"), True
    except UnicodeDecodeError:
        say("the text was not saved as UTF-8: set your editor to it")
        return saved.decode("utf-8-sig", "replace").replace("\r\n", "\n"), False


def _take(house: House, row: dict[str, Any], written: str, *, sure: bool) -> Edited | None:
    """What became of the post; None where the text must be mended first."""
    from bot.flow.editing.edit import edit as carry_out_edit
    from bot.flow.editing.refusing import NotFaithful, WrongState

    try:
        return carry_out_edit(house, row["id"], written, seen=row["text_hash"] or None, sure=sure)
    except NotFaithful as error:
        for doubt in error.doubts:
            say(str(doubt))
        if not click.confirm("Are you sure, although the article does not have it?", err=True):
            return None
    except WrongState as error:
        say(str(error))
        return None
    # The word is for this text alone.
    return _take(house, row, written, sure=True)


def _show(row: dict[str, Any]) -> None:
    from bot.cli.post.showing import print_posts

    print_posts(row, f"{row['channel']}: {row['state']}")
    if row["reason"]:
        say(row["reason"])


def _require_terminal(otherwise: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(otherwise)
