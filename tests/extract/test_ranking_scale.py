"""A number weighs exactly what its observations weigh, though no observation is named on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.figures import find_sightings
from bot.extract.ranking import describe_setting, explain, weigh
from bot.extract.ranking.sighting import STEM
from bot.extract.sentences import begins_word, find_words
from bot.model import Document, Span

STORY = (
    "More than 1,200 people lost their jobs on Monday, the company said. It had paid $4.5 million in 2019, "
    "up from $3 million, and 12 percent of its staff left (about 300) within two weeks. "
    "Police arrested 14 people, two of them aged 19, after the 7:30 p.m. raid; the other ten got away."
)


@pytest.mark.parametrize("title", ["", "Company cuts 1,200 jobs", "Company cuts ____ jobs in two weeks"])
def test_a_number_weighs_what_its_observations_weigh(title: str) -> None:
    document = Document(STORY, title, None, (Span(0, len(STORY), STORY),), "en")
    sightings = find_sightings(document)
    assert len(sightings) > 8
    setting = describe_setting(STORY, 0, len(STORY), title, sightings)
    for index, sighting in enumerate(sightings):
        told = explain(sighting, index, setting)
        assert told
        assert weigh(sighting, index, setting) == pytest.approx(sum(told.values()), abs=1e-9)


@given(st.text("aAbcü19'’.-_, \n", max_size=30), st.text("aabcü19'’.-", min_size=1, max_size=STEM))
def test_a_stem_is_found_where_a_listed_word_begins_with_it(text: str, stem: str) -> None:
    if find_words(stem) != [stem]:
        return
    text = text.lower()
    assert begins_word(text, stem, STEM) == any(word[:STEM] == stem for word in find_words(text))
