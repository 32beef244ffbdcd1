"""A feed on a loopback server: what is offered, when it is asked, and what is remembered of its failures."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pace import PATIENCE, PATIENT
from pydantic import ValidationError
from servers.outside import Outside

from bot.errors import Gone, SourceError, Throttled, Unreadable
from bot.http import Client
from bot.plugin import Batch, Memo
from bot.sources.feed import FeedOptions, Feeds
from bot.sources.feed.pages import MOST_PAGES, MOST_TRIES

ITEM = (
    "<item><title>Story {0}</title><link>{1}/stories/{0}</link><guid>{0}</guid>"
    "<description>Story {0} is told.</description></item>"
)
PAGE = "<html><head><title>Story</title></head><body><p>The whole story, łódź.</p></body></html>"


@pytest.fixture(autouse=True)
def _plain_feed(outside: Outside) -> None:
    outside.switch("/feed", "plain")


class Reader:
    """A feed that is looked at again and again, hours apart."""

    def __init__(self, outside: Outside, client: Client, clock: Any, shelf: Any) -> None:
        self.outside, self.client, self.clock, self.shelf = outside, client, clock, shelf
        self.memo: Memo = {}
        self.given: dict[str, Any] = {}
        self.path = "/feed"

    def put(self, *numbers: int, path: str = "/feed", tail: str = "</channel></rss>") -> None:
        items = "".join(ITEM.format(number, self.outside.url) for number in reversed(numbers))
        self.outside.put(path, f"<rss version='2.0'><channel><title>T</title>{items}{tail}")

    def make(self) -> Feeds:
        options = {"source": "feed", "url": self.outside.url + self.path, **self.given}
        return Feeds(FeedOptions.model_validate(options), self.client, clock=self.clock)

    async def look(self, *, later: float = 7200.0) -> Batch:
        self.clock.turn(later)
        self.memo.pop("not_before", None)  # the clock of the answers is the machine's own
        try:
            batch = await self.make().fetch(self.memo, self.shelf)
        except SourceError as error:
            self.memo = error.memo or {}
            raise
        self.memo = batch.memo
        self.shelf.take(batch)
        return batch

    async def titles(self) -> list[str]:
        return [entry.metadata["title"][-1] for entry in (await self.look()).entries]

    def count(self, path: str) -> int:
        return sum(request.path == path for request in self.outside.requests)


@pytest.fixture
def reader(outside: Outside, client: Client, clock: Any, shelf: Any) -> Reader:
    return Reader(outside, client, clock, shelf)


async def test_the_first_look_is_the_baseline(reader: Reader) -> None:
    reader.put(1, 2, 3)
    first = await reader.look()
    reader.put(2, 3, 4)
    second = await reader.look()
    assert (len(first.entries), first.baseline) == (3, True)
    assert ([entry.metadata["title"] for entry in second.entries], second.baseline) == (["Story 4"], False)
    assert not second.gone


async def test_a_first_look_is_offered_where_the_source_says_so(reader: Reader) -> None:
    reader.put(1, 2)
    reader.given = {"first_run": "post"}
    batch = await reader.look()
    assert (len(batch.entries), batch.baseline) == (2, False)


async def test_entries_are_offered_oldest_first(reader: Reader) -> None:
    reader.given = {"first_run": "post"}
    reader.put(1, 2, 3)
    assert await reader.titles() == ["1", "2", "3"]


async def test_only_what_changed_is_asked_for(reader: Reader) -> None:
    reader.outside.switch("/feed", "fine")
    reader.put(1)
    first = await reader.look()
    second = await reader.look()
    assert (len(first.entries), len(second.entries)) == (1, 0)
    assert reader.outside.requests[-1].headers["if-none-match"] == reader.memo["etag"]
    assert first.not_before
    assert (
        timedelta(minutes=4)
        < first.not_before - reader.shelf.entries.popitem()[1].seen_at
        <= timedelta(minutes=5)
    )


async def test_the_same_feed_without_an_etag_is_not_read_again(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.put(1)
    await reader.look()
    monkeypatch.setattr("bot.sources.feed.source.read_feed", lambda *_given: pytest.fail("read again"))
    again = await reader.look()
    assert not again.entries
    assert reader.memo["entries"] == 1


async def test_it_is_not_asked_before_its_time(reader: Reader) -> None:
    reader.put(1)
    until = reader.clock.now() + timedelta(minutes=5)
    memo = {"url": reader.outside.url + "/feed", "not_before": until.isoformat()}
    batch = await reader.make().fetch(memo, reader.shelf)
    assert (batch.entries, batch.memo, batch.not_before) == ((), memo, until)
    assert not reader.outside.requests


async def test_failures_are_remembered_and_space_out(reader: Reader) -> None:
    reader.path = "/status-404"
    pauses = []
    for number in range(1, 5):
        with pytest.raises(Gone) as raised:
            await reader.look()
        assert reader.memo["failures"] == number
        assert raised.value.not_before
        pauses.append(raised.value.not_before - reader.clock.now())
    assert "404" in reader.memo["error"]
    assert pauses == sorted(pauses)
    assert reader.memo["broken_since"] < reader.memo["error_at"]


async def test_a_server_that_says_wait_is_obeyed(reader: Reader) -> None:
    reader.path = "/status-429/feed"
    reader.outside.put("/status-429/feed", "", headers={"retry-after": "3000"})
    with pytest.raises(Throttled) as raised:
        await reader.look()
    assert raised.value.not_before
    asked = raised.value.retry_after or timedelta(minutes=2)
    assert raised.value.not_before - reader.clock.now() == pytest.approx(asked, abs=timedelta(seconds=30))


@pytest.mark.parametrize(
    "mode",
    ["drip", "silence", "endless", "drop", "garbage", "empty", "gzip-bomb", "circle", "far", "huge-header"],
)
async def test_a_bad_server_is_a_failure_soon(reader: Reader, mode: str) -> None:
    reader.put(1)
    reader.outside.switch("/feed", mode)
    longest = timedelta(seconds=0.4) if mode in {"drip", "silence"} else PATIENT  # only time ends those two
    async with asyncio.timeout(PATIENCE / 2):
        async with Client(allow_private=["127.0.0.0/8"], timeout=longest) as reader.client:
            with pytest.raises(SourceError) as raised:
                await reader.look()
    assert raised.value.hint
    assert reader.memo["failures"] == 1


async def test_a_slow_feed_delays_no_other(reader: Reader, client: Client) -> None:
    reader.put(1)
    reader.outside.switch("/slow", "silence")
    slow = FeedOptions(source="feed", url=reader.outside.url + "/slow")
    async with Client(allow_private=["127.0.0.0/8"], timeout=PATIENT) as other:
        waiting = asyncio.create_task(Feeds(slow, other).fetch({}, reader.shelf))
        assert len((await reader.look()).entries) == 1
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_ten_megabytes_of_items(reader: Reader) -> None:
    reader.outside.switch("/feed", "items")
    batch = await reader.look()
    assert len(batch.entries) == 200
    assert reader.memo["entries"] == 5000


async def test_a_feed_that_breaks_off_casts_doubt_and_is_asked_for_whole(reader: Reader) -> None:
    reader.put(1)
    await reader.look()
    reader.outside.switch("/feed", "fine")
    reader.put(1, 2, tail="<item><title>Trunc")
    first = await reader.look()
    assert all(entry.doubt for entry in first.entries)
    assert "etag" not in reader.memo
    assert "not well-formed" in reader.memo["warnings"][0]
    reader.put(1, 2)
    second = await reader.look()
    assert not any(entry.doubt for entry in second.entries)
    assert "warnings" not in reader.memo


async def test_an_entry_in_doubt_is_offered_again_though_the_feed_stays_as_it_is(reader: Reader) -> None:
    reader.put(1)
    await reader.look()
    reader.put(1, 2)
    first = await reader.look()
    reader.memo = first.memo_in_doubt or {}
    del reader.shelf.versions[first.entries[0].source_id]
    (again,) = (await reader.look()).entries
    assert again.version == first.entries[0].version
    assert not (await reader.look()).entries


async def test_churn_brings_nothing(reader: Reader) -> None:
    reader.put(1, 2)
    await reader.look()
    body = reader.outside.documents["/feed"].body.decode()
    body = body.replace("<guid>", "<pubDate>Mon, 23 Nov 2026 11:00:00 GMT</pubDate><guid>new-")
    reader.outside.put("/feed", body.replace("</link>", "?utm_source=x#top</link>"))
    batch = await reader.look()
    assert not batch.entries
    assert not batch.problems


async def test_a_changed_story_is_offered_again(reader: Reader) -> None:
    reader.put(1)
    await reader.look()
    body = reader.outside.documents["/feed"].body.decode()
    reader.outside.put("/feed", body.replace("is told", "is told anew"))
    (entry,) = (await reader.look()).entries
    assert entry.raw == "Story 1 is told anew."


async def test_a_feed_that_has_moved_for_good(reader: Reader) -> None:
    reader.put(1, path="/new")
    reader.outside.switch("/new", "plain")
    reader.outside.switch("/feed", "status-301")
    reader.outside.put("/feed", "", headers={"location": "/new"})
    first = await reader.look()
    assert reader.memo["moved_to"] == reader.outside.url + "/new"
    (problem,) = first.problems.values()
    assert "moved" in problem.message
    second = await reader.look()
    assert not second.problems
    assert reader.count("/feed") == 1


async def test_an_entry_without_text_is_told_once(reader: Reader) -> None:
    reader.put(1)
    await reader.look()
    item = f"<item><title>Bare</title><link>{reader.outside.url}/bare</link></item>"
    reader.outside.put("/feed", f"<rss version='2.0'><channel>{item}</channel></rss>")
    first, second = await reader.look(), await reader.look()
    (problem,) = first.problems.values()
    assert "content: page" in problem.hint
    assert not second.problems


async def test_lost_characters_are_told_and_not_offered(reader: Reader) -> None:
    reader.put(1)
    await reader.look()
    body = (
        f"<rss version='2.0'><channel><item><title>Krak@w</title><link>{reader.outside.url}/k</link></item>"
    )
    reader.outside.put("/feed", (body + "</channel></rss>").encode().replace(b"@", b"\xf3"))
    batch = await reader.look()
    assert not batch.entries
    assert "cannot be read" in next(iter(batch.problems.values())).message


async def test_the_text_comes_from_the_page(reader: Reader) -> None:
    reader.given = {"content": "page"}
    reader.put(1)
    first = await reader.look()
    assert first.baseline
    assert reader.count("/stories/1") == 0
    reader.put(1, 2)
    reader.outside.put("/stories/2", PAGE, media_type="text/html")
    (entry,) = (await reader.look()).entries
    assert (entry.raw, entry.media_type) == (PAGE, "text/html")
    assert entry.metadata["title"] == "Story 2"
    assert not (await reader.look()).entries
    assert reader.count("/stories/2") == 1


async def test_pages_come_a_few_at_a_time(reader: Reader) -> None:
    reader.given = {"content": "page", "first_run": "post"}
    reader.outside.switch("/feed", "fine")
    numbers = range(1, MOST_PAGES + 4)
    for number in numbers:
        reader.outside.put(f"/stories/{number}", PAGE, media_type="text/html")
    reader.put(*numbers)
    assert len((await reader.look()).entries) == MOST_PAGES
    assert len((await reader.look()).entries) == 3
    assert not (await reader.look()).entries
    assert reader.outside.requests[-1].headers.get("if-none-match")


async def test_a_page_that_fails_is_tried_again_and_given_up_at_last(reader: Reader) -> None:
    reader.given = {"content": "page", "first_run": "post"}
    reader.put(1)
    reader.outside.switch("/stories/1", "status-404")
    problems = [problem for _ in range(MOST_TRIES + 2) for problem in (await reader.look()).problems.values()]
    assert len(problems) == MOST_TRIES
    assert all("its page cannot be read" in problem.message for problem in problems)
    assert reader.count("/stories/1") == MOST_TRIES


async def test_a_page_that_comes_late_is_an_entry_after_all(reader: Reader) -> None:
    reader.given = {"content": "page", "first_run": "post"}
    reader.put(1)
    reader.outside.switch("/stories/1", "drop")
    assert (await reader.look()).problems
    reader.outside.switch("/stories/1", "plain")
    reader.outside.put("/stories/1", PAGE, media_type="text/html")
    assert len((await reader.look()).entries) == 1


async def test_a_page_that_is_none_is_a_problem(reader: Reader) -> None:
    reader.given = {"content": "page", "first_run": "post"}
    reader.put(1)
    reader.outside.put("/stories/1", b"%PDF-1.7", media_type="application/pdf")
    (problem,) = (await reader.look()).problems.values()
    assert "application/pdf" in problem.message


async def test_a_web_page_is_no_feed(reader: Reader) -> None:
    reader.outside.put("/feed", PAGE, media_type="text/html")
    with pytest.raises(Unreadable, match="web page"):
        await reader.look()


@pytest.mark.parametrize(
    "url", ["", "courier.example.org", "ftp://courier.example.org/", "https://", "https://a b/"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ValidationError, match="web address"):
        FeedOptions(source="feed", url=url)


async def test_a_page_is_gone_when_its_server_says_so(outside: Outside, client: Client, clock: Any) -> None:
    feed = Feeds(
        FeedOptions.model_validate({"source": "feed", "url": outside.url + "/feed"}), client, clock=clock
    )
    outside.put("/here", PAGE * 1000)
    outside.switch("/down", "drop")
    told = [await feed.is_gone("1", f"{outside.url}{path}") for path in ("/here", "/down")]
    assert told == [False, False]
    gone = [await feed.is_gone("1", f"{outside.url}/status-{status}") for status in (404, 410, 403, 500)]
    assert gone == [True, True, False, False]
    assert not await feed.is_gone("1", None)
