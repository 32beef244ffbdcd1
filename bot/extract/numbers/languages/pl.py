"""Polish: the words around numbers."""

from __future__ import annotations

from bot.extract.numbers.words import NumberWords, add_one, count_up, name_forms
from bot.extract.words import gather

_TENS = count_up(
    "trzydzieści/trzydziestu czterdzieści/czterdziestu pięćdziesiąt/pięćdziesięciu "
    "sześćdziesiąt/sześćdziesięciu siedemdziesiąt/siedemdziesięciu osiemdziesiąt/osiemdziesięciu "
    "dziewięćdziesiąt/dziewięćdziesięciu",
    30,
    10,
)

POLISH = NumberWords(
    scales={
        "tys.": 3,
        "tys": 3,
        "tysiące": 3,
        "tysięcy": 3,
        "tysiąc": 3,
        "tysiącami": 3,
        "mln": 6,
        "milion": 6,
        "miliony": 6,
        "milionów": 6,
        "miliona": 6,
        "milionach": 6,
        "mld": 9,
        "miliard": 9,
        "miliardy": 9,
        "miliardów": 9,
        "miliarda": 9,
        "bln": 12,
        "bilion": 12,
        "biliony": 12,
        "bilionów": 12,
        "biliona": 12,
    },
    numerals=add_one(_TENS, " jeden", " jedna", " jedno")
    | {"dwadzieścia jeden": 21, "dwadzieścia jedna": 21, "dwadzieścia jedno": 21}
    | _TENS
    | count_up(
        "dwa/dwie/dwóch/dwoje/dwaj/dwoma/dwóm trzy/trzech/troje/trzej/trzema/trzem "
        "cztery/czterech/czworo/czterej/czterema/czterem "
        "pięć/pięciu/pięcioro/pięcioma "
        "sześć/sześciu/sześcioro/sześcioma siedem/siedmiu/siedmioro/siedmioma osiem/ośmiu/ośmioro/ośmioma "
        "dziewięć/dziewięciu/dziewięcioma dziesięć/dziesięciu/dziesięcioro/dziesięcioma "
        "jedenaście/jedenastu dwanaście/dwunastu trzynaście/trzynastu "
        "czternaście/czternastu piętnaście/piętnastu szesnaście/szesnastu siedemnaście/siedemnastu "
        "osiemnaście/osiemnastu dziewiętnaście/dziewiętnastu dwadzieścia/dwudziestu",
        2,
    )
    | count_up("dwieście/dwustu trzysta/trzystu czterysta/czterystu pięćset/pięciuset", 200, 100)
    | {"sto": 100, "tysiąc": 1000, "tysiące": 1000, "tysięcy": 1000, "milion": 10**6, "miliony": 10**6}
    | {"milionów": 10**6, "miliard": 10**9, "miliona": 10**6, "miliarda": 10**9, "tuzin": 12},
    halves="pół",
    oneandhalves="półtora|półtorej",
    and_halves=" i pół",
    several="kilka|kilku|kilkoma|kilkanaście|kilkunastu|kilkadziesiąt|kilkudziesięciu|kilkaset|"
    "kilkuset|parę|paru|wiele|wielu",
    vague=gather("tysiące tysięcy"),
    currencies=name_forms("""
        PLN: złotych złote złoty złotego zł pln
        EUR: euro
        $: dolarów dolary dolara dolar dol.
        GBP: funtów funty funta
        CHF: franków franki
        UAH: hrywien hrywny
        RUB: rubli ruble
        CZK: koron_czeskich
        korona: koron korony
        JPY: jenów
        CNY: juanów
        HUF: forintów
        grosz: groszy grosze gr
    """),
    percents=r"procent(?:a|ach|ami)?|proc\.?",
    points=r"pkt\.? proc\.?|punkt(?:u|y|ów|ach)? procentow(?:y|e|ych|ego)|p\. ?proc\.",
    measures=r"kilometr(?:ów|y|a|ach)?(?: (?:kwadratow\w+|na godzinę))?|"
    r"metr(?:ów|y|a|ach)?(?: (?:kwadratow\w+|sześcienn\w+|na sekundę))?|"
    r"centymetr(?:ów|y|a)?|milimetr(?:ów|y)?|hektar(?:ów|y|a|ach)?|ton(?:y|ach)?|kilogram(?:ów|y|a)?|"
    r"stop(?:ni|nie|nia)"
    r"(?: Celsjusza)?|litr(?:ów|y|a)?|baryłek|megawat(?:ów|y)|gigawat(?:ów|y)|mil|km/h|km|kg|cm|mm|ha|"
    r"mkw\.|m kw\.|m|MW|GW|"
    r"kWh|TWh",
    nouns=r"osób|osoby|osobom|ludzi|miejsc(?:a)? pracy|mieszkańców|głosów|głosy|mandatów|mandaty|dzieci|"
    r"rannych|zabitych|"
    r"ofiar|pracowników|żołnierzy|uczniów|kobiet|mężczyzn|firm|domów|mieszkań|strażaków|policjantów|"
    r"punktów|zgłoszeń|"
    r"uczestników|pasażerów|pacjentów|zakażeń|gospodarstw|samochodów|bramek|medali",
    durations=r"lat|lata|latach|roku|miesiącach|tygodniach|godzinach|minutach|miesięcy|miesiące|"
    r"miesiąc|miesiąca|tygodni|tygodnie|dni|dniach|godzin|"
    r"godziny|minut|minuty|sekund|"
    r"sekundy|dekad",
    months=r"stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|"
    r"grudnia",
    times_before=r"o|godz\.|godzinie|godziny|godziną|o godz\.|ok\. godz\.|po|do|od",
    ages_before="w wieku|lat",
    ages_after=r"[- ]?letni\w*|[- ]?latk\w*|[- ]?latek|[- ]?latkow\w*",
    ages_years=r"miał|miała|ma|skończył|skończyła|kończy|skończy",
    year_words="roku",
    ordinals=r"-?(?:go|ego|ty|ta)",
    ranges="do|lub|albo",
    between="między a",
    ratios="na|z",
    fraction_hints=(" na ", "trzeci", "czwart", "połow", "co "),
    fractions=r"(?:jed(?:en|na|no)|\d+) na (?:dw\w+|trz\w+|czter\w+|pięciu|sześciu|siedmiu|ośmiu|"
    r"dziewięciu|dziesięciu)|dwie trzecie|trzy czwarte|jedna trzecia|jedną trzecią|"
    r"jedna czwarta|połow[aęy]|"
    r"co (?:drug|trzec|czwart|piąt|"
    r"dziesiąt)(?:[iyae]|ego|iego)",
    naming=r"Boeing|Airbus|Lot|artykułu|art\.|ust\.|pkt|nr|numer|par\.|§|rozdziału|kanał|linii|linia|"
    r"Apollo|autostrad\w+|"
    r"grupy|klasy|strefy|strona|poz\.|miejsce|miejscu",
)
