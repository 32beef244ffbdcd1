from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.numbers import Number, find_numbers
from bot.extract.numbers.languages import LANGUAGES
from bot.model import Span


def read(language: str, text: str) -> list[Number]:
    return find_numbers(Span(0, len(text), text), language)


MONEY = [
    ("en", "It cost $4.5 billion.", "$4.5 billion", "4500000000", "$"),
    ("en", "The club paid £3.2m for him.", "£3.2m", "3200000", "GBP"),
    ("en", "It sold for US$40,000 then.", "US$40,000", "40000", "USD"),
    ("en", "It raised A$1.2bn in May.", "A$1.2bn", "1200000000", "AUD"),
    ("en", "They lost 70m euros.", "70m euros", "70000000", "EUR"),
    ("en", "A grant of 5 million US dollars came.", "5 million US dollars", "5000000", "$"),
    ("en", "It paid EUR 300 million at once.", "EUR 300 million", "300000000", "EUR"),
    ("en", "It paid 300 million CHF at once.", "300 million CHF", "300000000", "CHF"),
    ("en", "A pint at 80 pence.", "80 pence", "80", "penny"),
    ("en", "She gave half a million pounds.", "half a million pounds", "500000", "GBP"),
    ("en", "They won a million dollars.", "a million dollars", "1000000", "$"),
    ("de", "Das kostet 1.234,5 Mrd. Euro.", "1.234,5 Mrd. Euro", "1234500000000", "EUR"),
    ("de", "Sie zahlt 20 Mio. € im Jahr.", "20 Mio. €", "20000000", "EUR"),
    (
        "de",
        "Es geht um 3,5 Millionen Schweizer Franken.",
        "3,5 Millionen Schweizer Franken",
        "3500000",
        "CHF",
    ),
    ("de", "Die Halle kostet eine Million Euro.", "eine Million Euro", "1000000", "EUR"),
    ("de", "Es fehlt eine halbe Million Euro.", "eine halbe Million Euro", "500000", "EUR"),
    ("pl", "Rząd wyda 1,5 mld zł.", "1,5 mld zł", "1500000000", "PLN"),
    ("pl", "To kosztuje 300 tys. zł.", "300 tys. zł", "300000", "PLN"),
    ("pl", "Dostanie 25 000 dolarów.", "25 000 dolarów", "25000", "$"),
    ("fr", "Le pont coûte 4,5 milliards d'euros.", "4,5 milliards d'euros", "4500000000", "EUR"),
    ("fr", "La ville paie 3 M€ par an.", "3 M€", "3000000", "EUR"),
    ("fr", "Une amende de 1 500 € attend.", "1 500 €", "1500", "EUR"),
    ("es", "Invertirán 20 mil millones de dólares.", "20 mil millones de dólares", "20000000000", "$"),
    ("es", "Pagó 10,500 pesos por él.", "10,500 pesos", "10500", "peso"),
    ("it", "Il ponte costa 4,5 miliardi di euro.", "4,5 miliardi di euro", "4500000000", "EUR"),
    ("it", "Una multa da 30mila euro arriva.", "30mila euro", "30000", "EUR"),
    ("pt", "A obra custa R$ 2,5 bilhões.", "R$ 2,5 bilhões", "2500000000", "BRL"),
    ("pt", "A obra custa 300 mil euros.", "300 mil euros", "300000", "EUR"),
    ("nl", "De brug kost 4,5 miljard euro.", "4,5 miljard euro", "4500000000", "EUR"),
    ("nl", "De boete is € 1.500 per dag.", "€ 1.500", "1500", "EUR"),
    ("uk", "Ремонт коштує 12,5 млн грн.", "12,5 млн грн", "12500000", "UAH"),
    ("uk", "Фонд дав 3 мільярди доларів.", "3 мільярди доларів", "3000000000", "$"),
    ("ru", "Это стоит 5 млрд рублей.", "5 млрд рублей", "5000000000", "RUB"),
]
PERCENT = [
    ("en", "Wages rose by 12 per cent.", "12 per cent", "12", "%"),
    ("en", "Rates fell 0.25 percentage points.", "0.25 percentage points", "0.25", "points"),
    ("en", "Rates fell 25 basis points.", "25 basis points", "25", "points"),
    ("en", "A -1.5% slump came.", "-1.5%", "-1.5", "%"),
    ("de", "Es sind 3,5 Prozent mehr.", "3,5 Prozent", "3.5", "%"),
    ("de", "Ein Plus von 2 Prozentpunkten.", "2 Prozentpunkten", "2", "points"),
    ("pl", "To o 12 proc. więcej.", "12 proc.", "12", "%"),
    ("pl", "Wzrost o 3 pkt proc. cieszy.", "3 pkt proc.", "3", "points"),
    ("fr", "La hausse est de 3,4 % cette année.", "3,4 %", "3.4", "%"),
    ("fr", "Il recule de 2 points de pourcentage.", "2 points de pourcentage", "2", "points"),
    ("es", "Subió un 3.4% en mayo.", "3.4%", "3.4", "%"),
    ("es", "Subió un 12 por ciento.", "12 por ciento", "12", "%"),
    ("it", "È il 12 per cento in più.", "12 per cento", "12", "%"),
    ("pt", "Subiu 12 por cento em maio.", "12 por cento", "12", "%"),
    ("nl", "Dat is 12 procent meer.", "12 procent", "12", "%"),
    ("uk", "Ціни зросли на 12 відсотків.", "12 відсотків", "12", "%"),
]
MEASURE = [
    ("en", "It was 38 degrees Celsius.", "38 degrees Celsius", "38", "degrees Celsius"),
    ("en", "It fell to -12 °C there.", "-12 °C", "-12", "°C"),
    ("en", "It fell to minus 12 degrees.", "minus 12 degrees", "-12", "degrees"),
    ("en", "Some 15 inches of snow came.", "15 inches", "15", "inches"),
    ("en", "Winds of 120 mph hit.", "120 mph", "120", "mph"),
    ("en", "She won the 5,000m race.", "5,000m", "5000", "m"),
    ("en", "It burned 2,000 square kilometres.", "2,000 square kilometres", "2000", "square kilometres"),
    ("de", "Es hatte 38 Grad Celsius.", "38 Grad Celsius", "38", "Grad Celsius"),
    ("de", "Die Strecke ist 12,5 Kilometer lang.", "12,5 Kilometer", "12.5", "Kilometer"),
    ("pl", "Spadło do -15 stopni.", "-15 stopni", "-15", "stopni"),
    ("pl", "Trasa ma 12 km.", "12 km", "12", "km"),
    ("fr", "Il a fait 41 degrés.", "41 degrés", "41", "degrés"),
    ("fr", "Le feu a pris 300 hectares.", "300 hectares", "300", "hectares"),
    ("es", "Ardieron 300 hectáreas.", "300 hectáreas", "300", "hectáreas"),
    ("it", "Sono 12 chilometri di strada.", "12 chilometri", "12", "chilometri"),
    ("pt", "São 12 quilómetros de estrada.", "12 quilómetros", "12", "quilómetros"),
    ("nl", "Het werd 38 graden.", "38 graden", "38", "graden"),
    ("uk", "Дорога має 12 кілометрів.", "12 кілометрів", "12", "кілометрів"),
]
COUNT = [
    ("en", "Some 40,000 people marched.", "40,000 people", "40000", "people"),
    ("en", "The plant lost 450 jobs.", "450 jobs", "450", "jobs"),
    ("en", "It rained on twenty-two farms.", "twenty-two farms", "22", "farms"),
    (
        "en",
        "One hundred and twenty-five students came.",
        "One hundred and twenty-five students",
        "125",
        "students",
    ),
    ("en", "Two million voters stayed home.", "Two million voters", "2000000", "voters"),
    ("en", "They ate 2½ pies.", "2½ pies", "2.5", "pies"),
    ("de", "Dort leben 3 Millionen Menschen.", "3 Millionen Menschen", "3000000", "Menschen"),
    ("de", "Es kamen zweiundzwanzig Kühe.", "zweiundzwanzig Kühe", "22", "Kühe"),
    ("de", "Rund zweitausend Fans kamen.", "zweitausend Fans", "2000", "Fans"),
    ("pl", "Przyszło 120 osób.", "120 osób", "120", "osób"),
    ("pl", "Zginęło dwadzieścia pięć osób.", "dwadzieścia pięć osób", "25", "osób"),
    ("fr", "La ville compte 1 200 habitants.", "1 200 habitants", "1200", "habitants"),
    ("fr", "Il y a vingt-deux blessés.", "vingt-deux blessés", "22", "blessés"),
    ("fr", "Il y a quatre-vingt-trois morts.", "quatre-vingt-trois morts", "83", "morts"),
    ("es", "Hay treinta y dos heridos.", "treinta y dos heridos", "32", "heridos"),
    ("es", "Son 10.000 personas.", "10.000 personas", "10000", "personas"),
    ("it", "Ci sono ventidue feriti.", "ventidue feriti", "22", "feriti"),
    ("pt", "Há vinte e dois feridos.", "vinte e dois feridos", "22", "feridos"),
    ("nl", "Er zijn tweeëntwintig gewonden.", "tweeëntwintig gewonden", "22", "gewonden"),
    ("uk", "Поранено двадцять п'ять людей.", "двадцять п'ять людей", "25", "людей"),
    ("uk", "Евакуювали 3 тис. людей.", "3 тис. людей", "3000", "людей"),
]
DURATION = [
    ("en", "He got 12 years in jail.", "12 years", "12", "years"),
    ("de", "Er muss drei Jahre ins Gefängnis.", "drei Jahre", "3", "Jahre"),
    ("pl", "Dostał 12 miesięcy więzienia.", "12 miesięcy", "12", "miesięcy"),
    ("fr", "Il a pris cinq ans de prison.", "cinq ans", "5", "ans"),
    ("uk", "Він отримав 5 років.", "5 років", "5", "років"),
]
TOGETHER = [
    ("en", "10 to 15 percent of cows", "10 to 15 percent", "%", "percent"),
    ("en", "It takes between 10 and 15 days now", "between 10 and 15 days", "days", "duration"),
    ("en", "It costs $4-5 million a year", "$4-5 million", "$", "money"),
    ("en", "A sheet of 8 by 11 inches", "8 by 11 inches", "inches", "measure"),
    ("de", "Die 200 mal 20 Meter große Halle", "200 mal 20 Meter", "Meter", "measure"),
    ("en", "It takes 5–7 km more", "5–7 km", "km", "measure"),
    ("en", "Now one in five drivers", "one in five drivers", "drivers", "ratio"),
    ("en", "Some four out of ten", "four out of ten", "", "ratio"),
    ("en", "Now two-thirds of voters", "two-thirds", "", "ratio"),
    ("en", "Now half of the voters", "half", "", "ratio"),
    ("en", "They won 3-2 at home.", "3-2", "", "score"),
    ("de", "zwischen 10 und 15 Prozent", "zwischen 10 und 15 Prozent", "%", "percent"),
    ("de", "Etwa 10 bis 15 Euro", "10 bis 15 Euro", "EUR", "money"),
    ("de", "Das sind zwei Drittel der Fälle", "zwei Drittel", "", "ratio"),
    ("de", "Jeder fünfte Fahrer fuhr", "Jeder fünfte", "", "ratio"),
    ("de", "Bayern gewann 3:1 daheim.", "3:1", "", "score"),
    ("pl", "od 10 do 15 proc. krów", "10 do 15 proc.", "%", "percent"),
    ("pl", "Prawie dwie trzecie krów", "dwie trzecie", "", "ratio"),
    ("fr", "entre 10 et 15 euros", "entre 10 et 15 euros", "EUR", "money"),
    ("fr", "Un conducteur sur cinq, deux tiers", "deux tiers", "", "ratio"),
    ("es", "entre 10 y 15 euros", "entre 10 y 15 euros", "EUR", "money"),
    ("es", "Son dos tercios del total", "dos tercios", "", "ratio"),
    ("it", "tra 10 e 15 euro", "tra 10 e 15 euro", "EUR", "money"),
    ("pt", "entre 10 e 15 euros", "entre 10 e 15 euros", "EUR", "money"),
    ("nl", "tussen 10 en 15 euro", "tussen 10 en 15 euro", "EUR", "money"),
    ("nl", "Dat is twee derde daarvan", "twee derde", "", "ratio"),
    ("uk", "від 10 до 15 відсотків", "10 до 15 відсотків", "%", "percent"),
]
DULL = [
    ("en", "The crew of Flight 370 rested.", "name"),
    ("en", "She flew a Boeing 737 home.", "name"),
    ("en", "Leaders of the G7 met.", "name"),
    ("en", "Call 555-0123 at once.", "name"),
    ("en", "Call +48 22 555 01 23 at once.", "name"),
    ("en", "It opened in 1987 as a mill.", "year"),
    ("en", "In the 1980s it was a mill.", "year"),
    ("en", "In 2014 voters stayed.", "year"),
    ("en", "It opens on May 5 at noon.", "date"),
    ("en", "It opens on 5/12/2024 at noon.", "date"),
    ("en", "Filed 2024-05-12 by the desk.", "date"),
    ("en", "Doors open at 8:30 pm sharp.", "time"),
    ("en", "Doors open at 8.30pm sharp.", "time"),
    ("en", "Ada Low, 34, won.", "age"),
    ("en", "Ada Low (34) won.", "age"),
    ("en", "A 19-year-old won.", "age"),
    ("en", "A woman aged 34 won.", "age"),
    ("en", "He came 4th in the race.", "ordinal"),
    ("en", "1. Wash the rice.", "ordinal"),
    ("de", "Ein 29-jähriger Mann kam.", "age"),
    ("de", "Sie starb im Alter von 81 Jahren.", "age"),
    ("de", "Am 24. Januar war Wahl.", "date"),
    ("de", "Am 24.01.2024 war Wahl.", "date"),
    ("de", "Die Sitzung begann um 14 Uhr pünktlich.", "time"),
    ("de", "Sie begann um 14.30 Uhr pünktlich.", "time"),
    ("de", "Nach Artikel 5 gilt das.", "name"),
    ("de", "Ein Stau auf der A 45 bei Gießen.", "name"),
    ("pl", "Zmarł 5 maja w domu.", "date"),
    ("pl", "34-letni kierowca uciekł.", "age"),
    ("pl", "Początek o godz. 14.30 w parku.", "time"),
    ("fr", "Il est mort le 5 mai chez lui.", "date"),
    ("fr", "Paul Petit, 34 ans, a gagné.", "age"),
    ("fr", "Il arrive à 14h30 précises.", "time"),
    ("es", "Ana Gil, de 34 años, ganó.", "age"),
    ("es", "Empieza a las 14.30 horas.", "time"),
    ("it", "Ada Neri, 34 anni, ha vinto.", "age"),
    ("it", "Comincia alle 14.30 in punto.", "time"),
    ("pt", "Ana Gil, de 34 anos, ganhou.", "age"),
    ("nl", "Een 34-jarige man kwam.", "age"),
    ("uk", "34-річний водій утік.", "age"),
    ("uk", "Помер 5 травня вдома.", "date"),
]


