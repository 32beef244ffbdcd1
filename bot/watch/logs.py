"""Logs: one chain for everybody, ours and the libraries', and no secret in any line.

On a terminal they are lines for people, elsewhere JSON, one object a line:
`timestamp` (UTC, ISO 8601), `level`, `event`, `logger`, and what the logger was bound to (channel,
article, delivery). Data goes to stdout and talk to stderr, so pass `sys.stderr`.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Literal, TextIO, cast

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.types import EventDict, ExcInfo, Processor

from bot.clock import Clock, SystemClock
from bot.errors import NewscrierError
from bot.watch.cleaning import clean_event

Level = Literal["debug", "info", "warning", "error"]

# Their own news is noise to a newsroom, and httpx's request lines hold addresses.
_QUIET = ("httpx", "httpcore", "hpack", "apscheduler", "alembic", "watchfiles", "sqlalchemy", "asyncio")
_FRAMES = 20
_FIRST = ("timestamp", "level", "event", "logger")


class _Handler(logging.StreamHandler[TextIO]):
    """Ours, so that setting up a second time finds and replaces it."""


def configure_logs(
    *, stream: TextIO, json: bool | None = None, level: Level = "info", clock: Clock | None = None
) -> None:
    """Send every log line to `stream`; `json` None means JSON unless the stream is a terminal.

    May be called again; the last call counts.
    """
    terminal = stream.isatty()
    as_json = not terminal if json is None else json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        _Timestamp(clock or SystemClock()),
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    last = _json_processors() if as_json else _console_processors(colors=terminal)
    handler = _Handler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last, _Fit(stream)],
        )
    )
    _install(handler, level)


def get_log(name: str = "newscrier", **context: Any) -> structlog.stdlib.BoundLogger:
    """A logger that says `context` (channel, article, delivery) in every line."""
    return structlog.stdlib.get_logger(name, **context)


def _install(handler: logging.Handler, level: Level) -> None:
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)


def _json_processors() -> list[Processor]:
    return [
        _describe_exception,
        lambda _logger, _method, event: clean_event(event, keep="\n\t"),
        _order,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _console_processors(*, colors: bool) -> list[Processor]:
    return [
        _tell_exception,
        lambda _logger, _method, event: clean_event(event, keep="", blocks=("exception", "stack")),
        structlog.dev.ConsoleRenderer(
            colors=colors, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        ),
    ]


class _Timestamp:
    """Adds when it happened."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, _logger: Any, _method: str, event: EventDict) -> EventDict:
        event["timestamp"] = self._clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
        return event


class _Fit:
    """Escapes what the stream's encoding cannot say: a log line must never fail."""

    def __init__(self, stream: TextIO) -> None:
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    def __call__(self, _logger: Any, _method: str, line: Any) -> str:
        return str(line).encode(self._encoding, "backslashreplace").decode(self._encoding)


def _order(_logger: Any, _method: str, event: EventDict) -> EventDict:
    first = {key: event.pop(key) for key in _FIRST if key in event}
    return {**first, **event}


def _take_exception(event: MutableMapping[str, Any]) -> ExcInfo | None:
    told = event.pop("exc_info", None)
    if isinstance(told, BaseException):
        return (type(told), told, told.__traceback__)
    if isinstance(told, tuple):
        return cast(ExcInfo, told) if told[0] else None
    return cast(ExcInfo, sys.exc_info()) if told and sys.exc_info()[0] else None


def _describe_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """One structured field; without the frames' variables, which hold what must not show."""
    told = _take_exception(event)
    if told:
        transform = ExceptionDictTransformer(show_locals=False, max_frames=_FRAMES, use_rich=False)
        event["exception"] = transform(told)
    return event


def _tell_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """What a person wants to read: our own errors as their sentence, others with the traceback."""
    told = _take_exception(event)
    if told and isinstance(told[1], NewscrierError):
        event["error"] = str(told[1])
    elif told:
        event["exception"] = structlog.processors.format_exc_info(None, "", {"exc_info": told})["exception"]
    return event
