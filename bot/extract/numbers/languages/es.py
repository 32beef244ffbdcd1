"""Spanish: the words around numbers."""

from __future__ import annotations

from bot.extract.numbers.words import NumberWords, add_one, count_up, name_forms
from bot.extract.words import gather

_TENS = count_up("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10)

SPANISH = NumberWords(
    scales={
        "mil millones": 9,
        "mil": 3,
        "miles": 3,
        "millón": 6,
        "millones": 6,
        "billón": 12,
        "billones": 12,
        "mm": 6,
    },
    numerals=add_one(_TENS, " y uno", " y un", " y una")
    | _TENS
    | count_up(
        "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
        "diecisiete "
        "dieciocho diecinueve veinte veintiuno/veintiún veintidós veintitrés veinticuatro veinticinco "
        "veintiséis veintisiete veintiocho veintinueve treinta",
        2,
    )
    | count_up(
        "doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas "
        "seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas",
        200,
        100,
    )
    | {
        "cien": 100,
        "ciento": 100,
        "docena": 12,
        "decena": 10,
        "mil": 1000,
        "millón": 10**6,
        "millones": 10**6,
    },
    joins="y",
    articles="una?",
    halves="medio|media",
    and_halves=" y medi[oa]",
    several="varios|varias|unos|unas|algunos|algunas|muchos|muchas|pocos",
    vague=gather("docena decena"),
    currencies=name_forms("""
        EUR: euros euro
        $: dólares dólar
        peso: pesos
        GBP: libras libras_esterlinas
        CHF: francos_suizos
        JPY: yenes
        CNY: yuanes
        BRL: reales
        PEN: soles
        bolívar: bolívares
        céntimo: céntimos
        centavo: centavos
    """),
    percents="por ?ciento",
    points="puntos? porcentuales?|puntos? básicos?",
    measures=r"kilómetros?(?: (?:cuadrados?|por hora))?|metros?(?: (?:cuadrados?|cúbicos?|por segundo))?|"
    r"centímetros?|milímetros?|hectáreas?|"
    r"toneladas?|kilogramos?|kilos?|gramos?|grados?(?: (?:Celsius|centígrados))?|litros?|barriles|"
    r"megavatios?|gigavatios?|"
    r"millas?|km/h|km|kg|cm|mm|m2|m²|ha|MW|GW",
    nouns=r"personas?|empleos?|habitantes|votos?|escaños?|muertos?|muertes|heridos?|víctimas?|niños?|"
    r"mujeres|hombres|alumnos?|"
    r"trabajadores|viviendas?|veces|manifestantes|bomberos|policías|soldados|empresas|diputados?|goles|"
    r"medallas|"
    r"espectadores|pasajeros|pacientes|casos|puestos",
    durations=r"años?|mes(?:es)?|semanas?|días?|horas?|minutos?|segundos?|décadas?|siglos?|noches?",
    months=r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    times_before="a las|las|sobre las",
    times_after=r"horas|de la (?:mañana|tarde|noche)",
    ages_before=r"edad de",
    ages_after=r" años de edad| años,| años de edad",
    ages_years=r"tenía|tiene|tendría|cumple|cumplió|cumplir|cumpliría|a los|con|(?P<weak>de)",
    ordinals=r"\.?[ºª]|er|ro|do|to",
    ranges="a|o",
    between="entre y",
    ratios="de cada",
    fraction_hints=("de cada", "terci", "cuart", "quint", "décim", "tercera", "mitad"),
    fractions=r"un[oa]? (?:\w+ )?de cada (?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|"
    r"veinte|cien|\d+)|(?:un|dos|tres) (?:tercios?|cuartos?|quintos?|décimos?)|(?:dos|"
    r"tres) terceras partes|"
    r"la mitad",
    naming=r"Boeing|Airbus|vuelo|artículo|art\.|autopista|carretera|capítulo|número|núm\.|línea|Apolo|"
    r"grupo|canal|fase|página|"
    r"zona|Fórmula|ley",
)
