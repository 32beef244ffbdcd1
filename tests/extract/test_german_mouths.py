"""German names alike, pronouns that may mean two, and offices with what limits them."""

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights
from bot.model import Quote

SAID = "„Wir haben dafür viel zu viel bezahlt“"


def read(text: str) -> list[Quote]:
    document = read_text(f"Es regnete in Kiel. {text}", title=None, language="de")
    return sorted(read_highlights(document).quotes, key=lambda quote: quote.span.start)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"Ada Lau und Gerd Lau kauften den Hof. {SAID}, sagte Lau.", None),
        (f"Die Brüder Max Lau und Gerd Lau kauften den Hof. {SAID}, sagte Lau.", None),
        (f"Ada Lau und Gerd Lau kauften den Hof. {SAID}, sagte Frau Lau.", "Ada Lau"),
        (f"Max Reh und Gerd Lau kauften den Hof. {SAID}, sagte er.", None),
        (f"Ada Reh und Gerd Lau kauften den Hof. {SAID}, sagte er.", "Gerd Lau"),
        (f"Der Richter verurteilte Gerd Lau. {SAID}, sagte er.", None),
        (f"Der Minister Gerd Lau kam spät. {SAID}, sagte er.", "Gerd Lau"),
    ],
)
def test_a_quotation_that_may_be_two_people_s_is_nobody_s(text: str, speaker: str | None) -> None:
    assert [quote.speaker for quote in read(text)] == [speaker]


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("der ehemalige Bundeskanzler Gerd Lau", "ehemaliger Bundeskanzler"),
        ("der damalige Bürgermeister Gerd Lau", "damaliger Bürgermeister"),
        ("der stellvertretende Vorsitzende Gerd Lau", "stellvertretender Vorsitzender"),
        ("der mutmaßliche Täter Gerd Lau", "mutmaßlicher Täter"),
        ("der selbsternannte Präsident Gerd Lau", "selbsternannter Präsident"),
        ("Gerd Lau, der frühere Bürgermeister von Kiel", "früherer Bürgermeister von Kiel"),
        ("Ex-Kanzler Gerd Lau", "Ex-Kanzler"),
    ],
)
def test_no_office_loses_what_limits_it(phrase: str, role: str) -> None:
    assert [(quote.speaker, quote.role) for quote in read(f"{SAID}, sagte {phrase}.")] == [("Gerd Lau", role)]
