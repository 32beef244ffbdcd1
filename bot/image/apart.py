"""Shrinking in a process of its own (see bot/apart.py): what comes from outside is decoded nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.apart import Errand, run_apart
from bot.errors import Unreadable
from bot.image.kinds import tell_kind
from bot.image.picture import Fit, Picture

LONGEST = 10.0
"""Seconds for one picture; 60 million pixels take two."""

_ERRAND = Errand(__name__, "the picture", "save a smaller one")


async def shrink_apart(
    content: bytes, fits: Sequence[Fit], *, longest: float = LONGEST
) -> list[Picture | Unreadable]:
    """As `shrinking.shrink`, in another process of at most `longest` seconds. Raises Unreadable."""
    tell_kind(content)
    told = {"fits": [asdict(fit) for fit in fits]}
    return _load(await run_apart(_ERRAND, told, content, longest=longest))


def answer(told: Mapping[str, Any], content: bytes) -> bytes:
    """The other side: a line of JSON, and the pictures behind it. Raises Unreadable."""
    # Here alone: the worker itself never decodes a picture, nor loads what does.
    from bot.image.shrinking import shrink  # noqa: PLC0415

    fits = [Fit(one["most_bytes"], one["side"], tuple(one["types"])) for one in told["fits"]]
    return _write(shrink(content, fits))


def _write(made: Sequence[Picture | Unreadable]) -> bytes:
    told: list[dict[str, Any]] = []
    for one in made:
        if isinstance(one, Picture):
            told.append(
                {
                    "length": len(one.content),
                    "type": one.media_type,
                    "width": one.width,
                    "height": one.height,
                }
            )
        else:
            told.append({"refused": one.message, "hint": one.hint})
    contents = b"".join(one.content for one in made if isinstance(one, Picture))
    return json.dumps(told).encode() + b"\n" + contents


def _load(written: bytes) -> list[Picture | Unreadable]:
    head, _, contents = written.partition(b"\n")
    made: list[Picture | Unreadable] = []
    for one in json.loads(head):
        if "refused" in one:
            made.append(Unreadable(one["refused"], one["hint"]))
            continue
        content, contents = contents[: one["length"]], contents[one["length"] :]
        made.append(Picture(content, one["type"], one["width"], one["height"]))
    return made
