"""`newscrier preview`: what would be posted of an article, where and when."""

from __future__ import annotations

import asyncio
from typing import Any

import click

from bot.cli.call import Call, Verb, json_option, pass_call
from bot.cli.door import enter
from bot.cli.output import print_framed, print_json, print_lines
from bot.flow.check import require_sound
from bot.flow.preview import preview, preview_page
from bot.flow.reading import is_web_page


@click.command(
    "preview",
    cls=Verb,
    examples=[
        "newscrier preview samples/01-harbour-bridge.txt",
        "newscrier preview article.txt --channel timeline",
        "newscrier preview https://courier.example.org/2027/harbour",
        "newscrier preview 019a3c42 --json",
    ],
    help="Show the post that each channel would make of an article: a FILE, the URL of a page, or the ID "
    "of a stored article.\n\n"
    "Nothing is posted or stored, and no token is needed.",
)
@click.argument("target", metavar="FILE|URL|ID")
@click.option("--channel", metavar="NAME", help="Only this channel.")
@json_option()
@pass_call
def command(call: Call, target: str, channel: str | None, *, as_json: bool) -> None:
    """Render on a copy of the store."""
    with enter(call, on_a_copy=True) as house:
        require_sound(house.settings)
        shown = (
            asyncio.run(preview_page(house, target, channel))
            if is_web_page(target)
            else preview(house, target, channel)
        )
        usual = house.settings.newsroom.language
    if as_json:
        print_json(shown)
        return
    for row in shown["channels"]:
        _print_draft(row)
    if shown["doubt"]:
        print_lines(f"Doubtful: {shown['doubt']}. It is posted when a second look finds the same.")
    missing = [name for name in ("figure", "quote") if not shown["highlights"][name]]
    if missing:
        print_lines(
            f"No {' and no '.join(missing)} that is certain enough; `newscrier read` shows what was found."
        )
    if shown["language"] != usual:
        print_lines(f"The article's language: {shown['language']}")


def _print_draft(row: dict[str, Any]) -> None:
    title = f"{row['channel']} ({row['platform']})"
    if row["text"]:
        print_framed(title, row["text"])
        print_lines(f"  length    {tell_length(row)}")
    else:
        print_lines(title)
    print_lines(f"  template  {row['template']}")
    if row["dropped"]:
        print_lines(f"  dropped   {', '.join(row['dropped'])}")
    for problem in row["problems"]:
        print_lines(f"  problem   {problem}")
    print_lines(f"  leaves    {row['due']}", "")


def tell_length(row: dict[str, Any]) -> str:
    """`214 of 500 characters`."""
    of = f" of {row['limit']}" if row["limit"] is not None else ""
    return f"{row['length']}{of} {row['unit']}"
