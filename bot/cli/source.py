"""`newscrier source`: where articles come from."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot.cli.asking.call import EXIT_FAILED, Call, Verb, json_option, pass_call
from bot.cli.asking.completing import complete_sources
from bot.cli.asking.door import enter, start_logs
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json, print_lines, print_table, show_time
from bot.cli.telling.progress import track
from bot.settings.project import find_project

if TYPE_CHECKING:
    from bot.flow.arriving.sources import Trial


_SHOWN = 10


@click.group("source", help="List, test and add sources.")
def command() -> None:
    """The noun."""


@command.command(
    "list",
    cls=Verb,
    examples=["newscrier source list", "newscrier source list --json"],
    help="List the sources: where they look, how often, and what is wrong with them.",
)
@json_option()
@pass_call
def list_them(call: Call, *, as_json: bool) -> None:
    """In the order of the config."""
    from bot.flow.arriving.sources import list_sources
    from bot.plugin.values import show_duration

    with enter(call) as house:
        rows = list_sources(house)
        zone = house.zone
    if as_json:
        print_json(rows)
        return
    print_table(
        ("SOURCE", "KIND", "EVERY", "LAST LOOK", "WHERE", "STATE"),
        [
            (
                row["source"],
                row["kind"],
                show_duration(timedelta(seconds=row["every"])),
                show_time(row["fetched_at"], zone) or "never",
                row["place"],
                "; ".join(_state(row, zone)) or "well",
            )
            for row in rows
        ],
    )


@command.command(
    "test",
    cls=Verb,
    examples=["newscrier source test world-feed"],
    help="Show what a source would bring now, as if it were new. Nothing is stored or posted.",
)
@click.argument("name", metavar="NAME", shell_complete=complete_sources)
@json_option()
@pass_call
def test(call: Call, name: str, *, as_json: bool) -> int:
    """Fetch once, outside of the worker's memory."""
    from bot.flow.arriving.sources import try_source

    with enter(call, on_a_copy=True) as house:
        trial = asyncio.run(try_source(house, name, partial(track, "Reading articles")))
        zone = house.zone
    if as_json:
        print_json({"articles": trial.rows, "problems": [str(problem) for problem in trial.problems]})
    else:
        print_lines(*_tell(trial, zone))
    return EXIT_FAILED if trial.problems and not trial.rows else 0


@command.command(
    "add",
    cls=Verb,
    examples=[
        "newscrier source add https://courier.example.org/",
        "newscrier source add https://courier.example.org/world.rss --name world",
        "newscrier source add https://courier.example.org/ --dry-run",
    ],
    help="Find the feeds of a site, show what they would bring, and write one into config/sources.yaml; "
    "comments stay.\n\nWhere a site has several feeds, give the address of the one you want, or --all.",
)
@click.argument("url", metavar="URL")
@click.option("--name", metavar="NAME", help="What to call the source; else after its title.")
@click.option("--all", "take_all", is_flag=True, help="Add every feed that is found.")
@click.option("--dry-run", is_flag=True, help="Only show what would be taken.")
@json_option()
@pass_call
def add(call: Call, url: str, *, name: str | None, take_all: bool, dry_run: bool, as_json: bool) -> int:
    """Nothing is written before the feed was read once."""
    from bot.flow.arriving.sources import add_source, find_sources, try_feed
    from bot.settings.loading import load_settings

    start_logs(call, "warning")
    if name and take_all:
        raise click.UsageError("--name goes with one feed, not with --all")
    project = find_project(call.start)
    settings = load_settings(project)
    found = asyncio.run(find_sources(settings, url))
    if as_json and dry_run:
        print_json([{"url": feed.url, "title": feed.title, "entries": feed.entries} for feed in found])
        return 0
    if len(found) > 1 and not take_all:
        print_table(
            ("TITLE", "KIND", "ENTRIES", "ADDRESS"),
            [(feed.title, feed.kind, str(feed.entries), feed.url) for feed in found],
        )
        say("there are several feeds: give the address of the one you want, or --all")
        return 0 if dry_run else EXIT_FAILED
    added = []
    for feed in found:
        trial = asyncio.run(try_feed(settings, feed))
        if not as_json:
            print_lines(f"{feed.title or feed.url} ({feed.kind}, {feed.entries} entries)")
            print_lines(*_tell(trial, ZoneInfo(settings.newsroom.timezone)), "")
        if not dry_run:
            added.append(add_source(project, settings, feed, name))
            settings = load_settings(project)
    if as_json:
        print_json({"added": added})
    elif added:
        say(f"written into config/sources.yaml: {', '.join(added)}")
        say("what is in the feed now is the baseline and is not posted")
        say("a running worker takes it up within seconds")
    return 0


def _state(row: dict[str, Any], zone: ZoneInfo) -> Iterator[str]:
    if row["error"]:
        since = f" since {show_time(_moment(row['broken_since']), zone)}" if row["broken_since"] else ""
        yield f"failed{since} ({row['failures'] or 1} times in a row): {row['error']}"
    if row["not_before"] and row["error"]:
        yield f"next look at {show_time(_moment(row['not_before']), zone)}"
    if row["moved_to"]:
        yield f"has moved to {row['moved_to']}: change `url`"
    yield from row["warnings"]
    if row["problems"]:
        yield f"{row['problems']} that could not be read (newscrier article list --problems)"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _tell(trial: Trial, zone: ZoneInfo) -> Iterable[str]:
    for row in trial.rows[-_SHOWN:]:
        yield f"  {show_time(row['published_at'], zone) or 'no date':<26} {row['title']}"
        found = [f"figure {row['figure']}" if row["figure"] else "", "a quote" if row["quote"] else ""]
        what = ", ".join(part for part in found if part) or "no figure, no quote"
        yield f"    {row['characters']} characters, {row['language']}, {what}"
        if row["doubt"]:
            yield f"    doubtful: {row['doubt']}"
    if len(trial.rows) > _SHOWN:
        yield f"  and {len(trial.rows) - _SHOWN} more"
    for problem in trial.problems[:_SHOWN]:
        yield f"  not readable: {problem}"
    if not trial.rows and not trial.problems:
        yield "  nothing"
