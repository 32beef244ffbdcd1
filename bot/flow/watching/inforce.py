"""What is in force, where it is not what lies on disk: a changed config or template that was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import TemplateError
from bot.flow.row import show_moment
from bot.flow.templating.kept import GONE, Kept, digest_texts, kept_folder, read_kept
from bot.plugin import PlatformOptions
from bot.render.template import Renderer
from bot.render.usual import choose_usual
from bot.settings.effective import Settings
from bot.store import events

_CONFIG = "config"
_TAKEN, _REFUSED = "taken", "not taken"
_BY = "worker"


def record_taken(conn: Connection, now: datetime, changes: str) -> None:
    """The worker goes by a new config."""
    events.record(conn, now, _BY, _TAKEN, _CONFIG, changes)


def record_refused(conn: Connection, now: datetime, why: str) -> None:
    """The worker goes on by the old config."""
    events.record(conn, now, _BY, _REFUSED, _CONFIG, why)


def settle_refusal(conn: Connection, now: datetime) -> None:
    """The config on disk is the one in force: a refusal that was told before is over."""
    if find_refusal(conn):
        record_taken(conn, now, "as it is")


def find_refusal(conn: Connection) -> tuple[datetime, str] | None:
    """When and why the config on disk was not taken; None where it is in force."""
    told = events.list_events(conn, _CONFIG)
    if not told or told[-1][2] != _REFUSED:
        return None
    return told[-1][0], told[-1][3]


def find_refused_templates(settings: Settings) -> dict[str, Kept]:
    """The templates whose version on disk the worker did not take, by name."""
    files = Renderer(settings.templates)
    return {
        name: kept
        for name, kept in read_kept(kept_folder(settings)).items()
        if kept.refused and kept.refused.digest == _digest_on_disk(files, name)
    }


@dataclass(frozen=True, slots=True)
class TemplateState:
    """A template as it lies in the folder; `state` says which version of it the worker uses."""

    name: str
    channels: tuple[str, ...]
    state: str
    taken_at: datetime | None


def list_templates(settings: Settings) -> list[TemplateState]:
    """Every template, the channels that usually take it, and whether the worker goes by it."""
    files = Renderer(settings.templates)
    kept, zone = read_kept(kept_folder(settings)), ZoneInfo(settings.newsroom.timezone)
    found, names = [], set(files.names())
    for name in sorted({*names, *kept}):
        using = (one for one, options in settings.channels.items() if _usual(options, names) == name)
        known = kept.get(name)
        state = _tell_state(_digest_on_disk(files, name), known, zone)
        found.append(TemplateState(name, tuple(using), state, known.taken if known else None))
    return found


def _usual(options: PlatformOptions, names: set[str]) -> str:
    """The template of a channel, where no rule or note chooses another."""
    return options.template or choose_usual(options.platform, names)


def _tell_state(digest: str, kept: Kept | None, zone: ZoneInfo) -> str:
    if kept is None:
        return "new: a worker takes it when it looks"
    if kept.refused and kept.refused.digest == digest:
        return _tell_refusal(kept, zone)
    if kept.digest != digest:
        return "changed: a worker takes it when it looks"
    return "in use"


def tell_refused(name: str, kept: Kept, zone: ZoneInfo) -> str:
    """`template posts/default.j2: changed 2027-03-01 10:02, not taken: …; the version of … is in use`."""
    return f"template {name}: {_tell_refusal(kept, zone)}"


def _tell_refusal(kept: Kept, zone: ZoneInfo) -> str:
    assert kept.refused
    at = show_moment(datetime.fromisoformat(kept.refused.at), zone)
    used = f"the version of {show_moment(kept.taken, zone)} is in use" if kept.taken else "it is not in use"
    return f"changed {at}, not taken: {kept.refused.why}; {used}"


def _digest_on_disk(files: Renderer, name: str) -> str:
    """The digest of a template as it lies in the folder; `GONE` where it does not."""
    try:
        return digest_texts(files.texts(name))
    except TemplateError:
        return GONE
