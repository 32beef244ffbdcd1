"""What follows from each error, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sample_delivery import make_delivery

from bot.errors import (
    Duplicate,
    OutcomeUnknown,
    PayloadExpired,
    Rejected,
    SecretMissing,
    Temporary,
    Throttled,
    TokenExpired,
    Unauthorized,
    Unreachable,
)
from bot.flow.sending.decide import (
    Ask,
    Decision,
    Fail,
    Found,
    Hold,
    Means,
    Refresh,
    RetryAt,
    Settle,
    decide,
    settle,
)
from bot.model import Delivery, DeliveryState, Receipt, Repeat

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
ARMED = NOW - SECOND

FIRST = make_delivery(NOW, state=DeliveryState.SENDING, attempts=1, first_armed_at=ARMED, last_armed_at=ARMED)
AGAIN = replace(FIRST, attempts=2, first_armed_at=ARMED - 10 * SECOND)
KEYED = Means(Repeat(safe_for=HOUR, lag=30 * SECOND), findable=True)
LOOKUP = Means(Repeat(safe_for=timedelta(0), lag=30 * SECOND), findable=True)
FOREVER = Means(Repeat(safe_for=None, lag=timedelta(0)), findable=False)
FOREVER_FOUND = Means(Repeat(safe_for=None, lag=30 * SECOND), findable=True)
NEITHER = Means(Repeat(safe_for=timedelta(0)), findable=False)
RECEIPT = Receipt("7")


@pytest.mark.parametrize(
    ("error", "delivery", "means", "wanted"),
    [
        (Throttled("wait", retry_after=7 * SECOND), FIRST, KEYED, RetryAt(NOW + 7 * SECOND, "wait")),
        (Throttled("wait"), FIRST, KEYED, RetryAt(NOW + 5 * SECOND, "wait")),
        (Unreachable("down"), FIRST, NEITHER, RetryAt(NOW + 5 * SECOND, "down")),
        (Temporary("lock"), FIRST, NEITHER, RetryAt(NOW + 5 * SECOND, "lock")),
        (Rejected("too long"), FIRST, KEYED, Fail("too long")),
        (Unauthorized("401"), FIRST, KEYED, Hold("401")),
        (SecretMissing("no token"), FIRST, KEYED, Hold("no token")),
        (TokenExpired("ended"), FIRST, KEYED, Refresh()),
        (Duplicate("twice"), FIRST, KEYED, Ask("twice: somebody may have posted it by hand")),
        (OutcomeUnknown("500"), FIRST, KEYED, Settle(ARMED + 30 * SECOND, "repeat", "500")),
        (OutcomeUnknown("500"), FIRST, FOREVER, Settle(ARMED + 2 * SECOND, "repeat", "500")),
        (OutcomeUnknown("500"), FIRST, LOOKUP, Settle(ARMED + 30 * SECOND, "find", "500")),
        (OutcomeUnknown("500"), FIRST, NEITHER, Ask("500")),
        # An earlier attempt may have gone through: nothing below may ever send a fresh payload at once.
        (
            Throttled("wait", retry_after=7 * SECOND),
            AGAIN,
            KEYED,
            Settle(NOW + 7 * SECOND, "repeat", "wait", rest=True),
        ),
        (Unreachable("down"), AGAIN, FOREVER, Settle(NOW + 5 * SECOND, "repeat", "down", rest=True)),
        (Rejected("422"), AGAIN, KEYED, Settle(NOW + 30 * SECOND, "find", "422")),
        (Rejected("422"), AGAIN, FOREVER, Ask("422")),
        (Unauthorized("401"), AGAIN, KEYED, Hold("401")),
        (TokenExpired("ended"), AGAIN, KEYED, Refresh()),
        (Duplicate("twice", receipt=RECEIPT), AGAIN, NEITHER, Found(RECEIPT)),
        (Duplicate("twice"), AGAIN, KEYED, Settle(NOW + 30 * SECOND, "find", "twice")),
        (Duplicate("twice"), AGAIN, NEITHER, Ask("twice")),
        (OutcomeUnknown("500"), AGAIN, KEYED, Settle(NOW + 30 * SECOND, "find", "500")),
        (OutcomeUnknown("500"), AGAIN, FOREVER, Settle(ARMED + 4 * SECOND, "repeat", "500")),
        (OutcomeUnknown("500"), AGAIN, FOREVER_FOUND, Settle(ARMED + 30 * SECOND, "repeat", "500")),
        # Sending the same again would meet the same refusal for ever: look, then prepare anew.
        (PayloadExpired("gone"), FIRST, FOREVER_FOUND, RetryAt(NOW + 5 * SECOND, "gone")),
        (PayloadExpired("gone"), AGAIN, FOREVER_FOUND, Settle(NOW + 30 * SECOND, "find", "gone")),
        (PayloadExpired("gone"), AGAIN, NEITHER, Ask("gone")),
    ],
)
def test_what_follows_from_each_error(
    error: Exception, delivery: Delivery, means: Means, wanted: Decision
) -> None:
    assert decide(error, 0, NOW, delivery, means) == wanted


def test_a_session_that_ends_again_holds_the_channel() -> None:
    assert decide(TokenExpired("ended"), 0, NOW, FIRST, KEYED, refreshed=True) == Hold("ended")


def test_pauses_grow_and_stay_bounded() -> None:
    rests = [decide(Unreachable("down"), pauses, NOW, FIRST, KEYED) for pauses in range(12)]
    seconds = [(rest.at - NOW).total_seconds() for rest in rests if isinstance(rest, RetryAt)]
    assert seconds[:4] == [5, 10, 20, 40]
    assert seconds[-1] == 600


@pytest.mark.parametrize(
    ("change", "by"),
    [
        pytest.param({}, "repeat", id="within the hour"),
        pytest.param({"first_armed_at": NOW - HOUR}, "find", id="the key is forgotten"),
        pytest.param({"first_armed_at": NOW - HOUR + SECOND}, "repeat", id="just in time"),
        pytest.param({"last_armed_at": NOW + SECOND}, "find", id="the clock stepped back"),
        pytest.param({"first_armed_at": None, "last_armed_at": None}, "find", id="never armed"),
    ],
)
def test_repeating_is_safe_only_within_its_time(change: dict[str, Any], by: str) -> None:
    plan = settle(replace(FIRST, **change), KEYED, NOW, "")
    assert isinstance(plan, Settle)
    assert plan.by == by
    assert plan.at <= NOW + 30 * SECOND


def test_repeats_that_never_end_become_a_question() -> None:
    assert settle(replace(FIRST, attempts=30), FOREVER, NOW, "no answer") == Ask("no answer")
