import pytest

from bot.extract.german.roles import tidy_role


@pytest.mark.parametrize(
    ("role", "sex", "tidied"),
    [
        ("Ministerin", "f", "Ministerin"),
        ("Innenminister Frankreichs", "m", "Innenminister Frankreichs"),
        ("Staatspräsidenten", "m", "Staatspräsident"),
        ("Preisträgers", "m", "Preisträger"),
        ("Fraktionsvorsitzenden", "m", "Fraktionsvorsitzender"),
        ("Fraktionsvorsitzenden", "f", "Fraktionsvorsitzende"),
        ("Vorsitzende des Verbands", "m", "Vorsitzender des Verbands"),
        ("Vorsitzende des Verbands", "f", "Vorsitzende des Verbands"),
        ("Trainer Ghanas nach dem Spiel zufrieden", "m", "Trainer Ghanas"),
        ("Sekretär des Rates sagte gegenüber dem Sender", "m", "Sekretär des Rates"),
        ("Professor am Institut für Chemie", "m", "Professor am Institut für Chemie"),
        ("verkehrspolitische Sprecherin der Grünen", "f", "verkehrspolitische Sprecherin der Grünen"),
        ("Kollegen", "m", ""),
        ("Unternehmens", "", ""),
        ("trat", "", ""),
        ("", "", ""),
    ],
)
def test_a_role_is_the_office_in_its_plain_form(role: str, sex: str, tidied: str) -> None:
    assert tidy_role(role, sex) == tidied