@pytest.mark.parametrize(
    ("kind", "language", "text", "figure", "value", "unit"),
    [
        (kind, *row)
        for kind, rows in {
            "money": MONEY, "percent": PERCENT, "measure": MEASURE, "count": COUNT, "duration": DURATION,
        }.items()
        for row in rows
    ],
)  # fmt: skip
def test_value_unit_kind_and_place(
    kind: str, language: str, text: str, figure: str, value: str, unit: str
) -> None:
    found = read(language, text)
    number = next((each for each in found if each.span.text == figure), None)
    assert number, [each.span.text for each in found]
    assert (number.value, number.unit, number.kind) == (Decimal(value), unit, kind)
    assert text[number.span.start : number.span.end] == figure


@pytest.mark.parametrize(("language", "text", "figure", "unit", "kind"), TOGETHER)
def test_ranges_ratios_fractions_and_scores_are_one_figure(
    language: str, text: str, figure: str, unit: str, kind: str
) -> None:
    found = read(language, text)
    number = next((each for each in found if each.span.text == figure), None)
    assert number, [each.span.text for each in found]
    assert (number.value, number.unit, number.kind) == (None, unit, kind)


@pytest.mark.parametrize(("language", "text", "kind"), DULL)
def test_numbers_that_are_hardly_ever_news(language: str, text: str, kind: str) -> None:
    assert [each.kind for each in read(language, text)][:1] == [kind]


