"""One line, taken alone: surely furniture, or maybe story."""

import pytest

from bot.extract.documents.furniture import (
    Furniture,
    classify_line,
    ends_with_credit,
    read_byline,
    read_section,
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Images source: \u00a0Getty Images | Ann Lee/NurPhoto", Furniture.CREDIT),
        ("Foto: picture alliance/dpa | Jens Ohlert", Furniture.CREDIT),
        ("Fot. Marek Lis / PAP", Furniture.CREDIT),
        ("Crédit photo : Luc Perrin/AFP", Furniture.CREDIT),
        ("Photograph by Ann Lee", Furniture.CREDIT),
        ("(AP Photo/Ann Lee)", Furniture.CREDIT),
        ("© Getty Images", Furniture.CREDIT),
        ("Źródło zdjęcia: Materiały prasowe", Furniture.CREDIT),
        ("ed. PJM", Furniture.INITIALS),
        ("oprac. MKW", Furniture.INITIALS),
        ("Related content", Furniture.RELATED),
        ("Mehr zum Thema:", Furniture.RELATED),
        ("Czytaj także: Bilety zdrożeją od stycznia", Furniture.LINK),
        ("À lire aussi : Le lait bio ne se vend plus", Furniture.LINK),
        ("ADVERTISEMENT", Furniture.ADVERT),
        ("5 min read", Furniture.NOISE),
        ("12 comments", Furniture.COMMENTS),
        ("Follow us on Mastodon", Furniture.CLOSING),
        ("* * *", Furniture.RULE),
        ("Photo finish in Paris", None),
        ("Bild: Scholz tritt zurück", None),
        ("Photo by the police shows a man in a red coat", None),
        ("Read more books, the minister said.", None),
        ("Related cases are before the courts.", None),
        ("Reuters reported the deal on Monday", None),
        ("Share prices fell on Monday after the bank's warning.", None),
        ("Comments by the minister caused a row.", None),
        ("Source: the minister himself, who asked not to be named", None),
        ("It was over.", None),
    ],
)
def test_a_line_alone(line: str, kind: Furniture | None) -> None:
    assert classify_line(line) is kind


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By Jane Doe and John Roe | The Courier", "Jane Doe and John Roe"),
        ("Von Anna von der Heide", "Anna von der Heide"),
        ("Autor: Jan", "Jan"),
        ("By Monday the minister", None),
        ("By 2030, Everything Changes", None),
        ("Jane Doe", None),
    ],
)
def test_bylines(line: str, names: str | None) -> None:
    assert read_byline(line) == names


def test_sections_captions() -> None:
    assert [read_section(line) for line in ("News", "Home > World > Asia", "A | B", "New bridge")] == [
        "News",
        "World",
        None,
        None,
    ]
    assert ends_with_credit("The bridge on Monday. Photo: Ann Lee / AP")
    assert not ends_with_credit("The bridge on Monday. He took a photo of it.")
