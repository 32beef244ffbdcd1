"""Is the worker alive, and what needs a person? The same checks for `health`, and later for alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from bot.clock import Clock, SystemClock, from_micros
from bot.errors import ConfigError, StoreError
from bot.flow.house import House
from bot.flow.inforce import find_refusal, find_refused_templates, show_moment, tell_refused
from bot.model import DeliveryState
from bot.settings.loading import find_store
from bot.settings.project import find_project
from bot.store import channels, outbox, posts, sources, unread
from bot.store.database import Store
from bot.store.lock import WorkerLock

SILENT_AFTER = timedelta(seconds=60)
"""The worker leaves a sign of life every ten seconds."""

Level = Literal["ok", "warning", "error", "reconnect", "config"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` is the command that helps."""

    level: Level
    what: str
    mend: str = ""


def look(house: House) -> list[Finding]:
    """Everything a person should know, the worst first."""
    findings = [
        _worker(house.settings.store.path, house.clock),
        *house.store.read_now(lambda conn: _rows(conn, house)),
        *_templates(house),
        _writable(house.store),
    ]
    return sort_findings(findings)


def sort_findings(findings: list[Finding]) -> list[Finding]:
    """The worst first."""
    order: list[Level] = ["config", "reconnect", "error", "warning", "ok"]
    return sorted(findings, key=lambda finding: order.index(finding.level))


def look_past_config(folder: Path, broken: ConfigError, clock: Clock | None = None) -> list[Finding]:
    """What can be told though the config on disk is broken: a worker goes on with the last good one.

    Raises `broken` itself where no worker gives signs of life, StoreError.
    """
    path = find_store(find_project(folder))
    worker = _worker(path, clock or SystemClock())
    if worker.level != "ok":
        raise broken
    with Store.open(path, create=False) as store:
        findings = [worker, _writable(store)]
    many = f" and {len(broken.problems) - 1} more" if len(broken.problems) > 1 else ""
    what = f"the config is broken, the worker goes on with the last good one: {broken.problems[0]}{many}"
    return sort_findings([*findings, Finding("warning", what, "newscrier config check")])


def _worker(store: Path, clock: Clock) -> Finding:
    try:
        age = clock.now() - from_micros(WorkerLock(store).path.stat().st_mtime_ns // 1000)
    except OSError:
        return Finding("error", "the worker has never run here", "newscrier run")
    if age > SILENT_AFTER:
        return Finding(
            "error", f"no sign of life from the worker for {int(age.total_seconds())} s", "newscrier run"
        )
    return Finding("ok", f"the worker gave a sign of life {int(age.total_seconds())} s ago")


def _writable(store: Store) -> Finding:
    try:
        store.write_now(lambda _conn: None)
    except StoreError as error:
        return Finding("error", f"the store takes no changes: {error}")
    return Finding("ok", "the store takes changes")


def _rows(conn: Connection, house: House) -> list[Finding]:
    findings = _config(conn, house)
    for name, state in channels.get_all(conn).items():
        if name in house.settings.channels and state.held_at is not None:
            findings.append(_held(state))
        elif state.paused_until is not None and state.paused_until > house.clock.now():
            findings.append(Finding("warning", f"channel {name} rests: {state.pause_reason}"))
    for name in house.settings.channels:
        if channels.get(conn, name).verified_at is None and channels.get(conn, name).held_at is None:
            mend = f"newscrier channel verify {name}"
            findings.append(Finding("warning", f"channel {name} was never connected", mend))
    counts = outbox.count_states(conn)
    for state_name in (DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.HELD):
        many = counts.get(state_name.value, 0)
        if many:
            mend = f"newscrier post list --state {state_name.value}"
            findings.append(Finding("warning", f"posts that are {state_name.value}: {many}", mend))
    if wrong := len(posts.list_wrong(conn)):
        what = f"posts online that need a look: {wrong}"
        findings.append(Finding("warning", what, "newscrier article list --problems"))
    unreadable = sum(
        any(problem.severity == "error" for problem in problems)
        for *_, problems in unread.list_problems(conn)
    )
    if unreadable:
        findings.append(
            Finding(
                "warning", f"files that cannot be read: {unreadable}", "newscrier article list --problems"
            )
        )
    findings += [
        Finding("warning", f"source {name} failed: {error}")
        for name, error in sources.list_errors(conn).items()
    ]
    return findings


def _config(conn: Connection, house: House) -> list[Finding]:
    refusal = find_refusal(conn)
    if refusal is None:
        return []
    at, why = refusal
    what = f"the config was changed, and at {show_moment(at, house.zone)} not taken: {why}"
    # A mere warning: posts go on, and whoever restarts the worker for it stops them.
    return [Finding("warning", what, "newscrier config check")]


def _templates(house: House) -> list[Finding]:
    return [
        Finding("warning", tell_refused(name, kept, house.zone), "newscrier template check")
        for name, kept in find_refused_templates(house.settings).items()
    ]


def _held(state: channels.ChannelState) -> Finding:
    """A channel that a person stopped is meant to be silent; one that the worker stopped is not."""
    name, reason = state.name, state.hold_reason
    if needs_reconnecting(state):
        mend = f"mend it, then: newscrier channel release {name}"
        return Finding("reconnect", f"channel {name} is on hold: {reason}", mend)
    return Finding(
        "warning", f"channel {name} was put on hold: {reason}", f"newscrier channel release {name}"
    )


def needs_reconnecting(state: channels.ChannelState) -> bool:
    """Whether the worker itself put this held channel on hold, because it was refused."""
    return state.held_at is not None and state.held_by == channels.WORKER
