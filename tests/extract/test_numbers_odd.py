"""What went wrong with numbers once: foreign signs, other blanks, vague magnitudes, halves, names."""

from decimal import Decimal

import pytest

from bot.extract.numbers import find_numbers
from bot.model import Span

ODD = [
    # Whose dollar it is, and rupees.
    ("en", "It lost C$4.5 billion.", ["C$4.5 billion = 4500000000 CAD money"]),
    ("en", "It cost Rs 1.5 lakh crore.", ["Rs 1.5 lakh crore = 1500000000000 INR money"]),
    ("en", "It paid EUR5m and Rs500.", ["EUR5m = 5000000 EUR money", "Rs500 = 500 INR money"]),
    ("en", "At the COP28 summit and COP 28 too.", ["28 = 28  name", "28 = 28  name"]),
    # Thousands parted by blanks, apostrophes and many commas.
    ("en", "It drew 12 000 people.", ["12 000 people = 12000 people count"]),
    ("en", "It drew 12\u202f345 people.", ["12\u202f345 people = 12345 people count"]),
    ("en", "It cost 12’500 francs.", ["12’500 francs = 12500 CHF money"]),
    ("en", "She got 2,345,678 votes.", ["2,345,678 votes = 2345678 votes count"]),
    ("de", "Sie bekam 1.234.567 Stimmen.", ["1.234.567 Stimmen = 1234567 Stimmen count"]),
    # Metres and millions.
    ("en", "The river is 300m wide there.", ["300m = 300 m measure"]),
    ("en", "Some 10m new homes.", ["10m = 10000000  count"]),
    ("en", "It had 4m viewers.", ["4m viewers = 4000000 viewers count"]),
    # A clock has no unit.
    ("de", "Der Zins steigt um 0,25 Prozentpunkte.", ["0,25 Prozentpunkte = 0.25 points percent"]),
    ("de", "Es wurde um 3,50 Euro teurer.", ["3,50 Euro = 3.5 EUR money"]),
    # Magnitudes that tell no number.
    ("en", "It hit several hundred people.", ["several hundred people = None people count"]),
    ("de", "Es fehlen mehrere Tausend Euro.", ["mehrere Tausend Euro = None EUR money"]),
    ("de", "Es kamen hundert Menschen.", ["hundert Menschen = 100 Menschen count"]),
    ("fr", "Des millions d'euros manquent.", ["millions d'euros = None EUR money"]),
    ("pl", "Przyszło kilka tysięcy osób.", ["kilka tysięcy osób = None osób count"]),
    # One and a half.
    ("de", "Es sind anderthalb Milliarden Euro.", ["anderthalb Milliarden Euro = 1500000000 EUR money"]),
    ("nl", "Het zijn anderhalf miljoen mensen.", ["anderhalf miljoen mensen = 1500000 mensen count"]),
    ("pl", "To półtora miliona złotych.", ["półtora miliona złotych = 1500000 PLN money"]),
    ("uk", "Це півтора мільйона гривень.", ["півтора мільйона гривень = 1500000 UAH money"]),
    ("en", "It took two and a half years.", ["two and a half years = 2.5 years duration"]),
    ("en", "He won one and a half million pounds.", ["one and a half million pounds = 1500000 GBP money"]),
    ("fr", "Il a coûté un million et demi d'euros.", ["un million et demi d'euros = 1500000 EUR money"]),
    ("it", "Sono tre anni e mezzo.", ["tre anni e mezzo = 3.5 anni duration"]),
    # One behind tens.
    ("fr", "Vingt et un morts.", ["Vingt et un morts = 21 morts count"]),
    ("pt", "Vinte e um mortos.", ["Vinte e um mortos = 21 mortos count"]),
    ("es", "Treinta y un heridos.", ["Treinta y un heridos = 31 heridos count"]),
    ("pl", "Zginęło dwadzieścia jeden osób.", ["dwadzieścia jeden osób = 21 osób count"]),
    ("uk", "Загинула двадцять одна людина.", ["двадцять одна = 21  count"]),
    # One in five.
    ("fr", "Un Français sur cinq fume.", ["Un Français sur cinq = None  ratio"]),
    ("es", "Uno de cada cinco fuma.", ["Uno de cada cinco = None  ratio"]),
    ("nl", "Een op de vijf rookt.", ["Een op de vijf = None  ratio"]),
    ("uk", "Це між 10 і 15 людей.", ["між 10 і 15 людей = None людей count"]),
    ("de", "Ein 80-prozentiger Rückgang.", ["80-prozentiger = 80 % percent"]),
    # Names.
    ("en", "The rapper 50 Cent was on last night.", ["50 Cent = 50  name"]),
    ("en", "The chain 7-Eleven has opened again.", ["7 = 7  name"]),
    ("en", "The maker 3M will let people go.", ["3 = 3  name"]),
    ("en", "It works with iOS 17.4.1 at last.", ["17.4 = 17.4  name", "1 = 1  date"]),
    ("en", "It works with version 2.0 at last.", ["2.0 = 2  name"]),
    ("fr", "Appelez le 06 12 34 56.", ["06 = 6  name", "12 = 12  name", "34 = 34  name", "56 = 56  name"]),
    # A one that counts nothing.
    ("en", "A new one is the cheaper choice.", []),
    ("en", "It stands west of the present one and is wider.", []),
    ("en", "A total of one was found, and the one man left.", ["one = 1  count", "one = 1  count"]),
    ("en", "It is a one in five chance.", ["one in five = None  ratio"]),
    # Years, and what is counted.
    ("en", "Some 2019 people came.", ["2019 people = 2019 people count"]),
    ("en", "Back in 2019 people came.", ["2019 people = 2019 people year"]),
    # A language that we have no words of: nothing is read as English, and no magnitude is lost.
    ("sv", "Staten satsar 1,5 miljarder kronor.", ["1,5 = None  count"]),
    ("sv", "Det är 12,5 procent mer.", ["12,5 procent = 12.5 % percent"]),
    ("sv", "Det är 3 500 km dit.", ["3 500 km = 3500 km measure"]),
    ("cs", "Jeden in five people, half of them.", []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "numbers"), ODD)
def test_odd_numbers_are_read_whole_or_told_apart(language: str, text: str, numbers: list[str]) -> None:
    found = find_numbers(Span(0, len(text), text), language)
    assert [f"{each.span.text} = {_plain(each.value)} {each.unit} {each.kind}" for each in found] == numbers


def _plain(value: Decimal | None) -> str:
    """A value as a person writes it."""
    return "None" if value is None else f"{value.normalize():f}"
