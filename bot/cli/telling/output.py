"""Data on stdout: JSON for programs; tables and times for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.cells import cell_len

from bot.cli.telling.faults import clean, say
from bot.secrecy import mask

_SHORTEST_ID = 13
"""The time of a UUIDv7 to the millisecond: a shorter beginning fits other posts of the same minute."""

_FLOOD = "flood:"
_GAP = "  "


def print_json(value: Any) -> None:
    """One JSON value; times as ISO 8601 in UTC."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(mask(value), ensure_ascii=not utf8, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def print_lines(*lines: str) -> None:
    """Lines for people."""
    for line in lines:
        click.echo(clean(mask(line)))


def show_time(moment: datetime | None, zone: ZoneInfo | None = None) -> str:
    """A time with its offset: `2026-03-01 14:05:09 +01:00`; in the newsroom's zone where one is given."""
    if moment is None:
        return ""
    text = (moment.astimezone(zone) if zone else moment).isoformat(" ", "seconds")
    return f"{text[:19]} {text[19:]}".rstrip()


def shorten_ids(ids: Sequence[str]) -> dict[str, str]:
    """Each id as a prefix that is unique among these, of one length, and long enough to be typed alone."""
    distinct = set(ids)
    length = _SHORTEST_ID
    while len({one[:length] for one in distinct}) < len(distinct):
        length += 1
    return {one: one[:length] for one in distinct}


def fold_floods(reasons: Sequence[str]) -> list[str]:
    """The reasons for a table; what to do about a flood is said once, behind it, not in every row."""
    folded = []
    advice: dict[str, None] = {}
    for reason in reasons:
        short, _, rest = reason.partition("; ")
        if rest and reason.startswith(_FLOOD):
            advice[rest] = None
            folded.append(short)
        else:
            folded.append(reason)
    for rest in advice:
        say(f"held because of a flood: {rest}")
    return folded


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table with colours on a terminal; aligned plain text, never cut, elsewhere."""
    rows = list(rows)
    if not rows:
        say("none")
        return
    cells = [[clean(" ".join(mask(str(cell)).split())) for cell in row] for row in rows]
    if sys.stdout.isatty():
        from bot.cli.telling import pretty

        pretty.print_table(headings, cells)
    else:
        _print_plain(headings, cells)


def _print_plain(headings: Sequence[str], cells: list[list[str]]) -> None:
    wide = [max(map(cell_len, column)) for column in zip(headings, *cells, strict=True)]
    for row in [list(headings), *cells]:
        padded = [cell + " " * (wide[n] - cell_len(cell)) for n, cell in enumerate(row)]
        click.echo(_GAP.join(padded).rstrip())


def print_framed(title: str, text: str) -> None:
    """A post as followers see it: in a frame on a terminal, indented elsewhere."""
    if sys.stdout.isatty():
        from bot.cli.telling import pretty

        pretty.print_framed(title, clean(mask(text)))
    else:
        print_lines(title, *(f"    {line}".rstrip() for line in text.split("\n")))


def tell_act(row: dict[str, Any]) -> str:
    """What is done to a post: "post", "edit", "delete" or "correction", with its place in a thread."""
    what = "correction" if row["occasion"] == "correction" else row["act"].replace("create", "post")
    return f"{what} {row['position'] + 1}" if row["position"] else str(what)


def tell_title(row: dict[str, Any]) -> str:
    """The title; what is done to its post where that is not posting it, and which post of a thread it is."""
    what = tell_act(row | {"position": 0})
    before = "" if what == "post" else f"{what}: "
    return f"{before}{row['title']}" + (f" [{row['position'] + 1}]" if row["position"] else "")
