"""`newscrier channel`: the newsroom's accounts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import click

from bot.cli import connecting, guide
from bot.cli.asking.call import EXIT_FAILED, EXIT_RECONNECT, Call, Verb, json_option, pass_call
from bot.cli.asking.completing import complete_channels
from bot.cli.asking.door import enter
from bot.cli.asking.typed import as_option, reason_option
from bot.cli.telling.faults import exit_code_of, say
from bot.cli.telling.output import print_json, print_table, show_time
from bot.errors import DeliveryError, SecretMissing

if TYPE_CHECKING:
    from bot.flow.house import House


@click.group("channel", help="List, add, verify, hold and release channels; help with tokens.")
def command() -> None:
    """The noun."""


@command.command(
    "list",
    cls=Verb,
    examples=["newscrier channel list", "newscrier channel list --json"],
    help="List the channels: account, what waits, and whether one is on hold or rests.",
)
@json_option()
@pass_call
def list_them(call: Call, *, as_json: bool) -> None:
    """In the order of the config."""
    from bot.flow.show import list_channels

    with enter(call) as house:
        rows = list_channels(house)
        zone = house.zone
        now = house.clock.now()
    if as_json:
        print_json(rows)
        return
    table = []
    for row in rows:
        state = "ready"
        if row["held_at"]:
            since = show_time(row["held_at"], zone)
            state = f"on hold by {row['held_by']} since {since}: {row['hold_reason']}"
        elif row["paused_until"] and row["paused_until"] > now:
            state = f"rests until {show_time(row['paused_until'], zone)}: {row['pause_reason']}"
        account = row["account"] or "not verified yet"
        table.append((row["channel"], row["platform"], account, str(row["waiting"]), row["approval"], state))
    print_table(("CHANNEL", "PLATFORM", "ACCOUNT", "WAITING", "APPROVAL", "NOW"), table)


@command.command(
    "verify",
    cls=Verb,
    examples=["newscrier channel verify", "newscrier channel verify timeline --json"],
    help="Ask each platform who the channel is and whether it may post; all channels where none is named.\n\n"
    "Ends with 4 where one is refused, 1 where one cannot be reached.",
)
@click.argument("names", metavar="[NAME…]", nargs=-1, shell_complete=complete_channels)
@click.option("--new-account", is_flag=True, help="Another account than before is meant from now on.")
@json_option()
@pass_call
def verify(call: Call, names: tuple[str, ...], *, new_account: bool, as_json: bool) -> int:
    """One after the other; a refusal does not stop the rest."""
    if new_account and not names:
        raise click.UsageError("--new-account needs the NAME of the channel")
    with enter(call) as house:
        chosen = [house.require_channel(name) for name in names] or list(house.settings.channels)
        rows, codes = asyncio.run(_verify_all(house, chosen, new_account=new_account))
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("CHANNEL", "ACCOUNT", "ANSWER"),
            [(row["channel"], row["account"] or "-", row["error"] or "may post") for row in rows],
        )
    return EXIT_RECONNECT if EXIT_RECONNECT in codes else EXIT_FAILED if codes else 0


async def _verify_all(
    house: House, names: list[str], *, new_account: bool
) -> tuple[list[dict[str, Any]], set[int]]:
    from bot.flow.editing import steer

    rows: list[dict[str, Any]] = []
    codes = set()
    for name in names:
        try:
            account, error = await steer.verify(house, name, new_account=new_account), ""
        except (DeliveryError, SecretMissing) as refusal:
            account, error = "", str(refusal)
            codes.add(exit_code_of(refusal))
        rows.append({"channel": name, "account": account, "error": error})
    return rows, codes


def _choose(house: House, names: tuple[str, ...], *, everyone: bool) -> list[str]:
    if bool(names) == everyone:
        raise click.UsageError("give either the NAMEs of channels, or --all")
    return [house.require_channel(name) for name in names] or list(house.settings.channels)


@command.command(
    "hold",
    cls=Verb,
    examples=[
        'newscrier channel hold --all --reason "the editor in chief looks at everything first"',
        'newscrier channel hold timeline --reason "server moves tonight"',
    ],
    help="The stop switch: nothing leaves on these channels until they are released.\n\n"
    "A running worker obeys within a second; an attempt in hand is finished.",
)
@click.argument("names", metavar="[NAME…]", nargs=-1, shell_complete=complete_channels)
@click.option("--all", "everyone", is_flag=True, help="Every channel.")
@reason_option()
@as_option()
@pass_call
def hold(call: Call, names: tuple[str, ...], *, everyone: bool, reason: str) -> None:
    """With a reason, always."""
    from bot.flow.editing import steer

    with enter(call) as house:
        chosen = _choose(house, names, everyone=everyone)
        steer.hold(house, chosen, reason)
    say(f"on hold: {', '.join(chosen) or 'no channel is configured'}")


@command.command(
    "release",
    cls=Verb,
    examples=["newscrier channel release timeline", "newscrier channel release --all"],
    help="Take the hold, or the rest after trouble, from channels.",
)
@click.argument("names", metavar="[NAME…]", nargs=-1, shell_complete=complete_channels)
@click.option("--all", "everyone", is_flag=True, help="Every channel.")
@as_option()
@pass_call
def release(call: Call, names: tuple[str, ...], *, everyone: bool) -> None:
    """What was due meanwhile leaves now."""
    from bot.flow.editing import steer

    with enter(call) as house:
        chosen = _choose(house, names, everyone=everyone)
        released = steer.release(house, chosen)
    say(f"released: {', '.join(released)}" if released else "none of them was on hold")


command.add_command(guide.help_with)
command.add_command(connecting.add)
