"""Portuguese: the words around numbers."""

from __future__ import annotations

from bot.extract.numbers.words import NumberWords, add_one, count_up, name_forms
from bot.extract.words import gather

_TENS = count_up("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 20, 10)

PORTUGUESE = NumberWords(
    scales={
        "mil milhões": 9,
        "mil": 3,
        "milhão": 6,
        "milhões": 6,
        "bilhão": 9,
        "bilhões": 9,
        "bilião": 12,
        "biliões": 12,
        "trilhão": 12,
        "trilhões": 12,
        "mi": 6,
        "bi": 9,
    },
    numerals=add_one(_TENS, " e um", " e uma")
    | _TENS
    | count_up(
        "dois/duas três quatro cinco seis sete oito nove dez onze doze treze quatorze/catorze quinze "
        "dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove vinte",
        2,
    )
    | count_up(
        "duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas quinhentos/quinhentas", 200, 100
    )
    | {
        "cem": 100,
        "cento": 100,
        "mil": 1000,
        "milhão": 10**6,
        "milhões": 10**6,
        "dezena": 10,
        "dúzia": 12,
        "centena": 100,
    },
    joins="e",
    articles="uma?",
    halves="meio|meia",
    and_halves=" e mei[oa]",
    several="vários|várias|alguns|algumas|muitos|muitas|uns|umas|poucos",
    vague=gather("dúzia dezena centena"),
    currencies=name_forms("""
        EUR: euros euro
        $: dólares dólar
        BRL: reais
        GBP: libras
        CHF: francos_suíços
        AOA: kwanzas
        MZN: meticais
        peso: pesos
        cêntimo: cêntimos
        centavo: centavos
    """),
    percents="por ?cento",
    points="pontos? percentua(?:is|l)",
    measures=r"qu(?:iló|ilô)metros?(?: (?:quadrados?|por hora))?|"
    r"metros?(?: (?:quadrados?|cúbicos?|por segundo))?|"
    r"centímetros?|milímetros?|"
    r"hectares?|toneladas?|quilos?|quilogramas?|gramas?|graus?(?: Celsius)?|litros?|barris|megawatts?|"
    r"gigawatts?|milhas?|"
    r"km/h|km|kg|cm|mm|m²|m2|ha|MW|GW",
    nouns=r"pessoas?|empregos?|habitantes|votos?|mandatos?|mort[oe]s|feridos?|vítimas?|crianças?|"
    r"mulheres|homens|alunos?|"
    r"trabalhadores|casas?|vezes|manifestantes|bombeiros|polícias|policiais|soldados|empresas|deputados?|"
    r"golos|gols|medalhas|"
    r"espectadores|passageiros|pacientes|casos|postos de trabalho|vagas|lugares",
    durations=r"anos?|m[eê]s(?:es)?|semanas?|dias?|horas?|minutos?|segundos?|décadas?|séculos?|noites?",
    months=r"janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    times_before="às|pelas|das",
    times_after=r"horas da|h",
    ages_before="idade de",
    ages_after=r" anos de idade| anos,",
    ages_years=r"tinha|tem|teria|completa|completou|completaria|aos|com|(?P<weak>de)",
    ordinals=r"\.?[ºª]",
    ranges="a|ou",
    between="entre e",
    ratios="em cada|em",
    fraction_hints=("em cada", "terço", "quarto", "quinto", "décimo", "metade"),
    fractions=r"uma? (?:\w+ )?em cada (?:dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|"
    r"vinte|cem|\d+)|(?:um|dois|três) (?:terços?|quartos?|quintos?|décimos?)|metade",
    naming=r"Boeing|Airbus|voo|artigo|art\.|autoestrada|estrada|capítulo|número|n\.º|nº|linha|Apollo|"
    r"grupo|canal|fase|página|"
    r"zona|Fórmula|lei",
)
