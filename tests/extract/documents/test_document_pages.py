"""Pages as they are scraped: title, date and exactly the story."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Unreadable
from bot.extract.documents.document import read_document
from bot.extract.documents.plain import read_text
from bot.model import Document, Entry

PAGES = Path(__file__).resolve().parents[2] / "data" / "articles"
WARSAW = ZoneInfo("Europe/Warsaw")

GOLDEN = {
    "scraped_en_bridge": (
        "Harbour bridge reopens after nine-year repair that cost three times the plan",
        "2024-06-03T07:15:00-04:00", None, "World", "", 6,
        "The Old Harbour Bridge", "the harbour office says.",
    ),
    "scraped_en_wrapped": (
        "Wind farm owners agree to pay fishermen for lost days",
        "2025-02-14T16:40:00+00:00", "2025-02-15T08:05:00+00:00", "Business",
        "Maria Lindqvist and Tom Achebe", 3,
        "The owners of three wind farms", "questions about the total.",
    ),
    "scraped_en_single": (
        "Library finds lost map in a box of train tickets",
        "2025-03-04T21:05:00-05:00", None, "", "Jane Doe", 4,
        "A hand-drawn map", "according to the library's insurer.",
    ),
    "scraped_en_interview": (
        '"I paint what the tide leaves": ten minutes with Iris Vane',
        "2025-05-09T10:00:00+02:00", None, "Opinion", "Noor Haddad", 8,
        "The painter Iris Vane", "She laughed twice.",
    ),
    "scraped_de_wasser": (
        "Stadtwerke senken den Wasserpreis erstmals seit zwölf Jahren",
        "2024-03-12T18:30:00+01:00", None, "Wirtschaft", "Katrin Aumann", 3,
        "Die Stadtwerke Lindenau", "für machbar.",
    ),
    "scraped_de_theater": (
        "Das Stadttheater spielt wieder, aber im Schwimmbad",
        "2024-09-03T11:20:00+02:00", None, "Lokales", "Paul Weiher", 6,
        "Wegen der Sanierung", "zwischen 12 und 39 Euro.",
    ),
    "scraped_pl_tramwaj": (
        "Tramwaj wróci na Nowe Miasto po pół wieku. Pierwszy kurs w październiku",
        "2025-07-08T14:20:00+02:00", None, "Polska", "Anna Wrona", 3,
        "Po 52 latach przerwy", "ulicy Wodnej.",
    ),
    "scraped_pl_mleko": (
        "Mleczarnia z Kalinowa wejdzie na giełdę – chce zebrać 90 mln zł",
        "2024-11-14T21:45:00+01:00", "2024-11-15T09:10:00+01:00", "Biznes", "Jan Rudy", 4,
        "Mleczarnia Kalinów złożyła", "<po podatku>.",
    ),
    "scraped_fr_fromage": (
        "La coopérative de Valmont rachetée par ses 140 salariés",
        "2024-10-01T17:45:00+02:00", "2024-10-02T09:10:00+02:00", "Économie", "Hélène Aubry", 3,
        "Les 140 salariés", "reprendra lundi.",
    ),
    "scraped_es_tren": (
        "El tren nocturno a Lisboa volverá a circular en verano",
        "2025-01-20T22:10:00+01:00", "2025-01-21T11:35:00+01:00", "Sociedad", "Lucía Herrero", 4,
        "El tren nocturno entre", "de euros en 2019.",
    ),
    "plain_en_clean": (
        "Village shop wins prize for its repair table", None, None, "", "", 3,
        "On the first Saturday", "5,000 euros.",
    ),
    "plain_de_titellos": (
        "Der Gemeinderat von Oberfeld hat am Mittwoch beschlossen, die alte Schule nicht abzureißen.",
        None, None, "", "", 2, "Der Gemeinderat von Oberfeld", "2,8 Millionen Euro.",
    ),
}  # fmt: skip


def read(raw: str, language: str = "en", **metadata: object) -> Document:
    entry = Entry("a", "1", "inbox/a.txt", raw, metadata=dict(metadata), metadata_place="inbox/a.yaml")
    return read_document(entry, language=language, timezone=WARSAW)


def assert_exact(document: Document) -> None:
    spans = [*document.paragraphs, *([document.title_span] if document.title_span else [])]
    assert all(document.text[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_a_page_gives_its_story_and_nothing_else(name: str) -> None:
    title, published, updated, section, byline, count, first, last = GOLDEN[name]
    document = read((PAGES / f"{name}.txt").read_text("utf-8"), name.split("_")[1])
    assert document.title == title
    assert document.published_at == (datetime.fromisoformat(published) if published else None)
    assert published is None or (document.published_at and document.published_at.isoformat() == published)
    assert document.updated_at == (datetime.fromisoformat(updated) if updated else None)
    assert (document.section, document.byline) == (section, byline)
    assert len(document.paragraphs) == count
    assert document.paragraphs[0].text.startswith(first)
    assert document.paragraphs[-1].text.endswith(last)
    assert_exact(document)


@pytest.mark.parametrize("name", sorted(GOLDEN))
@pytest.mark.parametrize("given", [True, False])
def test_a_text_read_as_it_is_tells_the_same(name: str, given: bool) -> None:
    raw = (PAGES / f"{name}.txt").read_text("utf-8")
    document = read_text(raw, title=GOLDEN[name][0] if given else None, language=name.split("_")[1])
    assert document.text == raw
    if "&" not in raw and name != "plain_de_titellos":
        assert document.title == GOLDEN[name][0]
        assert len(document.paragraphs) == GOLDEN[name][5]
    assert_exact(document)


def test_the_seed_article(shared: Path) -> None:
    raw = next((shared / "seeds").glob("000_*.txt")).read_text("utf-8")
    document = read(raw)
    assert document.title == "Is the USA abandoning Ukraine? There's a lifeline for Kyiv from the Far East"
    assert document.title_span is not None
    assert document.title_span.text == document.title
    assert document.published_at is not None
    assert document.published_at.isoformat() == "2023-12-08T20:03:00-05:00"
    assert document.section == "News"
    starts = [
        "Japan has pledged",
        "Japan's Prime Minister",
        '"This is significant',
        "Since the onset",
        "Despite Japan's",
    ]
    assert [p.text[:12] for p in document.paragraphs] == [s[:12] for s in [*starts, "The AP also reports"]]
    assert document.paragraphs[-1].text.endswith("China, North Korea, and Russia.")
    assert_exact(document)


STORY = "The council met on Monday and decided to keep the old school, said its head, Ann Lee. It costs $2 m."


@pytest.mark.parametrize(
    ("text", "title", "count"),
    [
        (STORY, "The council met on Monday and decided to keep the old school, said its head, Ann Lee.", 1),
        (f"Old school stays\n\n{STORY}", "Old school stays", 1),
        (f"Old school stays\n{STORY}", "Old school stays", 1),
        (f"Who pays? Nobody knows!\n\n{STORY}", "Who pays? Nobody knows!", 1),
        (f"SportScheck closes shops\n\n{STORY}\n\nSportScheck said so.", "SportScheck closes shops", 2),
        (f"Jane Doe\n8 December 2023\n\nOld school stays\n\n{STORY}", "Old school stays", 1),
        (f"Old School\n8 December 2023\n\n{STORY}", "Old School", 1),
        (f"Old school stays\n\nPublished 2 hours ago\n\n{STORY}", "Old school stays", 1),
        (f"OLD SCHOOL STAYS\nOld School Stays\n\n{STORY}", "OLD SCHOOL STAYS", 1),
        (f"KYIV\n\n{STORY}", f"{STORY.split(' It costs', maxsplit=1)[0]}", 2),
        (f"SportCity wins\n\n{STORY}", "City wins", 1),
        (f"POLITICSSenate says no\n\n{STORY}", "Senate says no", 1),
        (f"Von Menschen und Mäusen\n\n{STORY}", "Von Menschen und Mäusen", 1),
        (f"Bild: Scholz tritt zurück\n\n{STORY}", "Bild: Scholz tritt zurück", 1),
        (f"Old school stays\n\nNot so fast.\n\n{STORY}\n\nMore on money\n\n{STORY}", "Old school stays", 4),
        (f"Old school stays\n\n{STORY}\n\nTwitter\n\nHe wrote it there.", "Old school stays", 3),
        (f"Old school stays.\nBy Jane Doe\n\n{STORY}", "Old school stays", 1),
        (f"Old school stays\r\n\r\n{STORY}\r\n\r\nIt rained.\r\n", "Old school stays", 2),
        (f"Old school stays\n\n{STORY}\n\n12 May 2024\n\nIt rained that day.", "Old school stays", 3),
        (f"Old school stays\n\n{STORY}\n\n* * *\n\nIt rained.", "Old school stays", 2),
    ],
)
def test_titles_and_paragraphs_of_plain_text(text: str, title: str, count: int) -> None:
    document = read(text)
    assert document.title == title
    assert len(document.paragraphs) == count
    assert_exact(document)


def test_a_given_title_is_found_in_the_text_or_not_at_all() -> None:
    found = read_text(f"Old school stays.\n\n{STORY}", title="Old School Stays", language="en")
    assert found.title_span is not None
    assert (found.title, found.title_span.text, len(found.paragraphs)) == (
        "Old School Stays",
        "Old school stays",
        1,
    )
    beside = read_text(STORY, title="Something else", language="en")
    assert (beside.title, beside.title_span, beside.body) == ("Something else", None, STORY)


def test_a_text_wrapped_without_blank_lines_keeps_its_paragraphs() -> None:
    wrapped = (
        "The ferry to the outer islands will sail twice a day from next month on,\n"
        "the harbour office said on Friday, after years of complaints from people\n"
        "who live there.\n"
        "It will carry forty cars and three hundred passengers on every crossing,\n"
        "which is twice as many as the old one could take when the sea was calm.\n"
    )
    document = read_text(wrapped, title="More ferries", language="en")
    assert [p.text.split()[0] for p in document.paragraphs] == ["The", "It"]


@pytest.mark.parametrize(
    "raw", ["", "  \n\n", "Only a title", "***\n---\n", "Advertisement\n\n© 2024 The Courier"]
)
def test_no_story_is_unreadable(raw: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(raw)
    assert caught.value.problems[0].file == "inbox/a.txt"
    assert caught.value.problems[0].hint


def test_binary_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="not text"):
        read("PK\x03\x04\x00\x00 text and more text")


def test_the_text_is_normalised_once() -> None:
    document = read(f"Cafe\u0301 &amp; bar &amp;amp; stay\n\n{STORY}")
    assert document.title == "Café & bar &amp; stay"


def test_buttons_below_the_story_go_and_its_last_words_stay() -> None:
    document = read(f"Old school stays\n\n{STORY}\n\nRead more\n\nHe left.\n\nShare\n\nPidgeonpost\n\nSmoke")
    assert [p.text for p in document.paragraphs] == [STORY, "He left."]


def test_what_a_browser_copies_around_a_story_goes() -> None:
    story = (
        "Raw sewage ran into the River Tarn for 1,948 hours last year, twice as long as in the year"
        " before it, says the regulator."
    )
    page = (
        "Skip to content\nMenu\nSubscribe for £1 | Log in\nHome > News > Environment\n\nENVIRONMENT\n\n"
        f"Sewage spills in the River Tarn doubled last year\n\n{story}\n\n"
        "Sign up to our newsletter\nGet the day's headlines every morning at 7am. Join 120,000 readers.\n"
        "Enter your email\n\nThe firm was fined £2.1m in 2022.\n\n"
        "Related articles\nBeavers return after 400 years\n\n"
        'Comments (214)\nJohnB: "They should all be in jail"\n\n© 2026 Tarn Valley Post\n'
    )
    document = read_document(Entry("a", "1", "a.txt", page), language="en", timezone=WARSAW)
    assert document.title == "Sewage spills in the River Tarn doubled last year"
    assert document.body == f"{story}\n\nThe firm was fined £2.1m in 2022."
