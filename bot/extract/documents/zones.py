"""Zones as pages write them: abbreviations of clocks, and offsets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_OFFSETS = {
    "z": 0, "gmt": 0, "utc": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120,
    "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "trt": 180, "sast": 120, "wat": 60, "eat":
    180, "gst": 240, "pkt": 300, "ist": 330, "sgt": 480, "hkt": 480, "awst": 480, "jst": 540, "kst":
    540, "acst": 570, "aest": 600, "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780, "brt": -180,
    "art": -180, "nst": -210, "ast": -240, "adt": -180, "est": -300, "edt": -240, "cst": -360,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480,
    "hst": -600,
}  # fmt: skip
_FARTHEST = 14
_HOUR = 60
_REGIONS = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}


def find_zone(name: str, day: date, local: tzinfo) -> tzinfo | None:
    """The zone of an abbreviation on a day, None for one we do not know.

    The newsroom's own (`local`) comes first: CST is Chicago, or Shanghai.
    """
    if not name:
        return None
    for month in (1, 7):
        there = datetime(day.year, month, 1, tzinfo=local)
        if (there.tzname() or "").casefold() == name and (offset := there.utcoffset()) is not None:
            return timezone(offset)
    if name in _REGIONS:
        return ZoneInfo(_REGIONS[name])
    if name in {"z", "utc", "gmt"}:
        return UTC
    return timezone(timedelta(minutes=_OFFSETS[name])) if name in _OFFSETS else None


def read_offset(text: str) -> timezone | None:
    """The zone of an offset such as -5, +0530 or -05:00; None where no place has it."""
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if not digits[2:] else (int(digits[:-2]), int(digits[-2:]))
    if hours > _FARTHEST or minutes >= _HOUR:
        return None
    return timezone((-1 if text[0] in "-−" else 1) * timedelta(hours=hours, minutes=minutes))
