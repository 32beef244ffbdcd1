"""The config as it takes effect: defaults filled in, secrets as references."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.model import Urgency
from bot.plugin import PlatformOptions, SourceOptions
from bot.plugin.values import show_duration
from bot.secrecy import MASK
from bot.settings.effective import Pace, Settings
from bot.settings.legal import Restriction
from bot.settings.rules.rule import Rule


def show_settings(settings: Settings) -> dict[str, Any]:
    """Plain values as they would stand in the files, by file: newscrier, sources, channels, rules, legal.

    Names under restriction are left out: what is shown is copied into tickets and mails.
    """
    return {
        "newscrier": {
            "newsroom": settings.newsroom.model_dump(mode="json"),
            "store": settings.store.raw,
            "defaults": settings.defaults.model_dump(mode="json"),
            "retention": settings.retention.model_dump(mode="json"),
            "certainty": settings.certainty.model_dump(mode="json"),
            "network": settings.network.model_dump(mode="json"),
            "alerts": _without_gaps(settings.alerts.model_dump(mode="json")),
        },
        "sources": {name: _show_source(settings, name, part) for name, part in settings.sources.items()},
        "channels": {name: _show_channel(settings, name, part) for name, part in settings.channels.items()},
        "rules": [_show_rule(rule) for rule in settings.rules],
        "legal": [_show_restriction(one) for one in settings.restrictions],
    }


def show_yaml(settings: Settings) -> str:
    """The same as YAML text."""
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 100
    stream = io.StringIO()
    yaml.dump(show_settings(settings), stream)
    return stream.getvalue()


def _show_source(settings: Settings, name: str, options: SourceOptions) -> dict[str, Any]:
    shown = _dump(settings, options)
    shown["flood"] = settings.flood(name)
    shown["language"] = options.language or settings.newsroom.language
    return _without_gaps(shown)


def _show_channel(settings: Settings, name: str, options: PlatformOptions) -> dict[str, Any]:
    pace = settings.pace(name)
    shown = _dump(settings, options)
    shown["language"] = settings.language(name)
    shown["stale_after"] = _show_stale_after(pace)
    shown["settle"] = show_duration(pace.settle)
    shown["spacing"] = show_duration(pace.spacing)
    shown["per_hour"] = pace.per_hour
    shown["per_day"] = pace.per_day
    shown["breaking_per_hour"] = pace.breaking_per_hour
    shown["schedule"] = [slot.text for slot in pace.schedule] or None
    shown["quiet"] = pace.quiet.model_dump(mode="json") if pace.quiet else "off"
    return _without_gaps(shown)


def _show_stale_after(pace: Pace) -> str | dict[str, str]:
    """One word where it is the same for all."""
    limits = {one.name.lower(): _show_limit(pace.stale(one)) for one in Urgency}
    return limits if len(set(limits.values())) > 1 else limits["normal"]


def _show_limit(value: timedelta | None) -> str:
    return "never" if value is None else show_duration(value)


def _show_rule(rule: Rule) -> dict[str, Any]:
    shown = {
        part: fields.model_dump(mode="json", by_alias=True, exclude_unset=True)
        for part, fields in (("when", rule.when), ("then", rule.then))
    }
    return {**shown, "why": rule.why} if rule.why else shown


def _show_restriction(restriction: Restriction) -> dict[str, Any]:
    until = {"until": restriction.until.isoformat()} if restriction.until else {}
    return {"phrase": MASK, **until, "do": restriction.do}


def _dump(settings: Settings, options: SourceOptions | PlatformOptions) -> dict[str, Any]:
    """The options as written: durations as 3m, secrets as references, paths from the project folder on."""
    shown = options.model_dump(mode="json")
    for name in shown:
        value = getattr(options, name, None)
        if isinstance(value, Path):
            near = value.is_relative_to(settings.project)
            shown[name] = (value.relative_to(settings.project) if near else value).as_posix()
    return shown


def _without_gaps(shown: dict[str, Any]) -> dict[str, Any]:
    """Without fields that have neither a value nor a default."""
    return {
        key: _without_gaps(item) if isinstance(item, dict) else item
        for key, item in shown.items()
        if item is not None
    }
