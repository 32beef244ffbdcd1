"""Dutch: the words around numbers."""

from __future__ import annotations

from bot.extract.numbers.words import NumberWords, count_up, name_forms

_ONES = count_up("een twee drie vier vijf zes zeven acht negen", 1)
_TENS = count_up("twintig dertig veertig vijftig zestig zeventig tachtig negentig", 20, 10)
_MIXED = {
    f"{one}{'ën' if one.endswith('e') else 'en'}{ten}": low + high
    for one, low in _ONES.items()
    for ten, high in _TENS.items()
}

DUTCH = NumberWords(
    scales={
        "duizend": 3,
        "miljoen": 6,
        "miljard": 9,
        "biljoen": 12,
        "mln": 6,
        "mld": 9,
        "mln.": 6,
        "mld.": 9,
        "honderd": 2,
    },
    numerals=count_up(
        "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
        "zeventien "
        "achttien negentien",
        2,
    )
    | _TENS
    | _MIXED
    | {"honderd": 100, "tweehonderd": 200, "driehonderd": 300, "vijfhonderd": 500, "duizend": 1000}
    | {
        "tweeduizend": 2000,
        "tienduizend": 10_000,
        "miljoen": 10**6,
        "miljard": 10**9,
        "dozijn": 12,
        "tiental": 10,
    }
    | {"honderdtal": 100},
    articles="een",
    halves="een half|half",
    oneandhalves="anderhalf|anderhalve",
    and_halves=" en een half",
    several="enkele|meerdere|verscheidene|een paar|vele|veel|een aantal|diverse",
    currencies=name_forms("""
        EUR: euro euro's
        $: dollar dollars
        GBP: pond
        CHF: frank
        kroon: kronen
        JPY: yen
        RUB: roebel
        cent: cent
    """),
    nations="Amerikaanse|Britse|Zwitserse|Zweedse|Deense",
    percents="procent",
    points="procentpunt(?:en)?",
    measures=r"(?:vierkante |kubieke )?(?:kilometer|meter|centimeter|millimeter)s?(?: per (?:uur|seconde))?|"
    r"hectaren?|ton|"
    r"kilo(?:gram)?|gram|graden(?: Celsius)?|"
    r"liter|vaten|megawatt|gigawatt|mijl|km/u|km|kg|cm|mm|m2|m²|MW|GW|m",
    nouns=r"mensen|personen|banen|inwoners|stemmen|zetels|doden|gewonden|slachtoffers|kinderen|vrouwen|"
    r"mannen|leerlingen|werknemers|"
    r"huizen|woningen|keer|demonstranten|brandweerlieden|agenten|soldaten|bedrijven|doelpunten|medailles|"
    r"toeschouwers|passagiers|"
    r"patiënten|gevallen|arbeidsplaatsen",
    durations=r"jaar|maanden|maand|weken|week|dagen|dag|uur|uren|minuten|seconden|jaren|decennia|eeuwen|"
    r"nachten",
    months=r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    times_before="om|rond|vanaf|tot",
    times_after="uur (?:'s )?(?:ochtends|middags|avonds|nachts)",
    ages_before="leeftijd van",
    ages_after=r"[- ]jarige\w*| jaar oud\w*",
    ages_years=r"(?P<weak>werd|wordt|was|is)",
    ordinals="e|de|ste",
    ranges="tot|of|à",
    between="tussen en",
    ratios="op de|van de",
    fraction_hints=("op de ", "derde", "kwart", "vijfde", "tiende", "helft"),
    fractions=r"(?:een|één) op de (?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twintig|"
    r"honderd|\d+)|(?:een|twee|drie) (?:derde|kwart|vijfde|tiende)|tweederde|driekwart|"
    r"de helft",
    naming=r"Boeing|Airbus|vlucht|artikel|art\.|snelweg|hoofdstuk|nummer|nr\.|lijn|Apollo|groep|kanaal|"
    r"fase|pagina|zone|Formule|spoor|wet",
)
