"""What a monitoring system may ask the worker: numbers from the store, read when it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection

from bot.flow.house import House
from bot.plugin.pages import MADE
from bot.store import alarms, channels, counting, sources
from bot.watch.exposition import Sample, Series

_GAUGE: Literal["gauge"] = "gauge"
_COUNTER: Literal["counter"] = "counter"


@dataclass(frozen=True, slots=True)
class Metric:
    """A series, and how its samples are found."""

    series: Series
    read: Callable[[Connection, House], Iterable[Sample]]


def _count_posts(conn: Connection, _house: House) -> Iterable[Sample]:
    return (((channel, state), many) for channel, state, many in counting.count_posts(conn))


def _count_attempts(conn: Connection, _house: House) -> Iterable[Sample]:
    return (((channel, outcome), many) for channel, outcome, many in counting.count_attempts(conn))


def _measure_waiting(conn: Connection, house: House) -> Iterable[Sample]:
    now = house.clock.now()
    for channel, due_at in counting.find_oldest_due(conn).items():
        yield (channel,), max((now - due_at).total_seconds(), 0.0)


def _tell_holds(conn: Connection, house: House) -> Iterable[Sample]:
    known = channels.get_all(conn)
    for name in house.settings.channels:
        yield (name,), float(name in known and known[name].held_at is not None)


def _tell_rests(conn: Connection, house: House) -> Iterable[Sample]:
    known, now = channels.get_all(conn), house.clock.now()
    for name in house.settings.channels:
        until = known[name].paused_until if name in known else None
        yield (name,), float(until is not None and until > now)


def _measure_sources(conn: Connection, house: House) -> Iterable[Sample]:
    now = house.clock.now()
    for name, state in sources.get_all(conn).items():
        if name in house.settings.sources:
            yield (name,), max((now - state.fetched_at).total_seconds(), 0.0)


def _tell_failures(conn: Connection, house: House) -> Iterable[Sample]:
    failing = sources.list_errors(conn)
    return (((name,), float(name in failing)) for name in house.settings.sources)


def _count_alarms(conn: Connection, _house: House) -> Iterable[Sample]:
    return [((), float(sum(alarm.times > 0 for alarm in alarms.get_all(conn).values())))]


_METRICS: Final = tuple(
    Metric(Series(name, kind, help_, labels), read)
    for name, kind, help_, labels, read in (
        ("newscrier_posts", _GAUGE, "Posts by channel and state.", ("channel", "state"), _count_posts),
        (
            "newscrier_attempts",
            _COUNTER,
            "Tries of posts by channel and outcome, as far as they are kept.",
            ("channel", "outcome"),
            _count_attempts,
        ),
        (
            "newscrier_oldest_waiting_seconds",
            _GAUGE,
            "How long the oldest post that is due waits.",
            ("channel",),
            _measure_waiting,
        ),
        ("newscrier_channel_held", _GAUGE, "1 where a channel is on hold.", ("channel",), _tell_holds),
        ("newscrier_channel_resting", _GAUGE, "1 where a channel rests.", ("channel",), _tell_rests),
        (
            "newscrier_source_age_seconds",
            _GAUGE,
            "How long ago a source was read last.",
            ("source",),
            _measure_sources,
        ),
        ("newscrier_source_failing", _GAUGE, "1 where the last look failed.", ("source",), _tell_failures),
        ("newscrier_alarms", _GAUGE, "Troubles that last and that people were told of.", (), _count_alarms),
    )
)


def measure(house: House) -> list[tuple[Series, list[Sample]]]:
    """Every metric with its samples, all of one moment. Raises StoreError."""
    return house.store.read_now(lambda conn: [(one.series, list(one.read(conn, house))) for one in _METRICS])


def write_metrics_page() -> str:
    """The reference of the metrics."""
    rows = [
        f"| `{one.name}{'_total' if one.kind == 'counter' else ''}` | {one.kind} "
        f"| {', '.join(f'`{label}`' for label in one.labels)} | {one.help} |"
        for one in (metric.series for metric in _METRICS)
    ]
    head = (
        "`newscrier run --metrics 9464` answers Prometheus at `http://127.0.0.1:9464/metrics`; "
        "`--metrics 0.0.0.0:9464` also answers other machines, without asking who they are."
    )
    table = ["| metric | kind | labels | meaning |", "|---|---|---|---|", *rows]
    return "\n".join(["# Metrics", "", MADE, "", head, "", *table, ""])
