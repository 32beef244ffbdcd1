import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import count_graphemes

NEWS = "abc ÄÖÜß„“”’–… €₴ Іїґ \t\n" + "e\u0301 \u200d \r\n 👩‍👧 🇺🇦 각"
TEXTS = st.one_of(st.text(max_size=60), st.text(st.sampled_from(NEWS), max_size=60))


@example("Ціна — 5 €… “так”")
@example("\r\n")
@given(TEXTS)
def test_graphemes_are_counted_as_unicode_says(text: str) -> None:
    assert count_graphemes(text) == len(regex.findall(r"\X", text))
