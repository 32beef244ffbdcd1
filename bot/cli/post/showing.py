"""One post as a page: its text, every attempt and everything that happened to it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.door import enter
from bot.cli.post.choice import given_id
from bot.cli.telling.output import print_framed, print_json, print_lines, print_table, show_time

_SHOWN_OF_VERSION = 12


@click.command(
    "show",
    cls=Verb,
    examples=["newscrier post show 019a3c42", "newscrier post show 019a3c42 --json"],
    help="Show one post: its text, every attempt and everything that happened to it.",
)
@click.argument("post_id", metavar="ID")
@json_option()
@pass_call
def show(call: Call, post_id: str, *, as_json: bool) -> None:
    """With its history."""
    from bot.flow.show import show_post

    with enter(call) as house:
        row = show_post(house, given_id(post_id))
        zone = house.zone
    if as_json:
        print_json(row)
        return
    fields = {
        "id": row["id"],
        "title": row["title"],
        "article": f"{row['article']}, {row['place']}",
        "channel": row["channel"],
        "act": row["act"] if row["act"] != "create" else "",
        "state": row["state"],
        "reason": row["reason"],
        "seen": _tell_seen(row),
        "concerns": row["target"],
        "address": row["url"],
        "template": _shorten_version(row["template"]),
        "text hash": row["text_hash"],
        "written by": row["edited_by"],
        "sure is": row["vouched_by"],
        "leaves": tell_wait(row, zone),
        "due": show_time(row["due_at"], zone),
        "embargo": show_time(row["embargo_at"], zone),
        "not after": show_time(row["expires_at"], zone),
    }
    print_lines(*(f"{name:<10} {value}" for name, value in fields.items() if value), "")
    print_posts(row, "text")
    if row["text"]:
        print_lines("")
    _print_history(row, zone)


def _tell_seen(row: dict[str, Any]) -> str:
    """What followers see; of a post that is simply online nothing."""
    why = f": {row['post_reason']}" if row["post_reason"] else ""
    return "" if row["post_state"] in {"drafted", "online"} else f"{row['post_state']}{why}"


def print_posts(row: dict[str, Any], title: str) -> None:
    """The text, or all of a thread."""
    if not row["thread"]:
        if row["text"]:
            print_framed(title, row["text"])
        return
    for number, post in enumerate(row["thread"], 1):
        head = f"{title}, post {number} of {len(row['thread'])}"
        told = " ".join(part for part in (post["state"], post["url"]) if part)
        print_framed(f"{head}: {told}", post["text"])


def _print_history(row: dict[str, Any], zone: Any) -> None:
    if row["attempts"]:
        print_table(
            ("ATTEMPT", "SENT", "OUTCOME"),
            [
                (str(one["number"]), show_time(one["armed_at"], zone), _outcome(one))
                for one in row["attempts"]
            ],
        )
        print_lines("")
    print_table(
        ("WHEN", "WHO", "WHAT", "DETAIL"),
        [(show_time(one["at"], zone), one["actor"], one["action"], one["detail"]) for one in row["events"]],
    )


def _outcome(attempt: dict[str, Any]) -> str:
    return " ".join(str(part) for part in (attempt["outcome"], attempt["answer"]) if part)


def _shorten_version(template: str) -> str:
    name, at, version = template.partition("@")
    return name + at + version[:_SHOWN_OF_VERSION]


def tell_wait(row: dict[str, Any], zone: ZoneInfo) -> str:
    """When a scheduled post leaves, and what it waits for."""
    waits_for, moment = row["waits_for"], row["leaves_at"]
    if not waits_for or moment is None or waits_for == "at once":
        return str(waits_for)
    return f"from {show_time(moment, zone)} ({waits_for})"
