"""What the store cannot do is said once, and every hour again: a line every five seconds would fill a log."""

from __future__ import annotations

import structlog

from bot.flow.house import House

log = structlog.get_logger()

_SAY_AGAIN_AFTER = 3600.0


def complain(house: House, about: str, event: str, reason: str, **more: str) -> None:
    """Say it, unless the same was said of the same thing within the hour."""
    said, at = house.complaints.get(about, ("", 0.0))
    now = house.clock.monotonic()
    if reason != said or now - at >= _SAY_AGAIN_AFTER:
        house.complaints[about] = (reason, now)
        log.error(event, reason=reason, **more)


def be_content(house: House, about: str) -> None:
    """It works again: the next complaint is said at once."""
    house.complaints.pop(about, None)
