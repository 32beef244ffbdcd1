"""What the store knows of trouble: channels, posts, files, sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.row import show_moment
from bot.flow.timing.flood import FLOOD
from bot.flow.watching.findings import Finding
from bot.model import DeliveryState
from bot.store import alarms, channels, outbox, posts, sources, unread
from bot.store.restoring import AWAY, ORPHANED
from bot.text import tell_count

TOKEN_ENDS_SOON = timedelta(days=14)
_SOURCE_MAY_FAIL = timedelta(hours=1)
_CHANNEL_MAY_REST = timedelta(minutes=15)
_TRIES_AGAIN_FOR = timedelta(minutes=1)
"""How long after its rest a channel may be waiting for an answer: it has not gone well yet."""
_TOLD_FOR = timedelta(days=1)
_STOPPED = (
    (AWAY, "posts that came due while the worker was away", "posts held after an absence"),
    (FLOOD, "posts of a flood, more new articles at once than a source usually brings", "posts of a flood"),
    (ORPHANED, "posts of channels that are not in the config any more", "posts without a channel"),
)
"""What stops much at once, and nobody decided: how the reasons of its posts begin."""
_WAIT_FOR_PEOPLE = (DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.HELD)


def find_troubles(conn: Connection, house: House) -> Iterator[Finding]:
    """Everything in the store that a person should know."""
    yield from _find_in_channels(conn, house)
    yield from _find_in_posts(conn)
    yield from _find_in_time(conn, house)
    if wrong := len(posts.list_wrong(conn)):
        what, key = f"posts online that need a look: {wrong}", "posts online need a look"
        yield Finding("warning", what, "newscrier article list --problems", key)
    unreadable = sum(
        any(problem.severity == "error" for problem in problems)
        for *_, problems in unread.list_problems(conn)
    )
    if unreadable:
        mend = "newscrier article list --problems"
        yield Finding("warning", f"files that cannot be read: {unreadable}", mend)
    for name, error in sources.list_errors(conn).items():
        if name in house.settings.sources:
            mend, key = f"newscrier source test {name}", f"source {name} fails"
            yield Finding("warning", f"source {name} failed: {error}", mend, key, _SOURCE_MAY_FAIL)


def _find_in_channels(conn: Connection, house: House) -> Iterator[Finding]:
    known = channels.get_all(conn)
    now = house.clock.now()
    for name in house.settings.channels:
        state = known.get(name, channels.ChannelState(name))
        waiting = _tell_waiting(conn, house, name)
        if state.held_at is not None:
            yield _judge_hold(state, house.settings.channels[name].platform, waiting)
        elif state.paused_until is not None and state.paused_until > now - _TRIES_AGAIN_FOR:
            what, key = f"channel {name} rests: {state.pause_reason}", f"channel {name} rests"
            mend = f"it tries again by itself; whether it would go now: newscrier channel verify {name}"
            yield Finding("warning", what, mend, key, _CHANNEL_MAY_REST, waiting)
        if state.token_ends_at is not None:
            yield from _judge_token(house, state)
        if state.verified_at is None and state.held_at is None and not state.account_id:
            mend = f"newscrier channel verify {name}"
            yield Finding("warning", f"channel {name} was never connected", mend)


def _judge_hold(state: channels.ChannelState, platform: str, waiting: str) -> Finding:
    """A channel that a person stopped is meant to be silent; one that the worker stopped is not."""
    name, reason = state.name, state.hold_reason
    if needs_reconnecting(state):
        mend, key = (
            f"mend it (newscrier channel help {platform} says how), then: newscrier channel release {name}",
            f"channel {name} is on hold",
        )
        return Finding("reconnect", f"channel {name} is on hold: {reason}", mend, key, detail=waiting)
    return Finding(
        "warning", f"channel {name} was put on hold: {reason}", f"newscrier channel release {name}"
    )


def needs_reconnecting(state: channels.ChannelState) -> bool:
    """Whether the worker itself put this held channel on hold, because it was refused."""
    return state.held_at is not None and state.held_by == channels.WORKER


def _judge_token(house: House, state: channels.ChannelState) -> Iterator[Finding]:
    assert state.token_ends_at is not None
    if state.token_ends_at - house.clock.now() < TOKEN_ENDS_SOON:
        ends = show_moment(state.token_ends_at, house.zone)
        platform = house.settings.channels[state.name].platform
        when = "ends" if state.token_ends_at > house.clock.now() else "ended"
        yield Finding(
            "warning",
            f"the token of channel {state.name} {when} at {ends}",
            f"newscrier channel help {platform}",
            f"token of {state.name} ends",
        )


def _tell_waiting(conn: Connection, house: House, channel: str) -> str:
    many, expires_at = alarms.count_waiting(conn, channel)
    if not many:
        return "nothing waits"
    posts = f"{tell_count(many, 'post')} wait{'s' if many == 1 else ''}"
    expiry = f", the first expires at {show_moment(expires_at, house.zone)}" if expires_at else ""
    return posts + expiry


def _find_in_posts(conn: Connection) -> Iterator[Finding]:
    """Uncertain ones that only a person can settle, and failed ones, are worth an alert."""
    counts = outbox.count_states(conn)
    asked = alarms.count_asked(conn)
    for state in _WAIT_FOR_PEOPLE:
        many = counts.get(state.value, 0)
        if many:
            if state is DeliveryState.FAILED:
                yield _tell_failed(conn, many)
                continue
            mend = f"newscrier post list --state {state.value}"
            yield Finding("warning", f"posts that are {state.value}: {many}", mend)
    if asked:
        mend = "newscrier post list --state uncertain says where to look, and what to type then"
        what = f"posts of which nobody knows whether they are online: {asked}"
        yield Finding("error", what, mend, "posts are uncertain", many=asked)


def _tell_failed(conn: Connection, many: int) -> Finding:
    by_channel = ", ".join(f"{channel} {count}" for channel, count in alarms.count_failed(conn).items())
    mend = "newscrier post list --state failed --by cause"
    what = f"posts that are failed: {many}"
    return Finding("warning", what, mend, "posts failed", detail=f"by channel: {by_channel}", many=many)


def _find_in_time(conn: Connection, house: House) -> Iterator[Finding]:
    """What the clock kept back, and a person should know soon."""
    if many := alarms.count_breaking(conn):
        what, mend = (
            f"breaking posts that wait for a person: {many}",
            'newscrier post list --state "awaiting approval"',
        )
        yield Finding("error", what, mend, "breaking posts wait", many=many)
    for begins, told, key in _STOPPED:
        if many := alarms.count_held(conn, begins):
            mend = "newscrier post list --state held"
            yield Finding("warning", f"{told}, and wait for a person: {many}", mend, key, many=many)
    if many := alarms.count_expired(conn, house.clock.now() - _TOLD_FOR):
        what, mend = (
            f"posts that were too late and expired since yesterday: {many}",
            "newscrier post list --state expired",
        )
        yield Finding("warning", what, mend, "posts expired", many=many)
