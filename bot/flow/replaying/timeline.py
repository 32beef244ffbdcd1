"""A replay's outcome as lines for people: when, where, what, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sqlalchemy import Connection

from bot.flow.house import House
from bot.model import Act, DeliveryState
from bot.store import events, outbox, posts

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }}
h2 {{ border-bottom: 1px solid #8886; }}
article {{ display: grid; gap: 0 1rem; grid-template-columns: 4rem 10rem 1fr; margin: .6rem 0; }}
time, .channel {{ font-variant-numeric: tabular-nums; opacity: .75; }}
.text {{ grid-column: 3; white-space: pre-wrap; }}
.quiet {{ opacity: .7; }}
b.state {{ font-weight: 600; }}
:root {{ color-scheme: light dark; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{summary}</p>
{days}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one post; `at` is when it was posted, else when it came to rest in its state."""

    at: datetime
    channel: str
    state: str
    title: str
    reason: str
    text: str
    act: str
    urgency: str
    article: str


def read_timeline(house: House) -> list[Line]:
    """Every delivery of a store, in the order in which they left or came to rest."""

    def read(conn: Connection) -> list[Line]:
        found = []
        for delivery, title in outbox.find(conn, most=1_000_000):
            delivered = delivery.state is DeliveryState.DELIVERED
            told = events.list_events(conn, delivery.id)
            at = told[-1][0] if told else delivery.created_at
            if delivered and delivery.act is Act.CREATE:
                at = posts.get(conn, delivery.post_id).online_at or at
            shown = delivery.post.text.text if delivery.post else ""
            found.append(
                Line(
                    at,
                    delivery.channel,
                    delivery.state.value,
                    title,
                    delivery.reason,
                    shown,
                    delivery.act.value,
                    delivery.urgency.name.lower(),
                    delivery.article_id,
                )
            )
        return sorted(found, key=lambda line: (line.at, line.channel, line.title))

    return house.store.read_now(read)


def write_page(house: House, lines: Sequence[Line], title: str) -> str:
    """The timeline as one HTML page without anything from elsewhere."""
    days: dict[str, list[str]] = {}
    for line in lines:
        local = line.at.astimezone(house.zone)
        days.setdefault(f"{local:%A, %Y-%m-%d}", []).append(_write_line(line, f"{local:%H:%M}"))
    told = "\n".join(f"<h2>{day}</h2>\n" + "\n".join(shown) for day, shown in days.items())
    return _PAGE.format(title=escape(title), summary=escape(count(lines)), days=told)


def count(lines: Sequence[Line]) -> str:
    """`12 delivered, 3 held`."""
    states = [line.state for line in lines]
    return ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states))) or "nothing"


def _write_line(line: Line, at: str) -> str:
    posted = line.state == DeliveryState.DELIVERED.value
    act = "" if line.act == Act.CREATE.value else f"{line.act}: "
    what = f'<div class="text">{escape(line.text)}</div>' if posted else ""
    state = "" if posted else f'<b class="state">{escape(line.state)}</b> {escape(line.reason)} — '
    return (
        f'<article class="{"posted" if posted else "quiet"}"><time>{at}</time>'
        f'<span class="channel">{escape(line.channel)}</span>'
        f"<span>{state}{act}{escape(line.title)}</span>{what}</article>"
    )
