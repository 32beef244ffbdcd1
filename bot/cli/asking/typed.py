"""What a person says of themselves and of what they do: who they are, a new text, the reason why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TextIO

import click

from bot.cli.asking.call import Call, user_name


def as_option() -> Callable[[Any], Any]:
    """`--as`, for accounts that several people share; the log keeps the account, too."""
    return click.option(
        "--as",
        metavar="NAME",
        expose_value=False,
        callback=_act_as,
        help="Who you are, for the log, where several people share this account.",
    )


def text_option() -> Callable[[Any], Any]:
    """`--text`, the whole new text of a post, None where it is not given."""
    return click.option(
        "--text",
        type=click.File(encoding="utf-8"),
        callback=_read_text,
        metavar="FILE",
        help="The new text; - is standard input.",
    )


def reason_option() -> Callable[[Any], Any]:
    """`--reason`, in one line."""
    return click.option(
        "--reason",
        required=True,
        callback=_read_reason,
        metavar="TEXT",
        help="Why, for those who ask later.",
    )


def _read_text(_ctx: click.Context, param: click.Parameter, file: TextIO | None) -> str | None:
    if file is None:
        return None
    try:
        text = file.read()
    except UnicodeDecodeError:
        raise click.BadParameter("the text is not UTF-8", param=param) from None
    if not text.strip():
        raise click.BadParameter("the text is empty", param=param)
    return text


def _read_reason(_ctx: click.Context, param: click.Parameter, value: str) -> str:
    reason = " ".join(value.split())
    if not reason:
        raise click.BadParameter("say why", param=param)
    return reason


def _act_as(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    name = " ".join(value.split())
    if not name or not name.isprintable():
        raise click.BadParameter("give a name", param_hint="--as")
    ctx.ensure_object(Call).actor = f"{name} (as {user_name()})"
