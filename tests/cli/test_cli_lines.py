"""`read --jsonl`: one answer a line, offsets into the given text, a broken line never stops the rest."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.asking.habits import Habits
from bot.cli.lines import answer_all, answer_line, encode_answer
from bot.model import Thresholds

TEXT = 'Prices rose 4.5 per cent in May.\r\n\r\n"We expected less," said Anna Kowalska, the minister.'


HABITS = Habits("en", ZoneInfo("UTC"), Thresholds())
KEYS = st.sampled_from(["id", "text", "title", "lang"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=40),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(KEYS, part),
    max_leaves=8,
)
ANYTHING = st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode())


def run(folder: Path, *args: str, given: bytes = b"") -> tuple[int, list[dict[str, Any]]]:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "read", "--jsonl", *args],
        cwd=folder,
        input=given,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_is_answered_without_a_project(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "title": "Prices", "text": TEXT, "lang": "en"}),
        "",
        "{broken",
        json.dumps({"id": 2}),
        json.dumps({"id": 3, "text": TEXT}),
    ]
    code, answers = run(tmp_path, given="\n".join(lines).encode())
    assert code == 1
    assert [answer["id"] for answer in answers] == [1, None, 2, 3]
    assert ["error" in answer for answer in answers] == [False, True, True, False]
    first = answers[0]
    assert set(first) == {"id", "headline", "published_at", "body", "figure", "figures", "quote", "quotes"}
    assert first["headline"] == "Prices"
    assert TEXT[first["figure"]["start"] : first["figure"]["end"]] == first["figure"]["text"]
    assert first["quotes"][0]["speaker"] == "Anna Kowalska"


def test_a_file_of_lines_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}), encoding="utf-8")
    code, answers = run(tmp_path, "articles.jsonl")
    assert (code, answers[0]["id"]) == (0, "a")


def test_an_answer_leaves_before_the_next_line_is_read(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    class Watched(io.BytesIO):
        seen = b""

        def __next__(self) -> bytes:
            type(self).seen += capfdbinary.readouterr().out
            return super().__next__()

    stream = Watched(b'{"id": 1, "text": "x"}\n{"id": 2, "text": "y"}\n')
    assert answer_all(stream, lambda: HABITS) == 0
    assert json.loads(Watched.seen.splitlines()[0])["id"] == 1


@given(ANYTHING)
def test_whatever_comes_gets_one_line_of_json(line: bytes) -> None:
    answer = encode_answer(answer_line(line, lambda: HABITS))
    assert answer.count(b"\n") == 1
    assert "id" in json.loads(answer)


@given(st.text(max_size=300))
def test_every_span_stands_in_the_given_text(text: str) -> None:
    answer = answer_line(json.dumps({"id": 1, "text": text, "lang": "en"}).encode(), lambda: HABITS)
    assert "error" not in answer
    for part in [*answer["figures"], *answer["quotes"]]:
        assert text[part["start"] : part["end"]] == part["text"]
