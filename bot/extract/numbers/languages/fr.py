"""French: the words around numbers."""

from __future__ import annotations

from bot.extract.numbers.words import NumberWords, add_one, count_up, name_forms
from bot.extract.words import gather

FRENCH = NumberWords(
    scales={
        "mille": 3,
        "millier": 3,
        "milliers": 3,
        "million": 6,
        "millions": 6,
        "milliard": 9,
        "milliards": 9,
        "billion": 12,
        "billions": 12,
        "mds": 9,
        "md": 9,
        "mrds": 9,
    },
    numerals=add_one(
        count_up("vingt trente quarante cinquante soixante", 20, 10), " et un", " et une", "-et-un", "-et-une"
    )
    | {"soixante et onze": 71, "soixante-et-onze": 71}
    | count_up(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
        "dix-huit dix-neuf vingt",
        2,
    )
    | count_up(
        "trente quarante cinquante soixante soixante-dix quatre-vingt/quatre-vingts quatre-vingt-dix", 30, 10
    )
    | {"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9}
    | {"milliards": 10**9, "dizaine": 10, "douzaine": 12, "vingtaine": 20, "centaine": 100, "millier": 1000},
    joins="et",
    articles="une?",
    halves="un demi|un demi-",
    and_halves=" et demie?",
    several="plusieurs|quelques|de nombreux|de nombreuses",
    vague=gather("cents dizaine douzaine vingtaine centaine millier"),
    currencies=name_forms("""
        EUR: euros euro
        $: dollars dollar
        GBP: livres livre livres_sterling
        CHF: francs_suisses
        franc: francs franc
        JPY: yens
        CNY: yuans
        RUB: roubles
        UAH: hryvnias
        PLN: zlotys
        dirham: dirhams
        dinar: dinars
        centime: centimes
    """),
    percents="pour ?cent|p\\. 100",
    points="points? de pourcentage|points? de %",
    measures=r"kilomètres?(?: (?:carrés?|par heure|heure))?|mètres?(?: (?:carrés?|cubes?|par seconde))?|"
    r"centimètres?|"
    r"millimètres?|hectares?|"
    r"tonnes?|kilogrammes?|kilos?|grammes?|degrés?(?: Celsius)?|litres?|barils?|mégawatts?|gigawatts?|"
    r"milles?|km/h|km|kg|cm|mm|"
    r"m²|ha|MW|GW|kWh|TWh|m",
    nouns=r"personnes?|emplois?|habitants?|voix|sièges?|morts?|blessés?|victimes?|enfants?|femmes?|"
    r"hommes?|élèves?|salariés?|"
    r"postes?|logements?|fois|manifestants?|pompiers?|policiers?|soldats?|entreprises?|élus?|députés?|"
    r"buts?|médailles?|"
    r"spectateurs?|passagers?|patients?|cas",
    durations=r"ans?|années?|mois|semaines?|jours?|heures?|minutes?|secondes?|décennies|siècles?|nuits?",
    months=r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    times_before="à|vers|dès",
    times_after="heures? du|h",
    ages_before=r"âgée?s? de|à l['’]âge de|âge de",
    ages_after=r",? ans,| ans révolus",
    ages_years=r"avait|a|ait|aurait|aura|fête(?:r|ra|rait)? ses|fêté ses|(?P<weak>à)",
    ordinals="ers?|ère|e|es|ème|èmes|nd|nde",
    ranges="à|ou",
    between="entre et",
    ratios="sur",
    fraction_hints=(" sur ", "tiers", "quart", "cinquième", "dixième", "moitié"),
    fractions=r"une? (?:\w+ )?sur (?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|cent|"
    r"\d+)|(?:un|le|deux|trois) (?:tiers|quarts?|cinquièmes?|dixièmes?)|la moitié",
    naming=r"Boeing|Airbus|vol|article|art\.|autoroute|route|chapitre|numéro|n°|nº|ligne|Apollo|groupe|"
    r"chaîne|phase|page|zone|"
    r"Ligue|Formule|place|boulevard|loi",
)
