import pytest
from laid_text import read_quotes


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", '"The dam will hold," said Ada Low.', "Ada Low"),
        ("en", '"The dam will hold," Ada Low said.', "Ada Low"),
        ("en", 'Ada Low said: "The dam will hold."', "Ada Low"),
        ("en", 'According to Ada Low, "the dam will hold for years."', "Ada Low"),
        ("en", '"The dam will hold," according to Ada Low.', "Ada Low"),
        ("en", 'Ada Low: "The dam will hold."', "Ada Low"),
        ("en", 'Ada Low was blunt.\n\nOn Monday Low told reporters: "The dam will hold."', "Ada Low"),
        ("en", '"The dam will hold," Ada Low, a farmer, said.', "Ada Low"),
        ("en", "Ada Low wrote:\n\n“The dam will hold.”", "Ada Low"),
        ("en", 'Mr. Bob Day was asked. "The dam will hold," he said.', "Bob Day"),
        ("en", '"The dam will hold," said Reuters.', "Reuters"),
        ("de", "„Der Damm hält“, sagte Ada Lau.", "Ada Lau"),
        ("de", "Ada Lau erklärte am Montag: „Der Damm hält.“", "Ada Lau"),
        ("de", "„Der Damm hält noch lange“, so Ada Lau.", "Ada Lau"),
        ("de", "„Der Damm hält“, sagte Ministerin Ada Lau in Kiel.", "Ada Lau"),
        ("de", "Ada Lau kam spät. „Der Damm hält“, sagte Lau.", "Ada Lau"),
        ("pl", "„Tama wytrzyma”, powiedziała Ada Low.", "Ada Low"),
        ("pl", "Ada Low powiedziała: „Tama wytrzyma”.", "Ada Low"),
        ("fr", "« Le barrage tiendra », a déclaré Ada Petit.", "Ada Petit"),
        ("fr", "Ada Petit a déclaré : « Le barrage tiendra. »", "Ada Petit"),
        ("es", "«La presa aguantará», dijo Ada Ruiz.", "Ada Ruiz"),
    ],
)
def test_who_said_it(language: str, text: str, speaker: str) -> None:
    assert [quote.speaker for quote in read_quotes(text, language)] == [speaker]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ('"The dam will hold," said Lowland President Ada Low.', "Lowland President"),
        (
            '"The dam will hold," said Ada Low, Lowland\'s envoy and ambassador to Rome, on Monday.',
            "Lowland's envoy",
        ),
        ('Lowland\'s Prime Minister, Ada Low, said: "The dam will hold."', "Lowland's Prime Minister"),
        ('"The dam will hold," said company spokeswoman Ada Low.', "company spokeswoman"),
    ],
)
def test_role_and_name_come_apart(text: str, role: str) -> None:
    quote = read_quotes(text, "en")[0]
    assert quote.speaker == "Ada Low"
    assert quote.role.startswith(role)


def test_he_added_is_the_one_who_spoke() -> None:
    found = read_quotes('"The dam will hold," said Bob Day. "We built it well," he added.', "en")
    assert [quote.speaker for quote in found] == ["Bob Day", "Bob Day"]


def test_she_is_not_a_man() -> None:
    found = read_quotes('Anna Low met Robert Day in Rome. "The dam will hold," she said.', "en")
    assert [quote.speaker for quote in found] == ["Anna Low"]


def test_a_described_speaker_is_marked_unnamed() -> None:
    quote = read_quotes(
        '"It will be open by the spring," commented a Lowland embassy official in Rome.', "en"
    )[0]
    assert (quote.speaker, quote.named) == ("a Lowland embassy official in Rome", False)
    assert quote.speaker_span is not None
    assert quote.speaker_span.text == quote.speaker


def test_silence_where_nobody_is_named() -> None:
    quote = read_quotes('The hall was full. "The dam will surely hold for years."', "en")[0]
    assert quote.speaker is None
