"""Name and role apart, and no role without what limits it."""

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights

SAID = "“We paid far too much for it,”"
ROLES = [
    ("Ukrainian President Volodymyr Zelenskyy", "Volodymyr Zelenskyy", "Ukrainian President"),
    ("former mayor Ann Low", "Ann Low", "former mayor"),
    ("former President Ann Low", "Ann Low", "former President"),
    ("former U.S. President Ann Low", "Ann Low", "former U.S. President"),
    ("the former Lowland President Ann Low", "Ann Low", "former Lowland President"),
    ("disgraced former Mayor Ann Low", "Ann Low", "disgraced former Mayor"),
    ("the former mayor, Ann Low", "Ann Low", "former mayor"),
    ("Ann Low, the former mayor of Harlow", "Ann Low", "former mayor of Harlow"),
    ("Ann Low, a former mayor", "Ann Low", "former mayor"),
    ("ex-mayor Ann Low", "Ann Low", "ex-mayor"),
    ("ex-President Ann Low", "Ann Low", "ex-President"),
    ("one-time Mayor Ann Low", "Ann Low", "one-time Mayor"),
    ("acting mayor Ann Low", "Ann Low", "acting mayor"),
    ("acting Police Chief Ann Low", "Ann Low", "acting Police Chief"),
    ("Ann Low, acting head of the clinic", "Ann Low", "acting head of the clinic"),
    ("then-mayor Ann Low", "Ann Low", "then-mayor"),
    ("alleged Mafia Boss Bob Day", "Bob Day", "alleged Mafia Boss"),
    ("suspended police chief Ann Low", "Ann Low", "suspended police chief"),
    ("the suspended President Ann Low", "Ann Low", "suspended President"),
    ("self-proclaimed President Bob Day", "Bob Day", "self-proclaimed President"),
    ("would-be President Bob Day", "Bob Day", "would-be President"),
    ("retired Army General Bob Day", "Bob Day", "retired Army General"),
    ("interim President Ann Low", "Ann Low", "interim President"),
    ("opposition Leader Ann Low", "Ann Low", "opposition Leader"),
    ("deputy Prime Minister Ann Low", "Ann Low", "deputy Prime Minister"),
    ("Vice President-elect Ann Low", "Ann Low", "Vice President-elect"),
    ("mayor-elect Ann Low", "Ann Low", "mayor-elect"),
    ("U.S. Secretary of State Ann Low", "Ann Low", "U.S. Secretary of State"),
    ("White House Chief of Staff Bob Day", "Bob Day", "White House Chief of Staff"),
    ("Hartex chief executive Ann Low", "Ann Low", "Hartex chief executive"),
    ("Ann Low, chief executive of Hartex", "Ann Low", "chief executive of Hartex"),
    ("Ann Low, a spokeswoman for the mayor", "Ann Low", "spokeswoman for the mayor"),
    ("Ann Low, candidate for mayor", "Ann Low", "candidate for mayor"),
    ("Ann Low, widow of the late mayor Bob Day", "Ann Low", "widow of the late mayor Bob Day"),
    ("Lowland's foreign minister, Ann Low", "Ann Low", "Lowland's foreign minister"),
    ("Dr. Ann Low, head of the clinic", "Ann Low", "head of the clinic"),
    # What leans on somebody else, counts or is a clause, is no role.
    ("his wife Ann Low", "Ann Low", ""),
    ("his wife, Ann Low", "Ann Low", ""),
    ("Ann Low, his wife and manager", "Ann Low", ""),
    ("Ann Low, one of three deputy mayors", "Ann Low", ""),
    ("Ann Low, who was mayor until 2010", "Ann Low", ""),
    ("Ann Low, until May head of the clinic", "Ann Low", ""),
]


@pytest.mark.parametrize(("phrase", "name", "role"), ROLES)
def test_name_and_role_come_apart_whole(phrase: str, name: str, role: str) -> None:
    text = f"It rained in Harlow. {SAID} said {phrase}."
    assert [
        (each.speaker, each.role)
        for each in read_highlights(read_text(text, title=None, language="en")).quotes
    ] == [(name, role)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (f"The board suspended President Ann Low on Monday. {SAID} Low said.", "President"),
        (f"Secretary of State Ann Low spoke on Monday. {SAID} Low said.", "Secretary of State"),
        (f"It rained. {SAID} Ann Low, mayor of Harlow, told Bob Day, head of the union.", "mayor of Harlow"),
    ],
)
def test_a_role_is_its_bearer_s(text: str, role: str) -> None:
    quotes = read_highlights(read_text(text, title=None, language="en")).quotes
    assert [(each.speaker, each.role) for each in quotes] == [("Ann Low", role)]
