"""The language of a text that does not name it."""

from array import array
from zoneinfo import ZoneInfo

import pytest

from bot.extract.documents.document import read_document
from bot.extract.documents.language import _Steps as Steps
from bot.extract.documents.language import choose_language, detect_language
from bot.model import Entry

TEXTS = {
    "en": "The council has approved the plan, and the owners of the shops fear that the site will keep"
    " visitors away from the quay for a year.",
    "de": "Die Stadt stellt zum Fahrplanwechsel im Dezember vier von zwölf Linien ein. Das hat der Rat am"
    " Donnerstag beschlossen, und die Fahrgäste sind nicht zufrieden mit dem Plan.",
    "pl": "Od marca szpital nie będzie przyjmował porodów. W zeszłym roku urodziło się tam 187 dzieci, o"
    " połowę mniej niż pięć lat temu, ale to nie pieniądze przesądziły o tym, że się zamyka.",
    "fr": "La ville a décidé de fermer les deux piscines du centre, et les habitants ne sont pas contents"
    " de la décision qui est prise par le conseil.",
    "es": "El ayuntamiento ha decidido cerrar las dos piscinas del centro, y los vecinos no están contentos"
    " con la decisión que se tomó en el pleno.",
    "it": "Il comune ha deciso di chiudere le due piscine del centro, e gli abitanti non sono contenti della"
    " decisione che è stata presa.",
    "pt": "A câmara decidiu fechar as duas piscinas do centro, e os moradores não estão contentes com a"
    " decisão que foi tomada por uma maioria.",
    "nl": "De gemeente heeft besloten om de twee zwembaden in het centrum te sluiten, en de bewoners zijn"
    " niet blij met het besluit dat is genomen.",
    "uk": "Міська рада ухвалила рішення про будівництво нового мосту через річку, повідомив голова міста, і"
    " мешканці тепер чекають на початок робіт навесні.",
    "cs": "Rada města schválila stavbu nového mostu přes řeku a lidé se na něj těší, protože starý je od"
    " podzimu zavřený a objížďka trvá hodinu.",
    "he": "מועצת העיר אישרה ביום שני 40 מיליון אירו להארכת הקו אל התחנה.",
    "el": "Το συμβούλιο αποφάσισε τη Δευτέρα να κρατήσει το παλιό σχολείο.",
    "ja": "市議会は月曜日に古い学校を残すことを決めた。"
    "来年の春には新しい屋根の工事が始まる予定で、費用は四億円になるという。",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_a_text_tells_its_language(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_what_is_kept_at_hand_of_the_model_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.extract.documents.language._REMEMBERED", 100)
    steps = Steps(array("I", range(0, 3_000_000, 3)))
    for place in (0, 999_999, *range(5, 1_000), 0):
        assert steps[place] == steps[place] == 3 * place
        assert len(steps) <= 100
    with pytest.raises(IndexError):
        steps[1_000_000]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Port Selwyn harbour bridge",
        "1 2 3 4 5 6 7 8 9 " * 40,
        "Bavaria 3, Ajax 1; Porto 2, Celtic 2; " * 2,
        TEXTS["en"] + " " + TEXTS["de"] + " " + TEXTS["pl"],
    ],
)
def test_what_is_not_sure_is_not_guessed(text: str) -> None:
    assert detect_language(text) is None


@pytest.mark.parametrize(
    ("front", "usual", "expected"),
    [("", "en", "de"), ("", "de-AT", "de-AT"), ("---\nlanguage: en\n---\n", "pl", "en")],
)
def test_a_field_beats_the_words_and_the_words_beat_the_newsroom(
    front: str, usual: str, expected: str
) -> None:
    entry = Entry("a", "1", "a.txt", f"{front}Weniger Busse\n\n{TEXTS['de']}\n")
    assert read_document(entry, language=usual, timezone=ZoneInfo("UTC")).language == expected


@pytest.mark.parametrize(
    ("told", "marked", "default", "size", "expected"),
    [
        ("fr", "en", "pl", 5, "fr"),
        ("pt_BR", None, "pl", 5, "pt-BR"),
        (None, "en", "pl", 1, "en"),
        (None, "en", "pl", 5, "de"),
        (None, "de-CH", "pl", 5, "de-CH"),
        (None, None, "pl", 5, "de"),
        (None, None, "de-AT", 5, "de-AT"),
        (None, None, "pl", 0, "pl"),
    ],
)
def test_the_order_of_trust(
    told: str | None, marked: str | None, default: str, size: int, expected: str
) -> None:
    text = TEXTS["de"] * size
    assert choose_language(text, told=told, marked=marked, default=default) == expected
