"""Answers Prometheus, from a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import structlog
from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.errors import ConfigError, NewscrierError, Problem

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Series:
    """One metric as Prometheus knows it; `labels` names what tells its samples apart."""

    name: str
    kind: Literal["gauge", "counter"]
    help: str
    labels: tuple[str, ...] = ()


Sample = tuple[tuple[str, ...], float]
"""The values of the labels, and the number."""

Measured = Iterable[tuple[Series, Iterable[Sample]]]


@contextmanager
def expose(address: tuple[str, int], measure: Callable[[], Measured]) -> Iterator[int]:
    """Answer at this host and port (0: any) until the end; gives the port. Raises ConfigError."""
    registry = CollectorRegistry()
    registry.register(_Collector(measure))
    ProcessCollector(registry=registry)
    host, port = address
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        message = f"metrics cannot be answered at {host}:{port}: {error.strerror or error}"
        raise ConfigError([Problem(message, "give --metrics another port")]) from error
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Collector:
    def __init__(self, measure: Callable[[], Measured]) -> None:
        self._measure = measure

    def collect(self) -> Iterator[Metric]:
        try:
            measured = list(self._measure())
        except NewscrierError as error:
            log.warning("metrics cannot be read", reason=str(error))
            return
        for series, samples in measured:
            family = CounterMetricFamily if series.kind == "counter" else GaugeMetricFamily
            told = family(series.name, series.help, labels=series.labels)
            for labels, value in samples:
                told.add_metric(labels, value)
            yield told

    def describe(self) -> list[Metric]:
        """Nothing is read before somebody asks."""
        return []
