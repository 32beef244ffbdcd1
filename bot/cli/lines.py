"""`newscrier read --jsonl`: a line of JSON out for each line of JSON in."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from bot.cli.asking.call import EXIT_FAILED, Call
from bot.cli.asking.habits import Habits, find_habits

STDIN = "-"
_ALLOCATIONS = 50_000
_write = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def read_lines(call: Call, files: Iterable[str]) -> int:
    """Answer every line of the files at once; the exit code."""

    @cache
    def habits() -> Habits:
        return find_habits(call)

    # Articles leave no rings behind them; looking for some after every few is a tenth of the time.
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    failed = 0
    for name in files:
        if name == STDIN:
            failed += answer_all(sys.stdin.buffer, habits)
            continue
        with Path(name).open("rb") as stream:
            failed += answer_all(stream, habits)
    return EXIT_FAILED if failed else 0


def answer_all(stream: BinaryIO, habits: Callable[[], Habits]) -> int:
    """One line out for each line in, at once; how many could not be read."""
    failed = 0
    for line in stream:
        if not line.strip():
            continue
        told = answer_line(line, habits)
        failed += "error" in told
        sys.stdout.buffer.write(encode_answer(told))
        sys.stdout.buffer.flush()
    return failed


def answer_line(line: bytes, habits: Callable[[], Habits]) -> dict[str, Any]:
    """What is read from the article of a line, or why it cannot be; never raises."""
    from bot.flow.arriving.showing import show_plain

    try:
        given = json.loads(line)
    except ValueError as error:
        return {"id": None, "error": f"this line is not JSON: {error}"}
    if not isinstance(given, dict):
        return {"id": None, "error": "this line is not a JSON object"}
    name, text, title, lang = (given.get(key) for key in ("id", "text", "title", "lang"))
    for key, value in (("text", text), ("title", title), ("lang", lang)):
        if not isinstance(value, str) and (value is not None or key == "text"):
            return {
                "id": name,
                "error": f"{key!r} is missing" if value is None else f"{key!r} is not a string",
            }
    assert isinstance(text, str)
    try:
        return {
            "id": name,
            **show_plain(
                text, title=title, language=lang or habits().language, thresholds=habits().thresholds
            ),
        }
    except Exception as error:  # noqa: BLE001 - one article never stops the others
        return {
            "id": name,
            "error": f"a fault of Newscrier itself: {type(error).__name__} (please report it)",
        }


def encode_answer(told: dict[str, Any]) -> bytes:
    """An answer as a line."""
    try:
        return (_write(told) + "\n").encode()
    except UnicodeEncodeError:  # half of a surrogate pair, as broken exports hold
        return (json.dumps(told) + "\n").encode()
