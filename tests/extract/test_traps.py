"""What an editor once saw read wrongly: each line a text, and what must be read from it."""

from decimal import Decimal

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights
from bot.extract.numbers import find_numbers
from bot.model import Span


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "Tenía 90 años.", "90 años 90 age"),
        ("es", "Muere a los 90 años la pintora.", "90 años 90 age"),
        ("es", "Lo condenan a penas de 20 años.", "20 años 20 duration"),
        ("fr", "Elle avait 97 ans.", "97 ans 97 age"),
        ("fr", "Il est condamné à 5 ans de prison.", "5 ans 5 duration"),
        ("fr", "Il est condamné à 40 ans de prison.", "40 ans 40 duration"),
        ("pt", "Morre aos 89 anos o maestro.", "89 anos 89 age"),
        ("it", "È morto a 81 anni Nino Sala.", "81 anni 81 age"),
        ("it", "Alle 23 di domenica si votava.", "23 23 time"),
        ("pl", "Miał 88 lat.", "88 lat 88 age"),
        ("pl", "Stanie się to w 2028 roku.", "2028 roku 2028 year"),
        ("pl", "Spadła do –3 stopni.", "–3 stopni -3 measure"),
        ("pl", "„Było dobrze, a odeszło 40 osób”", "40 osób 40 count"),
        ("uk", "До кінця 2028 року все буде.", "2028 року 2028 year"),
        ("uk", "Вітер до 32 метрів за секунду.", "32 метрів за секунду 32 measure"),
        ("uk", "Виправдали за вісьмома епізодами.", "вісьмома 8 count"),
        ("nl", "Het waaide tot 130 kilometer per uur.", "130 kilometer per uur 130 measure"),
        ("en", "Gusts hit 130 kilometres per hour.", "130 kilometres per hour 130 measure"),
        ("pt", "O clube está no 15.º lugar.", "15.º 15 ordinal"),
    ],
)  # fmt: skip
def test_a_number_is_what_it_says(language: str, text: str, expected: str) -> None:
    (number,) = find_numbers(Span(0, len(text), text), language)
    assert f"{number.span.text} {number.value} {number.kind}" == expected


