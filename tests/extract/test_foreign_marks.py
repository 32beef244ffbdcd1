"""Quotation marks of languages whose words are not known: found, and nobody's."""

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights


@pytest.mark.parametrize(
    ("language", "text", "quotes"),
    [
        ("sv", "Dammen höll. ”Vi klarade det här tillsammans”, sade Anna Berg. ”Alla hjälpte till i natt.”",
         ["Vi klarade det här tillsammans", "Alla hjälpte till i natt."]),
        ("fi", "Pato kesti. ”Selvisimme tästä kaikki yhdessä yöllä”, sanoi Anna Mäki.",
         ["Selvisimme tästä kaikki yhdessä yöllä"]),
        ("da", "Dæmningen holdt. »Vi klarede det sammen i nat«, sagde Anna Berg.",
         ["Vi klarede det sammen i nat"]),
        ("ja", "首相は「この支援はとても重要だ。」と述べた。「国民の皆さんに感謝したい」と語った。",
         ["この支援はとても重要だ。", "国民の皆さんに感謝したい"]),
        ("ja", "「『もう無理だ』と彼は言った」と田中氏は述べた。", ["『もう無理だ』と彼は言った"]),
        ("ja", "いわゆる「壁」がある。", []),
        ("zh", "市长李华说：“这座桥将在五月开放。”他走了。", ["这座桥将在五月开放。"]),
    ],
)  # fmt: skip
def test_a_quotation_is_found_and_nobody_s(language: str, text: str, quotes: list[str]) -> None:
    highlights = read_highlights(read_text(text, title=None, language=language))
    found = sorted(highlights.quotes, key=lambda quote: quote.span.start)
    assert [(quote.text, quote.speaker) for quote in found] == [(quote, None) for quote in quotes]
    assert highlights.quote is None
