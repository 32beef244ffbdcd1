"""`newscrier read`: the highlights of articles, with their places."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from zoneinfo import ZoneInfo

import click

from bot.cli.call import EXIT_FAILED, Call, Verb, json_option, pass_call
from bot.cli.completing import complete_files
from bot.cli.faults import say
from bot.cli.output import print_json, print_lines
from bot.cli.progress import track
from bot.clock import SystemClock
from bot.errors import ConfigError, SourceError, Unreadable
from bot.model import Thresholds

if TYPE_CHECKING:
    from bot.flow.arriving.reading import Read
    from bot.flow.explaining import Candidate


STDIN = "-"
_OTHERS = 5
_CANDIDATES = 8
_WIDE = 72
_ALLOCATIONS = 50_000
_write = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


@click.command(
    "read",
    cls=Verb,
    examples=[
        "newscrier read inbox/harbour.txt",
        "newscrier read inbox/harbour.txt --explain",
        "newscrier read --json inbox/*.txt",
        "newscrier read https://courier.example.org/2027/harbour",
        "newscrier read - < article.txt",
        "newscrier read --jsonl < articles.jsonl > highlights.jsonl",
    ],
    help="Show what is read from articles: headline, figures, quotes, and where each stands in the text.\n\n"
    "FILE is an article on disk or the address of a page; - is standard input. "
    "No project folder is needed.\n\n"
    "With --jsonl, FILE (or standard input) holds one JSON object a line, with id, title, text and lang; "
    "offsets count in the given text.\n\n"
    "With --explain the article is shown with figures, quotes and speakers marked, then all that were "
    "considered, how certain each is, and what that was decided on. How certain is certain enough for a post "
    "is said by `certainty` in config/newscrier.yaml.",
)
@click.argument("files", metavar="[FILE|URL…|-]", nargs=-1, shell_complete=complete_files)
@click.option("--jsonl", "as_lines", is_flag=True, help="JSON lines in, JSON lines out, one article a line.")
@click.option("--explain", is_flag=True, help="Show what was considered, and what decided.")
@json_option()
@pass_call
def command(call: Call, files: tuple[str, ...], *, as_lines: bool, explain: bool, as_json: bool) -> int:
    """Read each article; those that cannot be read are told, the others are shown."""
    if explain and (as_lines or as_json):
        raise click.UsageError("--explain is for people; leave --json and --jsonl out")
    if as_lines:
        return _read_lines(call, files or (STDIN,))
    if not files:
        raise click.UsageError("give the name of a FILE, or - for standard input")
    habits = find_habits(call)
    found = [_try_read(call, name, habits) for name in track("Reading", files)]
    failed = sum(isinstance(one, SourceError) for one in found)
    if as_json:
        shown = [_to_json(name, one) for name, one in zip(files, found, strict=True)]
        print_json(shown if len(files) > 1 else shown[0])
    for name, one in zip(files, found, strict=True):
        if isinstance(one, SourceError):
            for problem in _problems(one):
                say(problem)
        elif not as_json:
            print_lines(*_tell(name, one, others=not explain), "")
            if explain:
                _explain(one, habits.thresholds)
    return EXIT_FAILED if failed else 0


class Habits(NamedTuple):
    """What the newsroom takes for granted."""

    language: str
    zone: ZoneInfo
    thresholds: Thresholds


def find_habits(call: Call) -> Habits:
    """The newsroom's language, time zone and thresholds; English and UTC where there is no project.

    Raises ConfigError for a folder that was named with --dir and is no project.
    """
    from bot.settings.project import find_project

    try:
        project = find_project(call.start)
    except ConfigError:
        if call.folder:
            raise
        return Habits("en", ZoneInfo("UTC"), Thresholds())
    from bot.settings.loading import load_settings

    try:
        settings = load_settings(project)
    except ConfigError:
        say("the config has problems (newscrier config check): read as English, times in UTC")
        return Habits("en", ZoneInfo("UTC"), Thresholds())
    zone = ZoneInfo(settings.newsroom.timezone)
    return Habits(settings.newsroom.language, zone, settings.thresholds)


def _try_read(call: Call, name: str, habits: Habits) -> Read | SourceError:
    from bot.flow.arriving.reading import is_web_page, read_outside, read_path, read_stream

    clock, told = SystemClock(), habits._asdict()
    told["timezone"] = told.pop("zone")
    try:
        if is_web_page(name):
            return asyncio.run(read_outside(name, _find_private(call), **told))
        if name == STDIN:
            return read_stream(sys.stdin.buffer.read(), "standard input", clock, **told)
        return read_path(Path(name), clock, **told)
    except SourceError as error:
        return error


def _problems(error: SourceError) -> list[str]:
    return [str(problem) for problem in error.problems] if isinstance(error, Unreadable) else [str(error)]


def _find_private(call: Call) -> tuple[str, ...]:
    """The private networks that the newsroom allows; none where there is no project."""
    from bot.settings.loading import load_settings
    from bot.settings.project import find_project

    try:
        return load_settings(find_project(call.start)).network.allow_private
    except ConfigError:
        return ()


def _to_json(name: str, one: Read | SourceError) -> dict[str, Any]:
    from bot.flow.arriving.showing import show_document

    if isinstance(one, SourceError):
        return {"file": name, "problems": _problems(one)}
    document = one.document
    return {
        "file": name,
        **show_document(document, one.highlights),
        "language": document.language,
        "url": document.url,
        "doubt": document.doubt,
        "text": document.text,
    }


def _tell(name: str, one: Read, *, others: bool = True) -> Iterator[str]:
    """The highlights for people; `others` are those that a post would not show."""
    document, highlights = one.document, one.highlights
    published = document.published_at
    yield "standard input" if name == STDIN else name
    yield f"  headline   {highlights.headline}"
    yield f"  published  {published:%Y-%m-%d %H:%M %z}" if published else "  published  not said"
    yield f"  language   {document.language}"
    if document.url:
        yield f"  address    {document.url}"
    if document.doubt:
        yield f"  doubtful   {document.doubt}"
    figure, quote = highlights.figure, highlights.quote
    if figure:
        yield f"  figure     {figure.text}  [{figure.span.start}:{figure.span.end}]"
        if figure.sentence:
            yield f"             {_flat(figure.sentence.text)}"
    else:
        yield "  figure     none that is certain enough"
    if quote:
        yield f"  quote      “{_flat(quote.text)}”  [{quote.span.start}:{quote.span.end}]"
        yield f"             — {_speaker(quote.speaker, quote.role)}"
    else:
        yield "  quote      none that is certain enough"
    if highlights.summary:
        yield f"  summary    {_flat(highlights.summary.text)}"
    if not others:
        return
    yield from _others("figures", [f.text for f in highlights.figures if f is not figure])
    yield from _others("quotes", [f"“{_flat(q.text)}”" for q in highlights.quotes if q is not quote])


def _explain(one: Read, thresholds: Thresholds) -> None:
    from bot.cli.marking import print_marked
    from bot.flow.explaining import explain_read

    told = explain_read(one, thresholds)
    print_marked(one.document.paragraphs, told.marks)
    print_lines(f"figure: {told.figure}")
    _list_candidates(told.figures)
    print_lines("", f"quote: {told.quote}")
    _list_candidates(told.quotes)
    print_lines("")


def _list_candidates(candidates: Sequence[Candidate]) -> None:
    for candidate in candidates[:_CANDIDATES]:
        text = _flat(candidate.span.text)
        shown = text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"
        print_lines(f"  {candidate.certainty:4.0%}  {shown}", f"        {candidate.told}")
    if len(candidates) > _CANDIDATES:
        print_lines(f"        and {len(candidates) - _CANDIDATES} more")


def _others(what: str, texts: list[str]) -> Iterator[str]:
    if not texts:
        return
    yield f"  other {what}"
    yield from (f"             {text}" for text in texts[:_OTHERS])
    if len(texts) > _OTHERS:
        yield f"             and {len(texts) - _OTHERS} more (--json shows all)"


def _speaker(speaker: str | None, role: str) -> str:
    return ", ".join(part for part in (speaker or "speaker not certain", role) if part)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _read_lines(call: Call, files: Iterable[str]) -> int:
    @cache
    def habits() -> Habits:
        return find_habits(call)

    # Articles leave no rings behind them; looking for some after every few is a tenth of the time.
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    failed = 0
    for name in files:
        if name == STDIN:
            failed += _answer_all(sys.stdin.buffer, habits)
            continue
        with Path(name).open("rb") as stream:
            failed += _answer_all(stream, habits)
    return EXIT_FAILED if failed else 0


def _answer_all(stream: BinaryIO, habits: Callable[[], Habits]) -> int:
    """One line out for each line in, at once; how many could not be read."""
    failed = 0
    for line in stream:
        if not line.strip():
            continue
        answer = _answer(line, habits)
        failed += "error" in answer
        sys.stdout.buffer.write(_encode(answer))
        sys.stdout.buffer.flush()
    return failed


def _answer(line: bytes, habits: Callable[[], Habits]) -> dict[str, Any]:
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


def _encode(answer: dict[str, Any]) -> bytes:
    try:
        return (_write(answer) + "\n").encode()
    except UnicodeEncodeError:  # half of a surrogate pair, as broken exports hold
        return (json.dumps(answer) + "\n").encode()
