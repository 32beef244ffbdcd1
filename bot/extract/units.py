"""The words around numbers, by language: magnitudes, currencies, units, months, number words.

Currency signs and codes follow ISO 4217; `$` stays a bare sign: only readers know whose dollar it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

_GAP = "[ \u00a0\u202f]"

SCALES: dict[str, dict[str, int]] = {
    "en": {
        "hundred": 2, "thousand": 3, "million": 6, "millions": 6, "billion": 9, "billions": 9, "trillion": 12,
        "mln": 6, "bln": 9, "bn": 9, "mn": 6, "tn": 12, "trn": 12, "crore": 7, "lakh": 5, "mil": 6,
    },
    "de": {
        "hundert": 2, "tausend": 3, "million": 6, "millionen": 6, "mio.": 6, "mio": 6, "milliarde": 9,
        "milliarden": 9, "mrd.": 9, "mrd": 9, "billion": 12, "billionen": 12, "tsd.": 3,
    },
    "pl": {
        "tys.": 3, "tysiące": 3, "tysięcy": 3, "tysiąc": 3, "mln": 6, "milion": 6, "miliony": 6,
        "milionów": 6,
        "miliona": 6, "mld": 9, "miliard": 9, "miliardy": 9, "miliardów": 9, "miliarda": 9, "bln": 12,
    },
    "fr": {
        "mille": 3, "millier": 3, "milliers": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9,
        "billion": 12, "billions": 12, "mds": 9, "md": 9,
    },
    "es": {
        "mil millones": 9, "mil": 3, "millón": 6, "millones": 6, "billón": 12, "billones": 12,
    },
    "it": {"mila": 3, "mille": 3, "milione": 6, "milioni": 6, "miliardo": 9, "miliardi": 9, "mln": 6,
    "mld": 9},
    "pt": {"mil milhões": 9, "mil": 3, "milhão": 6, "milhões": 6, "bilhão": 9, "bilhões": 9, "mi": 6,
    "bi": 9},
    "nl": {"duizend": 3, "miljoen": 6, "miljard": 9, "mln": 6, "mld": 9},
    "uk": {"тис.": 3, "тисяч": 3, "тисячі": 3, "млн": 6, "мільйон": 6, "мільйони": 6, "мільйонів": 6,
           "млрд": 9, "мільярд": 9, "мільярди": 9, "мільярдів": 9},
    "ru": {"тыс.": 3, "тысяч": 3, "тысячи": 3, "млн": 6, "миллиона": 6, "миллионов": 6, "млрд": 9,
           "миллиарда": 9, "миллиардов": 9},
}  # fmt: skip
GLUED = {"k": 3, "m": 6, "mn": 6, "mm": 6, "b": 9, "bn": 9, "tn": 12, "trn": 12}

SIGNS = {"$": "$", "€": "EUR", "£": "GBP", "¥": "¥", "₹": "INR", "₽": "RUB", "₩": "KRW", "₦": "NGN",
         "₴": "UAH",
         "₺": "TRY", "₪": "ILS"}  # fmt: skip
CODES = (
    "USD",
    "EUR",
    "GBP",
    "CHF",
    "PLN",
    "JPY",
    "CNY",
    "CAD",
    "AUD",
    "SEK",
    "NOK",
    "DKK",
    "CZK",
    "HUF",
    "UAH",
    "INR",
)
CURRENCIES: dict[str, dict[str, str]] = {
    "en": {"dollars": "$", "dollar": "$", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pound": "GBP",
           "yen": "JPY", "rupees": "INR", "cents": "cent", "cent": "cent", "bucks": "$", "yuan": "CNY",
           "rubles": "RUB", "roubles": "RUB", "francs": "CHF", "pesos": "peso", "zlotys": "PLN",
           "zloty": "PLN",
           "hryvnias": "UAH", "kronor": "SEK"},
    "de": {"us-dollar": "USD", "dollar": "$", "euro": "EUR", "franken": "CHF", "cent": "cent", "pfund": "GBP",
           "yen": "JPY", "rubel": "RUB", "zloty": "PLN", "kronen": "krone", "schilling": "ATS",
           "mark": "DEM"},
    "pl": {"złotych": "PLN", "złote": "PLN", "złoty": "PLN", "zł": "PLN", "euro": "EUR", "dolarów": "$",
           "dolary": "$", "dol.": "$", "groszy": "grosz", "funtów": "GBP", "hrywien": "UAH"},
    "fr": {"euros": "EUR", "euro": "EUR", "dollars": "$", "dollar": "$", "livres": "GBP", "francs": "CHF",
           "centimes": "centime"},
    "es": {"euros": "EUR", "euro": "EUR", "dólares": "$", "pesos": "peso", "libras": "GBP"},
    "it": {"euro": "EUR", "dollari": "$", "sterline": "GBP"},
    "pt": {"euros": "EUR", "euro": "EUR", "dólares": "$", "reais": "BRL"},
    "nl": {"euro": "EUR", "dollar": "$", "pond": "GBP"},
    "uk": {"гривень": "UAH", "грн": "UAH", "доларів": "$", "євро": "EUR"},
    "ru": {"рублей": "RUB", "долларов": "$", "евро": "EUR"},
}  # fmt: skip

PERCENTS = (
    "%", "percentage points?", "per ?cent", "pct", "Prozentpunkten?", "Prozentpunkte", "Prozent",
    "pkt\\. proc\\.",
    "punktów procentowych", "punkty procentowe", "procent", "proc\\.", "pour cent", "points? de pourcentage",
    "puntos porcentuales", "por ciento", "per cento", "por cento", "відсотків", "відсотки", "процентов",
)  # fmt: skip
UNITS: dict[str, str] = {
    "en": r"square (?:miles?|kilomet(?:er|re)s?|feet|met(?:er|re)s?)|kilomet(?:er|re)s?|met(?:er|"
        r"re)s?|miles?|"
          r"acres?|hectares?|inches|inch|feet|foot|tonn?es?|tons?|pounds?|kilograms?|kilos?|degrees?"
          r"(?: (?:Celsius|Fahrenheit))?|barrels?|megawatts?|gigawatts?|km|kg|mph|kph|MW|GW|°C|°F|"
          r"people|jobs|deaths|votes|seats|workers|employees|homes|households",
    "de": r"Quadratkilometern?|Kilometern?|Metern?|Hektar|Tonnen|Kilogramm|Kilo|Grad(?: Celsius)?|Megawatt|"
          r"Gigawatt|Liter|km|kg|m|MW|GW|°C|Menschen|Personen|Arbeitsplätzen?|Stellen|Einwohnern?|"
          r"Stimmen|Sitze",
    "pl": r"kilometr(?:ów|y)|metr(?:ów|y)|hektar(?:ów|y)|ton(?:y)?|stopni(?: Celsjusza)?|km|kg|MW|"
        r"osób|osoby|ludzi|"
          r"miejsc pracy|mieszkańców|głosów",
    "fr": r"kilomètres?(?: carrés)?|mètres?|hectares|tonnes|degrés|km|kg|MW|personnes|emplois|"
        r"habitants|voix|sièges",
    "es": r"kilómetros?|metros?|hectáreas|toneladas|grados|km|kg|personas|empleos|habitantes|votos|escaños",
    "it": r"chilometri|metri|ettari|tonnellate|gradi|km|kg|persone|posti di lavoro|abitanti|voti",
    "pt": r"quilómetros|quilômetros|metros|hectares|toneladas|graus|km|kg|pessoas|empregos|habitantes|votos",
    "nl": r"kilometer|meter|hectare|ton|graden|km|kg|mensen|personen|banen|inwoners|stemmen|zetels",
    "uk": r"кілометрів|метрів|гектарів|тонн|градусів|км|кг|людей|осіб",
    "ru": r"километров|метров|гектаров|тонн|градусов|км|кг|человек|людей",
}  # fmt: skip
MEASURES = re.compile(
    r"(?i)(square|sq|quadrat|kilo|met|mèt|mét|mile|acre|hect|hekt|ettar|inch|feet|foot|ton|pound|"
    r"deg|grad|stopni|"
    r"barrel|mega|giga|km|kg|mph|kph|mw|gw|°|liter|quil|chil|м|км|кг|гект|град|m$)"
)
DURATIONS: dict[str, str] = {
    "en": r"years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|yrs?|mins?|hrs?",
    "de": r"Jahren?s?|Monaten?s?|Wochen?|Tagen?s?|Stunden?|Minuten?|Sekunden?|Jahrzehnten?",
    "pl": r"lat|lata|roku|miesięcy|miesiące|tygodni|tygodnie|dni|godzin|godziny|minut|minuty|sekund",
    "fr": r"ans?|années?|mois|semaines?|jours?|heures?|minutes?|secondes?",
    "es": r"años?|mes(?:es)?|semanas?|días?|horas?|minutos?|segundos?",
    "it": r"ann[io]|mes[ei]|settiman[ae]|giorn[io]|or[ae]|minut[io]",
    "pt": r"anos?|m[eê]s(?:es)?|semanas?|dias?|horas?|minutos?",
    "nl": r"jaar|maanden|weken|dagen|uur|minuten|jaren",
    "uk": r"років|роки|місяців|днів|годин|хвилин",
    "ru": r"лет|года|месяцев|дней|часов|минут",
}  # fmt: skip
MONTHS: dict[str, str] = {
    "en": r"(?:January|Jan\.?|February|Feb\.?|March|Mar\.|April|Apr\.?|May|June?\.?|July?\.?|August|Aug\.?|"
          r"September|Sept?\.?|October|Oct\.?|November|Nov\.?|December|Dec\.?)",
    "de": r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
          r"Jan\.|Feb\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.)",
    "pl": r"(?:stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|"
        r"listopada|grudnia)",
    "fr": r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
    "es": r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)",
    "it": r"(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|"
        r"dicembre)",
    "pt": r"(?:janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)",
    "nl": r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)",
    "uk": r"(?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня)",
    "ru": r"(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)",
}  # fmt: skip
_EN = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
       "sixteen seventeen eighteen nineteen twenty")  # fmt: skip
_TENS = "thirty forty fifty sixty seventy eighty ninety"
WORDS: dict[str, dict[str, int]] = {
    "en": {word: value for value, word in enumerate(_EN.split())}
    | {word: 30 + 10 * step for step, word in enumerate(_TENS.split())},
    "de": {"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
    "zehn": 10,
           "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16,
           "siebzehn": 17,
           "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50,
           "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100, "tausend": 1000,
           "dutzend": 12},
    "pl": {"dwa": 2, "dwie": 2, "dwóch": 2, "trzy": 3, "trzech": 3, "cztery": 4, "czterech": 4, "pięć": 5,
           "pięciu": 5, "sześć": 6, "sześciu": 6, "siedem": 7, "siedmiu": 7, "osiem": 8, "ośmiu": 8,
           "dziewięć": 9, "dziesięć": 10, "dziesięciu": 10, "dwanaście": 12, "dwadzieścia": 20},
    "fr": {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10,
           "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
           "cent": 100},
    "es": {"dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10,
           "once": 11, "doce": 12, "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40,
           "cincuenta": 50},
    "it": {"due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9,
    "dieci": 10},
    "pt": {"dois": 2, "duas": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8,
    "dez": 10},
    "nl": {"twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10},
}  # fmt: skip
BIG = {"hundred": 100, "dozen": 12, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
NAMING = {
    "de": r"(?:Boeing|Airbus|Flug|Autobahn|Artikel|Art\.|Paragraf|Paragraph|§|Platz|Nummer|Nr\.|"
        r"Gruppe|Windows|"
          r"Formel|Kapitel|Kanal|Bundesstraße|Zimmer|Gleis|Linie|Halle|Liga|Runde|Klasse|Apollo|"
          r"Sojus|Shenzhou)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled number words of one language."""

    comma: bool
    numeral: re.Pattern[str]
    scale: re.Pattern[str]
    scales: dict[str, int]
    currency: re.Pattern[str]
    currencies: dict[str, str]
    unit: re.Pattern[str]
    duration: re.Pattern[str]
    month_before: re.Pattern[str]
    month_after: re.Pattern[str]
    word: re.Pattern[str] | None
    words: dict[str, int]


