"""`newscrier read`: the highlights of articles, with their places."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.asking.call import EXIT_FAILED, Call, Verb, json_option, pass_call
from bot.cli.asking.completing import complete_files
from bot.cli.asking.habits import Habits, find_habits
from bot.cli.lines import STDIN, read_lines
from bot.cli.telling.faults import say
from bot.cli.telling.highlights import explain as explain_read
from bot.cli.telling.highlights import tell
from bot.cli.telling.output import print_json, print_lines
from bot.cli.telling.progress import track
from bot.clock import SystemClock
from bot.errors import ConfigError, SourceError, Unreadable

if TYPE_CHECKING:
    from bot.flow.arriving.reading import Read
    from bot.model import Image


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
        return read_lines(call, files or (STDIN,))
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
            print_lines(*tell(name, one, others=not explain), "")
            if explain:
                explain_read(one, habits.thresholds)
    return EXIT_FAILED if failed else 0


def _try_read(call: Call, name: str, habits: Habits) -> Read | SourceError:
    from bot.addresses import seems_web_address
    from bot.flow.arriving.reading import read_outside, read_path, read_stream

    clock, told = SystemClock(), habits._asdict()
    told["timezone"] = told.pop("zone")
    try:
        if seems_web_address(name):
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
        "updated_at": document.updated_at.isoformat() if document.updated_at else None,
        "byline": document.byline,
        "section": document.section,
        "tags": list(document.tags),
        "image": _show_image(document.image),
        "doubt": document.doubt,
        "text": document.text,
    }


def _show_image(image: Image | None) -> dict[str, str] | None:
    return {"url": image.url, "alt": image.alt, "credit": image.credit} if image else None
