"""An embargo in the text, and fields without their fence, are never overlooked."""

from zoneinfo import ZoneInfo

import pytest

from bot.errors import Unreadable
from bot.extract.documents.cautions import find_signals
from bot.extract.documents.document import read_document
from bot.model import Document, Entry

STORY = "The minister will resign on Thursday over the bridge, her office said in a statement to papers."


def read(raw: str) -> Document:
    return read_document(
        Entry("a", "1", "inbox/a.txt", raw), language="en", timezone=ZoneInfo("Europe/Warsaw")
    )


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGOED UNTIL 00:01 THURSDAY 26 NOVEMBER",
        "*** Strictly embargoed until Thursday morning ***",
        "Embargo: 2027-03-01 18:30",
        "embargo: 6pm, 1 March",
        "UNDER EMBARGO UNTIL MIDNIGHT",
        "Not for publication before 6 May",
        "Sperrfrist: 26.11.2026, 18.00 Uhr",
        "GESPERRT BIS DONNERSTAG",
        "EMBARGO do 12 marca, godz. 10:00",
        "Sous embargo jusqu'au 3 mai",
        "Embargado hasta las 18 h",
        "Sotto embargo fino alle 18",
        "Ембарго до 18:00",
    ],
)
@pytest.mark.parametrize("front", ["", "---\ntitle: Minister to resign\n---\n"])
def test_an_embargo_in_the_text_alone_is_refused_with_its_line(line: str, front: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(f"{front}{line}\n\nMinister to resign\n\n{STORY}\n")
    place = front.count("\n") + 1
    assert str(caught.value.problems[0]).startswith(f"inbox/a.txt:{place} the text speaks of an embargo")
    with pytest.raises(Unreadable, match="embargo"):
        read(f"Minister to resign\n\n{STORY}\n\n{line}\n")


def test_an_embargo_that_a_field_tells_is_fine() -> None:
    document = read(
        f"---\nembargo: 2027-03-01 18:30\n---\nEMBARGOED UNTIL 18:30\n\nMinister to resign\n\n{STORY}"
    )
    assert document.embargo
    assert (document.title, document.body) == ("Minister to resign", STORY)


@pytest.mark.parametrize(
    "title",
    [
        "Embargo on oil begins in March",
        "Embargo until the talks are over would cost the port 4 million, says its owner." + " And more." * 12,
        "An embargo until May: what farmers say",
        "Embargo: the island that lives without oil",
        "Embargoed oil reaches the harbour",
    ],
)
def test_an_article_about_an_embargo_is_no_embargo(title: str) -> None:
    assert read(f"{title}\n\n{STORY}\n").paragraphs


@pytest.mark.parametrize(
    "raw",
    [
        "title: Bridge is unsafe\nurl: https://courier.example.org/a\n\n",
        "\ufeff\nTitle: Bridge is unsafe\nEmbargo: tomorrow\n---\n",
    ],
)
def test_fields_without_their_fence_are_refused(raw: str) -> None:
    with pytest.raises(Unreadable, match="these fields stand in the text"):
        read(raw + STORY)


def test_one_line_that_looks_like_a_field_may_be_a_title() -> None:
    assert read(f"Image: a harbour in the fog\n\n{STORY}").title == "Image: a harbour in the fog"


def test_a_whole_mail_is_refused() -> None:
    head = "Subject: FW: for the web\nFrom: Dana Cole <dana@courier.example.org>\n\n"
    with pytest.raises(Unreadable, match="e-mail"):
        read(f"{head}Roof falls in\n\n{STORY}")


@pytest.mark.parametrize(
    "remark",
    [
        "CORRECTION: An earlier version said that the fund holds £3 million. It holds £30 million.",
        f"Editor's note: {'This was changed on Monday, and 4 numbers with it. ' * 9}",
    ],
)
def test_what_a_correction_takes_back_is_no_story(remark: str) -> None:
    for raw in (f"{remark}\n\nFund opens\n\n{STORY}\n", f"Fund opens\n\n{STORY}\n\n{remark}\n"):
        document = read(raw)
        assert (document.title, document.body) == ("Fund opens", STORY)


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("HOLD: Minister to resign over the bridge", "HOLD"),
        ("HOLD FOR RELEASE Minister to resign", "HOLD"),
        ("Minister to resign (HOLD)", "HOLD"),
        ("Minister to resign - KILL", "KILL"),
        ("KILL this story about the minister", "KILL"),
        ("EMBARGO Minister to resign", "EMBARGO"),
        ("Harbour budget ADVANCE for Sunday", "ADVANCE"),
        ("Harbour costs TK million", "TK"),
        ("Minister TKTK resigns", "TKTK"),
        ("DO NOT PUBLISH minister resigns", "DO NOT PUBLISH"),
        ("BITTE NICHT VERÖFFENTLICHEN: Ministerin geht", "NICHT VERÖFFENTLICHEN"),
        ("TEST", "TEST"),
        ("*** TEST ***", "TEST"),
        ("Headline TEST please ignore", "TEST"),
        ("MINISTER TO RESIGN - HOLD", "HOLD"),
        ("TEST: MINISTER TO RESIGN", "TEST"),
        ("Hold: Minister to resign over the bridge", "Hold"),
        ("[hold] Minister to resign", "hold"),
        ("Minister to resign (kill)", "kill"),
        ("embargoed until 6pm: Minister to resign", "embargoed"),
        ("Sperrfrist: Freitag, Ministerin geht", "Sperrfrist"),
        ("Do not publish: Minister to resign", "Do not publish"),
        ("nie publikować przed 18: minister odchodzi", "nie publikować"),
        ("НЕ ПУБЛІКУВАТИ Міністр іде", "НЕ ПУБЛІКУВАТИ"),
        ("NE PAS DIFFUSER La ministre part", "NE PAS DIFFUSER"),
        ("MANDATORY KILL Minister to resign", "MANDATORY KILL"),
        ("Minister tktk resigns", "tktk"),
        ("Test", "Test"),
        ("This is just a test", "This is just a test"),
        ("Testmeldung, bitte ignorieren", "Testmeldung, bitte ignorieren"),
        ("[test] Minister to resign", "test"),
        ("Test match begins in Leeds", ""),
        ("Test: the new ferry on a rough sea", ""),
        ("Hold-up at the harbour bank", ""),
        ("Kill-switch for ferries", ""),
        ("Do not use recalled baby milk, parents told", ""),
        ("TK 500 crore missing from the port", ""),
        ("An advance for the harbour (and its ferry)", ""),
        ("Hold on: the ferry is back", ""),
        ("TEST MATCH BEGINS IN LEEDS", ""),
        ("POLICE KILL TWO IN RAID", ""),
        ("Ferry prices advance as banks hold rates", ""),
        ("A-TEST for the harbour", ""),
        ("Oil embargo begins in March", ""),
        ("THRESHOLD of the harbour is mended", ""),
        ("The ATK and HOLDING companies meet", ""),
    ],
)
def test_a_signal_of_the_desk_in_the_title(title: str, word: str) -> None:
    signals = find_signals(read(f"---\ntitle: '{title}'\n---\n{STORY}\n"))
    assert signals == ((f"the title says {word}",) if word else ())


def test_a_signal_in_the_first_line() -> None:
    slug = find_signals(read(f"---\ntitle: Minister to resign\n---\nHOLD until the desk calls\n\n{STORY}\n"))
    assert len(slug) == 1
    assert slug[0].endswith("first line says HOLD")
    long = f"The TEST centre on the hill was opened. {STORY} {STORY}"
    assert not find_signals(read(f"Minister to resign\n\n{long}\n"))
    assert not find_signals(read(f"Minister to resign\n\n{STORY}\n\nKILL is what the play is called.\n"))
