"""One chain for all logs: what a line holds, and what it never holds."""

import io
import json
import logging
import string
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import secrecy
from bot.clock import SystemClock
from bot.errors import Rejected
from bot.secrecy import MASK, Secret, remember_secret
from bot.watch.cleaning import clean_event
from bot.watch.logs import _QUIET, _Handler, configure_logs, get_log

unshared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class FixedClock(SystemClock):
    def now(self) -> datetime:
        return datetime(2026, 5, 1, 10, 0, 0, 120, tzinfo=UTC)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root, secrets = logging.getLogger(), set(secrecy._revealed)
    level, levels = root.level, {name: logging.getLogger(name).level for name in _QUIET}
    yield
    root.setLevel(level)
    for handler in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(handler)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    secrecy._revealed.clear()
    secrecy._revealed.update(secrets)


def as_json(say: Callable[[], object], **options: Any) -> list[dict[str, Any]]:
    stream = io.StringIO()
    configure_logs(stream=stream, clock=FixedClock(), **options)
    say()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def on_terminal(say: Callable[[], object]) -> str:
    stream = Terminal()
    configure_logs(stream=stream, json=False, clock=FixedClock())
    say()
    return stream.getvalue()


def test_a_json_line_is_one_object_with_time_level_event_logger_and_context() -> None:
    log = get_log("newscrier.deliver", channel="main", article="a1", delivery="d1")
    (line,) = as_json(lambda: log.info("delivered", attempts=2))
    assert list(line)[:4] == ["timestamp", "level", "event", "logger"]
    assert line == {
        "timestamp": "2026-05-01T10:00:00.000120Z",
        "level": "info",
        "event": "delivered",
        "logger": "newscrier.deliver",
        "channel": "main",
        "article": "a1",
        "delivery": "d1",
        "attempts": 2,
    }


def test_what_is_bound_to_the_task_is_said_too() -> None:
    structlog.contextvars.bind_contextvars(channel="main")

    def say() -> None:
        get_log().info("ours")
        logging.getLogger("lib").warning("theirs")

    lines = as_json(say)
    assert [line["channel"] for line in lines] == ["main", "main"]


def test_a_terminal_gets_lines_for_people_and_a_pipe_gets_json() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        configure_logs(stream=stream)
        get_log().info("hello", channel="main")
    assert "hello" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
    assert json.loads(pipe.getvalue())["channel"] == "main"


def test_setting_up_again_replaces_the_first() -> None:
    first, second = io.StringIO(), io.StringIO()
    configure_logs(stream=first)
    configure_logs(stream=second)
    get_log().info("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1


@pytest.mark.parametrize(("level", "said"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)])
def test_the_level_decides_what_is_said(level: str, said: int) -> None:
    def say() -> None:
        for method in ("debug", "info", "warning", "error"):
            getattr(get_log(), method)(method)

    assert len(as_json(say, level=level)) == said


def test_libraries_speak_through_the_same_chain() -> None:
    (line,) = as_json(lambda: logging.getLogger("apscheduler.x").warning("job %s missed", "poll"))
    assert (line["event"], line["level"], line["logger"]) == ("job poll missed", "warning", "apscheduler.x")


@pytest.mark.parametrize(
    "name", ["httpx", "apscheduler.scheduler", "alembic.runtime.migration", "watchfiles.main"]
)
def test_the_libraries_own_news_is_left_out(name: str) -> None:
    assert as_json(lambda: logging.getLogger(name).info("HTTP Request: GET https://x"), level="debug") == []


def test_python_warnings_are_lines_too() -> None:
    def say() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            logging.captureWarnings(capture=True)
            warnings.warn("careful", stacklevel=1)

    (line,) = as_json(say)
    assert line["logger"] == "py.warnings"
    assert "careful" in line["event"]


def raise_it(error: Exception, cause: Exception | None = None) -> None:
    hidden = "a local variable"
    assert hidden
    raise error from cause


def fail(error: Exception) -> Callable[[], None]:
    def say() -> None:
        try:
            raise_it(error)
        except (ValueError, Rejected):
            get_log().exception("failed")

    return say


def test_an_exception_is_one_structured_field_without_variables() -> None:
    (line,) = as_json(fail(ValueError("no good")))
    (told,) = line["exception"]
    assert (told["exc_type"], told["exc_value"]) == ("ValueError", "no good")
    assert told["frames"][-1]["name"] == "raise_it"
    assert "a local variable" not in json.dumps(line)


def test_the_console_shows_our_own_errors_without_a_traceback() -> None:
    shown = on_terminal(fail(Rejected("the post is too long", "shorten it")))
    assert "the post is too long (shorten it)" in shown
    assert "Traceback" not in shown
    assert shown.count("\n") == 1


def test_the_console_sets_other_tracebacks_in() -> None:
    first, *rest = on_terminal(fail(ValueError("a\n2026-05-01 [info] forged"))).splitlines()
    assert "failed" in first
    assert any("Traceback" in line for line in rest)
    assert all(line.startswith("  │ ") for line in rest)


