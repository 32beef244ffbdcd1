"""Names alike, and pronouns after several were named: the right mouth where it is sure, else nobody's."""

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights

SAID = "“We paid far too much for it,”"
ASKED = "“Will you come tonight or not?”"
DEAD = "“The plan is dead and gone,”"
ALIVE = "“No it is not dead at all,”"


def read(text: str) -> list[str | None]:
    quotes = read_highlights(read_text(text, title=None, language="en")).quotes
    return [quote.speaker for quote in sorted(quotes, key=lambda quote: quote.span.start)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # A couple, siblings, father and son: the surname alone is nobody's.
        (f"Anna Hale and Robert Hale bought the farm in May. {SAID} Hale said.", None),
        (f"Anna Hale and her brother Robert Hale bought the farm in May. {SAID} Hale said.", None),
        (f"Brothers Peter Hale and Robert Hale bought the farm. {SAID} Mr Hale said.", None),
        (f"Robert Hale Jr. took over from Robert Hale Sr. in May. {SAID} Hale said.", None),
        (f"Minister Anna Hale spoke. Her husband, Robert Hale, sat beside her. {SAID} Hale said.", None),
        (f"Peter Hale ran the mill. Hale left. His son Robert Hale came. {SAID} Hale said.", None),
        (f"Emma Hale, 30, met Emma Ross on the train to Harlow. {SAID} Emma said.", None),
        # Title, sex, first name, role, age or paragraph make it sure.
        (f"Anna Hale and Robert Hale bought the farm in May. {SAID} Mrs Hale said.", "Anna Hale"),
        (f"Anna Hale and Robert Hale bought the farm in May. {SAID} said Robert.", "Robert Hale"),
        (f"Minister Anna Hale spoke. Robert Hale, a baker, sat beside her. {SAID} Minister Hale said.",
         "Anna Hale"),
        (f"Peter Hale, 71, and his son Robert Hale, 40, bought the farm. {SAID} the elder Hale said.",
         "Peter Hale"),
        (f"Peter Hale, 71, and his son Robert Hale, 40, bought the farm. {SAID} the younger Hale said.",
         "Robert Hale"),
        (f"Anna Hale left. Peter Hale came.\n\nIn May Anna Hale bought the farm. {SAID} Hale said.",
         "Anna Hale"),
        # A relative who is named by the first name only, or by the title only.
        (f"Robert Hale died in May. His widow, Anna, wept. {SAID} Hale said.", None),
        (f"Robert Hale was the coach. {SAID} Mrs Hale said.", None),
        (f"Robert Hale was the coach. {SAID} Mr Hale said.", "Robert Hale"),
        # No namesakes: the same one in a fuller form, and no person at all.
        (f"DJ Anna Hale played. Anna Hale came late. {SAID} Hale said.", "Anna Hale"),
    ],
)  # fmt: skip
def test_a_surname_of_several_is_nobody_s_unless_it_is_sure(text: str, speaker: str | None) -> None:
    assert read(text) == [speaker]


def test_who_goes_on_after_a_doubtful_name_is_nobody_either() -> None:
    text = f"Anna Hale and Robert Hale came. {DEAD} Hale said. {SAID} she added."
    assert read(text) == [None, None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Two who did the same.
        (f"Bob Day and Carl Reed met on Monday. {SAID} he said.", None),
        (f"Sisters Emma Hale, 30, and Olivia Hale, 28, were on the train. {SAID} she said.", None),
        (f"Bob Day and Carl Reed met on Monday. {SAID} they said.", None),
        (f"Ann Low and Carl Reed met on Monday. {SAID} she said.", "Ann Low"),
        # Somebody without a name, of whom the sentence before is.
        (f"A neighbour saw Bob Day leave. {SAID} he said.", None),
        (f"The judge sentenced Bob Day to nine years. {SAID} he said.", None),
        (f"The victim's father, who asked not to be named, watched as Bob Day was jailed. {SAID} he said.",
         None),
        (f"A woman saw Bob Day leave. {SAID} he said.", "Bob Day"),
        (f"Mayor Bob Day came late. The mayor was blunt. {SAID} he said.", "Bob Day"),
        # Who only has done to him what another one does.
        (f"Bob Day was sentenced to nine years by Judge Carl Reed. {SAID} he said.", None),
        (f"Bob Day was asked by Carl Reed about the farm. {SAID} he answered.", "Bob Day"),
        # The subject, not who is told.
        (f"Bob Day told Carl Reed on Monday that the plan was dead. {SAID} he said.", "Bob Day"),
        (f"Carl Reed, who replaced Bob Day in June, was blunt. {SAID} he said.", "Carl Reed"),
        (f"Bob Day asked whether Carl Reed would come. {SAID} he replied.", None),
    ],
)  # fmt: skip
def test_a_pronoun_is_somebody_s_only_if_nobody_else_can_be_meant(text: str, speaker: str | None) -> None:
    assert read(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"{DEAD} said Bob Day. {ALIVE} said Carl Reed. {SAID} he added.",
         ["Bob Day", "Carl Reed", "Carl Reed"]),
        (f"The two came.\n\n{DEAD} said Bob Day.\n\n{ALIVE} said Carl Reed.\n\n{SAID} he added.",
         ["Bob Day", "Carl Reed", "Carl Reed"]),
        (f"{ASKED} Bob Day asked Carl Reed. {SAID} he replied.", ["Bob Day", None]),
        (f"Bob Day left. {DEAD} said the judge. {SAID} he added.", ["the judge", None]),
    ],
)  # fmt: skip
def test_who_answers_is_not_who_asks_and_who_adds_spoke_before(text: str, speakers: list[str | None]) -> None:
    assert read(text) == speakers


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "Paul Roux et Jean Bar sont venus. « On a payé beaucoup trop cher », a-t-il déclaré.", None),
        ("fr", "Anne Roux et Jean Bar sont venus. « On a payé beaucoup trop cher », a-t-elle déclaré.",
         "Anne Roux"),
        ("fr", "Anne Bar et Jean Bar sont venus. « On a payé beaucoup trop cher », a déclaré Bar.", None),
        ("es", "Pablo Gil llegó con Juan Ruiz. «Pagamos demasiado por esto», dijo.", "Pablo Gil"),
        ("nl", "Piet Dorn en Jan Dorn kwamen. „We hebben hier te veel voor betaald”, zei Dorn.", None),
    ],
)  # fmt: skip
def test_in_other_languages_too(language: str, text: str, speaker: str | None) -> None:
    quotes = read_highlights(read_text(text, title=None, language=language)).quotes
    assert [quote.speaker for quote in quotes] == [speaker]
