"""The clock of deliveries: one pure function says whether a post may leave now, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import Act, Delivery, Urgency
from bot.plugin import QuietHours
from bot.settings.effective import Pace

BLOCKED_AT_MOST = timedelta(minutes=2)
"""How long an uncertain delivery holds up others on its channel (design, section 6)."""

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """It may leave now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet; `until` None means until something changes (a release, a settlement)."""

    until: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Late:
    """Too late: it expires."""

    why: str


Verdict = Due | Wait | Late


@dataclass(frozen=True, slots=True)
class ChannelView:
    """What the clock looks at besides the delivery: holds, pauses, what is uncertain, what was sent.

    `sent` are the times of the last hour's posts, oldest first. `once` is a run by cron, which
    posts without settle time.
    """

    pace: Pace
    zone: ZoneInfo
    held: str | None = None
    paused_until: datetime | None = None
    pause_reason: str = ""
    uncertain: tuple[Delivery, ...] = ()
    sent: tuple[datetime, ...] = ()
    once: bool = False


def next_due(delivery: Delivery, channel: ChannelView, now: datetime) -> Verdict:
    """Whether `delivery` may leave at `now`; the first reason against it, in the order of importance."""
    if delivery.expires_at is not None and delivery.expires_at <= now and not delivery.continues:
        return Late(f"it should have left before {delivery.expires_at:%Y-%m-%d %H:%M} UTC")
    if channel.held is not None:
        return Wait(None, f"the channel is on hold: {channel.held}")
    for moment, why in (
        (delivery.embargo_at, "embargo"),
        (channel.paused_until, f"the channel rests: {channel.pause_reason}"),
        (delivery.not_before, delivery.reason or "waits for its next try"),
    ):
        if moment is not None and moment > now:
            return Wait(moment, why)
    return _behind_uncertain(delivery, channel, now) or _at_leisure(delivery, channel, now) or Due()


def _behind_uncertain(delivery: Delivery, channel: ChannelView, now: datetime) -> Wait | None:
    """What nobody knows the outcome of goes first: for its own article always, for others a while."""
    for other in channel.uncertain:
        if other.article_id == delivery.article_id and (
            delivery.act is not Act.DELETE or other.post_id == delivery.post_id
        ):
            return Wait(None, "an earlier post of this article is not settled yet")
        until = (other.last_armed_at or now) + BLOCKED_AT_MOST
        if now < until <= now + BLOCKED_AT_MOST and delivery.urgency is not Urgency.BREAKING:
            return Wait(until, "the post before it is not settled yet")
    return None


def _at_leisure(delivery: Delivery, channel: ChannelView, now: datetime) -> Wait | None:
    """Settle time, quiet hours, spacing and caps, none of which breaking news waits for."""
    if delivery.urgency is Urgency.BREAKING or delivery.continues:
        return None
    pace = channel.pace
    if not channel.once and delivery.created_at + pace.settle > now >= delivery.created_at:
        return Wait(delivery.created_at + pace.settle, "waits for first corrections")
    quiet_until = quiet_end(pace.quiet, channel.zone, now)
    if quiet_until:
        return Wait(quiet_until, "quiet hours")
    # A wall clock that was set back leaves posts in the future: what is far ahead was sent before, and
    # must not keep others waiting for as long as the step.
    sent = [moment for moment in channel.sent if moment <= now + pace.spacing]
    if sent and sent[-1] + pace.spacing > now:
        return Wait(sent[-1] + pace.spacing, "spacing")
    lately = [moment for moment in sent if moment > now - _HOUR]
    if pace.per_hour and len(lately) >= pace.per_hour:
        return Wait(lately[-pace.per_hour] + _HOUR, f"{pace.per_hour} posts in this hour already")
    return None


def quiet_end(quiet: QuietHours | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours around `now` end, in UTC; None where it is not quiet."""
    if quiet is None:
        return None
    first, last = quiet.span
    local = now.astimezone(zone)
    time = local.time()
    inside = first <= time < last if first <= last else (time >= first or time < last)
    if not inside or first == last:
        return None
    day = local.date() + _DAY if time >= last else local.date()
    end = datetime.combine(day, last, zone).astimezone(now.tzinfo)
    # The hour that an autumn night has twice ends when it ends for the second time.
    return end if end > now else datetime.combine(day, last, zone).replace(fold=1).astimezone(now.tzinfo)
