"""`newscrier channel`: the newsroom's accounts."""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from bot.cli.call import EXIT_FAILED, EXIT_RECONNECT, Call, Verb, json_option, pass_call
from bot.cli.door import enter
from bot.cli.faults import exit_code_of, say
from bot.cli.output import print_json, print_lines, print_table, show_time
from bot.errors import DeliveryError, NotFound, SecretMissing
from bot.settings.project import find_project

if TYPE_CHECKING:
    from bot.flow.house import House
    from bot.plugin import PlatformOptions


_PLAIN = (str, int, float, dict, list)
_YAML_SIGNS = frozenset("#{}[],&*?|<>=!%@`\"'")


@click.group("channel", help="List, verify, hold and release channels; help with tokens.")
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
            state = f"on hold: {row['hold_reason']}"
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
@click.argument("names", metavar="[NAME…]", nargs=-1)
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
    from bot.flow import steer

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
@click.argument("names", metavar="[NAME…]", nargs=-1)
@click.option("--all", "everyone", is_flag=True, help="Every channel.")
@click.option("--reason", required=True, help="Why; colleagues will read it.")
@pass_call
def hold(call: Call, names: tuple[str, ...], *, everyone: bool, reason: str) -> None:
    """With a reason, always."""
    from bot.flow import steer

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
@click.argument("names", metavar="[NAME…]", nargs=-1)
@click.option("--all", "everyone", is_flag=True, help="Every channel.")
@pass_call
def release(call: Call, names: tuple[str, ...], *, everyone: bool) -> None:
    """What was due meanwhile leaves now."""
    from bot.flow import steer

    with enter(call) as house:
        chosen = _choose(house, names, everyone=everyone)
        released = steer.release(house, chosen)
    say(f"released: {', '.join(released)}" if released else "none of them was on hold")


@command.command(
    "help",
    cls=Verb,
    examples=["newscrier channel help file", "newscrier channel help timeline"],
    help="Tell how to connect a platform: the steps to a token, limits, traps, and every option.\n\n"
    "NAME is a platform, or one of your channels.",
)
@click.argument("name", metavar="NAME")
@json_option()
@pass_call
def help_with(call: Call, name: str, *, as_json: bool) -> None:
    """The platform's own page."""
    from bot.plugin import discover_platforms

    platforms = discover_platforms()
    if name not in platforms:
        name = _platform_of(call, name)
    about = _about(platforms[name], name)
    options = _list_options(platforms[name].Options)
    if as_json:
        print_json({"platform": name, "about": about, "options": options})
        return
    print_lines(about, "", "Options")
    for option in options:
        default = "required" if option["required"] else f"default {option['default']}"
        print_lines("", f"  {option['name']}  ({default})", f"      {option['description']}")
        for example in option["examples"]:
            print_lines(f"      for example  {option['name']}: {example}")


def _platform_of(call: Call, name: str) -> str:
    from bot.plugin import discover_platforms
    from bot.settings.loading import load_settings

    channels = load_settings(find_project(call.start)).channels
    if name not in channels:
        known = ", ".join(sorted({*discover_platforms(), *channels}))
        raise NotFound(f"no platform or channel is called {name!r}", f"there are: {known}")
    return channels[name].platform


def _about(platform: type[Any], name: str) -> str:
    """The how-to page: the docstring of the plugin's own module."""
    for module in (f"bot.platforms.{name}", platform.__module__):
        text = getattr(sys.modules.get(module), "__doc__", None)
        if text:
            return inspect.cleandoc(text)
    return f"{name} has no page of its own."


def _list_options(options: type[PlatformOptions]) -> list[dict[str, Any]]:
    """Each option's name, description, examples and default, the platform's own ones first."""
    from bot.plugin import PlatformOptions

    schema = options.model_json_schema()
    required = set(schema.get("required", ()))
    general = set(PlatformOptions.model_fields)
    fields = schema["properties"]
    names = sorted(fields, key=lambda one: (one in general and one != "platform", one not in required))
    return [
        {
            "name": one,
            "description": fields[one].get("description", ""),
            "examples": [_as_yaml(example) for example in fields[one].get("examples", ())],
            "required": one in required,
            "default": _default(options.model_fields[one].default),
        }
        for one in names
    ]


def _default(value: Any) -> str:
    from pydantic import BaseModel

    from bot.plugin.options import show_duration

    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, timedelta):
        return show_duration(value)
    return "the newsroom's" if value is None else _as_yaml(value if isinstance(value, _PLAIN) else str(value))


def _as_yaml(value: Any) -> str:
    """A value as one would write it into the config, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_yaml, value)) + "]"
    if isinstance(value, str):
        plain = value and not set(value) & _YAML_SIGNS
        return value if plain else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
