"""The sample articles keep what the README and `make demo` promise of them."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

SAMPLES = Path(__file__).resolve().parents[1] / "docs" / "samples"
NAMES = sorted(path.name for path in SAMPLES.glob("*.txt"))
SCRAPED = "07-seal-colony.txt"
QUOTE = re.compile(r'["“„]([^"“”„]+)["”“]')
KEYS = {"title", "url", "published", "language", "section", "tags", "byline", "social"}


def parse(yaml: str) -> dict[str, Any]:
    loaded = YAML(typ="safe", pure=True).load(yaml)
    assert isinstance(loaded, dict)
    return loaded


def sample(name: str) -> tuple[dict[str, Any], str]:
    """The metadata and the text under it; a sample has a sidecar or front matter, never both."""
    raw = (SAMPLES / name).read_text(encoding="utf-8")
    sidecar = (SAMPLES / name).with_suffix(".yaml")
    if raw.startswith("---\n"):
        assert not sidecar.exists()
        head, _, text = raw.removeprefix("---\n").partition("\n---\n")
        return parse(head), text
    return parse(sidecar.read_text(encoding="utf-8")), raw


def sentences(text: str) -> list[str]:
    return [part for line in text.splitlines() for part in re.split(r"(?<=[.?!])\s+(?=[A-ZÄÖÜŁŚŻ])", line)]


def test_there_are_enough_samples_and_fewer_than_the_flood_guard_stops() -> None:
    assert 7 <= len(NAMES) <= 8


def test_every_file_is_an_article_or_its_sidecar() -> None:
    strangers = [p.name for p in SAMPLES.iterdir() if p.with_suffix(".txt").name not in NAMES]
    assert strangers == []


def test_the_languages_are_three() -> None:
    assert {sample(name)[0]["language"] for name in NAMES} == {"de", "en", "pl"}


@pytest.mark.parametrize("name", NAMES)
def test_metadata_is_what_a_newsroom_would_write(name: str) -> None:
    metadata, _ = sample(name)
    assert metadata.keys() <= KEYS
    assert re.fullmatch(r"https://courier\.example\.org/[a-z/-]+", metadata["url"])
    assert metadata["section"]
    assert all(isinstance(tag, str) for tag in metadata["tags"])
    if name != SCRAPED:
        assert metadata["title"]
        assert isinstance(metadata["published"], datetime)


def test_every_sample_has_its_own_url() -> None:
    assert len({sample(name)[0]["url"] for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_clean_and_composed(name: str) -> None:
    _, text = sample(name)
    assert text.endswith("\n")
    assert not re.search(r"[\t\r\u00a0\ufffd]| $", text, re.MULTILINE)


def test_one_sample_is_long() -> None:
    assert len(sample("04-night-train.txt")[1].split()) >= 900


def test_one_sample_has_no_figure() -> None:
    assert not re.search(r"\d", sample("02-stadtbibliothek.txt")[1])


def test_one_sample_has_no_quote() -> None:
    _, text = sample("05-apfelernte.txt")
    assert not re.search(r"[\"“”„‚‘’«»]", text)


def test_one_sample_is_sober() -> None:
    tones = {name: sample(name)[0].get("social", {}).get("tone") for name in NAMES}
    assert [name for name, tone in tones.items() if tone == "sober"] == ["06-quarry-accident.txt"]


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("01-harbour-bridge.txt", "€84 million"),
        ("03-waly-przeciwpowodziowe.txt", "12,4 mln zł"),
        ("04-night-train.txt", "210,000 tickets"),
        ("05-apfelernte.txt", "18.400 Tonnen"),
        ("06-quarry-accident.txt", "4,000 tonnes"),
        ("07-seal-colony.txt", "1,350 seal pups"),
    ],
)
def test_the_key_figure_stands_in_a_sentence_that_fits_a_post(name: str, figure: str) -> None:
    _, text = sample(name)
    [sentence] = [part for part in sentences(text) if figure in part]
    assert len(sentence) <= 160
    assert not re.match(r"(It|They|He|She|This|That|Es|Sie|Er|Das|To)\b", sentence)


@pytest.mark.parametrize(
    ("name", "marks", "speaker", "role"),
    [
        ("01-harbour-bridge.txt", '""', "Maren Holloway", "the town's chief engineer"),
        ("02-stadtbibliothek.txt", "„“", "Friederike Ahlborn", "die Leiterin der Stadtbibliothek"),
        ("03-waly-przeciwpowodziowe.txt", "„”", "Bogumiła Rzepińska", "burmistrzyni Nowej Lipki"),
        ("04-night-train.txt", "“”", "Leonora Quist", "the managing director of Varn Valley Railway"),
        ("06-quarry-accident.txt", '""', "Duncan Averill", "the chief fire officer of the county"),
        (
            "07-seal-colony.txt",
            "“”",
            "Torquil Brannagh",
            "the chairman of the Skerrow Fishermen's Association",
        ),
    ],
)
def test_the_first_quote_has_its_speaker_and_role_beside_it(
    name: str, marks: str, speaker: str, role: str
) -> None:
    _, text = sample(name)
    quote = QUOTE.search(text)
    assert quote is not None
    assert quote[0][0] + quote[0][-1] == marks
    assert 60 <= len(quote[1]) <= 250
    line = text[quote.end() : text.index("\n", quote.end())]
    assert f"{speaker}, {role}" in line


def test_one_sample_looks_scraped_from_a_page() -> None:
    metadata, text = sample(SCRAPED)
    lines = [line for line in text.splitlines() if line]
    headline = "Why are the seals coming back to Skerrow? Fishermen think they know"
    assert not {"title", "published", "byline"} & metadata.keys()
    assert lines[:2] == [f"{metadata['section']}{headline}", headline]
    assert lines[2] == lines[3]
    assert lines[4].startswith("Images source: ©")
    assert lines[5:7] == ["ed. KLT", "4:25 PM GMT, January 17, 2025"]
    assert lines[-1] == "Related content"
