import pytest

from bot.extract.ranking.weights import WEIGHTS
from bot.extract.ranking.wording import word_name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("first_sentence_count", "first sentence count"),
        ("slot_near", "the headline's gap: near"),
        ("before the", '"the" before it'),
        ("before of the", '"of the" before it'),
        ("lead money before a", 'in the lead: money with "a" before it'),
        ("count after |", "a count with nothing behind it"),
        ("before2 in", '"in" two words before it'),
        ("left killed", '"killed…" shortly before it'),
        ("unit million", 'the unit "million"'),
        ("count like word of _", 'a count with a word and "of" before it'),
        ("percent like _ -ing", 'a percentage with a word in "-ing" behind it'),
    ],
)
def test_what_speaks_for_a_number_is_told_in_words(name: str, told: str) -> None:
    assert word_name(name) == told


def test_every_weight_has_words() -> None:
    assert all(word_name(name.removeprefix("open ").removeprefix("titled ")) for name in WEIGHTS)