def test_a_change_is_no_range() -> None:
    found = [each.span.text for each in read("en", "It rose from 10 to 15 percent in May.")]
    assert found == ["10", "15 percent"]


PIECES = [
    "5",
    "12.5",
    "1,000",
    "1.000",
    "½",
    "$",
    "€",
    "m",
    "bn",
    "%",
    "-",
    "–",
    "to",
    "a",
    "million",
    "one",
    "in",
    "five",
    "half",
    "mil",
    "und",
    "zwischen",
    ":",
    ".",
    ",",
    "'",
    "°C",
    "kr",
    "(",
]


@given(
    text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)),
    language=st.sampled_from([*LANGUAGES, "xx"]),
    offset=st.integers(0, 5),
)
def test_any_text_gives_numbers_in_their_places(text: str, language: str, offset: int) -> None:
    whole = "x" * offset + text
    found = find_numbers(Span(offset, len(whole), text), language)
    assert all(whole[each.span.start : each.span.end] == each.span.text for each in found)
    assert all(each.span.start <= each.bare < each.span.end for each in found)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The couple gave $120 million to two colleges.", ["$120 million money", "two colleges count"]),
        ("Wealth fell $5.1 trillion to $51.5 trillion.", ["$5.1 trillion money", "$51.5 trillion money"]),
        ("It will cost $12 to 15 million.", ["$12 to 15 million money"]),
        ("They met when she was just 17.", ["17 age"]),
        ("She was 17 points behind.", ["17 points count"]),
        ("At 76, Low still works.", ["76 age"]),
        ("He called 911 at once.", ["911 name"]),
        ("She lost 2-6, 6-3, 7-5.", ["2-6 score", "6-3 score", "7-5 score"]),
        ("They eat 2 pounds of rice.", ["2 pounds measure"]),
        ("A 1,000-pound bison got out.", ["1,000-pound measure"]),
        ("He paid 800 pounds for it.", ["800 pounds money"]),
    ],
)
def test_what_looks_like_another_kind_in_english(text: str, found: list[str]) -> None:
    told = [f"{number.span.text} {number.kind}" for number in find_numbers(Span(0, len(text), text), "en")]
    assert told == found
