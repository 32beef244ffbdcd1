"""The clock of deliveries, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.due import BLOCKED_AT_MOST, ChannelView, Due, Late, Wait, next_due, quiet_end
from bot.model import Act, Delivery, DeliveryState, Urgency
from bot.plugin import QuietHours
from bot.settings.effective import Pace

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WARSAW = ZoneInfo("Europe/Warsaw")
NIGHT = QuietHours(hours="23:00-06:00", do="wait")

POST = Delivery(
    id="d1",
    article_id="a1",
    post_id="p1",
    channel="c",
    occasion="publish",
    act=Act.CREATE,
    position=0,
    generation=1,
    revision=1,
    state=DeliveryState.SCHEDULED,
    reason="",
    urgency=Urgency.NORMAL,
    due_at=NOW,
    created_at=NOW - 10 * MINUTE,
)
BREAKING = replace(POST, urgency=Urgency.BREAKING, created_at=NOW)
PACE = Pace(stale_after=None, settle=3 * MINUTE, spacing=2 * MINUTE, per_hour=3, quiet=None)
VIEW = ChannelView(pace=PACE, zone=WARSAW)
UNCERTAIN = replace(POST, id="d0", article_id="a0", state=DeliveryState.UNCERTAIN, last_armed_at=NOW - MINUTE)


@pytest.mark.parametrize(
    ("delivery", "view", "wanted"),
    [
        pytest.param(POST, VIEW, Due(), id="nothing against it"),
        pytest.param(
            replace(POST, expires_at=NOW),
            VIEW,
            Late("it should have left before 2027-03-01 12:00 UTC"),
            id="late",
        ),
        pytest.param(
            replace(POST, expires_at=NOW),
            replace(VIEW, held="x"),
            Late("it should have left before 2027-03-01 12:00 UTC"),
            id="late also on hold",
        ),
        pytest.param(replace(POST, expires_at=NOW + MINUTE), VIEW, Due(), id="not late yet"),
        pytest.param(
            BREAKING,
            replace(VIEW, held="fire drill"),
            Wait(None, "the channel is on hold: fire drill"),
            id="hold stops breaking too",
        ),
        pytest.param(
            replace(BREAKING, embargo_at=NOW + MINUTE),
            VIEW,
            Wait(NOW + MINUTE, "embargo"),
            id="embargo stops breaking too",
        ),
        pytest.param(replace(POST, embargo_at=NOW), VIEW, Due(), id="embargo over this instant"),
        pytest.param(
            BREAKING,
            replace(VIEW, paused_until=NOW + MINUTE, pause_reason="429"),
            Wait(NOW + MINUTE, "the channel rests: 429"),
            id="pause",
        ),
        pytest.param(
            replace(POST, not_before=NOW + MINUTE, reason="r"), VIEW, Wait(NOW + MINUTE, "r"), id="next try"
        ),
        pytest.param(
            POST,
            replace(VIEW, uncertain=(UNCERTAIN,)),
            Wait(NOW + MINUTE, "the post before it is not settled yet"),
            id="uncertain blocks others",
        ),
        pytest.param(
            POST,
            replace(VIEW, uncertain=(replace(UNCERTAIN, last_armed_at=NOW - BLOCKED_AT_MOST),)),
            Due(),
            id="two minutes at most",
        ),
        pytest.param(BREAKING, replace(VIEW, uncertain=(UNCERTAIN,)), Due(), id="breaking passes"),
        pytest.param(
            BREAKING,
            replace(
                VIEW, uncertain=(replace(UNCERTAIN, article_id="a1", last_armed_at=NOW - timedelta(days=2)),)
            ),
            Wait(None, "an earlier post of this article is not settled yet"),
            id="its own article always",
        ),
        pytest.param(
            replace(POST, created_at=NOW - MINUTE),
            VIEW,
            Wait(NOW + 2 * MINUTE, "waits for first corrections"),
            id="settle",
        ),
        pytest.param(
            replace(POST, created_at=NOW - MINUTE),
            replace(VIEW, once=True),
            Due(),
            id="cron has no settle time",
        ),
        pytest.param(
            replace(POST, created_at=NOW + timedelta(days=1)),
            VIEW,
            Due(),
            id="a clock that stepped back does not settle for a day",
        ),
        pytest.param(POST, replace(VIEW, sent=(NOW - MINUTE,)), Wait(NOW + MINUTE, "spacing"), id="spacing"),
        pytest.param(
            POST,
            replace(VIEW, sent=(NOW + timedelta(days=1),)),
            Due(),
            id="a clock that was set back by a day keeps nothing waiting for a day",
        ),
        pytest.param(
            POST,
            replace(VIEW, sent=(NOW + MINUTE,)),
            Wait(NOW + 3 * MINUTE, "spacing"),
            id="a clock that was set back a little",
        ),
        pytest.param(BREAKING, replace(VIEW, sent=(NOW - MINUTE,)), Due(), id="breaking ignores spacing"),
        pytest.param(
            POST,
            replace(VIEW, sent=(NOW - 50 * MINUTE, NOW - 40 * MINUTE, NOW - 30 * MINUTE)),
            Wait(NOW + 10 * MINUTE, "3 posts in this hour already"),
            id="cap",
        ),
        pytest.param(
            POST,
            replace(VIEW, sent=(NOW - 60 * MINUTE, NOW - 40 * MINUTE, NOW - 30 * MINUTE)),
            Due(),
            id="the hour is over",
        ),
        pytest.param(
            POST,
            replace(VIEW, pace=replace(PACE, per_hour=0), sent=(NOW - 5 * MINUTE,) * 50),
            Due(),
            id="no cap",
        ),
    ],
)
def test_next_due(delivery: Delivery, view: ChannelView, wanted: object) -> None:
    assert next_due(delivery, view, NOW) == wanted


@pytest.mark.parametrize(
    ("local", "end"),
    [
        ("2027-03-01T22:59:59", None),
        ("2027-03-01T23:00:00", "2027-03-02T06:00:00"),
        ("2027-03-02T00:30:00", "2027-03-02T06:00:00"),
        ("2027-03-02T05:59:59", "2027-03-02T06:00:00"),
        ("2027-03-02T06:00:00", None),
        ("2027-03-28T01:30:00", "2027-03-28T06:00:00"),
    ],
)
def test_quiet_hours_over_midnight(local: str, end: str | None) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=WARSAW).astimezone(UTC)
    wanted = datetime.fromisoformat(end).replace(tzinfo=WARSAW).astimezone(UTC) if end else None
    assert quiet_end(NIGHT, WARSAW, now) == wanted


@given(
    st.datetimes(min_value=datetime(2027, 1, 1), max_value=datetime(2027, 12, 31)),  # noqa: DTZ001 - UTC below
    st.sampled_from(["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.sampled_from(["23:00-06:00", "01:30-02:30", "02:00-03:00", "12:00-13:00"]),
)
def test_quiet_hours_always_end_later_and_soon(moment: datetime, zone: str, hours: str) -> None:
    now = moment.replace(tzinfo=UTC)
    end = quiet_end(QuietHours(hours=hours, do="wait"), ZoneInfo(zone), now)
    assert end is None or now < end <= now + timedelta(hours=9)
