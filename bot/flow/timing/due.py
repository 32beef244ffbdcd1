"""The clock of deliveries: one pure function says whether a post may leave now, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.flow.timing.slots import READY_WITHIN, Occurrence
from bot.flow.timing.walltime import last_midnight, next_midnight, quiet_end
from bot.model import Act, Delivery, Urgency
from bot.plugin.values import show_duration
from bot.settings.effective import Pace

BLOCKED_AT_MOST = timedelta(minutes=2)
"""How long an uncertain delivery holds up others on its channel."""

BY_A_PERSON: Final = ("released", "approved", "revived", "edited by")
"""How the reasons begin of posts that a person let go."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """It may leave now; `silent` where nobody may be notified."""

    silent: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet; `until` None means until something changes (a release, a settlement)."""

    until: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Late:
    """Too late: it expires."""

    why: str


@dataclass(frozen=True, slots=True)
class PassOver:
    """It is not posted: it is skipped."""

    why: str


@dataclass(frozen=True, slots=True)
class AskFirst:
    """A person decides."""

    why: str


Verdict = Due | Wait | Late | PassOver | AskFirst


@dataclass(frozen=True, slots=True)
class Slots:
    """Where a channel with a schedule stands: which slots are open, which comes next, whose they are.

    `bound` are the deliveries that have a slot already.
    """

    opened: tuple[Occurrence, ...] = ()
    upcoming: Occurrence | None = None
    bound: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ChannelView:
    """What the clock looks at besides the delivery: holds, pauses, what is uncertain, what was sent.

    `sent` are the times of the last posts, as far back as the channel's limits look, `breaking` those of
    the last hour's breaking ones; oldest first. `once` is a run by cron, which posts without settle time.
    `silent` tells that the platform can post without notifying anybody.
    """

    pace: Pace
    zone: ZoneInfo
    name: str = ""
    held: str | None = None
    paused_until: datetime | None = None
    pause_reason: str = ""
    uncertain: tuple[Delivery, ...] = ()
    sent: tuple[datetime, ...] = ()
    breaking: tuple[datetime, ...] = ()
    slots: Slots | None = None
    silent: bool = False
    once: bool = False


def next_due(delivery: Delivery, channel: ChannelView, now: datetime) -> Verdict:
    """Whether `delivery` may leave at `now`; the first reason against it, in the order of importance."""
    if delivery.expires_at is not None and delivery.expires_at <= now and not delivery.continues:
        last = delivery.expires_at.astimezone(channel.zone)
        return Late(f"too late: it should have left before {last:%Y-%m-%d %H:%M} (stale_after)")
    if channel.held is not None:
        return Wait(None, f"the channel is on hold: {channel.held}")
    for moment, why in (
        (delivery.embargo_at, "embargo"),
        (channel.paused_until, f"the channel rests: {channel.pause_reason}"),
        (delivery.not_before, delivery.reason or "waits for its next try"),
    ):
        if moment is not None and moment > now:
            return Wait(moment, why)
    return _behind_uncertain(delivery, channel, now) or _by_urgency(delivery, channel, now)


def is_let_go(delivery: Delivery) -> bool:
    """Whether a person said that this very post may leave."""
    approved = bool(delivery.approved_hash) and delivery.approved_hash == delivery.text_hash
    return approved or delivery.reason.startswith(BY_A_PERSON)


def ready_at(delivery: Delivery, pace: Pace) -> datetime:
    """From when on nothing in the article itself keeps a post from leaving."""
    moments = (delivery.due_at, delivery.created_at + pace.settle, delivery.embargo_at)
    return max(moment for moment in moments if moment is not None)


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


def _by_urgency(delivery: Delivery, channel: ChannelView, now: datetime) -> Verdict:
    """Breaking news waits for no leisure, but too much of it is more likely a mistake."""
    if delivery.continues:
        return Due()
    if delivery.urgency is not Urgency.BREAKING:
        return _at_leisure(delivery, channel, now)
    most = channel.pace.breaking_per_hour
    lately = sum(moment > now - _HOUR for moment in channel.breaking)
    if most and lately >= most and not is_let_go(delivery):
        return AskFirst(f"{lately} breaking posts left within the last hour: a person decides about more")
    return Due()


def _at_leisure(delivery: Delivery, channel: ChannelView, now: datetime) -> Verdict:
    """Settle time, slots, quiet hours, spacing and caps."""
    pace = channel.pace
    if not channel.once and delivery.created_at + pace.settle > now >= delivery.created_at:
        return Wait(delivery.created_at + pace.settle, "waits for first corrections")
    wait = _for_slot(delivery, channel)
    if wait:
        return wait
    silent = False
    quiet_until = quiet_end(pace.quiet, channel.zone, now)
    if pace.quiet and quiet_until:
        if pace.quiet.do == "skip" and not is_let_go(delivery):
            return PassOver(f"it came due in the quiet hours ({pace.quiet.hours}, do: skip)")
        silent = pace.quiet.do == "silent" and channel.silent
        if not silent:
            return Wait(quiet_until, "quiet hours")
    return _within_limits(channel, now) or Due(silent)


def _for_slot(delivery: Delivery, channel: ChannelView) -> Wait | None:
    slots = channel.slots
    if slots is None or delivery.id in slots.bound:
        return None
    ready = ready_at(delivery, channel.pace)
    if any(ready <= one.opens_at + READY_WITHIN for one in slots.opened):
        return None
    if slots.upcoming is None:
        return Wait(None, "no slot is left")
    return Wait(slots.upcoming.opens_at, f"waits for its slot: {slots.upcoming.slot}")


def _perhaps_sent(channel: ChannelView) -> list[datetime]:
    """When posts may have gone online of which nobody knows: followers may have seen them."""
    armed = (one.last_armed_at for one in channel.uncertain if one.act is Act.CREATE)
    return [moment for moment in armed if moment is not None]


def _within_limits(channel: ChannelView, now: datetime) -> Wait | None:
    pace = channel.pace
    if not (pace.spacing or pace.per_hour or pace.per_day):
        return None
    # A wall clock that was set back leaves posts in the future: what is far ahead was sent before, and
    # must not keep others waiting for as long as the step.
    sent = [moment for moment in (*channel.sent, *_perhaps_sent(channel)) if moment <= now + pace.spacing]
    sent.sort()
    if sent and sent[-1] + pace.spacing > now:
        return Wait(sent[-1] + pace.spacing, f"spacing: {show_duration(pace.spacing)} between two posts")
    lately = [moment for moment in sent if moment > now - _HOUR]
    if pace.per_hour and len(lately) >= pace.per_hour:
        return Wait(lately[-pace.per_hour] + _HOUR, f"{pace.per_hour} posts in this hour already")
    if pace.per_day:
        today = sum(moment >= last_midnight(now, channel.zone) for moment in sent)
        if today >= pace.per_day:
            return Wait(next_midnight(now, channel.zone), f"{pace.per_day} posts today already")
    return None
