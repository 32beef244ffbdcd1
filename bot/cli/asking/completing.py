"""What a shell may complete: names from the config, read so cheaply that nobody waits for a TAB."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path

import click
from click.shell_completion import CompletionItem

import bot
from bot.cli.asking.call import Call
from bot.errors import ConfigError
from bot.settings.project import CONFIG, find_project

_NAME = re.compile(r"^([^\W_][\w.-]*)\s*:", re.MULTILINE)
"""A name at the very left of a config file; anything cleverer would cost the time of a YAML reader."""


def complete_channels(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The channels of the config."""
    return _begin_with(incomplete, _list_names(ctx, "channels"), ctx)


def complete_sources(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The sources of the config."""
    return _begin_with(incomplete, _list_names(ctx, "sources"), ctx)


def complete_platforms(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The platforms that are there, none of them imported."""
    return _begin_with(incomplete, _list_platforms(), ctx)


def complete_platforms_and_channels(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Whatever has a page of help."""
    return _begin_with(incomplete, [*_list_platforms(), *_list_names(ctx, "channels")], ctx)


def complete_files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Whatever the shell finds on disk."""
    return [CompletionItem(incomplete, type="file")]


def _begin_with(incomplete: str, names: Iterable[str], ctx: click.Context) -> list[CompletionItem]:
    """Those that go on from what was typed; what a list names already is not offered again."""
    named = {one for value in ctx.params.values() if isinstance(value, tuple) for one in value}
    return [CompletionItem(name) for name in names if name.startswith(incomplete) and name not in named]


def _list_names(ctx: click.Context, part: str) -> list[str]:
    call = ctx.find_object(Call) or Call()
    try:
        text = (find_project(call.start) / CONFIG / f"{part}.yaml").read_text(encoding="utf-8")
    except (ConfigError, OSError, UnicodeDecodeError):
        return []
    return _NAME.findall(text)


def _list_platforms() -> list[str]:
    ours = [info.name for info in pkgutil.iter_modules([str(Path(bot.__file__).parent / "platforms")])]
    others = [point.name for point in entry_points(group="newscrier.platforms")]
    return sorted(name for name in {*ours, *others} if not name.startswith("_"))
