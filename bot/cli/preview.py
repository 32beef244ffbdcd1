"""`newscrier preview`: what would be posted of an article, where and when."""

from __future__ import annotations

import asyncio
import shutil
import sys
import textwrap
from typing import Any

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.completing import complete_channels, complete_files, complete_sources
from bot.cli.asking.door import enter
from bot.cli.telling.output import print_framed, print_json, print_lines

_LEFT = frozenset({"delivered", "sending", "uncertain"})
_FIELD = 10
_WIDEST = 100
"""Columns of a field's name, and of the whole line."""


@click.command(
    "preview",
    cls=Verb,
    examples=[
        "newscrier preview samples/01-harbour-bridge.txt",
        "newscrier preview article.txt --channel timeline",
        "newscrier preview article.txt --source world-feed",
        "newscrier preview https://courier.example.org/2027/harbour",
        "newscrier preview 019a3c42 --json",
    ],
    help="Show the post that each channel would make of an article: a FILE, the URL of a page, or the ID "
    "of a stored article (its beginning is enough).\n\n"
    "Below each post stand the rules that matched, with their lines, what was left out and why, and when "
    "it leaves; at the end, what else the article offers.\n\n"
    "Nothing is posted or stored, and no token is needed.",
)
@click.argument("target", metavar="FILE|URL|ID", shell_complete=complete_files)
@click.option("--channel", metavar="NAME", shell_complete=complete_channels, help="Only this channel.")
@click.option(
    "--source",
    metavar="NAME",
    shell_complete=complete_sources,
    help="As if it came from this source, for rules that ask.",
)
@json_option()
@pass_call
def command(call: Call, target: str, channel: str | None, source: str | None, *, as_json: bool) -> None:
    """Render on a copy of the store."""
    from bot.addresses import seems_web_address
    from bot.flow.check import require_sound
    from bot.flow.preview import preview, preview_page

    with enter(call, on_a_copy=True) as house:
        require_sound(house.settings)
        look = preview_page if seems_web_address(target) else preview
        shown = asyncio.run(look(house, target, channel, source=source))
        usual = house.settings.newsroom.language
    if as_json:
        print_json(shown)
        return
    for row in shown["channels"]:
        _print_draft(row)
    if shown["doubt"]:
        print_lines(f"Doubtful: {shown['doubt']}. It is posted when a second look finds the same.", "")
    if shown["language"] != usual:
        print_lines(f"The article's language: {shown['language']}", "")
    _print_alternatives(shown["alternatives"])


def _print_draft(row: dict[str, Any]) -> None:
    title = f"{row['channel']} ({row['platform']})"
    if row["text"]:
        many = 1 + len(row["thread"])
        print_framed(f"{title}, post 1 of {many}" if many > 1 else title, row["text"])
        _print_field("length", _tell_length(row))
        for number, post in enumerate(row["thread"], 2):
            print_framed(f"{title}, post {number} of {many}", post["text"])
            _print_field("length", _tell_length(row | post))
    else:
        print_lines(title)
    _print_field("template", row["template"])
    if special := _tell_treatment(row):
        _print_field("treated", special)
    for rule in row["rules"]:
        _print_field("rule", _tell_rule(rule))
    _print_lacks(row)
    so_far = row.get("so_far")
    if so_far:
        _print_field("so far", _tell_so_far(so_far))
    if not so_far or so_far["state"] not in _LEFT:
        _print_field("leaves", row["due"])
    print_lines("")


def _print_lacks(row: dict[str, Any]) -> None:
    """What is not in the post, what is wrong with it, and why a person is asked."""
    for gone in row["left_out"]:
        _print_field("left out", f"{gone['part']}: {gone['why']}")
    if row["picture"]:
        size = f"{row['picture']['width']} × {row['picture']['height']}"
        _print_field("picture", f"{size}, alt text: {row['picture']['alt']}")
    elif row["no_picture"]:
        _print_field("picture", f"none: {row['no_picture']}")
    for problem in row["problems"]:
        if problem not in row["reason"]:
            _print_field("problem", problem)
    if row["state"] == "awaiting approval":
        _print_field("asks", row["reason"])


def _print_field(name: str, value: str) -> None:
    """One line; on a terminal as many as it takes, the value under itself."""
    line = f"  {name:<{_FIELD}}{' '.join(value.split())}"
    if sys.stdout.isatty():
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        hanging = " " * (_FIELD + 2)
        print_lines(
            *textwrap.wrap(
                line, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
            )
        )
    else:
        print_lines(line)


def _tell_treatment(row: dict[str, Any]) -> str:
    """What is not usual: "sober, breaking, with the label update"."""
    special = [row[name] for name in ("tone", "urgency") if row[name] != "normal"]
    return ", ".join([*special, *([f"with the label {row['label']}"] if row["label"] else [])])


def _tell_rule(rule: dict[str, Any]) -> str:
    decides = ", ".join(rule["decides"])
    found = ", ".join(rule["found"]) or "it matches nothing that the rule leaves out"
    why = f"; {rule['why']}" if rule["why"] else ""
    noted = f"; the note decides {', '.join(rule['overruled'])} instead" if rule["overruled"] else ""
    return f"{rule['place']} says {decides} ({found}{why}){noted}"


def _tell_so_far(post: dict[str, Any]) -> str:
    more = post["url"] or post["reason"]
    return f"{post['state']}, {more}" if more else str(post["state"])


def _print_alternatives(found: dict[str, list[dict[str, str]]]) -> None:
    """What one could pick instead; the lines are to be copied, so they are never broken."""
    if not any(found.values()):
        return
    print_lines("To show another figure or quote, copy one of these lines into the article's sidecar:")
    for one in found["figures"]:
        print_lines("", f"  {one['note']}", f"      {one['sentence']}")
    for one in found["quotes"]:
        print_lines("", f"  {one['note']}", f"      — {one['speaker']}")


def _tell_length(row: dict[str, Any]) -> str:
    """`214 of 500 characters`."""
    of = f" of {row['limit']}" if row["limit"] is not None else ""
    return f"{row['length']}{of} {row['unit']}"
