"""What the store knows of trouble: channels, posts, files, sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.row import show_moment
from bot.flow.watching.findings import Finding
from bot.model import DeliveryState
from bot.store import alarms, channels, outbox, posts, sources, unread
from bot.text import tell_count

TOKEN_ENDS_SOON = timedelta(days=14)
_SOURCE_MAY_FAIL = timedelta(hours=1)
_CHANNEL_MAY_REST = timedelta(minutes=15)
_TOLD_FOR = timedelta(days=1)
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
            yield _judge_hold(state, waiting)
        elif state.paused_until is not None and state.paused_until > now:
            what, key = f"channel {name} rests: {state.pause_reason}", f"channel {name} rests"
            yield Finding("warning", what, "", key, _CHANNEL_MAY_REST, waiting)
        if state.token_ends_at is not None:
            yield from _judge_token(house, state)
        if state.verified_at is None and state.held_at is None and not state.account_id:
            mend = f"newscrier channel verify {name}"
            yield Finding("warning", f"channel {name} was never connected", mend)


def _judge_hold(state: channels.ChannelState, waiting: str = "") -> Finding:
    """A channel that a person stopped is meant to be silent; one that the worker stopped is not."""
    name, reason = state.name, state.hold_reason
    if needs_reconnecting(state):
        mend, key = f"mend it, then: newscrier channel release {name}", f"channel {name} is on hold"
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
        yield Finding(
            "warning",
            f"the token of channel {state.name} ends at {ends}",
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
            failed = state is DeliveryState.FAILED
            key = "posts failed" if failed else ""
            by_cause = " --by cause" if failed else ""
            mend = f"newscrier post list --state {state.value}{by_cause}"
            yield Finding("warning", f"posts that are {state.value}: {many}", mend, key)
    if asked:
        mend = "look at the account, then: newscrier post settle ID --online URL | --again"
        what = f"posts of which nobody knows whether they are online: {asked}"
        yield Finding("error", what, mend, "posts are uncertain")


def _find_in_time(conn: Connection, house: House) -> Iterator[Finding]:
    """What the clock kept back, and a person should know soon."""
    if many := alarms.count_breaking(conn):
        what, mend = (
            f"breaking posts that wait for a person: {many}",
            'newscrier post list --state "awaiting approval"',
        )
        yield Finding("error", what, mend, "breaking posts wait")
    if many := alarms.count_away(conn):
        what = f"posts that came due while the worker was away, and wait for a person: {many}"
        yield Finding("warning", what, "newscrier post list --state held", "posts held after an absence")
    if many := alarms.count_expired(conn, house.clock.now() - _TOLD_FOR):
        what, mend = (
            f"posts that were too late and expired since yesterday: {many}",
            "newscrier post list --state expired",
        )
        yield Finding("warning", what, mend, "posts expired")
