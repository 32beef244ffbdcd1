"""English: the words around numbers."""

from __future__ import annotations

from bot.extract.numbers.words import NumberWords, count_up, name_forms
from bot.extract.words import gather

ENGLISH = NumberWords(
    point=".",
    scales={
        "hundred": 2,
        "thousand": 3,
        "k": 3,
        "lakh": 5,
        "million": 6,
        "millions": 6,
        "mln": 6,
        "mn": 6,
        "mil": 6,
        "crore": 7,
        "lakh crore": 12,
        "billion": 9,
        "billions": 9,
        "bln": 9,
        "bn": 9,
        "trillion": 12,
        "tn": 12,
        "trn": 12,
        "thousand million": 9,
    },
    numerals=count_up(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty"
    )
    | count_up("thirty forty fifty sixty seventy eighty ninety", 30, 10)
    | {"hundred": 100, "dozen": 12, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    joins="and",
    articles="an?",
    halves="half an?|half-an?",
    and_halves="[- ]and[- ]a[- ]half",
    several="several|a few|few|many|a couple(?: of)?",
    vague=gather("hundred thousand dozen"),
    currencies=name_forms("""
        $: dollar dollars buck bucks
        EUR: euro euros
        GBP: pound pounds
        JPY: yen
        INR: rupee rupees
        CNY: yuan renminbi
        RUB: ruble rubles rouble roubles
        CHF: franc francs
        PLN: zloty zlotys zloties
        UAH: hryvnia hryvnias
        SEK: krona kronor
        krone: krone kroner
        CZK: koruna korunas
        HUF: forint forints
        TRY: lira liras
        NGN: naira
        THB: baht
        ZAR: rand
        BRL: reais
        MYR: ringgit
        dinar: dinar dinars
        dirham: dirham dirhams
        riyal: riyal riyals
        shilling: shilling shillings
        peso: peso pesos
        BTC: bitcoin bitcoins
        cent: cent cents
        penny: pence
        GBP: quid guinea guineas
        ILS: shekel shekels
        rial: rial rials
        IDR: rupiah
        KZT: tenge
        BDT: taka
        GEL: lari
        VND: dong
        KES: Kenyan_shilling Kenyan_shillings
        SEK: Swedish_crown Swedish_crowns
        NOK: Norwegian_crown Norwegian_crowns
        DKK: Danish_crown Danish_crowns
        CZK: Czech_crown Czech_crowns
        DEM: German_mark German_marks Deutsche_mark Deutsche_marks deutschmark deutschmarks
        BRL: Brazilian_real
        KRW: South_Korean_won Korean_won
    """),
    nations=r"US|U\.S\.|American|Canadian|Australian|New Zealand|Hong Kong|Singapore|British|Swiss|Swedish|"
    r"Norwegian|Danish|Czech|Turkish|Japanese|Chinese|Russian|Indian|Mexican|South Korean|Brazilian|"
    r"Kuwaiti|"
    r"Philippine|Argentine|Polish|Ukrainian|Hungarian",
    percents="per ?cent|pct",
    points="percentage[- ]points?|per cent points?|basis points?",
    measures=r"square (?:miles?|kilomet(?:er|re)s?|feet|foot|met(?:er|re)s?|inches|yards?)|"
    r"cubic (?:feet|foot|met(?:er|re)s?|yards?)|kilomet(?:er|re)s? (?:per|an) hour|kilomet(?:er|re)s?|"
    r"centimet(?:er|re)s?|millimet(?:er|re)s?|"
    r"met(?:er|re)s? (?:per|a) second|met(?:er|re)s?|miles? (?:per|an) hour|nautical miles?|miles?|yards?|"
    r"light[- ]years?|acres?|hectares?|"
    r"inches|inch|feet|foot|tonn?es?|metric tons?|tons?|pounds?|"
    r"stone(?=[.,;:)]| (?:in|and|to|when|after|last|heavier|lighter|over|but|by|at|since|man|woman)\b)|"
    r"ounces?|kilograms?|kilos?|grams?|"
    r"degrees?(?: (?:Celsius|Fahrenheit|centigrade|C|F))?|barrels?|gallons?|lit(?:er|re)s?|megawatts?|"
    r"gigawatts?|"
    r"kilowatt[- ]hours?|terawatt[- ]hours?|gigabytes?|megabytes?|terabytes?|bushels?|knots?|"
    r"km/h|km|kg|mph|kph|mm|cm|sq ft|ft|lbs?|oz|kW|MW|GW|TW|kWh|MWh|GWh|TWh|MB|GB|TB|m(?= [a-z])|"
    r"t(?= [a-z]|[.,;])|"
    r"(?<=\d)in",
    verbal=r"(?<=000) won|(?<=llion) won",
    verbal_unit="KRW",
    pieces={"p": "penny", "c": "cent"},
    nouns=r"people|persons?|jobs|deaths?|votes?|seats?|workers?|employees|homes?|households?|men|women|"
    r"children|"
    r"lives|points?|times|percent",
    plural=r"(?!(?:was|has|is|as|its|his|this|thus|us|yes|always|perhaps|across|towards|besides|"
    r"whereas|unless|"
    r"does|says|years?|points|times|others|less|plus|minus|versus|others?|of|"
    r"in)\b)[a-z]+(?:[^s\W\d_]s|ren|sses)",
    durations=r"years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|yrs?|mins?|"
    r"hrs?|"
    r"nights?|weekends?|generations?",
    months=r"January|Jan\.?|February|Feb\.?|March|Mar\.|April|Apr\.?|May|June?\.?|July?\.?|August|Aug\.?|"
    r"September|Sept?\.?|October|Oct\.?|November|Nov\.?|December|Dec\.?",
    times_after=r"[ap]m|[ap]\.m\.|AM|PM|o['’]clock|GMT|UTC|BST|CET|E[SD]T|P[SD]T|noon|midnight",
    ages_before=r"aged?|age of|ages",
    ages_after=r"[- ]years?[- ]old|[- ]year-?olds?|[- ]month[s]?[- ]old|[- ]years? of age|[- ]something|"
    r", (?:of|from) (?=[A-Z])",
    ages_told=r"\b(?:[Hh]e|[Ss]he|who|I)(?: was| is| turned| turns|['’]s)(?: just| only| about| then| now)?|"
    r"(?:^|[.!?] )At(?: just| only| age)?|\b(?:those|anyone|people) (?:over|under|below|above)",
    ordinals="st|nd|rd|th",
    ranges="to|or",
    between="between and",
    ratios="in|out of|of every|in every|out of every",
    fraction_hints=("half", "third", "quarter", "fifth", "sixth", "tenth", "halves"),
    fractions=r"(?:one|a|two|three|four)[- ](?:half|thirds?|quarters?|fifths?|sixths?|tenths?|halves)(?= of)|"
    r"(?:two|three|four)[- ](?:thirds|quarters|fifths|tenths)|one[- ](?:half|third|quarter|fifth|tenth)|"
    r"half(?= of)",
    parts="thirds?|quarters?|fifths?|halves|tenths?",
    naming="[Vv]ersion|iOS|Android|macOS|[Pp]ages?|[Cc]hapter|[Pp]aragraph|[Ll]ine|[Ll]ane|"
    "[Rr]oom|[Qq]uestion|"
    "Flight|Boeing|Airbus|Route|Highway|Interstate|Article|Section|Chapter|Game|Level|Phase|"
    "Apollo|Title|"
    "Area|Channel|Grade|Group|Type|Tier|Group|Formula|Form|Windows|iPhone|Class|Covid|Proposition|"
    "Amendment|Gate|"
    "Terminal|Platform|Room|Season|Episode|Volume|Part|Act|Page|Super Bowl|Stage|Category|District|Ward|"
    "Unit",
    pronouns=r"(?<!\w)(?:an?|the|this|that|each|every|any|which|no)"
    r"(?: (?!of|to|from|than|only|about|just|exactly)[a-z]+)? "
    r"(one)(?=[.,;:!?\"”’]|$| (?:is|was|has|had|will|would|can|could|may|might|must|should|that|which|who|"
    r"and|or|but|for|with|from|at|on|by|as|because|when|while|than|does|did|said|says)(?!\w))",
    closed=gather(
        """the a an in on at by for from with about over under some only nearly almost around more less
        than to of and but or after before between another all these those its his her their our my your
        when while if as up just last next past first every each that this it he she they we there since
        within until like least most plus police officials is was are were has have had will would
        nearly roughly approximately among now today yesterday so"""
    ),
)
