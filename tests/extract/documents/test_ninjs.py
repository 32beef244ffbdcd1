"""JSON: our own shape with every fault in its place, and ninjs of all three generations."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Unreadable
from bot.extract.documents.document import read_document
from bot.model import Document, Entry, Image, Note, Tone, Urgency

STORY = "The council met on Monday and decided to keep the old school, said its head, Ann Lee."
MORE = "It will cost the town four million a year, and nobody knows who will pay for it."
HTML = f"<p>{STORY}</p><p>{MORE}</p>"


def read(raw: Any, media_type: str = "application/json") -> Document:
    text = raw if isinstance(raw, str) else json.dumps(raw)
    entry = Entry("a", "1", "inbox/a.json", text, media_type=media_type)
    return read_document(entry, language="en", timezone=ZoneInfo("Europe/Warsaw"))


def problems(raw: Any) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(raw)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "story",
    [{"text": f"{STORY}\n\n{MORE}"}, {"paragraphs": [STORY, MORE]}, {"html": HTML}],
    ids=["text", "paragraphs", "html"],
)
def test_our_shape_takes_the_story_three_ways(story: dict[str, Any]) -> None:
    beside = {"title": "School stays open", "url": "https://courier.example.org/a", "tags": ["a"]}
    document = read({**beside, **story})
    assert document.text == f"School stays open\n\n{STORY}\n\n{MORE}"
    assert [paragraph.text for paragraph in document.paragraphs] == [STORY, MORE]
    assert document.title_span == document.span(0, 17)
    assert (document.url, document.tags) == ("https://courier.example.org/a", ("a",))


def test_our_shape_names_every_fault() -> None:
    assert problems({"titel": "A", "embargo": "soon", "text": STORY}) == [
        "inbox/a.json embargo: this is not a time (write it as in 2026-03-01 18:30)",
        "inbox/a.json there is no field 'titel' (did you mean title?)",
    ]
    assert "the story is given 2 times" in problems({"text": STORY, "html": HTML})[0]
    assert "there is no story in this JSON" in problems({"title": "A"})[0]
    assert "paragraphs: this should be a list of texts" in problems({"paragraphs": STORY})[0]
    assert problems('{"title": "A",\n "text" "b"}')[0].startswith("inbox/a.json:2:9 this is not JSON")
    assert "this JSON is a list" in problems([{"text": STORY}])[0]
    assert "far too large" in problems('{"a":' * 100_000)[0]
    assert "'title' stands in this JSON twice" in problems('{"title": "A", "title": "B", "text": "C d."}')[0]


V1: dict[str, Any] = {
    "uri": "http://agency.example.org/item/1",
    "type": "text",
    "pubstatus": "usable",
    "urgency": 2,
    "language": "en-GB",
    "headline": "School &amp; pool stay open",
    "byline": "By Jane Doe",
    "body_xhtml": HTML,
    "body_text": "Not this one.",
    "firstcreated": "2026-03-01T09:00:00+00:00",
    "versioncreated": "2026-03-01T10:30:00Z",
    "embargoed": "2026-03-01T12:00:00+01:00",
    "subject": [{"code": "medtop:1", "name": "education"}, {"name": "local government"}],
    "copyrightholder": "Example Press",
    "associations": {
        "film": {"type": "video", "renditions": {"a": {"href": "https://img.example.org/a.mp4"}}},
        "featuremedia": {
            "type": "picture",
            "description_text": "Pupils at the gate",
            "byline": "Ann Lee",
            "renditions": {
                "thumb": {"href": "https://img.example.org/t.jpg", "width": 100},
                "web": {"href": "https://img.example.org/w.jpg", "width": 1200},
            },
        },
    },
}
V3: dict[str, Any] = {
    "standard": {"name": "ninjs", "version": "3.0"},
    "uri": "http://agency.example.org/item/1",
    "type": "text",
    "pubStatus": "usable",
    "urgency": 2,
    "language": "en-GB",
    "headlines": [{"role": "short", "value": "School"}, {"role": "main", "value": "School & pool stay open"}],
    "by": "Jane Doe",
    "bodies": [
        {"role": "summary", "contentType": "text/plain", "value": "Not this one."},
        {"role": "main", "contentType": "text/html", "value": HTML},
    ],
    "firstCreated": "2026-03-01T09:00:00+00:00",
    "versionCreated": "2026-03-01T10:30:00Z",
    "embargoed": "2026-03-01T12:00:00+01:00",
    "subjects": [{"name": "education"}, {"name": "local government"}],
    "infoSources": [{"name": "Example Press"}],
    "associations": [
        {
            "name": "featuremedia",
            "type": "picture",
            "descriptions": [{"role": "caption", "value": "Pupils at the gate"}],
            "by": "Ann Lee",
            "renditions": [
                {"name": "thumb", "href": "https://img.example.org/t.jpg", "width": 100},
                {"name": "web", "href": "https://img.example.org/w.jpg", "width": 1200},
            ],
        }
    ],
}


@pytest.mark.parametrize("item", [V1, V3], ids=["1.x", "3.0"])
def test_ninjs_of_every_generation(item: dict[str, Any]) -> None:
    document = read(item, "application/ninjs+json")
    assert document.title == "School & pool stay open"
    assert [paragraph.text for paragraph in document.paragraphs] == [STORY, MORE]
    assert (document.byline, document.agency, document.language) == ("Jane Doe", "Example Press", "en-GB")
    assert document.published_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert document.updated_at == datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    assert document.embargo == datetime(2026, 3, 1, 11, tzinfo=UTC)
    assert document.tags == ("education", "local government")
    assert document.urgency is Urgency.BREAKING
    assert document.image == Image("https://img.example.org/w.jpg", "Pupils at the gate", "Ann Lee")


def test_usage_terms_and_the_editor_s_note_come_with_it() -> None:
    document = read({**V1, "usageterms": "<p>Print only</p>", "social": {"post": "no", "tone": "sober"}})
    assert document.usage == "Print only"
    assert document.note == Note(post=False, tone=Tone.SOBER)
    with pytest.raises(Unreadable, match=r"there is no field 'social\.tune'"):
        read({**V1, "social": {"tune": "sober"}})


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [
        (1, Urgency.BREAKING),
        (3, Urgency.NORMAL),
        (8, Urgency.NORMAL),
        ("x", Urgency.NORMAL),
        (None, Urgency.NORMAL),
    ],
)
def test_only_the_most_urgent_is_breaking(urgency: Any, expected: Urgency) -> None:
    assert read({**V1, "urgency": urgency}).urgency is expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pubstatus": "canceled"}, "its agency canceled this item"),
        ({"pubstatus": "withheld"}, "marked this item as withheld"),
        ({"type": "picture"}, "of the type 'picture' and no text"),
        ({"embargoed": "soon"}, "embargo: this is not a time"),
        ({"embargoed": ""}, "the embargo is empty"),
        ({"body_xhtml": "", "body_text": ""}, "there is no story"),
    ],
)
def test_what_must_not_be_used_is_refused(change: dict[str, Any], message: str) -> None:
    assert message in problems({**V1, **change})[0]


def test_a_plain_body_will_do() -> None:
    plain = {**V1, "body_xhtml": "", "body_text": f"{STORY}\n\n{MORE}"}
    assert read(plain).body == f"{STORY}\n\n{MORE}"
