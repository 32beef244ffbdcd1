"""Which posts are meant, and who says so: the same for every verb that changes them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import click

from bot.cli.call import Call, user_name
from bot.cli.completing import complete_channels, complete_sources
from bot.cli.faults import say
from bot.cli.output import print_json
from bot.errors import NotFound
from bot.model import Delivery, DeliveryState

if TYPE_CHECKING:
    from bot.flow.house import House


STATES = [state.value for state in DeliveryState]


def state_option() -> Callable[[Any], Any]:
    """`--state`, once or several times."""
    return click.option(
        "--state", "states", type=click.Choice(STATES), multiple=True, help="Only these; may be repeated."
    )


def which_posts(function: Callable[..., Any]) -> Callable[..., Any]:
    """Posts by their ids, or all of a state, a channel, a source."""
    for option in (
        click.option(
            "--source",
            metavar="NAME",
            shell_complete=complete_sources,
            help="All of articles from this source.",
        ),
        click.option(
            "--channel", metavar="NAME", shell_complete=complete_channels, help="All of this channel."
        ),
        state_option(),
        click.argument("ids", metavar="[ID…]", nargs=-1),
    ):
        function = option(function)
    return function


def as_option() -> Callable[[Any], Any]:
    """`--as`, for accounts that several people share; the log keeps the account, too."""
    return click.option(
        "--as",
        metavar="NAME",
        expose_value=False,
        callback=_act_as,
        help="Who you are, for the log, where several people share this account.",
    )


def _act_as(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    name = " ".join(value.split())
    if not name or not name.isprintable():
        raise click.BadParameter("give a name", param_hint="--as")
    ctx.ensure_object(Call).actor = f"{name} (as {user_name()})"


def as_states(names: Collection[str]) -> list[DeliveryState]:
    """The states of these names."""
    return [DeliveryState(name) for name in names]


def given_id(post_id: str) -> str:
    """Not empty: an empty beginning would fit the only post there is."""
    if not post_id.strip():
        raise NotFound("the id is empty", "newscrier post list shows the ids")
    return post_id


def choose_posts(
    house: House, ids: tuple[str, ...], states: tuple[str, ...], channel: str | None, source: str | None
) -> list[Delivery]:
    """The posts that are meant. Raises UsageError, NotFound."""
    from bot.flow import steer

    if ids and (states or channel or source):
        raise click.UsageError("give either IDs, or --state, --channel and --source, not both")
    if not ids and not (states or channel or source):
        raise click.UsageError("say which posts: IDs, or --state, --channel, --source")
    if channel:
        _known(channel, house.settings.channels, "channel")
    if source:
        _known(source, house.settings.sources, "source")
    return steer.choose(
        house, [given_id(one) for one in ids], states=as_states(states), channel=channel, source=source
    )


def _known(name: str, names: Any, noun: str) -> None:
    if name not in names:
        raise NotFound(
            f"no {noun} is called {name!r}", f"config/{noun}s.yaml has: {', '.join(names) or 'none'}"
        )


def add_reason(reason: str) -> str:
    """The reason behind a colon, where there is one."""
    return f": {reason}" if reason else ""


def default_states(
    ids: Collection[str], channel: str | None, source: str | None, states: Collection[DeliveryState]
) -> tuple[str, ...]:
    """The states in which the act is meant, where only a channel or source is named."""
    return tuple(states) if (channel or source) and not ids else ()


def tell_done(what: str, many: int, *, as_json: bool) -> None:
    """How many posts it was."""
    if as_json:
        print_json({"posts": many})
    else:
        say(f"{what}: {many} post{'' if many == 1 else 's'}")
