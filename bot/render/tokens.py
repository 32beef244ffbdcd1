"""Numbers and quotations in a running text, for the fidelity check and for cutting safely.

Written for comparing two texts by one measure, not for understanding either: a token is as long
as it can be, so that "$4.5 billion" is one and neither "4.5" nor "$4.5" equals it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex


def _list(words: str) -> list[str]:
    """Words apart; an underscore stands for a blank within one."""
    return words.replace(" ", "\n").replace("_", r"\ ").split("\n")


_MAGNITUDES: Final = _list(
    "hundred thousand million billion trillion hundreds thousands millions billions trillions dozen dozens "
    "mn bn tn m k hundert tausend millionen million milliarden milliarde billionen billion mio mrd bio "
    "tys tysiąc tysiące tysięcy tysiącom mln mld bln milion miliony milionów miliard miliarda miliardy "
    "miliardów bilion biliony bilionów mille millions milliard milliards md mds mil millón millones "
    "milioni milione miliardi miliardo miljoen miljard тыс млн млрд"
)
_PERCENTS: Final = _list(
    r"per_cent percent percentage_points? pct p\.p\. pp prozentpunkten? prozent procent procenta procentów "
    r"proc pkt\.?_proc pour_cent por_ciento per_cento procenti?"
)
_CURRENCIES: Final = _list(
    "dollars? euros? euro pounds? pence cents? yen yuan roubles? rubles? francs? hryvnias? złotych złote "
    "złoty zł dolarów dolary dolar dolara franków hrywien usd eur gbp pln chf jpy uah czk"
)
_CODES: Final = "USD|EUR|GBP|PLN|CHF|JPY|UAH|CZK|SEK|NOK|DKK|CAD|AUD|CNY|RUB"

_BLANK = r"[ \t\u00a0\u2009\u202f]"
_WORD = r"[\p{L}\p{M}\p{N}_]+"
_NOT_WORD = r"(?![\p{L}\p{M}\p{N}_])"
_NUMBER = regex.compile(
    rf"""
    (?:(?<![\p{{L}}\p{{N}}])(?:{_CODES}){_BLANK}(?=\p{{N}}))?+
    (?P<must>
      (?:(?<![\p{{L}}\p{{M}}\p{{N}}_])[-−–+±<>≈~])?+
      (?:\p{{Lu}}{{0,3}}\p{{Sc}}{_BLANK}?)?+
      (?:
        (?<![\p{{N}}]) \p{{Nd}}{{1,3}} (?:{_BLANK}\p{{Nd}}{{3}})+ (?![\p{{L}}\p{{N}}]) (?:[.,]\p{{Nd}}+)?
      | (?:(?=\p{{N}}) | (?<![\p{{L}}\p{{M}}\p{{N}}_])
          (?=(?:[\p{{L}}\p{{M}}_]|[.,:/'’·\-–−](?=[\p{{L}}\p{{M}}\p{{N}}_])){{0,80}}+\p{{N}}))
        {_WORD} (?:[.,:/'’·\-–−]{_WORD})*+
      )
      (?:{_BLANK}?[%‰°])?+
      (?:[\ \t\u00a0\u202f-](?:{"|".join(_MAGNITUDES)}){_NOT_WORD})*+
      (?:{_BLANK}?(?:{"|".join(_PERCENTS)}){_NOT_WORD})?+
      (?:{_BLANK}?\p{{Sc}}(?!{_BLANK}?\p{{N}}))?+
    )
    (?:{_BLANK}(?:{"|".join(_CURRENCIES)}){_NOT_WORD})?+
    """,
    regex.VERBOSE | regex.IGNORECASE,
)

_WORDS: Final = {
    "en": (
        "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
        "million billion trillion dozen half third quarter twice"
    ),
    "de": "null zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dutzend hälfte drittel viertel",
    "pl": (
        "zero dwa dwie dwóch dwaj dwoma trzy trzech trzej cztery czterech czterej pięć pięciu sześć sześciu "
        "siedem siedmiu osiem ośmiu dziewięć dziewięciu dziesięć dziesięciu jedenaście jedenastu dwanaście "
        "dwunastu trzynaście trzynastu czternaście czternastu piętnaście piętnastu szesnaście szesnastu "
        "siedemnaście siedemnastu osiemnaście osiemnastu dziewiętnaście dziewiętnastu dwadzieścia dwudziestu "
        "trzydzieści trzydziestu czterdzieści czterdziestu pięćdziesiąt pięćdziesięciu sześćdziesiąt "
        "siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto stu dwieście dwustu trzysta trzystu czterysta "
        "pięćset sześćset siedemset osiemset dziewięćset tysiąc tysiące tysięcy milion miliony milionów "
        "miliard miliardy miliardów pół połowa"
    ),
    "fr": (
        "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
        "trente quarante cinquante soixante cent cents mille million millions milliard milliards moitié"
    ),
    "es": (
        "cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta "
        "cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil millón millones mitad"
    ),
}
_GERMAN = (
    r"(?:(?:ein|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|sech|sieb|und|zwanzig|dreißig"
    r"|(?:vier|fünf|sech|sieb|acht|neun)zig|hundert|tausend)){2,}|hundert|tausend|zwanzig|dreißig"
    r"|million|millionen|milliarde|milliarden"
)


def _spell(language: str) -> regex.Pattern[str]:
    chosen = [language] if language in _WORDS else sorted(_WORDS)
    word = "|".join([*(each for key in chosen for each in _WORDS[key].split())])
    if "de" in chosen:
        word += "|" + _GERMAN
    return regex.compile(
        rf"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{word})(?:(?:[ -]|[ ]and[ ])(?:{word})|-one)*+{_NOT_WORD}",
        regex.IGNORECASE,
    )


ANY_LANGUAGE: Final = ""
_SPELLED: Final = {language: _spell(language) for language in (ANY_LANGUAGE, *_WORDS)}


@dataclass(frozen=True, slots=True)
class Token:
    """A number in a text: where it stands, its text with plain blanks, and without the currency's name."""

    start: int
    end: int
    text: str
    bare: str


def _plain(text: str) -> str:
    return regex.sub(r"\s+", " ", text).strip().casefold()


def find_numbers(text: str) -> list[Token]:
    """Numbers written with digits, with sign, currency sign, percent and magnitude words."""
    return [
        Token(match.start(), match.end(), _plain(match.group()), _plain(match["must"]))
        for match in _NUMBER.finditer(text)
    ]


def find_number_words(text: str, language: str) -> list[Token]:
    """Numbers written out, by a language's own words; every language we know where it is another."""
    pattern = _SPELLED.get(language[:2].casefold(), _SPELLED[ANY_LANGUAGE])
    return [
        Token(match.start(), match.end(), _plain(match.group()), _plain(match.group()))
        for match in pattern.finditer(text)
    ]


_CLOSERS: Final = {
    "“": "”“",
    "„": "”“„",
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‚": "‘’",
    "‘": "’",
    '"': '"',
    "「": "」",
    "『": "』",
    "《": "》",
}
QUOTATION_MARKS: Final = frozenset("".join(_CLOSERS) + "".join(_CLOSERS.values())) - {"’"}


_LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks: offsets of the inside; `closed` False where no mark ends it."""

    start: int
    end: int
    closed: bool


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and at + 1 < len(text) and text[at + 1].isalpha() and text[at - 1].isalpha()


def _find_end(text: str, at: int, stop: int) -> int | None:
    """Where the quotation opened at `at` closes: at the balanced mark, else at the nearest one."""
    opener = text[at]
    closers = _CLOSERS[opener]
    depth = 1
    nearest = None
    for index in range(at + 1, stop):
        char = text[index]
        if char in closers and not _is_apostrophe(text, index):
            nearest = index if nearest is None else nearest
            depth -= 1
            if not depth:
                return index
        elif char == opener:
            depth += 1
    return nearest


def find_quotations(text: str) -> list[Quotation]:
    """Quotations of any style, outer ones only, each within its line."""
    found = []
    at = 0
    while at < len(text):
        char = text[at]
        if char not in _CLOSERS or (char == "‘" and at and text[at - 1].isalnum()):
            at += 1
            continue
        line_end = text.find("\n", at)
        stop = len(text) if line_end < 0 else line_end
        end = _find_end(text, at, min(stop, at + _LONGEST))
        found.append(Quotation(at + 1, stop if end is None else end, end is not None))
        at = (stop if end is None else end) + 1
    return found
