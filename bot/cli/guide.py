"""`newscrier channel help`: how to connect a platform."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.completing import complete_platforms_and_channels
from bot.cli.telling.output import print_json, print_lines
from bot.errors import NotFound
from bot.settings.project import find_project

if TYPE_CHECKING:
    from bot.plugin import PlatformOptions
    from bot.plugin.fields import FieldLine


@click.command(
    "help",
    cls=Verb,
    examples=["newscrier channel help file", "newscrier channel help timeline"],
    help="Tell how to connect a platform: the steps to a token, limits, traps, and every option.\n\n"
    "NAME is a platform, or one of your channels.",
)
@click.argument("name", metavar="NAME", shell_complete=complete_platforms_and_channels)
@json_option()
@pass_call
def help_with(call: Call, name: str, *, as_json: bool) -> None:
    """The platform's own page."""
    from bot.flow.connect import tell_about
    from bot.plugin import discover_platforms

    platforms = discover_platforms()
    if name not in platforms:
        name = _platform_of(call, name)
    about = tell_about(name)
    options = _list_options(platforms[name].Options)
    if as_json:
        rows = [{**asdict(option), "required": option.required} for option in options]
        print_json({"platform": name, "about": about, "options": rows})
        return
    print_lines(about, "", "Options")
    for option in options:
        default = "required" if option.required else f"default {option.default}"
        print_lines("", f"  {option.name}  ({default})", f"      {option.description}")
        for example in option.examples:
            print_lines(f"      for example  {option.name}: {example}")


def _platform_of(call: Call, name: str) -> str:
    from bot.plugin import discover_platforms
    from bot.settings.loading import load_settings

    channels = load_settings(find_project(call.start)).channels
    if name not in channels:
        known = ", ".join(sorted({*discover_platforms(), *channels}))
        raise NotFound(f"no platform or channel is called {name!r}", f"there are: {known}")
    return channels[name].platform


def _list_options(options: type[PlatformOptions]) -> list[FieldLine]:
    """Each option in words, the platform's own ones first."""
    from bot.plugin import PlatformOptions
    from bot.plugin.fields import describe_fields

    general = set(PlatformOptions.model_fields)
    return sorted(
        describe_fields(options, unset="the newsroom's"),
        key=lambda one: (one.name in general and one.name != "platform", not one.required),
    )
