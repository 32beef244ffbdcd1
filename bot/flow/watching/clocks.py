"""Whether this machine's clock is right, by the servers that answer: embargoes and hours hang on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.flow.house import House
from bot.flow.watching.findings import Finding

_FAR = timedelta(seconds=5)
_VERY_FAR = timedelta(minutes=2)
_PATIENCE = timedelta(minutes=15)
"""What a server said before the clock was mended is forgotten with its next answer."""

_NTP = "let the machine keep its clock by the network: timedatectl set-ntp true"


def judge_clock(ahead: dict[str, timedelta]) -> list[Finding]:
    """Whether this machine's clock agrees with any server: one that is wrong does not make ours so."""
    if not ahead:
        return [Finding("ok", "no server was asked the time")]
    host, least = min(ahead.items(), key=lambda one: abs(one[1]))
    if abs(least) <= _FAR:
        return [Finding("ok", "this machine's clock is right")]
    side = "behind" if least > timedelta(0) else "ahead of"
    who = host if len(ahead) == 1 else f"all {len(ahead)} servers that were asked"
    seconds = abs(least).total_seconds()
    return [Finding("warning", f"this machine's clock is {seconds:.0f} s {side} {who}", _NTP)]


def find_wrong_clock(house: House) -> list[Finding]:
    """A clock so wrong that embargoes and quiet hours are."""
    ahead = house.lines.clocks()
    if not ahead or min(map(abs, ahead.values())) <= _VERY_FAR:
        return []
    return [
        replace(one, key="this machine's clock is wrong", patience=_PATIENCE) for one in judge_clock(ahead)
    ]
