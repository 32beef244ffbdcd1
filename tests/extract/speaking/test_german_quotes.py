"""German quotations: verb-second order, cases, the subjunctive, pronouns, and what is no quotation."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laid_text import read_quotes
from ruamel.yaml import YAML

from bot.model import Quote

PAIRS = Path(__file__).resolve().parents[2] / "data" / "reading" / "de"
_EDGES = " ,.;:–—"


def read(text: str) -> list[Quote]:
    return read_quotes(text, "de")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Behind the quotation the verb stands first, any verb.
        ("»Der Deich hält«, sagte der Sprecher des Ministeriums, Hans Brandt.", "Hans Brandt"),
        ("„Der Deich hält“, strich Deichgraf Hans Brandt am Montag heraus.", "Hans Brandt"),
        ("„Der Deich hält noch lange“, so charakterisierte ihn der Fachmann Hans Brandt.", "Hans Brandt"),
        ("„Der Deich hält“, fügte auf Nachfrage Hans Brandt aus dem Bauamt an.", "Hans Brandt"),
        ("„Der Deich hält“, hatte Hans Brandt noch am Freitag versichert.", "Hans Brandt"),
        ("„Der Deich hält“, wie Hans Brandt am Abend erklärte.", "Hans Brandt"),
        ("„Der Deich hält“, wird Hans Brandt, Leiter des Bauamts, zitiert.", "Hans Brandt"),
        ("„Der Deich hält noch viele Jahre“, so Außenministerin Ada Brandt (Grüne) weiter.", "Ada Brandt"),
        ("„Der Deich hält“, sagte die Autorin und Ärztin Ada Brandt.", "Ada Brandt"),
        ("„Der Deich hält“, erklärte der Chef der Deichwacht Wendmark Ada Brandt.", "Ada Brandt"),
        ("„Der Deich hält“, sagte der Richter am Landgericht, Hans Brandt.", "Hans Brandt"),
        ("„Der Deich hält“, teilte die Polizei mit.", "die Polizei"),
        ("„Der Deich hält“, gab ein Sprecher des Unternehmens bekannt.", "ein Sprecher des Unternehmens"),
        ("„Der Deich hält“, schreibt die „Wendmarker Post“.", "die „Wendmarker Post“"),
        ("„Der Deich hält“, heißt es in dem Brief an den Landrat.", "Brief"),
        ("„Der Deich hält“, so die Vorwürfe der Anwältin.", "Anwältin"),
        ("„Der Deich hält“, sagten Sonja und Willi Brandt.", "Sonja und Willi Brandt"),
        ("„Der Deich hält“. Das sagte Bürgermeister Hans Brandt am Montag.", "Hans Brandt"),
        ("„Der Deich hält noch lange.“ Mit diesen Worten schloss Hans Brandt.", "Hans Brandt"),
        ("Ida von der Lau kam. „Der Deich hält“, sagte von der Lau.", "Ida von der Lau"),
        ("„Der Deich hält“, sagte der 43-Jährige vor Ort.", "der 43-Jährige"),
        ("‚Der Deich hält‘, sagte Hans Brandt.", "Hans Brandt"),
        # Before the quotation it stands second, or last.
        ("Hans Brandt, seit 2019 Deichgraf in Kleve, erklärte: „Der Deich hält.“", "Hans Brandt"),
        ("Hans Brandt, der selbst am Deich wohnt, nennt ihn „ein Wunder an Baukunst“.", "Hans Brandt"),
        ("Im Mai hatte Deichgraf Hans Brandt in einer Rede verkündet: „Der Deich hält.“", "Hans Brandt"),
        ("Die Lage am Deich stellte der Fachmann Hans Brandt so dar: „Er hält.“", "Hans Brandt"),
        ("Gestern war Hans Brandt noch froh und sagte: „Der Deich hält.“", "Hans Brandt"),
        ("Die Bewohner des Dorfes sehen es gelassen: „Der Deich hält.“", "Die Bewohner des Dorfes"),
        ("Auch Hans Brandt kennt solche Sorgen: „Der Deich hält.“", "Hans Brandt"),
        ("Auf dem Plakat stand: „Der Deich hält.“", "Plakat"),
        ("Brandt: „Der Deich hält.“", "Brandt"),
        ("Dazu Hans Brandt: „Der Deich hält noch lange.“", "Hans Brandt"),
        ("Entsetzt reagierte Deichgraf Hans Brandt: „Der Deich hält nicht.“", "Hans Brandt"),
        ("Widerspruch kam von Hans Brandt, dem Deichgrafen: „Der Deich hält.“", "Hans Brandt"),
        ("Der „Wendmarker Post“ sagte Hans Brandt: „Der Deich hält.“", "Hans Brandt"),
        ("Laus Sprecher Hans Brandt gab sich froh: „Der Deich hält.“ Lau schwieg.", "Hans Brandt"),
        ("Der Plan, den Hans Brandt als „Griff in leere Kassen“ bezeichnete, ruht.", "Hans Brandt"),
        ("Die Wendmarker Bahn bat die Gäste „um etwas mehr Geduld als sonst“.", "Die Wendmarker Bahn"),
        ("Auf die Frage, was er wisse, entgegnete Hans Brandt empört: „Der Deich hält.“", "Hans Brandt"),
        # Within a clause.
        ("Deichgraf Hans Brandt sagte, der Deich sei „fest wie eine alte Burg“.", "Hans Brandt"),
        ("Der Deich wird von Fachleuten als „fest wie eine alte Burg“ bezeichnet.", "Fachleuten"),
        ("Wie Hans Brandt ausführte, sei der Deich „fest wie eine alte Burg“.", "Hans Brandt"),
        ("Nach Angaben von Hans Brandt ist der Deich „fest wie eine alte Burg“.", "Hans Brandt"),
        ("Der Deich ist nach Ansicht der Behörde „fest wie eine alte Burg“.", "Behörde"),
        ("Der Deich ist Hans Brandt zufolge „fest wie eine alte Burg“.", "Hans Brandt"),
        ("Laut einem Gutachten ist der Deich „fest wie eine alte Burg“.", "Gutachten"),
        ("Nach Polizeiangaben ist der Deich „fest wie eine alte Burg“.", "Polizei"),
        ("Kritiker halten den Deich für eine „Gefahr für das ganze Dorf“.", "Kritiker"),
        ("Hans Brandt warf dem Land „eine lange Liste von Fehlern“ vor.", "Hans Brandt"),
        ("Für Hans Brandt ist der Deich „fest wie eine alte Burg“.", "Hans Brandt"),
        ("Zumal Hans Brandt betont hatte, der Deich sei „fest wie eine alte Burg“.", "Hans Brandt"),
    ],
)
def test_who_said_it(text: str, speaker: str) -> None:
    assert [quote.speaker for quote in read(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # The subjunctive goes on with the words of the one before; the indicative does not.
        (
            "Hans Brandt sagte, der Deich halte. Die Kosten seien „niedriger als vor vier Jahren“.",
            ["Hans Brandt"],
        ),
        (
            "Hans Brandt sagte, der Deich halte. Dann brachte die Flut „viel alten und kalten Schlamm“.",
            [None],
        ),
        ("Hans Brandt übte Kritik. Der Deich sei „nicht fest genug gebaut“.", ["Hans Brandt"]),
        ("Seiner Ansicht nach, so Hans Brandt, ist der Deich „viel zu weich gebaut“.", ["Hans Brandt"]),
        ("Hans Brandt schüttelt den Kopf. „Der Deich hält noch lange.“", ["Hans Brandt"]),
        ("„Er hält“, sagte Hans Brandt. „Ich wohne ja selbst hier.“", ["Hans Brandt", "Hans Brandt"]),
        ("„Er hält“, sagte Hans Brandt, „auch im nächsten Winter noch.“", ["Hans Brandt", "Hans Brandt"]),
        # Pronouns and offices mean those who were named.
        ("Ada Brandt traf Hans Lau. „Der Deich hält“, sagte sie.", ["Ada Brandt"]),
        ("Ministerin Ada Brandt kam spät. Die Ministerin sagte: „Der Deich hält.“", ["Ada Brandt"]),
        ("Ada Brandt und Hans Lau kamen. „Der Deich hält noch lange“, sagten sie.", [None]),
        ("Hans Brandt besuchte Otto Lau. Dieser sagte: „Der Deich hält noch lange.“", [None]),
        ("Mit seinem Kollegen Otto Lau kam Hans Brandt an. Er sagte: „Der Deich hält.“", ["Hans Brandt"]),
        # Whoever stands nearest is not the speaker.
        ("Den Plan von Otto Lau nannte Hans Brandt „einen Griff in leere Kassen“.", ["Hans Brandt"]),
        ("Hans Brandt hatte es geahnt. „Der Deich hält noch lange“, hieß es trotzdem.", [None]),
        ("Otto Lau kam zum „Tag des festen Deichs am Meer“, wie er oft genannt wird.", []),
        ("Während Ada Brandt sagte, „der Deich hält noch“, räumte Otto Lau Fehler ein.", ["Ada Brandt"]),
    ],
)
def test_who_is_meant(text: str, speakers: list[str | None]) -> None:
    assert [quote.speaker for quote in read(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("„Der Deich hält“, sagte Bundestrainer Brandt.", "Brandt", "Bundestrainer"),
        ("„Der Deich hält“, sagte Nord Watch-Sprecher Brandt.", "Brandt", "Nord Watch-Sprecher"),
        (
            "„Der Deich hält“, sagte der Vorsitzende des Verbands, Hans Brandt.",
            "Hans Brandt",
            "Vorsitzender des Verbands",
        ),
        (
            "Nach Ansicht des Präsidenten Hans Brandt ist das „viel zu wenig Geld“.",
            "Hans Brandt",
            "Präsident",
        ),
    ],
)
def test_a_role_stands_beside_the_name(text: str, speaker: str, role: str) -> None:
    quote = read(text)[0]
    assert (quote.speaker, quote.role, quote.named) == (speaker, role, True)


@pytest.mark.parametrize(
    "text",
    [
        "Hans Brandt spielte im Film „Jeder stirbt auf seine Weise“ mit.",
        "Er spielte in „Nacht über Wendmark“ und „Der Mann vom Deich“.",
        "Die Tagung „Wege aus der Flut“ begann am Montag.",
        "Die Partei („Bewegung für ein freies Wendmark“) trat nicht an.",
        "Das Motto lautet „Wer wagt, der fragt“.",
        "Der sogenannte „Deichgroschen“ entfällt.",
    ],
)
def test_names_and_scare_quotes_are_no_quotations(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("name", sorted(path.stem for path in PAIRS.glob("*.txt")))
def test_articles_are_read_as_an_editor_reads_them(name: str) -> None:
    expected = YAML(typ="safe").load((PAIRS / f"{name}.expected.yaml").read_text(encoding="utf-8"))
    quotes = read((PAIRS / f"{name}.txt").read_text(encoding="utf-8"))
    told = {quote.text.strip(_EDGES): (quote.speaker, quote.named) for quote in quotes if quote.speaker}
    assert told == {
        quote["text"].strip(_EDGES): (quote["speaker"], quote.get("named", True))
        for quote in expected["quotes"]
        if quote["speaker"]
    }
    roles = {quote.text.strip(_EDGES): quote.role for quote in quotes}
    for quote in expected["quotes"]:
        if "role" in quote:
            assert roles[quote["text"].strip(_EDGES)].endswith(quote["role"])


_PIECES = (
    "„", "“", "»", "«", "Hans Brandt", "die Polizei", "sagte", "so", "zufolge", "nach Angaben von",
    "heißt es", "wird", "zitiert", "er", "sei", "der", "des", "und", "zu", "lesen", "(", ")", ",", ".", ":",
    "–", "\n\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=60))
def test_any_text_is_read(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for quote in read(text):
        assert text[quote.span.start : quote.span.end] == quote.text
        if quote.speaker_span:
            assert text[quote.speaker_span.start : quote.speaker_span.end] == quote.speaker_span.text


@pytest.mark.parametrize(
    "piece",
    [
        "der Sohn des Vaters ",
        "sagte ",
        "Hans und ",
        "„“",
        ", so Hans Brandt",
        "wird zitiert ",
        "Er sagte: „ja“ ",
    ],
)
def test_long_texts_take_no_longer_than_long(piece: str) -> None:
    started_at = time.process_time()
    read(piece * (60_000 // len(piece)))
    assert time.process_time() - started_at < 4
