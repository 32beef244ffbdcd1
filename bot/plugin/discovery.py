"""Finds plugins: by module name in our own rooms, and by entry points of other distributions."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

from bot.plugin.platform import Platform
from bot.plugin.source import Source


@cache
def discover_platforms() -> dict[str, type[Platform]]:
    """Every platform by its name: modules of `bot.platforms`, then entry points `newscrier.platforms`."""
    return _discover("platforms", "Platform")


@cache
def discover_sources() -> dict[str, type[Source]]:
    """Every source by its name: modules of `bot.sources`, then entry points `newscrier.sources`."""
    return _discover("sources", "Source")


def _discover(room: str, contract: str) -> dict[str, Any]:
    """The class that each module marks as its plugin: the one whose `name` is the module's own."""
    package = importlib.import_module(f"bot.{room}")
    found: dict[str, Any] = {}
    for info in pkgutil.iter_modules(package.__path__):
        if not info.name.startswith("_"):
            module = importlib.import_module(f"bot.{room}.{info.name}")
            found[info.name] = _plugin_class(module, info.name, contract)
    for point in entry_points(group=f"newscrier.{room}"):
        found[point.name] = point.load()
    return found


def _plugin_class(module: ModuleType, name: str, contract: str) -> type[Any]:
    for value in vars(module).values():
        if isinstance(value, type) and value.__dict__.get("name") == name and hasattr(value, "Options"):
            return value
    raise TypeError(f"{module.__name__} has no {contract} with name = {name!r} and Options")