FORGED = "harmless\n2026 [info] forged\r\x1b[2K\x85\u2028\u202e\x00\udc80"


@pytest.mark.parametrize("where", ["event", "value", "key", "argument", "nested", "library"])
def test_control_characters_forge_no_line(where: str) -> None:
    log = get_log()
    say: dict[str, Callable[[], object]] = {
        "event": lambda: log.info(FORGED),
        "value": lambda: log.info("x", name=FORGED),
        "key": lambda: log.info("x", **{FORGED: 1}),
        "argument": lambda: log.info("x %s", FORGED),
        "nested": lambda: log.info("x", names=[{"a": (FORGED,)}]),
        "library": lambda: logging.getLogger("lib").warning(FORGED),
    }
    shown = on_terminal(say[where])
    assert shown.count("\n") == 1
    assert not set("\r\x85\u2028\u202e\x00\udc80") & set(shown)
    assert "\x1b[2K" not in shown
    (line,) = as_json(say[where])
    assert "forged" in json.dumps(line)
    assert json.dumps(line, ensure_ascii=False).encode("utf-8")


@dataclass
class Holder:
    value: str


class Rude:
    def __repr__(self) -> str:
        raise RuntimeError("no")


NESTS: dict[str, Callable[[str], Any]] = {
    "bare": lambda secret: secret,
    "url": lambda secret: f"https://x.example/{quote(secret, safe='')}?a=1",
    "list": lambda secret: [1, [secret]],
    "tuple": lambda secret: (secret, 2),
    "set": lambda secret: {secret},
    "dict": lambda secret: {"a": {secret: secret}},
    "bytes": lambda secret: secret.encode(),
    "object": Holder,
    "exception": ValueError,
    "path": lambda secret: Path("/x") / secret,
    "json": lambda secret: json.dumps({"a": secret}),
}


@unshared
@given(
    st.text(string.ascii_letters + string.digits + "-_+=.~ł\"'\\&<", min_size=8, max_size=40),
    st.sampled_from(sorted(NESTS)),
    st.booleans(),
)
def test_a_remembered_secret_is_in_no_line(secret: str, nest: str, terminal: bool) -> None:
    secrecy._revealed.clear()
    remember_secret(secret)
    value = NESTS[nest](secret)

    def say() -> None:
        log = get_log(channel=value)
        log.info(f"event {secret}", **{"value": value, f"key {secret}": 1})
        log.warning("argument %s", value)
        logging.getLogger("lib").warning("said %r", value, extra={"more": value})
        try:
            raise_it(RuntimeError(f"broken by {secret}"), ValueError(secret))
        except RuntimeError:
            log.exception("failed")

    shown = on_terminal(say) if terminal else "\n".join(text for line in as_json(say) for text in walk(line))
    assert secret not in shown
    assert MASK in shown


def walk(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)
    else:
        yield str(value)


@pytest.mark.parametrize(
    "given_",
    [
        {"token": "hidden"},
        {"access_token": "hidden"},
        {"Authorization": "Bearer hidden"},
        {"X-Api-Key": "hidden"},
        {"set-cookie": ["a=hidden"]},
        {"client_secret": {"a": "hidden"}},
        {"db_password": 1},
        {"headers": {"Cookie": "hidden"}},
        {"headers": [("Authorization", "hidden")]},
        {"url": "https://me:hidden@x.example/"},
        {"url": "https://x.example/?a=1&access_token=hidden&b=2"},
        {"said": "the header was Authorization: Bearer hidden"},
        {"said": "sent Basic hidden"},
        {"said": '{"password": "hidden"}'},
    ],
)
def test_what_is_named_like_a_secret_is_masked_unremembered(given_: dict[str, Any]) -> None:
    cleaned = str(clean_event({"event": "x", **given_}, keep=""))
    assert MASK in cleaned
    assert "hidden" not in cleaned


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        (float("nan"), "nan"),
        (datetime(2026, 5, 1, tzinfo=UTC), "2026-05-01 00:00:00+00:00"),
        (Path("/a/b"), "/a/b"),
        (Secret("env", "TOKEN"), "{env: TOKEN}"),
        (Rude(), "<Rude: RuntimeError>"),
        pytest.param(10**5000, "<int: ValueError>", id="a number too long to write down"),
        ("Łódź 🚢", "Łódź 🚢"),
    ],
)
def test_each_value_has_a_form_that_fits(value: Any, shown: Any) -> None:
    assert clean_event({"value": value}, keep="") == {"value": shown}


def test_a_value_that_holds_itself_ends() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert "…" in str(clean_event({"value": endless}, keep=""))


def test_a_long_value_is_cut() -> None:
    assert len(clean_event({"value": "a" * 100_000}, keep="")["value"]) < 9000


def test_a_stream_of_a_small_alphabet_gets_escapes() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    configure_logs(stream=stream, json=True)
    get_log().info("Łódź")
    stream.flush()
    assert rb"\u0141\xf3d\u017a" in raw.getvalue()
