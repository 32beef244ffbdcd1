"""German: the words around numbers."""

from __future__ import annotations

from bot.extract.numbers.words import NumberWords, count_up, name_forms
from bot.extract.words import gather

_ONES = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_SMALL = count_up(
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn "
    "achtzehn neunzehn zwanzig",
    2,
)
_TENS = count_up("zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10)
_MIXED = {
    f"{one}und{ten}": place + value for place, one in enumerate(_ONES, 1) for ten, value in _TENS.items()
}
_HUNDREDS = {f"{one}hundert": 100 * place for place, one in enumerate(_ONES, 1)}
_THOUSANDS = {f"{one}tausend": 1000 * value for one, value in ({"ein": 1} | _SMALL | _TENS | _MIXED).items()}

GERMAN = NumberWords(
    scales={
        "hundert": 2,
        "tausend": 3,
        "tsd.": 3,
        "tsd": 3,
        "million": 6,
        "millionen": 6,
        "mio.": 6,
        "mio": 6,
        "milliarde": 9,
        "milliarden": 9,
        "mrd.": 9,
        "mrd": 9,
        "billion": 12,
        "billionen": 12,
        "dutzend": 1,
    },
    numerals=_SMALL
    | _TENS
    | _MIXED
    | _HUNDREDS
    | _THOUSANDS
    | {"hundert": 100, "tausend": 1000, "hunderttausend": 100_000, "dutzend": 12}
    | {"million": 10**6, "millionen": 10**6, "milliarde": 10**9, "milliarden": 10**9, "billionen": 10**12},
    articles="eine[rnm]?|ein",
    halves="eine[rn]? halben?|halbe|einem halben|ein halbes",
    oneandhalves="anderthalb|eineinhalb",
    several="mehrere[rn]?|einige[rn]?|viele[rn]?|wenige[rn]?|ein paar|etliche[rn]?|zig",
    currencies=name_forms("""
        USD: us-dollar
        $: dollar
        EUR: euro euros
        CHF: franken
        GBP: pfund
        JPY: yen
        RUB: rubel
        PLN: zloty złoty
        krone: kronen
        CZK: tschechische_kronen
        UAH: hrywnja hrywna
        CNY: yuan
        TRY: lira
        INR: rupien
        HUF: forint
        ATS: schilling
        DEM: mark d-mark
        cent: cent
    """),
    nations="US|britische|Schweizer|kanadische|australische|schwedische|norwegische|dänische|türkische",
    percents=r"Prozent|prozentig\w*|v\\. ?H\\.",
    points="Prozentpunkten?|Prozentpunkte|Prozentpunkt",
    measures=r"Quadratkilometern?|Quadratmetern?|Kubikmetern?|Kilometern?(?: (?:pro|in der) Stunde)?|"
    r"Zentimetern?|Millimetern?|"
    r"Metern?(?: pro Sekunde)?|Meilen|"
    r"Hektar|Tonnen|Kilogramm|Kilo|Gramm|Grad(?: (?:Celsius|Fahrenheit|C))?|Megawatt|Gigawatt|"
    r"Kilowattstunden|"
    r"Terawattstunden|Litern?|Barrel|Stundenkilometern?|km/h|km|kg|cm|mm|qm|m²|ha|MW|GW|kWh|TWh|GB|m",
    nouns=r"Menschen|Personen|Arbeitsplätzen?|Stellen|Einwohnern?|Stimmen|Sitzen?|Mal",
    plural=r"(?!(?:Uhr|Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|"
    r"November|Dezember|"
    r"Jahr|Monat|Woche|Tag|Stunde|Minute|Sekunde|Prozent|Mai|Jahrhundert)\b)[A-ZÄÖÜ][a-zäöüß]{3,}",
    durations=r"Jahren?s?|Monaten?s?|Wochen?|Tagen?s?|Stunden?|Minuten?|Sekunden?|Jahrzehnten?|Nächten?",
    months=r"Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    r"Jan\.|Feb\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.",
    times_before="um|gegen|ab|bis",
    times_after="[Uu]hr",
    ages_before="im Alter von|Alter von",
    ages_after=r"[- ]?jährig\w*|[- ]Jährige\w*| Jahre alt\w*",
    ages_years=r"wurde|(?P<weak>mit|war)",
    ranges="bis|oder",
    between="zwischen und",
    ratios="von|zu",
    fraction_hints=("drittel", "viertel", "fünftel", "zehntel", "hälfte", "jede"),
    fractions=r"(?:zwei|drei|vier) (?:Drittel|Viertel|Fünftel)n?|"
    r"(?:ein|einem) (?:Drittel|Viertel|Fünftel|Zehntel)|"
    r"die Hälfte|der Hälfte|"
    r"jede[rsn]? (?:zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte)[nrs]?",
    parts="Drittel|Viertel|Fünftel|Zehntel",
    naming=r"ICE|IC|EC|RE|RB|LH|Boeing|Airbus|Flug|Autobahn|Artikel|Art\.|Paragraf|Paragraph|§|Platz|"
    r"Nummer|Nr\.|Gruppe|"
    r"Windows|"
    r"Formel|Kapitel|Kanal|Bundesstraße|Zimmer|Gleis|Linie|Halle|Liga|Runde|Klasse|Apollo|Sojus|Shenzhou|"
    r"Rang|Tor|Etappe|Staffel|Folge|Seite|Agenda|Stufe|Block|Reaktor|Schalke|Hannover|Mainz|Kategorie",
    closed=gather(
        "rund etwa über mehr als bis ab um von mit nach vor insgesamt knapp fast seit für zu an auf und"
    ),
)
