"""Is the worker alive, and what needs a person? The same checks for `health` and for alerts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.clock import Clock, SystemClock, from_micros
from bot.errors import ConfigError, StoreError
from bot.flow.house import House
from bot.flow.row import show_moment
from bot.flow.watching.findings import Finding, sort_findings, tell_age
from bot.flow.watching.inforce import find_refusal, find_refused_templates, tell_refused
from bot.flow.watching.troubles import find_troubles
from bot.settings.loading import find_store
from bot.settings.project import find_project
from bot.store import milestones
from bot.store.database import Store
from bot.store.lock import WorkerLock
from bot.watch.messenger import EXTRA, is_installed

STORE_REFUSES = "the store takes no changes"
"""The one trouble in which the worker cannot work at all."""

_LOOKED_AT = "looked at"
_SILENT_AFTER = timedelta(seconds=60)
"""The worker leaves a sign of life every ten seconds."""


def look(house: House, *, alive: bool = False) -> list[Finding]:
    """Everything a person should know, the worst first; `alive` where the worker itself asks."""
    findings = [
        *([] if alive else [_worker(house.settings.store.path, house.clock)]),
        *house.store.read_now(lambda conn: [*_config(conn, house), *find_troubles(conn, house)]),
        *_templates(house),
        *_labels(house),
        *_alerts(house),
        _writable(house.store, house.clock.now()),
    ]
    return sort_findings(findings)


def look_past_config(folder: Path, broken: ConfigError, clock: Clock | None = None) -> list[Finding]:
    """What can be told though the config on disk is broken: a worker goes on with the last good one.

    Raises `broken` itself where no worker gives signs of life, StoreError.
    """
    path = find_store(find_project(folder))
    clock = clock or SystemClock()
    worker = _worker(path, clock)
    if worker.level != "ok":
        raise broken
    with Store.open(path, create=False) as store:
        findings = [worker, _writable(store, clock.now())]
    many = f" and {len(broken.problems) - 1} more" if len(broken.problems) > 1 else ""
    what = f"the config is broken, the worker goes on with the last good one: {broken.problems[0]}{many}"
    return sort_findings([*findings, Finding("warning", what, "newscrier config check")])


def _worker(store: Path, clock: Clock) -> Finding:
    try:
        age = clock.now() - from_micros(WorkerLock(store).path.stat().st_mtime_ns // 1000)
    except OSError:
        return Finding("error", "the worker has never run here", "newscrier run")
    if age > _SILENT_AFTER:
        return Finding("error", f"no sign of life from the worker for {tell_age(age)}", "newscrier run")
    return Finding("ok", f"the worker gave a sign of life {tell_age(age)} ago")


def _writable(store: Store, now: datetime) -> Finding:
    try:
        # A commit without a change would succeed on a full disk, too.
        store.write_now(lambda conn: milestones.put(conn, _LOOKED_AT, now))
    except StoreError as error:
        return Finding("error", f"{STORE_REFUSES}: {error}", "newscrier doctor", STORE_REFUSES)
    return Finding("ok", "the store takes changes")


def _config(conn: Connection, house: House) -> list[Finding]:
    refusal = find_refusal(conn)
    if refusal is None:
        return []
    at, why = refusal
    what = f"the config was changed, and at {show_moment(at, house.zone)} not taken: {why}"
    # A mere warning: posts go on, and whoever restarts the worker for it stops them.
    return [Finding("warning", what, "newscrier config check", "the config is not taken")]


def _templates(house: House) -> list[Finding]:
    return [
        Finding(
            "warning",
            tell_refused(name, kept, house.zone),
            "newscrier template check",
            f"template {name} is not taken",
        )
        for name, kept in find_refused_templates(house.settings).items()
    ]


def _alerts(house: House) -> list[Finding]:
    """Alerts that would reach nobody."""
    if not house.settings.alerts.to or is_installed():
        return []
    return [Finding("warning", "alerts cannot be sent: Apprise is not installed", EXTRA)]


def _labels(house: House) -> list[Finding]:
    """Words that posts show and nobody can read any more; the worker goes on with those of before."""
    broken = [one for one in house.labels.find_problems() if one.severity == "error"]
    if not broken:
        return []
    what = f"labels are not taken, the worker goes on with the last good ones: {broken[0]}"
    return [Finding("warning", what, "newscrier config check", "labels are not taken")]