def pick_language(language: str) -> str:
    """The tables' key for a language tag; English where we have none."""
    base = language.lower().replace("_", "-").partition("-")[0]
    return base if base in SCALES else "en"


@cache
def read_grammar(language: str) -> Grammar:
    """The grammar of a language tag, English where we have none."""
    lang = pick_language(language)
    comma = lang != "en"
    group, point = (r"[.\u00a0\u202f '’]", ",") if comma else (",", r"\.")
    scales, currencies = SCALES[lang], CURRENCIES[lang] | {code.lower(): code for code in CODES}
    linked = rf"(?:{_GAP}|-)?(?:de |d['’]|di )?"
    return Grammar(
        comma=comma,
        numeral=re.compile(rf"\d(?:\d{{0,2}}(?:{group}\d{{3}})+(?!\d)(?:{point}\d+)?|\d*(?:{point}\d+)?)"),
        scale=re.compile(rf"(?:{_GAP}|-)?({_either(scales)})(?!\w)", re.IGNORECASE),
        scales=scales,
        currency=re.compile(
            rf"{linked}(?:(?:US|Canadian|Australian|American|britische|"
            rf"Schweizer){_GAP})?({_either(currencies)})(?!\w)"
            rf"|{_GAP}?([$€£¥₹₽₴])",
            re.IGNORECASE,
        ),
        currencies=currencies,
        unit=re.compile(rf"(?:{_GAP}|-)?(?:de |d['’])?({UNITS[lang]}|°[CF]?|km/h)(?!\w)"),
        duration=re.compile(rf"(?:{_GAP}|-)({DURATIONS[lang]})(?!\w)"),
        month_before=re.compile(rf"(?<!\w){MONTHS[lang]}{_GAP}$"),
        month_after=re.compile(rf"(?:st|nd|rd|th|\.|er|º)?(?:{_GAP}(?:of|de))?{_GAP}{MONTHS[lang]}(?!\w)"),
        word=_compile_words(lang),
        words=WORDS.get(lang, {}),
    )


def _either(words: dict[str, int] | dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _compile_words(lang: str) -> re.Pattern[str] | None:
    if lang not in WORDS:
        return None
    one = _either(WORDS[lang])
    if lang != "en":
        return re.compile(rf"(?<![\w-])(?:{one})(?![\w-])", re.IGNORECASE)
    one = f"{one}|{_either(BIG)}"
    article = rf"(?:an?{_GAP}(?=(?:{_either(BIG)})(?!\w)))?"
    return re.compile(
        rf"(?<![\w-]){article}(?:{one})(?:(?:[ -]|{_GAP}and{_GAP})(?:{one}))*(?!\w)", re.IGNORECASE
    )


def power(exponent: int) -> Decimal:
    """Ten to the power of `exponent`."""
    return Decimal(10) ** exponent