def test_years_in_the_headline_are_no_three_offers() -> None:
    text = (
        "De gemiddelde woning kostte 468.000 euro, een half procent minder dan vorig jaar.\n\n"
        "Makelaar Jan Prins: „Ik had er 3 met een bod boven de vraagprijs van dat jaar.”"
    )
    title = "Huizen goedkoper voor het eerst in drie jaar"
    figure = read_highlights(read_text(text, title=title, language="nl")).figure
    assert figure is not None
    assert figure.value == Decimal(468_000)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("pl", "Sondaż: Zgoda traci", "Zgoda traci cztery punkty i jest druga. Błąd pomiaru to trzy punkty."),
        ("it", "Ponte chiuso", "La strada e i ponti saranno chiusi fino a luglio. Lavori partiti ieri."),
        ("uk", "Перемога", "«Одра» програвала до перерви, але перемогла «Сталь». Два голи забив новачок."),
    ],
)  # fmt: skip
def test_the_summary_begins_with_the_lead(language: str, title: str, text: str) -> None:
    summary = read_highlights(read_text(text, title=title, language=language)).summary
    assert summary is not None
    assert text.startswith(summary.text)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # Whom the attribution names in words that we cannot read is nobody whom the one before named.
        ("fr", "« C’est un système », tranche la juge Anne Roux. « Buvez assez d’eau », dit le ministère.",
         ["Anne Roux"]),
        ("nl", "„Dit is een systeem”, zei rechter Piet Maas. „Ik bied mijn excuses aan”, zei de verdachte.",
         ["Piet Maas", "de verdachte"]),
        ("pt", 'João Lima nega. "É mentira do princípio ao fim", diz nota da assessoria.', [None]),
        ("es", "El alcalde Juan Pérez calló. «No hay dinero para nada más», dijo su portavoz.", [None]),
        ("nl", "De advocaat van Van der L., Joost Bak, zweeg niet. „Mijn cliënt heeft geslapen”, zei hij.",
         ["Joost Bak"]),
        # Names with particles, and what stands around them.
        ("fr", "« Je lis les sondages », dit Luc de La Tour d’Aigues.", ["Luc de La Tour d’Aigues"]),
        ("fr", "« Je lis les sondages », dit Jean Dupont d’Avignon.", ["Jean Dupont"]),
        ("nl", "„Het is een kwestie van tijd”, zegt Fatima El Idrissi van de Universiteit Wold.",
         ["Fatima El Idrissi"]),
        ("es", "«Las encuestas no votan nunca», dijo Nuria Bonet i Serra.", ["Nuria Bonet i Serra"]),
        ("it", "Doppietta di Yaya Diallo, 19 anni. «Stanotte non dormo», ha detto Diallo.", ["Yaya Diallo"]),
        ("pl", "– To najgorszy wynik od lat – komentuje socjolożka dr hab. Ewa Lis.", ["Ewa Lis"]),
        ("uk", "«Це не корекція, це демонтаж», — обурився голова спілки Юліан Мота.", ["Юліан Мота"]),
        ("pt", "“A rolha não morreu, mudou”, disse o diretor-executivo, Nuno Teles.", ["Nuno Teles"]),
        # Somebody unnamed is whom the sentence before is about.
        ("en", "Skylark is sorry, it said. One passenger ran. “I have sat here since six,” he said.",
         [None]),
        ("en", "“It is late,” Tom Low said. A passenger laughed. “I have sat here since six,” he said.",
         ["Tom Low", None]),
        ("es", "«Es tarde», dijo Ana Lobo. En la puerta, un pasajero se reía. «Estoy desde las seis», decía.",
         ["Ana Lobo"]),
        ("uk", "«Це не кінець циклу», — сказав голова Нацбанку Андрій Галич.", ["Андрій Галич"]),
        ("pt", "«Há motivo para vacinas», disse o diretor clínico, Raul d'Ávila.", ["Raul d'Ávila"]),
        ("en", "“It is late,” Eva Low said. In the back a neighbour wept. “I saw it all up here,” she said.",
         ["Eva Low", None]),
        ("de", "„Es ist spät“, sagte Eva Lau. Da weinte eine Nachbarin. „Ich sah das alles“, sagte sie.",
         ["Eva Lau", "eine Nachbarin"]),
        ("pl", "„To było bardzo późno” – rzekła Ewa Lis. Jedna z kobiet płakała. „Widziałam to” – mówiła.",
         ["Ewa Lis"]),
        # Who speaks for somebody is somebody else.
        ("en", "A spokesman for minister Hans Lau agreed. “We will pay tomorrow morning,” he said.", [None]),
        ("es", "El portavoz del ministro Juan Lau lo confirma. «Pagaremos mañana mismo», dijo.", []),
        ("fr", "Le porte-parole du ministre Jean Lau confirme. « Nous paierons », a-t-il dit.", []),
        ("it", "Il portavoce del ministro Gianni Lari conferma. «Pagheremo domani», ha detto.", []),
        ("pt", "O porta-voz do ministro João Lau confirma. «Pagaremos amanhã», disse.", []),
        ("nl", "De woordvoerder van minister Jan Laan knikt. „We betalen morgen”, zei hij.", []),
        # The name of a paper is no quotation.
        ("fr", "« Nous irons au bout », promet Anne Roux dans « Le Courrier de Nil ».", ["Anne Roux"]),
        ("uk", "«Ми підемо до кінця», — обіцяє Анна Руда в «Кур'єрі Нільської громади».", ["Анна Руда"]),
    ],
)  # fmt: skip
def test_words_go_into_the_mouth_that_said_them(language: str, text: str, expected: list[str | None]) -> None:
    quotes = read_highlights(read_text(text, title="X", language=language)).quotes
    assert [quote.speaker for quote in sorted(quotes, key=lambda quote: quote.span.start)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", ("Richter Jan Brandt kam. „Wer so fährt, nimmt den Tod in Kauf“, sagte Brandt. Der"
              " Verteidiger hatte"
               " auf Freispruch plädiert. „Mein Mandant ist kein Mörder“, rief er.")),
        ("fr", ("Le juge Paul Roy a tranché. « Qui roule ainsi accepte la mort », a dit Roy. L'avocat"
              " avait plaidé la"
               " relaxe. « Mon client n'est pas un assassin », a-t-il lancé.")),
        ("es", ("El juez Juan Rey falló. «Quien conduce así acepta la muerte», dijo Rey. El abogado pedía"
              " la"
               " absolución. «Mi cliente no es un asesino», dijo.")),
        ("it", ("Il giudice Paolo Re ha deciso. «Chi guida così accetta la morte», ha detto Re."
              " L'avvocato chiedeva"
               " l'assoluzione. «Il mio cliente non è un assassino», ha detto.")),
        ("pl", ("Sędzia Paweł Król skazał go. „Kto tak jeździ, godzi się na śmierć” – powiedział Król."
              " Adwokat wnosił o"
               " uniewinnienie. „Mój klient nie jest żadnym mordercą” – powiedział.")),
        ("uk", ("Суддя Павло Король засудив його. «Хто так їздить, погоджується на смерть», — сказав"
              " Король. Адвокат"
               " просив виправдати. «Мій клієнт не вбивця, це правда», — сказав він.")),
        ("en", ("Judge Tom Reed jailed him. “Whoever drives like that accepts death,” Reed said. The"
              " lawyer had asked"
               " for an acquittal. “My client is no killer,” he said.")),
    ],
)  # fmt: skip
def test_he_is_the_office_that_the_sentence_before_is_about(language: str, text: str) -> None:
    quotes = read_highlights(read_text(text, title="X", language=language)).quotes
    first, *rest = sorted(quotes, key=lambda quote: quote.span.start)
    assert first.speaker is not None
    assert first.speaker not in [quote.speaker for quote in rest]


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("de", "„Wir bleiben“, sagte der stellvertretende Bürgermeister Jan Brink.",
         "stellvertretender Bürgermeister"),
        ("de", "„Wir schließen nichts“, sagte die frühere Ministerin Eva Brink.", "frühere Ministerin"),
        ("de", "„Wir schließen nichts“, sagte der Vorsitzende Richter Jan Brink.", "Vorsitzender Richter"),
        ("de", "Das sagte Leiterin Dr. Eva Brink. „Wir schließen nichts“, so Brink.", "Leiterin"),
        ("fr", "« Nous ne fermons rien », a dit l’ancien maire Jean Brun.", "ancien maire"),
        ("fr", "« Nous ne fermons rien », a dit le juge Jean Brun.", "juge"),
        ("es", "«No cerramos ninguna planta», dijo el entonces ministro Juan Bruno.", "entonces ministro"),
        ("it", "«Non chiudiamo nessun reparto», ha detto l’allora ministro Carlo Re.", "allora ministro"),
        ("nl", "„We sluiten geen zaal”, zei waarnemend burgemeester Jan Bruin.", "waarnemend burgemeester"),
        ("pl", "„To nie jest koniec” – powiedział niedoszły prezydent Jan Brun.", "niedoszły prezydent"),
        ("pt", "“Não fechamos nada por cá”, disse o diretor-executivo, Nuno Reis.", "diretor-executivo"),
        ("en", "Passenger Ann Low ran. “It folded like a paper boat,” Low said.", "Passenger"),
    ],
)  # fmt: skip
def test_a_role_keeps_what_changes_its_sense(language: str, text: str, role: str) -> None:
    (quote,) = read_highlights(read_text(text, title="X", language=language)).quotes
    assert quote.role == role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("Her barrister, Imogen de Souza KC, was calm. “My client asked for a fair reading,” de Souza"
              " said."),
         "Imogen de Souza"),
        (("Ada Fenn drew maps.\n\nBorn in 1933 in Lagos, she left early. “They gave me the coldest room,”"
              " she said."),
         "Ada Fenn"),
        ("Her husband, who farms at Glenisla, was laconic. “It is winter up here now,” he said.", None),
    ],
)  # fmt: skip
def test_no_place_and_no_participle_speaks(text: str, expected: str | None) -> None:
    (quote,) = read_highlights(read_text(text, title="X", language="en")).quotes
    assert quote.speaker == expected


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("de", "Stadt kündigt 10 Monate Baustopp an", "Die Stadt baut nicht. Das sagte sie vor zehn Tagen."),
        ("en", "Low out of Six Nations", "Captain Jan Low is out of the rest of the Six Nations."),
        ("de", "Stadt ohne 48 Millionen", "Die Stadt nahm nicht 48 Millionen Euro ein, sondern weniger."),
    ],
)  # fmt: skip
def test_neither_another_time_nor_a_name_is_the_figure_of_the_headline(
    language: str, title: str, text: str
) -> None:
    assert read_highlights(read_text(text, title=title, language=language)).figure is None


