"""How far the clocks of servers are from ours, by the Date header of their answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_SECOND = timedelta(seconds=1)


def read_skew(headers: Mapping[str, str], began_at: datetime, ended_at: datetime) -> timedelta | None:
    """How far a server is ahead of us at least, negative behind; None where it does not tell.

    A Date is whole seconds and was written at some moment of the request (RFC 9110, 6.6.1), so that
    what may be agreement counts as it. `Age` is how old an answer from a cache is.
    """
    age = headers.get("age", "0").strip()
    try:
        moment = parsedate_to_datetime(headers.get("date", ""))
        moment = moment.replace(tzinfo=moment.tzinfo or UTC) + timedelta(seconds=int(age))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if age != "0":
        # How long it lay in caches is told in whole seconds by each of them.
        began_at, ended_at = began_at - 2 * _SECOND, ended_at + 2 * _SECOND
    if moment > ended_at:
        return moment - ended_at
    if moment + _SECOND < began_at:
        return moment + _SECOND - began_at
    return timedelta(0)
