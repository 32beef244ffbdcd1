import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import count_graphemes, fold_text, normalise_text

NEWS = "abc ÄÖÜß„“”’–… €₴ Іїґ \t\n" + "e\u0301 \u200d \r\n 👩‍👧 🇺🇦 각"
TEXTS = st.one_of(st.text(max_size=60), st.text(st.sampled_from(NEWS), max_size=60))


@example("Ціна — 5 €… “так”")
@example("\r\n")
@given(TEXTS)
def test_graphemes_are_counted_as_unicode_says(text: str) -> None:
    assert count_graphemes(text) == len(regex.findall(r"\X", text))


def test_hidden_characters_neither_part_a_word_nor_turn_a_line() -> None:
    hidden = "Kowal\u00adski Ko\u200bwal\u2060ski &shy;\u202ezero\u202c"
    assert normalise_text(hidden) == "Kowalski Kowalski zero\u202c"
    assert normalise_text("👨\u200d👩\u200d👧 می\u200cخواهم") == "👨\u200d👩\u200d👧 می\u200cخواهم"
    assert fold_text("J\u200da\u00adn Kowa\u2066l\ufe0fski") == "jan kowalski"