def test_a_piece_of_a_german_sentence_is_not_shown() -> None:
    text = (
        "Das Zentrum dient laut Ministerin Eva Brink der Verbesserung des „Austauschs und der Abstimmung"
        " von Schutz gegen Angriffe aus dem Netz“."
    )
    assert read_highlights(read_text(text, title="X", language="de")).quote is None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La ministre Eva Lang et le patron Luc Kern rient. « C’est du vol », a dit Kern.", "patron"),
        ("fr", "L'entraîneur Jean Paul loue le gardien Luc Sarr. « C’est mon but », a dit Sarr.", "gardien"),
        ("es", "La ministra Eva Lang y el patrón Luis Kern rieron. «Es un chantaje así», dijo Kern.", ""),
        ("nl", "Trainer Jan Pool prees doelman Emil Sar. „Ik deed gewoon mijn werk”, zei Sar.", ""),
        ("nl", "„Niemand blijft hier”, belooft operationeel directeur Eva Wolf.", "operationeel directeur"),
        ("pt", "A mulher, Elsa Oto, discorda. «Está sempre ao telefone», diz Elsa Oto.", ""),
    ],
)  # fmt: skip
def test_nobody_has_the_office_of_somebody_else(language: str, text: str, expected: str) -> None:
    (quote,) = read_highlights(read_text(text, title="X", language=language)).quotes
    assert quote.role == expected


