"""Which posts are meant, and who says so: the same for every verb that changes them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from bot.cli.asking.completing import complete_channels, complete_sources
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json
from bot.errors import NotFound
from bot.model import Delivery, DeliveryState
from bot.text import tell_count

if TYPE_CHECKING:
    from bot.flow.house import House


_STATES = [state.value for state in DeliveryState]


def state_option() -> Callable[[Any], Any]:
    """`--state`, once or several times."""
    return click.option(
        "--state", "states", type=click.Choice(_STATES), multiple=True, help="Only these; may be repeated."
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """Posts by their ids, or all of a state, a channel, a source, a cause."""

    ids: tuple[str, ...]
    states: tuple[str, ...]
    channel: str | None
    source: str | None
    cause: str | None


def which_posts(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose posts; the function gets them together, as `which`."""

    @wraps(function)
    def choose(*args: Any, **given: Any) -> Any:
        which = Choice(**{one.name: given.pop(one.name) for one in fields(Choice)})
        return function(*args, which=which, **given)

    for option in (
        click.option(
            "--cause", metavar="KEY", help="All of this cause: post list --by cause shows the keys."
        ),
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
        choose = option(choose)
    return choose


def as_states(names: Collection[str]) -> list[DeliveryState]:
    """The states of these names."""
    return [DeliveryState(name) for name in names]


def given_id(post_id: str) -> str:
    """Not empty: an empty beginning would fit the only post there is."""
    if not post_id.strip():
        raise NotFound("the id is empty", "newscrier post list shows the ids")
    return post_id


def choose_posts(house: House, which: Choice, usual: Collection[DeliveryState]) -> list[Delivery]:
    """The posts that are meant; `usual` are the states where none is named. Raises UsageError, NotFound."""
    from bot.flow.editing import steer
    from bot.flow.editing.causes import has_cause

    named = which.channel or which.source or which.cause
    if which.ids and (which.states or named):
        raise click.UsageError("give either IDs, or --state, --channel, --source and --cause, not both")
    if not which.ids and not (which.states or named):
        raise click.UsageError("say which posts: IDs, or --state, --channel, --source, --cause")
    if which.channel:
        _known(which.channel, house.settings.channels, "channel")
    if which.source:
        _known(which.source, house.settings.sources, "source")
    states = as_states(which.states) or (tuple(usual) if named else ())
    found = steer.choose(
        house,
        [given_id(one) for one in which.ids],
        states=states,
        channel=which.channel,
        source=which.source,
    )
    chosen = [one for one in found if which.cause is None or has_cause(one, which.cause)]
    if which.cause and not chosen:
        raise NotFound(
            f"no post has the cause {which.cause!r}", "newscrier post list --state failed --by cause"
        )
    return chosen


def _known(name: str, names: Any, noun: str) -> None:
    if name not in names:
        raise NotFound(
            f"no {noun} is called {name!r}", f"config/{noun}s.yaml has: {', '.join(names) or 'none'}"
        )


def add_reason(reason: str) -> str:
    """The reason behind a colon, where there is one."""
    return f": {reason}" if reason else ""


def tell_done(what: str, many: int, *, as_json: bool) -> None:
    """How many posts it was."""
    if as_json:
        print_json({"posts": many})
    else:
        say(f"{what}: {tell_count(many, 'post')}")
