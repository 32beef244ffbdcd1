"""Who is who among a feed's items, what is a new version, and what stands beside the text."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.documents.document import read_document
from bot.model import Image
from bot.sources.feed.entries import explain_damage, make_entry, make_known_entry
from bot.sources.feed.judging import Candidate, Judged, judge_feed
from bot.sources.feed.parsing.items import Feed, Item, Picture, Wording

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LINK = "https://courier.example.org/world/ferries"
STORY = Item(
    title="Ferries return",
    link=LINK,
    guid="4711",
    published="2026-11-23T06:00:00+00:00",
    content=Wording("<p>Two ferries sail again.</p>", markup=True),
)


def change(item: Item = STORY, **changes: Any) -> Item:
    return item._replace(**changes)


def judge(*items: Item, home: str = "https://courier.example.org/", **settings: Any) -> Judged:
    feed = Feed("rss", "The Courier", home, "en", items)
    return judge_feed(feed, **{"now": NOW, "most": 200, "with_dates": False, **settings})


def one(item: Item = STORY, **settings: Any) -> Candidate:
    (candidate,) = judge(item, **settings).candidates
    return candidate


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"guid": "another"},
        {"guid": ""},
        {"link": "http://www.courier.example.org/world/ferries/?utm_source=rss#top"},
        {"link": "https://m.courier.example.org/world/ferries/amp"},
        {"published": "2026-11-23T11:00:00+00:00"},
        {"updated": "2026-11-23T11:00:00+00:00"},
        {"published": ""},
        {"published": "1970-01-01T00:00:00+00:00"},
        {"published": "2099-01-01T00:00:00+00:00"},
        {"content": Wording('<p class="x">Two  ferries\n sail again.</p><!-- ad 4 -->', markup=True)},
    ],
)
def test_the_same_article_in_the_same_version(changes: dict[str, Any]) -> None:
    before, after = one(), one(change(**changes))
    assert (after.source_id, after.version) == (before.source_id, before.version)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Ferries return to Gdynia"},
        {"content": Wording("<p>Three ferries sail again.</p>", markup=True)},
        {"summary": Wording("Three.")},
        {"authors": ("Ada Holm",)},
        {"tags": ("Poland",)},
        {"picture": Picture("https://img.example.org/1.jpg")},
    ],
)
def test_the_same_article_in_another_version(changes: dict[str, Any]) -> None:
    before, after = one(), one(change(**changes))
    assert after.source_id == before.source_id
    assert after.version != before.version


@pytest.mark.parametrize(
    "changes", [{"link": LINK + "-2"}, {"link": LINK + "?id=2"}, {"link": ""}, {"link": "mailto:a@b"}]
)
def test_another_link_is_another_article(changes: dict[str, Any]) -> None:
    assert one(change(**changes)).source_id != one().source_id


def test_a_picture_resized_is_no_new_version() -> None:
    pictures = [Picture(f"https://img.example.org/1.jpg?w={width}") for width in (100, 900)]
    first, second = (one(change(picture=picture)).version for picture in pictures)
    assert first == second


def test_new_dates_count_where_the_text_stands_elsewhere() -> None:
    later = change(updated="2026-11-23T11:00:00+00:00")
    assert one(later, with_dates=True).version != one(with_dates=True).version


def test_without_a_link_the_id_tells_and_without_it_title_and_date() -> None:
    assert one(change(link="")).source_id == "id:4711"
    bare = change(link="", guid="")
    assert one(bare).source_id == one(change(bare, content=Wording("Other"))).source_id
    assert one(bare).source_id != one(change(bare, title="Another")).source_id
    assert one(bare).source_id != one(change(bare, published="2026-11-22T06:00:00+00:00")).source_id


@pytest.mark.parametrize("link", ["https://courier.example.org/", "http://www.courier.example.org"])
def test_the_front_page_is_no_articles_address(link: str) -> None:
    items = [change(link=link, guid=str(number), title=f"Story {number}") for number in range(3)]
    candidates = judge(*items).candidates
    assert {candidate.source_id for candidate in candidates} == {"id:0", "id:1", "id:2"}
    assert not any(candidate.link for candidate in candidates)


def test_the_page_that_the_feed_is_about_is_no_articles_address() -> None:
    assert (
        one(change(link="https://courier.example.org/blog"), home="https://courier.example.org/blog/").link
        == ""
    )


def test_of_two_with_one_address_the_newer_counts() -> None:
    old = change(title="Old", published="2026-11-22T06:00:00+00:00")
    for items in [(STORY, old), (old, STORY)]:
        judged = judge(*items)
        assert [candidate.item.title for candidate in judged.candidates] == ["Ferries return"]
        assert "address or id of another" in judged.warnings[0]


def test_the_same_id_under_two_addresses_is_two_articles() -> None:
    judged = judge(STORY, change(link=LINK + "-2", title="Other"))
    assert len(judged.candidates) == 2
    assert "same id" in judged.warnings[0]


@pytest.mark.parametrize("year", ["1970-01-01T00:00:00", "2099-12-31T23:59:59", "1970-01-02T00:00:00"])
def test_dates_that_cannot_be_are_left_out_and_told(year: str) -> None:
    judged = judge(change(published=year + "+00:00"))
    (candidate,) = judged.candidates
    assert candidate.published is None
    assert "dates that cannot be" in judged.warnings[0]
    entry = make_entry(candidate, language="", now=NOW)
    assert entry
    assert "published" not in entry.metadata


def test_the_oldest_comes_first_and_the_newest_are_kept() -> None:
    items = [
        change(title=f"Story {day}", link=f"{LINK}/{day}", published=f"2026-11-{day:02}T06:00:00+00:00")
        for day in (3, 1, 2, 4)
    ]
    assert [one.item.title[-1] for one in judge(*items).candidates] == ["1", "2", "3", "4"]
    assert [one.item.title[-1] for one in judge(*items, most=2).candidates] == ["3", "4"]
    undated = [change(item, published="") for item in items]
    assert [one.item.title[-1] for one in judge(*undated, most=3).candidates] == ["2", "1", "3"]


def test_nothing_at_all_is_no_item() -> None:
    assert not judge(Item(), Item(guid="1")).candidates


def test_what_stands_beside_the_text() -> None:
    item = change(
        link=LINK + "?utm_source=rss",
        title="Q&A: what <b> means & why &amp; is &lt;",
        updated="2026-11-23T07:00:00+00:00",
        language="en-GB",
        section="World",
        authors=("Ada Holm", "Jan Kos"),
        tags=("Ships", "R&D"),
        picture=Picture("https://img.example.org/1.jpg", "Two ferries", "Nora Falk"),
    )
    entry = make_entry(one(item), language="de", now=NOW)
    assert entry
    assert entry.metadata == {
        "title": "Q&amp;A: what <b> means &amp; why &amp;amp; is &amp;lt;",
        "url": LINK,
        "published": "2026-11-23T06:00:00+00:00",
        "updated": "2026-11-23T07:00:00+00:00",
        "language": "en-GB",
        "section": "World",
        "tags": ["Ships", "R&D"],
        "byline": "Ada Holm, Jan Kos",
        "image": {"url": "https://img.example.org/1.jpg", "alt": "Two ferries", "credit": "Nora Falk"},
    }
    assert entry.media_type == "text/html"
    assert "<p>Two ferries sail again.</p>" in entry.raw
    assert (entry.place, entry.seen_at, entry.doubt) == (LINK, NOW, "")


def test_a_short_text_is_all_story_and_a_long_one_a_page() -> None:
    figure = '<figure><img src="/1.jpg" alt="Two ferries"><figcaption>Photo: Nora Falk</figcaption></figure>'
    brief = make_entry(
        one(change(content=Wording(f"{figure}<p>Two ferries sail again.</p><a>Share</a>", markup=True))),
        language="",
        now=NOW,
    )
    assert brief
    document = read_document(brief, language="en", timezone=ZoneInfo("Europe/Warsaw"))
    assert [paragraph.text for paragraph in document.paragraphs] == ["Two ferries sail again."]
    assert document.image == Image("https://courier.example.org/1.jpg", "Two ferries", "Nora Falk")
    long = make_entry(
        one(change(title="Q&A", content=Wording("<p>" + "Two ferries sail. " * 99 + "</p>", markup=True))),
        language="",
        now=NOW,
    )
    assert long
    assert "<title>Q&amp;A</title>" in long.raw


@pytest.mark.parametrize("spoken", ["", "none", "english (uk)", "e"])
def test_a_language_that_is_none_is_not_told(spoken: str) -> None:
    entry = make_entry(one(change(language=spoken)), language="", now=NOW)
    assert entry
    assert "language" not in entry.metadata


def test_plain_text_stays_plain_and_is_decoded_once() -> None:
    item = change(content=Wording("He said: write &amp; not &."), summary=Wording("x"))
    entry = make_entry(one(item), language="", now=NOW)
    assert entry
    assert (entry.media_type, entry.raw) == ("text/plain", "He said: write &amp;amp; not &amp;.")


def test_the_summary_serves_where_the_content_is_empty() -> None:
    item = change(content=Wording("<p> </p>", markup=True), summary=Wording("Two ferries."))
    entry = make_entry(one(item), language="", now=NOW)
    assert entry
    assert entry.raw == "Two ferries."


def test_without_a_text_there_is_an_entry_only_where_it_is_merely_remembered() -> None:
    bare = one(change(content=Wording()))
    assert make_entry(bare, language="", now=NOW) is None
    known = make_known_entry(bare, NOW)
    assert (known.source_id, known.version, known.raw) == (bare.source_id, bare.version, "")
    assert known.metadata == {"url": bare.link}


def test_lost_characters_are_told() -> None:
    problem = explain_damage(one(change(title="Krak\ufffdw")))
    assert problem
    assert problem.hint
    assert explain_damage(one()) is None


def test_a_flaw_makes_doubt() -> None:
    judged = judge_feed(
        Feed("rss", items=(STORY,), flaw="line 3: it breaks off"), now=NOW, most=9, with_dates=False
    )
    entry = make_entry(judged.candidates[0], language="", now=NOW)
    assert entry
    assert "line 3" in entry.doubt
    assert "second look" in judged.warnings[0]


WORDS = st.text(max_size=40)
ITEMS = st.builds(
    Item,
    title=WORDS,
    link=WORDS | st.sampled_from([LINK, "http://[", "https://a.example.org/\x00"]),
    guid=WORDS,
    published=WORDS | st.datetimes(timezones=st.just(ZoneInfo("Europe/Warsaw"))).map(datetime.isoformat),
    language=WORDS,
    authors=st.tuples(WORDS),
    tags=st.tuples(WORDS, WORDS),
    content=st.builds(Wording, WORDS, st.booleans()),
    picture=st.none() | st.builds(Picture, WORDS, WORDS, WORDS),
)


@given(st.lists(ITEMS, max_size=6))
def test_whatever_the_items_are(items: list[Item]) -> None:
    judged = judge(*items, most=4)
    assert len(judged.candidates) <= 4
    assert len({candidate.source_id for candidate in judged.candidates}) == len(judged.candidates)
    for candidate in judged.candidates:
        assert candidate.source_id.isprintable()
        assert candidate.place.isprintable()
        entry = make_entry(candidate, language="", now=NOW)
        assert entry is None or all(entry.metadata.values())
    again = judge(*items, most=4)
    assert [(one.source_id, one.version) for one in again.candidates] == [
        (one.source_id, one.version) for one in judged.candidates
    ]
