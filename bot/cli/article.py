"""`newscrier article`: what the newsroom's articles became."""

from __future__ import annotations

from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.cli import correcting
from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.door import enter
from bot.cli.telling.output import print_json, print_lines, print_table, shorten_ids, show_time, tell_act
from bot.errors import Problem


@click.group("article", help="List and show the stored articles, correct and withdraw their posts.")
def command() -> None:
    """The noun."""


@command.command(
    "list",
    cls=Verb,
    examples=[
        "newscrier article list",
        "newscrier article list --problems",
        "newscrier article list --limit 500 --json",
    ],
    help="List the newest articles, and what became of their posts; "
    "with --problems, the files that could not be read, and the posts online that need a look.",
)
@click.option("--problems", is_flag=True, help="What could not be read, and what is wrong online, instead.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@json_option()
@pass_call
def list_them(call: Call, *, problems: bool, limit: int, as_json: bool) -> None:
    """The newest first."""
    from bot.flow.show import list_articles, list_problems

    with enter(call) as house:
        rows = list_problems(house)[:limit] if problems else list_articles(house, limit)
        zone = house.zone
    if as_json:
        print_json(rows)
    elif problems:
        print_table(
            ("SOURCE", "PROBLEM", "SEEN"),
            [(row["source"], _problem(row), show_time(row["seen_at"], zone)) for row in rows],
        )
    else:
        short = shorten_ids([row["id"] for row in rows])
        table = [
            (short[row["id"]], show_time(row["first_seen_at"], zone), _states(row), row["title"])
            for row in rows
        ]
        print_table(("ID", "FIRST SEEN", "POSTS", "TITLE"), table)


def _problem(row: dict[str, Any]) -> str:
    return str(Problem(row["message"], row["hint"], row["place"], row.get("line"), row.get("column")))


def _states(row: dict[str, Any]) -> str:
    counts = Counter(row["posts"].values())
    return ", ".join(f"{many} {state}" for state, many in sorted(counts.items()))


@command.command(
    "show",
    cls=Verb,
    examples=[
        "newscrier article show 019a3c42",
        "newscrier article show 019a3c42 --revisions",
        "newscrier article show 019a3c42 --json",
    ],
    help="Show one article: its text, its highlights, its revisions and its posts; "
    "with --revisions, what changed from one to the next.\n\n"
    "Of the ID, any beginning will do that no other article has.",
)
@click.argument("article_id", metavar="ID")
@click.option("--revisions", is_flag=True, help="What changed: [-words that went-] {+words that came+}.")
@json_option()
@pass_call
def show(call: Call, article_id: str, *, revisions: bool, as_json: bool) -> None:
    """The newest revision, or all of them."""
    from bot.flow.show import show_article, show_revisions

    with enter(call) as house:
        if revisions:
            _print_revisions(show_revisions(house, article_id), house.zone, as_json=as_json)
            return
        row = show_article(house, article_id)
        zone = house.zone
    if as_json:
        print_json(row)
        return
    figure, quote = row["highlights"]["figure"], row["highlights"]["quote"]
    fields = {
        "id": row["id"],
        "title": row["title"],
        "published": show_time(row["published_at"], zone),
        "first seen": show_time(row["first_seen_at"], zone),
        "source": f"{row['source']}, {row['place']}",
        "address": row["url"],
        "language": row["language"],
        "byline": row["byline"],
        "section": row["section"],
        "tags": ", ".join(row["tags"]),
        "same story as": row["duplicate_of"],
        "figure": figure and figure["text"],
        "quote": quote and f"“{quote['text']}” — {quote['speaker'] or 'speaker not certain'}",
        "revisions": len(row["revisions"]),
    }
    print_lines(*(f"{name:<14} {' '.join(str(value).split())}" for name, value in fields.items() if value))
    print_lines("", row["body"], "")
    short = shorten_ids([post["id"] for post in row["posts"]])
    print_table(
        ("POST", "CHANNEL", "WHAT", "STATE", "WHERE OR WHY"),
        [
            (short[post["id"]], post["channel"], tell_act(post), post["state"], post["url"] or post["reason"])
            for post in row["posts"]
        ],
    )


command.add_command(correcting.correct)
command.add_command(correcting.withdraw)


def _print_revisions(rows: list[dict[str, Any]], zone: ZoneInfo, *, as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print_lines(f"revision {row['number']}, {show_time(row['created_at'], zone)}")
        print_lines(*(f"  {change['what']}: {change['marked']}" for change in row["changes"]), "")
