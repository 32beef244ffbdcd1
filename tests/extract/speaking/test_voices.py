"""Who said it where the verb comes first: the forms of seven languages, one sentence each."""

import pytest
from laid_text import read_quotes

ANNA = "Anna Kowalska jest burmistrzynią Sosnowa. Jan Nowak jest radnym.\n\n"


@pytest.mark.parametrize(
    ("language", "text", "speakers"),
    [
        # dashes
        ("pl", "– Tama wytrzyma jeszcze rok – powiedziała Anna Kowalska.", ["Anna Kowalska"]),
        ("pl", "- Tama wytrzyma jeszcze rok - mówi inspektor Anna Kowalska, komendantka.", ["Anna Kowalska"]),
        ("pl", "— Tama wytrzyma — odparł Jan Nowak. — Na razie.", ["Jan Nowak", "Jan Nowak"]),
        ("pl", "– Nie wiem – przyznał Jan Nowak – ale się dowiem.", ["Jan Nowak", "Jan Nowak"]),
        ("pl", "Wracamy. – Tama wytrzyma rok – podała nam asp. szt. Anna Kowalska.", ["Anna Kowalska"]),
        ("pl", "Zakupy: – chleb – mleko – masło i dwie bułki.", []),
        ("es", "—La presa aguantará —dijo Ana Ruiz—. Eso creo yo.", ["Ana Ruiz", "Ana Ruiz"]),
        ("uk", "— Гребля витримає ще рік, — сказала Ганна Бойко.", ["Ганна Бойко"]),
        ("uk", "— Гребля витримає! — вигукнув Іван Бойко. — Я рахував.", ["Іван Бойко", "Іван Бойко"]),
        ("pl", "– Tama wytrzyma jeszcze rok – dodaje mł. bryg. Jan Nowak z Sosnowa.", ["Jan Nowak"]),
        # declined and partial names
        ("pl", ANNA + "Zdaniem Kowalskiej „tama wytrzyma jeszcze dwa lata”.", ["Anna Kowalska"]),
        ("pl", ANNA + "Według Nowaka „tama jest stara, ale cała i zdrowa”.", ["Jan Nowak"]),
        ("uk", "Міст відкрив Іван Бойко.\n\nЗа словами Бойка, «міст стоятиме ще сто років».", ["Іван Бойко"]),
        ("uk", "«Міст стоятиме сто років», — сказав Бойко Іван Петрович.", ["Бойко Іван Петрович"]),
        ("uk", "Прийшов Бойко Іван Петрович.\n\n«Міст стоятиме», — додав Бойко.", ["Бойко Іван Петрович"]),
        ("es", "Habló Ana Ruiz Vidal. «La presa aguantará un año», dijo Ruiz.", ["Ana Ruiz Vidal"]),
        ("pt", "Falou João Dias Melo. “A barragem aguenta”, disse Dias Melo.", ["João Dias Melo"]),
        ("nl", "Piet van den Berg kwam laat. “De dam houdt het”, zei Van den Berg.", ["Piet van den Berg"]),
        ("fr", "Jean de La Tour est venu. « Le barrage tiendra », a dit M. de La Tour.", ["Jean de La Tour"]),
        ("nl", "Piet van Dam van Urk kwam. “De dijk houdt het”, zei Van Dam.", ["Piet van Dam"]),
        ("pt", "“A barragem aguenta bem”, disse Edila Reis de Paula Melo.", ["Edila Reis de Paula Melo"]),
        # one surname, two people
        ("pl", "Jan Nowak i Anna Nowak milczeli.\n\n„Tama wytrzyma rok”, powiedziała Nowak.", ["Anna Nowak"]),
        ("pl", "Jan Lipski i Anna Lipska przyszli.\n\n„Tama wytrzyma”, dodała Lipska.", ["Anna Lipska"]),
        # no subject, a pronoun, an office
        ("pl", ANNA + "„Tama wytrzyma” – mówi Kowalska. „Na pewno” – dodała.", ["Anna Kowalska"] * 2),
        ("pl", "Anna Nowak spotkała się z Janem Lisem. „Tama wytrzyma rok” – powiedziała.", ["Anna Nowak"]),
        ("it", "Anna Rossi parla. «La diga terrà», dice. E ha aggiunto: «È certo».", ["Anna Rossi"] * 2),
        ("es", "La ministra Ana Ruiz llegó tarde. «La presa aguantará», dijo la ministra.", ["Ana Ruiz"]),
        ("fr", "« Le barrage tiendra », a déclaré la maire de Nil, Anne Petit.", ["Anne Petit"]),
        ("fr", "Anne Petit est venue. « Le barrage tiendra », a-t-elle assuré.", ["Anne Petit"]),
        ("nl", "Burgemeester Anna Smit kwam laat. “De dam houdt het wel”, zei ze.", ["Anna Smit"]),
        ("nl", "Anna Smit kwam met Jan Bos. “De dam houdt het wel”, zei hij.", ["Jan Bos"]),
        ("fr", "« Le barrage tiendra longtemps », a soufflé une voisine du pont.", ["une voisine du pont"]),
        # silence
        ("es", "Ana Ruiz preguntó a Luis Gil, quien dijo que «la presa aguantará un año más».", ["Luis Gil"]),
        ("it", "Il romanzo «La diga di mio padre» piace ad Anna Rossi, che lo ha letto due volte.", []),
        ("pl", "Jan Nowak mówi o powieści „Tama mojego ojca i matki”, która wyszła wczoraj.", []),
        # other marks, and attributions inside them
        ("nl", ',,De dam houdt het wel", zei Anna Smit.', ["Anna Smit"]),
        ("nl", "'De dam houdt het wel', grapt Anna Smit. 'Dat weet ik zeker.'", ["Anna Smit"] * 2),
        ("pl", ",,Tama wytrzyma jeszcze rok” – powiedziała Anna Nowak.", ["Anna Nowak"]),
        ("uk", "“Гребля витримає ще рік”, – прокоментувала Ганна Бойко.", ["Ганна Бойко"]),
        ("fr", "« Ce pont, a ajouté Anne Petit, tombera demain. »", ["Anne Petit"] * 2),
        ("it", "«La diga, ha detto Anna Rossi, reggerà ancora un anno».", ["Anna Rossi"] * 2),
        # any verb beside a name
        ("nl", "“De dam houdt het nog jaren”, glundert Anna Smit.", ["Anna Smit"]),
        ("fr", "« Le barrage tiendra longtemps », fanfaronne Anne Petit.", ["Anne Petit"]),
        ("it", "«La diga che vedete – ha detto Anna Rossi – reggerà ancora un anno».", ["Anna Rossi"] * 2),
        # a sentence of its own
        ("nl", "“De dam houdt het nog jaren.”\n\nDat zegt burgemeester Anna Smit.", ["Anna Smit"]),
        ("es", "«La presa aguantará muchos años». Así lo afirmó Ana Ruiz.", ["Ana Ruiz"]),
        # over paragraphs
        ("es", "«La presa aguantará un año.\n\n»Después ya veremos», dijo Ana Ruiz.", ["Ana Ruiz"] * 2),
    ],
)  # fmt: skip
def test_who_said_it(language: str, text: str, speakers: list[str | None]) -> None:
    assert [quote.speaker for quote in read_quotes(text, language)] == speakers


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Zdaniem Marka Zielińca „tama wytrzyma jeszcze dwa lata”."),
        ("pt", "Ana Reis falou ontem. “A barragem aguenta mais um ano”, diz o comunicado da empresa."),
        ("es", "Ana Ruiz calló. «La presa aguantará muchos años», señalaron fuentes del ministerio."),
        ("pl", "Anna Nowak milczała. „Tama wytrzyma jeszcze wiele lat” – podała spółka."),
        ("pl", "Anna Nowak i Ewa Nowak milczały. „Tama wytrzyma jeszcze rok”, powiedziała Nowak."),
        ("fr", "Paul Petit a vu Luc Grand. « Le barrage tiendra un siècle. » Personne n’a répondu."),
        ("uk", "Ганна Бойко мовчала. «Гребля витримає ще довгі роки», — ідеться в заяві компанії."),
    ],
)  # fmt: skip
def test_silence_where_nobody_can_be_sure(language: str, text: str) -> None:
    assert {quote.speaker for quote in read_quotes(text, language)} <= {None}


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("pl", "„Tama wytrzyma”, powiedziała burmistrz Sosnowa Anna Kowalska.", "burmistrz Sosnowa"),
        ("pl", "Radny Jan Nowak mówi: „Tama wytrzyma jeszcze rok”.", "radny"),
        ("fr", "« Ça tiendra bien », a dit Anne Petit, maire de Nil.", "maire de Nil"),
        ("it", "«La diga reggerà», ha detto l’ex sindaca di Nilo, Anna Rossi.", "ex sindaca di Nilo"),
        ("nl", "“De dam houdt het”, zei Anna Smit, voorzitter van de raad.", "voorzitter van de raad"),
        ("uk", "«Гребля витримає», — сказала голова громади Ганна Бойко.", "голова громади"),
    ],
)
def test_the_office_stands_beside_the_name(language: str, text: str, role: str) -> None:
    assert [quote.role for quote in read_quotes(text, language)] == [role]
