"""What doors show, whatever they show it of."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
"""By its field's name; JSON-ready but for times, which are aware datetimes."""


def show_moment(moment: datetime, zone: ZoneInfo) -> str:
    """A time to the minute, in the newsroom's zone."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
