"""Date lines in many languages and on both clocks."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.documents.dateline import read_dateline
from bot.extract.documents.furniture import read_date

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("en", "8:03 PM EST, December 8, 2023", "2023-12-08T20:03:00-05:00"),
        ("en", "Published: 2023-12-08T20:03:00-05:00", "2023-12-08T20:03:00-05:00"),
        ("en", "Fri 8 Dec 2023 20.03 GMT", "2023-12-08T20:03:00+00:00"),
        ("en", "Fri, 08 Dec 2023 20:03:00 -0500", "2023-12-08T20:03:00-05:00"),
        ("en", "12:05 a.m. ET, July 4, 2024", "2024-07-04T00:05:00-04:00"),
        ("en", "8:03 PM GMT+2, December 8, 2023", "2023-12-08T20:03:00+02:00"),
        ("en", "June 3rd, 2024 at 7 am BST", "2024-06-03T07:00:00+01:00"),
        ("en", "12/31/2023 8:03 pm", "2023-12-31T20:03:00+01:00"),
        ("en-GB", "01/02/2024", "2024-02-01T00:00:00+01:00"),
        ("en-US", "01/02/2024", "2024-01-02T00:00:00+01:00"),
        ("de", "Veröffentlicht am 8. Dezember 2023, 20:03 Uhr", "2023-12-08T20:03:00+01:00"),
        ("de", "Stand: 08.12.2023, 20:03 Uhr MEZ", "2023-12-08T20:03:00+01:00"),
        ("de", "Dienstag, 4. März 2025, 9 Uhr", "2025-03-04T09:00:00+01:00"),
        ("pl", "Piątek, 8 grudnia 2023 (20:03)", "2023-12-08T20:03:00+01:00"),
        ("pl", "8 lipca 2025 r., godz. 14:20", "2025-07-08T14:20:00+02:00"),
        ("fr", "Publié le 1er décembre 2023 à 20h03", "2023-12-01T20:03:00+01:00"),
        ("es", "8 de diciembre de 2023 a las 20:03 CET", "2023-12-08T20:03:00+01:00"),
        ("uk", "8 грудня 2023, 20:03", "2023-12-08T20:03:00+01:00"),
        ("xx", "8 December 2023", "2023-12-08T00:00:00+01:00"),
    ],
)
def test_a_date_line_tells_its_time(language: str, line: str, expected: str) -> None:
    read = read_date(line, language=language, zone=WARSAW)
    assert read is not None
    assert [moment.at.isoformat() for moment in read[0]] == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "On December 8, 2023 the minister said he would go home",
        "He was born on 8 December 2023.",
        "01/02/2024",
        "31.02.2024",
        "2023-13-01",
        "It costs 8.12.2023 times more than before",
        "2:45 p.m.",
        "December 2023",
        "Yesterday",
    ],
)
def test_what_is_no_date_line_or_could_be_two(line: str) -> None:
    assert read_date(line, language="en", zone=WARSAW) is None


def test_an_abbreviation_is_first_of_all_the_newsrooms_own() -> None:
    shanghai = read_dateline("8:00 PM CST, December 8, 2023", language="en", zone=ZoneInfo("Asia/Shanghai"))
    chicago = read_dateline("8:00 PM CST, December 8, 2023", language="en", zone=WARSAW)
    assert [shanghai[0].at.isoformat()[-6:], chicago[0].at.isoformat()[-6:]] == ["+08:00", "-06:00"]


@given(st.text(max_size=200) | st.from_regex(r"[0-9T:.\-+ ]{6,40}", fullmatch=True))
def test_any_line_is_read(line: str) -> None:
    assert all(
        moment.at.utcoffset() is not None for moment in read_dateline(line, language="en", zone=WARSAW)
    )