def test_a_declined_name_that_speaks_is_nobody_else() -> None:
    text = "Trener Jan Pol chwalił Emila Sarnę. – Zrobiłem tylko swoje, nic więcej – powiedział Sarna."
    quotes = read_highlights(read_text(text, title="X", language="pl")).quotes
    assert "Jan Pol" not in [quote.speaker for quote in quotes]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“I will not resign over this at all,” Hans Lau is alleged to have said."),
        ("en", "Hans Lau denied saying: “I will not resign over this at all.”"),
        ("de", "„Ich trete ganz sicher nicht zurück“, habe Hans Lau gesagt, berichtete Kai Wolf."),
        ("fr", "« Je ne vais pas démissionner demain », aurait dit Jean Lau."),
        ("pl", "„Na pewno nie podam się do dymisji” – miał powiedzieć Jan Lau."),
        ("nl", "„Ik treed zeker niet af”, zou Jan Laan hebben gezegd."),
    ],
)
def test_what_nobody_surely_said_is_not_shown(language: str, text: str) -> None:
    assert read_highlights(read_text(text, title="X", language=language)).quote is None


def test_what_falls_is_no_range() -> None:
    text = "Нацбанк знизив ставку з 15 до 14,5%."
    assert [number.span.text for number in find_numbers(Span(0, len(text), text), "uk")] == ["15", "14,5%"]
