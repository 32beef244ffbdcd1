"""Italian: the words around numbers."""

from __future__ import annotations

from bot.extract.numbers.words import NumberWords, count_up, name_forms

_TENS = count_up("venti trenta quaranta cinquanta sessanta settanta ottanta novanta", 20, 10)
_ONES = count_up("uno due tre/tré quattro cinque sei sette otto nove", 1)
_MIXED = {
    (ten[:-1] if one[0] in "uo" else ten) + one: high + low
    for ten, high in _TENS.items()
    for one, low in _ONES.items()
}

ITALIAN = NumberWords(
    scales={
        "mila": 3,
        "mille": 3,
        "milione": 6,
        "milioni": 6,
        "miliardo": 9,
        "miliardi": 9,
        "mln": 6,
        "mld": 9,
    },
    numerals=count_up(
        "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
        "sedici "
        "diciassette diciotto diciannove",
        2,
    )
    | _TENS
    | _MIXED
    | {"cento": 100, "duecento": 200, "trecento": 300, "cinquecento": 500, "mille": 1000, "duemila": 2000}
    | {"tremila": 3000, "diecimila": 10_000, "centomila": 100_000, "milione": 10**6, "milioni": 10**6}
    | {"miliardo": 10**9, "miliardi": 10**9, "decina": 10, "dozzina": 12, "centinaio": 100, "migliaio": 1000},
    joins="e",
    articles="uno?|una",
    halves="mezzo",
    and_halves=" e mezz[oa]",
    several="alcuni|alcune|diversi|diverse|parecchi|parecchie|molti|molte|qualche|pochi",
    currencies=name_forms("""
        EUR: euro
        $: dollari dollaro
        GBP: sterline
        CHF: franchi franchi_svizzeri
        JPY: yen
        CNY: yuan
        RUB: rubli
        centesimo: centesimi
    """),
    percents="per ?cento",
    points="punti? percentual[ei]|punti? base",
    measures=r"ettolitr[io]|quintal[ei]|chilometr[io](?: (?:quadrat[io]|orari|all['’]ora))?|"
    r"metr[io](?: (?:quadr[io]|quadrat[io]|cub[io]|al secondo))?|centimetr[io]|"
    r"millimetr[io]|ettar[io]|tonnellat[ae]|chilogramm[io]|chil[io]|gramm[io]|grad[io]|litr[io]|barili|"
    r"megawatt|gigawatt|miglia|"
    r"km/h|km|kg|cm|mm|mq|m|ha|MW|GW",
    nouns=r"persone|posti di lavoro|abitanti|voti|seggi|morti|feriti|vittime|bambini|donne|uomini|"
    r"studenti|lavoratori|dipendenti|"
    r"case|volte|manifestanti|vigili del fuoco|poliziotti|soldati|imprese|aziende|deputati|gol|medaglie|"
    r"spettatori|passeggeri|"
    r"pazienti|casi|posti",
    durations=r"ann[io]|mes[ei]|settiman[ae]|giorn[io]|or[ae]|minut[io]|second[io]|decenni|secol[io]|"
    r"nott[ei]",
    months=r"gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    times_before="alle|ore|le|alle ore|dalle",
    times_after=r"in punto|"
    r"di (?:ieri|oggi|stamattina|stasera|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)",
    ages_before=r"età di|di anni",
    ages_after=r"enn[ei]| anni,| anni di età|[- ]enne",
    ages_years=r"aveva|ha|avrebbe|compiva|compie|compirebbe|compiuto|(?P<weak>a)",
    ordinals="°|º|ª",
    ranges="a|o",
    between="(?:tra|fra) e",
    ratios="su",
    fraction_hints=(" su ", "terz", "quart", "quint", "decim", "metà"),
    fractions=r"un[oa]? (?:\w+ )?su (?:due|tre|quattro|cinque|sei|sette|otto|nove|dieci|venti|"
    r"cento|\d+)|(?:un|due|tre) (?:terz[oi]|quart[oi]|quint[oi]|decim[oi])|la metà",
    naming=r"Boeing|Airbus|volo|articolo|art\.|autostrada|statale|capitolo|numero|n\.|linea|Apollo|"
    r"gruppo|canale|fase|pagina|"
    r"zona|Formula|legge",
)
