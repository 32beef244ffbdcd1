"""The weekend as a person reads it: hour by hour, what happened, and what became of which posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from day_story import TOLD_SINGLY, ZONE

from bot.flow.replaying.timeline import Line, count

_CHANGING = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4,12}){4}|\d{4}-\d\d-\d\d \d\d:\d\d")
_BY_RULE = "a rule names other channels"
_SINGLY = tuple(story.title for story in TOLD_SINGLY)


def write_timeline(
    lines: Sequence[Line], told: Sequence[tuple[datetime, str]], channels: Sequence[str]
) -> str:
    """What happened stands behind a star; of ordinary posts each hour tells how many, and why not."""
    entries: list[tuple[datetime, Line | str]] = [*told]
    entries += [(line.at, line) for line in lines if not line.reason.startswith(_BY_RULE)]
    entries.sort(key=_order)
    written = [
        f"\n{hour}\n" + "\n".join(_write_hour(list(group)))
        for hour, group in groupby(entries, lambda one: f"{one[0].astimezone(ZONE):%A, %d %B, %H:00}")
    ]
    return "\n".join(["How the weekend went", *written, "", *_write_sum(lines, channels), ""])


def _order(entry: tuple[datetime, Line | str]) -> tuple[datetime, str, str, str]:
    at, what = entry
    return (at, "", what, "") if isinstance(what, str) else (at, what.channel, what.title, what.act)


def _write_hour(group: Sequence[tuple[datetime, Line | str]]) -> Iterator[str]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for at, one in group:
        if isinstance(one, str):
            yield f"  {at.astimezone(ZONE):%H:%M}     * {one}"
        elif one.title.startswith(_SINGLY):
            yield _write_line(one)
        else:
            counts[one.state, _tell(one.reason), one.channel] += 1
    for (state, reason), some in groupby(sorted(counts), lambda key: key[:2]):
        where = ", ".join(f"{channel} {counts[state, reason, channel]}" for _, _, channel in some)
        yield f"           {state}: {where}" + (f" ({reason})" if reason else "")


def _write_line(line: Line) -> str:
    # As it was posted; what is told of a post that was not is the newest title.
    title = line.text.partition("\n")[0] if line.state == "delivered" else line.title
    act = "" if line.act == "create" else f"{line.act} "
    urgency = " breaking" if line.urgency == "breaking" and not act else ""
    why = f" ({_tell(line.reason)})" if line.reason else ""
    return (
        f"  {line.at.astimezone(ZONE):%H:%M:%S}  {line.channel:<9} {act}{line.state}{urgency}: {title}{why}"
    )


def _tell(reason: str) -> str:
    """Without what differs from run to run, or from post to post."""
    return _CHANGING.sub("…", reason)


def _write_sum(lines: Sequence[Line], channels: Sequence[str]) -> Iterator[str]:
    yield "In the end"
    for channel in channels:
        yield f"  {channel:<9} {count([line for line in lines if line.channel == channel])}"
    yield f"  together  {count(lines)}"
