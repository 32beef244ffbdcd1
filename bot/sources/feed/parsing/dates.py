"""The times of a feed, as ISO 8601 in UTC, and whether they can be true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from dateutil import parser as dateutil_parser

_EARLIEST = datetime(1970, 1, 3, tzinfo=UTC)
_AHEAD = timedelta(days=2)
_LONGEST = 100
_USUAL = len("Mon, 23 Nov 2026 06:30:00 GMT")
_LENGTH = len("2026-11-23T06:30:00+00:00")
_WHOLE = re.compile(
    r"\b\d{4}\W{1,3}\d{1,2}\W{1,3}\d{1,2}"  # 2026-11-23
    r"|\b\d{1,2}\W{1,3}(?:\d{1,2}|[^\W\d]{3,12})\W{1,3}\d{2,4}"  # 23 Nov 2026, 23.11.2026
    r"|\b[^\W\d]{3,12}\W{1,3}\d{1,2}\W{1,3}(?:\d{1,2}:\d{2}(?::\d{2})?\W(?:\w+\W)?)?\d{4}"  # Nov 23, 2026
    r"|\b\d{8}T\d{4,6}"
)
_UNCLEAR = re.compile(r"\b(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|1[0-2])[/-]\d{2,4}\b")  # 11/12/2026: which month?
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_DOTTED = re.compile(r"^\D*\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}")
_NIGHT = re.compile(r"(?<=[T ])24:00")  # the end of a day
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: f"{number:02}" for number, name in enumerate(_MONTH_NAMES, start=1)}
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2})[a-z]* (?P<year>\d{4}) "
    r"(?P<time>\d\d?:\d\d(?P<second>:\d\d)?) ?(?P<zone>[A-Z]{1,5}|[+-]\d\d:?\d\d)"
)
# Hours east of Greenwich. RFC 822 names Greenwich and the American ones; feeds write the others too. Where
# two zones share a name (IST, CST, BST), it is the one that feeds mean most often.
_ZONES = {
    **dict.fromkeys(("GMT", "UTC", "UT", "Z", "WET"), 0.0),
    **dict.fromkeys(("BST", "WEST", "CET", "MEZ"), 1.0),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST"), 2.0),
    **dict.fromkeys(("EEST", "MSK"), 3.0),
    **dict.fromkeys(("SGT", "AWST"), 8.0),
    **dict.fromkeys(("JST", "KST"), 9.0),
    "IST": 5.5,
    "ACST": 9.5,
    "AEST": 10.0,
    "ACDT": 10.5,
    "AEDT": 11.0,
    "NZST": 12.0,
    "NZDT": 13.0,
    "EDT": -4.0,
    **dict.fromkeys(("EST", "CDT"), -5.0),
    **dict.fromkeys(("CST", "MDT"), -6.0),
    **dict.fromkeys(("MST", "PDT"), -7.0),
    **dict.fromkeys(("PST", "AKDT"), -8.0),
    "AKST": -9.0,
    "HST": -10.0,
}
_ZONE_SECONDS = {name: int(hours * 3600) for name, hours in _ZONES.items()}


def read_date(written: str) -> str:
    """The time that an RFC 822, RFC 3339 or similar text names, as ISO 8601 in UTC; empty where it is none.

    Day, month and year must all stand there: of less, parsers make a time of today. Without a zone it is
    UTC. Where nobody can tell the month (11/12/2026), it is no time.
    """
    month = _MONTHS.get(written[8:11])
    if month and len(written) == _USUAL and written.endswith(" GMT") and written[19] == ":":
        # `Mon, 23 Nov 2026 06:30:00 GMT`, as most of RSS has it.
        found = _check(f"{written[12:16]}-{month}-{written[5:7]}T{written[17:25]}+00:00")
        if found:
            return found
    written = " ".join(written[: _LONGEST + 1].split())
    if _NIGHT.search(written):
        start = read_date(_NIGHT.sub("00:00", written))
        return _check(start, later=timedelta(days=1)) if start else ""
    if _ISO.fullmatch(written):
        return _check(written)
    if (parts := _RFC_822.fullmatch(written)) and (zone := _write_zone(parts["zone"])):
        month, time = _MONTHS.get(parts["month"], ""), parts["time"].rjust(8 if parts["second"] else 5, "0")
        return _check(f"{parts['year']}-{month}-{parts['day']:0>2}T{time}{zone}")
    return _read_loosely(written) if _is_whole_date(written) else ""


def _is_whole_date(written: str) -> bool:
    """Whether day, month and year all stand there."""
    return len(written) <= _LONGEST and bool(_WHOLE.search(written))


def trust_date(written: str, now: datetime) -> datetime | None:
    """The time, if it can be true: not the zero of a computer's clock (1970), not two days ahead (2099)."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if _EARLIEST < moment < now + _AHEAD else None


def _check(written: str, *, later: timedelta | None = None) -> str:
    """ISO 8601 with a zone, in UTC; empty where there is no such moment."""
    try:
        moment = datetime.fromisoformat(written)
        if later is None and len(written) == _LENGTH and written.endswith("+00:00"):
            return written
        return (moment + (later or timedelta())).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""


def _read_loosely(written: str) -> str:
    # The standard library would pass over a PM.
    readers = (
        (_guess,) if _HALF_DAY.search(written) else (datetime.fromisoformat, parsedate_to_datetime, _guess)
    )
    for read in readers:
        try:
            moment = read(written)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        except (ValueError, TypeError, IndexError, ArithmeticError):
            continue
    return ""


def _write_zone(named: str) -> str:
    if named[0] in "+-":
        return f"{named[:3]}:{named[-2:]}"
    seconds = _ZONE_SECONDS.get(named)
    if seconds is None:
        return ""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"


def _guess(written: str) -> datetime:
    if _UNCLEAR.search(written):
        raise ValueError("which number is the month cannot be told")
    dotted = bool(_DOTTED.search(written))
    moment = dateutil_parser.parse(written, dayfirst=dotted, tzinfos=_find_zone)
    if not isinstance(moment, datetime):
        raise TypeError
    return moment


def _find_zone(name: str | None, seconds: int | None) -> int:
    return _ZONE_SECONDS.get(name or "", 0) if seconds is None else seconds
