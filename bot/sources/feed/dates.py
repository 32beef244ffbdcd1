"""The times of a feed, as ISO 8601 in UTC, and whether they can be true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_EARLIEST = datetime(1970, 1, 3, tzinfo=UTC)
_AHEAD = timedelta(days=2)
_LONGEST = 100
_WHOLE = re.compile(
    r"\b\d{4}\W{1,3}\d{1,2}\W{1,3}\d{1,2}"  # 2026-11-23
    r"|\b\d{1,2}\W{1,3}(?:\d{1,2}|[^\W\d]{3,12})\W{1,3}\d{2,4}"  # 23 Nov 2026, 23.11.2026
    r"|\b[^\W\d]{3,12}\W{1,3}\d{1,2}\W{1,3}(?:\d{1,2}:\d{2}(?::\d{2})?\W(?:\w+\W)?)?\d{4}"  # Nov 23, 2026
    r"|\b\d{8}T\d{4,6}"
)


def read_date(written: str) -> str:
    """An RFC 3339 or RFC 822 time as ISO 8601 in UTC; empty where it is neither. Without a zone it is UTC."""
    written = written.strip()
    if not written or len(written) > _LONGEST:
        return ""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(re.sub(r"\s+", " ", written))
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return ""


def is_whole_date(written: str) -> bool:
    """Whether day, month and year all stand there: of less, parsers make a time of today."""
    return len(written) <= _LONGEST and bool(_WHOLE.search(written))


def trust_date(written: str, now: datetime) -> datetime | None:
    """The time, if it can be true: not the zero of a computer's clock (1970), not two days ahead (2099)."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if _EARLIEST < moment < now + _AHEAD else None
