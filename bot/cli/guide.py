"""`newscrier channel help`: how to connect a platform."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from bot.cli.call import Call, Verb, json_option, pass_call
from bot.cli.completing import complete_platforms_and_channels
from bot.cli.output import print_json, print_lines
from bot.errors import NotFound
from bot.settings.project import find_project

if TYPE_CHECKING:
    from bot.plugin import PlatformOptions

_PLAIN = (str, int, float, dict, list)
_YAML_SIGNS = frozenset("#{}[],&*?|<>=!%@`\"'")


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
