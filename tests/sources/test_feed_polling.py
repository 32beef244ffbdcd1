"""What a memo remembers, and when a feed is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceError, Throttled, Unreachable
from bot.http import Fetched
from bot.plugin import Memo
from bot.sources.feed import polling
from bot.sources.feed.parsing.fast import parse_fast
from bot.sources.feed.parsing.items import Feed, Item
from bot.sources.feed.parsing.slow import parse_slow

URL = "https://courier.example.org/world.rss"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EVERY = timedelta(minutes=2)
FEED = Feed("rss", "The Courier", items=(Item("A"),))


def answer(status: int = 200, **changes: object) -> Fetched:
    fields: dict[str, object] = {
        "status": status,
        "url": URL,
        "moved_to": None,
        "headers": {},
        "content": b"",
        "media_type": None,
        "charset": None,
        "fetched_at": NOW,
        "max_age": None,
        "etag": None,
        "last_modified": None,
    }
    return Fetched(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_look_that_went_well() -> None:
    memo = polling.remember_success({"url": URL}, answer(etag='"1"', last_modified="Mon"), FEED, ["odd"])
    assert memo == {
        "url": URL,
        "failures": 0,
        "ok_at": NOW.isoformat(),
        "etag": '"1"',
        "last_modified": "Mon",
        "title": "The Courier",
        "entries": 1,
        "warnings": ["odd"],
    }
    assert polling.write_conditions(memo) == {"if-none-match": '"1"', "if-modified-since": "Mon"}


def test_nothing_new_keeps_what_was_known() -> None:
    memo = polling.remember_success({"url": URL}, answer(etag='"1"'), FEED, ["odd"])
    later = polling.remember_success(memo, answer(304, etag='"1"'), None, [])
    assert later == memo


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ("<ttl>1</ttl>", 0),
        ("<ttl> 3 </ttl>", 2),
        ("<ttl>60</ttl>", 5),
        ("<sy:updatePeriod>\thourly\t</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", 5),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>20</sy:updateFrequency>", 2),
        ("<sy:updateFrequency>20</sy:updateFrequency><ttl>-1</ttl>", 0),
        ("<ttl>99999999999999999999</ttl><sy:updatePeriod>often</sy:updatePeriod>", 0),
    ],
)
@pytest.mark.parametrize("sound", [True, False])
def test_a_hint_of_a_feed_is_obeyed_a_little(head: str, minutes: int, sound: bool) -> None:
    space = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    item = "<item><title>A</title><link>https://a.example.org/1</link></item>"
    text = f"<rss version='2.0' {space}><channel><title>T</title>{head}{item}</channel></rss>".encode()
    feed = parse_fast(text, URL) if sound else parse_slow(text, URL, "")
    memo = polling.remember_success({"url": URL}, answer(), feed, [], EVERY)
    again = polling.remember_success(memo, answer(304), None, [], EVERY)
    expected = NOW + timedelta(minutes=minutes) if minutes else None
    assert polling.find_pause(memo, NOW) == polling.find_pause(again, NOW) == expected
    assert polling.find_pause(polling.remember_success(memo, answer(), feed, []), NOW) is None
    longer = polling.remember_success(memo, answer(max_age=timedelta(minutes=50)), feed, [], EVERY)
    assert polling.find_pause(longer, NOW) == NOW + timedelta(minutes=50)


def test_a_feed_without_an_etag_any_more_is_asked_for_whole() -> None:
    memo = polling.remember_success({"url": URL}, answer(etag='"1"'), FEED, [])
    assert polling.write_conditions(polling.remember_success(memo, answer(), FEED, [])) == {}


def test_failures_add_up_and_success_ends_them() -> None:
    memo: Memo = {"url": URL, "ok_at": NOW.isoformat(), "etag": '"1"'}
    for number in range(1, 4):
        later = NOW + timedelta(hours=number)
        memo = polling.remember_failure(memo, Unreachable("it is silent", "look"), later, EVERY)
        assert memo["failures"] == number
    assert memo["broken_since"] == (NOW + timedelta(hours=1)).isoformat()
    assert memo["error"] == "it is silent (look)"
    assert (memo["ok_at"], memo["etag"]) == (NOW.isoformat(), '"1"')
    healed = polling.remember_success(memo, answer(304, etag='"1"'), None, [])
    assert healed == {"url": URL, "ok_at": NOW.isoformat(), "etag": '"1"', "failures": 0}


@pytest.mark.parametrize(
    ("error", "least", "most"),
    [
        (SourceError("x"), EVERY, timedelta(minutes=3)),
        (Throttled("x", retry_after=timedelta(hours=2)), timedelta(hours=2), timedelta(hours=2)),
        (Throttled("x", retry_after=timedelta(0)), EVERY, EVERY),
        (Throttled("x"), EVERY, timedelta(minutes=3)),
    ],
)
def test_the_pause_after_a_failure(error: SourceError, least: timedelta, most: timedelta) -> None:
    memo = polling.remember_failure({"url": URL}, error, NOW, EVERY)
    pause = polling.find_pause(memo, NOW)
    assert pause
    assert least <= pause - NOW <= most


@given(st.integers(1, 10_000), st.sampled_from([10, 120, 3600, 86400]), st.text(max_size=20))
def test_back_off_grows_to_six_hours_and_never_beyond_reason(failures: int, seconds: int, seed: str) -> None:
    every = timedelta(seconds=seconds)
    pause = polling.back_off(failures, every, seed=seed)
    assert every <= pause <= max(every, polling.LONGEST_BACK_OFF * 1.2)
    assert pause == polling.back_off(failures, every, seed=seed)
    if failures >= 12:
        assert pause >= min(max(every, timedelta(hours=4.8)), timedelta(seconds=seconds * 2**11))


def test_back_off_is_spread() -> None:
    pauses = {polling.back_off(5, EVERY, seed=str(number)) for number in range(50)}
    assert len(pauses) == 50


@pytest.mark.parametrize(
    ("max_age", "expected"),
    [
        (None, None),
        (timedelta(0), None),
        (timedelta(minutes=5), timedelta(minutes=5)),
        (timedelta(days=1), timedelta(hours=1)),
    ],
)
def test_cache_control_is_obeyed_up_to_an_hour(max_age: timedelta | None, expected: timedelta | None) -> None:
    memo = polling.remember_success({"url": URL}, answer(max_age=max_age), FEED, [])
    pause = polling.find_pause(memo, NOW)
    assert (pause - NOW if pause else None) == expected


@pytest.mark.parametrize(
    "written", ["", "nonsense", None, 7, "2026-11-23T12:01:00", "2027-11-23T12:01:00+00:00"]
)
def test_a_senseless_pause_is_none(written: object) -> None:
    assert polling.find_pause({"not_before": written}, NOW) is None


def test_a_feed_that_moved_is_read_there_until_that_fails() -> None:
    memo = polling.remember_success({"url": URL}, answer(moved_to="https://new.example.org/f"), FEED, [])
    assert polling.choose_address(memo) == "https://new.example.org/f"
    again = polling.remember_success(memo, answer(), FEED, [])
    assert polling.choose_address(again) == "https://new.example.org/f"
    failed = polling.remember_failure(again, SourceError("gone"), NOW, EVERY)
    assert polling.choose_address(failed) == URL


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (URL, True),
        ("http://www.courier.example.org/world.rss", True),
        ("https://new.example.org/f", True),
        ("https://courier.example.org/sport.rss", False),
    ],
)
def test_the_memo_of_another_feed_is_not_taken(url: str, kept: bool) -> None:
    memo = {
        "url": URL,
        "moved_to": "https://new.example.org/f",
        "etag": "1",
        "baseline": "done",
        "failures": 3,
    }
    opened = polling.open_memo(memo, url)
    assert opened["url"] == url
    assert (opened.get("baseline") == "done") is kept
    assert ("etag" in opened) is (url == URL)


def test_the_baseline_ends_with_a_sound_look() -> None:
    first, memo = polling.settle_baseline({}, ids=["a"], sound=True)
    second, after = polling.settle_baseline(memo, ids=["a", "b"], sound=True)
    assert (first, second, after) == (True, False, memo)


def test_an_empty_look_is_no_baseline() -> None:
    first, memo = polling.settle_baseline({}, ids=[], sound=True)
    second, memo = polling.settle_baseline(memo, ids=[], sound=True)
    third, memo = polling.settle_baseline(memo, ids=["a"], sound=True)
    assert (first, second, third, memo["baseline"]) == (True, True, True, "done")


def test_doubtful_looks_are_a_baseline_when_two_agree() -> None:
    seen: list[bool] = []
    memo: Memo = {}
    for ids in (["a"], ["a", "b"], ["b", "a"], ["a", "b", "c"]):
        first, memo = polling.settle_baseline(memo, ids=ids, sound=False)
        seen.append(first)
    assert seen == [True, True, True, False]
