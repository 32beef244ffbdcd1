"""The contracts of plugins: what a source or a platform gives, takes, and may not do.

A plugin never retries, sleeps, reads environment variables, touches the store, logs bodies or
imports a sibling; it raises only the errors of `bot.errors`. Its module docstring is its how-to
page: what it is, numbered steps to a token, scopes, limits, traps, cost.
"""

from bot.plugin.discovery import discover_platforms, discover_sources
from bot.plugin.hours import QuietHours
from bot.plugin.options import PlatformOptions, SourceOptions, UtmOptions
from bot.plugin.platform import Editable, Findable, Platform, Readable, Refreshable, Withdrawable
from bot.plugin.source import Batch, Illustrated, Known, Memo, Paged, Revisitable, Source, Watchable
from bot.plugin.values import Duration, SecretOption, ServerAddress, Strict

__all__ = [
    "Batch",
    "Duration",
    "Editable",
    "Findable",
    "Illustrated",
    "Known",
    "Memo",
    "Paged",
    "Platform",
    "PlatformOptions",
    "QuietHours",
    "Readable",
    "Refreshable",
    "Revisitable",
    "SecretOption",
    "ServerAddress",
    "Source",
    "SourceOptions",
    "Strict",
    "UtmOptions",
    "Watchable",
    "Withdrawable",
    "discover_platforms",
    "discover_sources",
]
