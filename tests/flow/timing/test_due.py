"""The clock of deliveries, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_delivery import make_delivery

from bot.flow.timing.due import (
    BLOCKED_AT_MOST,
    AskFirst,
    ChannelView,
    Due,
    Late,
    PassOver,
    Slots,
    Wait,
    next_due,
)
from bot.flow.timing.slots import Occurrence
from bot.flow.timing.walltime import quiet_end
from bot.model import Delivery, DeliveryState, Urgency
from bot.plugin import QuietHours
from bot.settings.effective import Pace

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WARSAW = ZoneInfo("Europe/Warsaw")
NIGHT = QuietHours(hours="23:00-06:00", do="wait")

POST = make_delivery(NOW, created_at=NOW - 10 * MINUTE)
BREAKING = replace(POST, urgency=Urgency.BREAKING, created_at=NOW)
PACE = Pace(stale_after=None, settle=3 * MINUTE, spacing=2 * MINUTE, per_hour=3, quiet=None)
VIEW = ChannelView(pace=PACE, zone=WARSAW)
LATE = Late("too late: it should have left before 2027-03-01 13:00 (stale_after)")
FLASHES = (NOW - 50 * MINUTE, NOW - 2 * MINUTE, NOW - MINUTE)
FLASHED = replace(VIEW, pace=replace(PACE, breaking_per_hour=3), breaking=FLASHES)
MANY = AskFirst("3 breaking posts left within the last hour: a person decides about more")
DAILY = replace(VIEW, pace=replace(PACE, per_hour=0, per_day=2))
NOON = Occurrence("daily 13:00", "2027-03-01T13:00", NOW)
EVENING = Occurrence("daily 18:00", "2027-03-01T18:00", NOW + 300 * MINUTE)
SLOTTED = replace(VIEW, slots=Slots((), EVENING))
OPENED = replace(VIEW, slots=Slots((NOON,), EVENING))


def quiet(do: str, *, silent: bool = False) -> ChannelView:
    hours = QuietHours.model_validate({"hours": "12:30-14:00", "do": do})
    return replace(VIEW, pace=replace(PACE, quiet=hours), silent=silent)


UNCERTAIN = replace(POST, id="d0", article_id="a0", state=DeliveryState.UNCERTAIN, last_armed_at=NOW - MINUTE)


@pytest.mark.parametrize(
    ("delivery", "view", "wanted"),
    [
        pytest.param(POST, VIEW, Due(), id="nothing against it"),
        pytest.param(
            replace(POST, expires_at=NOW),
            VIEW,
            LATE,
            id="late",
        ),
        pytest.param(
            replace(POST, expires_at=NOW),
            replace(VIEW, held="x"),
            LATE,
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
        pytest.param(
            POST,
            replace(VIEW, sent=(NOW - MINUTE,)),
            Wait(NOW + MINUTE, "spacing: 2m between two posts"),
            id="spacing",
        ),
        pytest.param(
            POST,
            replace(VIEW, sent=(NOW + timedelta(days=1),)),
            Due(),
            id="a clock that was set back by a day keeps nothing waiting for a day",
        ),
        pytest.param(
            POST,
            replace(VIEW, sent=(NOW + MINUTE,)),
            Wait(NOW + 3 * MINUTE, "spacing: 2m between two posts"),
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
        pytest.param(
            POST,
            replace(
                VIEW,
                pace=replace(PACE, spacing=5 * MINUTE),
                uncertain=(replace(UNCERTAIN, last_armed_at=NOW - 3 * MINUTE),),
            ),
            Wait(NOW + 2 * MINUTE, "spacing: 5m between two posts"),
            id="what may be online counts for spacing",
        ),
        pytest.param(
            POST,
            replace(
                VIEW,
                sent=(NOW - 9 * MINUTE, NOW - 8 * MINUTE),
                uncertain=(replace(UNCERTAIN, last_armed_at=NOW - 20 * MINUTE),),
            ),
            Wait(NOW + 40 * MINUTE, "3 posts in this hour already"),
            id="and for caps",
        ),
        pytest.param(BREAKING, FLASHED, MANY, id="more than three breaking posts ask"),
        pytest.param(
            BREAKING, replace(FLASHED, breaking=(NOW - 60 * MINUTE, *FLASHES[1:])), Due(), id="an hour later"
        ),
        pytest.param(
            replace(BREAKING, approved_hash="x", text_hash="x"), FLASHED, Due(), id="a person approved it"
        ),
        pytest.param(replace(BREAKING, reason="released by ada"), FLASHED, Due(), id="a person released it"),
        pytest.param(
            replace(BREAKING, approved_hash="old", text_hash="x"),
            FLASHED,
            MANY,
            id="another text was approved",
        ),
        pytest.param(POST, FLASHED, Due(), id="others do not ask"),
        pytest.param(
            POST,
            replace(DAILY, sent=(NOW - 800 * MINUTE, NOW - 700 * MINUTE, NOW - 90 * MINUTE)),
            Wait(NOW + 11 * 60 * MINUTE, "2 posts today already"),
            id="the day's cap, until midnight in the newsroom",
        ),
        pytest.param(
            POST,
            replace(DAILY, sent=(NOW - 800 * MINUTE, NOW - 90 * MINUTE)),
            Due(),
            id="yesterday's do not count",
        ),
        pytest.param(POST, quiet("wait"), Wait(NOW + 60 * MINUTE, "quiet hours"), id="quiet"),
        pytest.param(POST, quiet("silent", silent=True), Due(silent=True), id="silent"),
        pytest.param(
            POST, quiet("silent"), Wait(NOW + 60 * MINUTE, "quiet hours"), id="nobody can be silent there"
        ),
        pytest.param(
            POST,
            quiet("skip"),
            PassOver("it came due in the quiet hours (12:30-14:00, do: skip)"),
            id="skip",
        ),
        pytest.param(
            replace(POST, reason="released by ada"),
            replace(quiet("skip"), held="x"),
            Wait(None, "the channel is on hold: x"),
            id="skip, on hold",
        ),
        pytest.param(
            replace(POST, reason="released by ada"),
            quiet("skip"),
            Wait(NOW + 60 * MINUTE, "quiet hours"),
            id="what a person released is not skipped",
        ),
        pytest.param(BREAKING, quiet("skip"), Due(), id="breaking by night"),
        pytest.param(replace(POST, position=1), quiet("skip"), Due(), id="a started thread goes on by night"),
        pytest.param(
            POST, SLOTTED, Wait(NOW + 300 * MINUTE, "waits for its slot: daily 18:00"), id="no slot is open"
        ),
        pytest.param(POST, OPENED, Due(), id="a slot is open"),
        pytest.param(
            replace(POST, due_at=NOW + 16 * MINUTE),
            OPENED,
            Wait(NOW + 300 * MINUTE, "waits for its slot: daily 18:00"),
            id="it was not ready when the slot opened",
        ),
        pytest.param(
            POST, replace(VIEW, slots=Slots((), EVENING, frozenset({"d1"}))), Due(), id="it has its slot"
        ),
        pytest.param(BREAKING, SLOTTED, Due(), id="breaking needs no slot"),
    ],
)
def test_the_first_reason_that_counts_says_when_it_leaves(
    delivery: Delivery, view: ChannelView, wanted: object
) -> None:
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
