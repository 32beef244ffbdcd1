"""A headline's number is explained by the sentence that is about the same thing, or by none."""

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights

RANGE = "Between 10 and 20 people were hurt when a bus crashed in Harlow on Monday, police said."
JOBS = "The firm will cut {} jobs by May, it said on Monday in Harlow."
CARS = "Police searched a house in Harlow on Monday. They took three cars and two phones from the house. "
BLOCK = "A fire broke out in a five-storey block in Harlow on Monday. "
RIOT = "Six officers were hurt in a riot in Harlow on Monday night. "


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        # The headline takes an end of a range.
        ("Up to 20 hurt in crash", RANGE, "Between 10 and 20 people"),
        ("20 hurt in crash", RANGE, "Between 10 and 20 people"),
        ("10 to 20 hurt in crash", RANGE, "Between 10 and 20 people"),
        ("Firm to cut up to 3,000 jobs", JOBS.format("2,000-3,000"), "2,000-3,000 jobs"),
        ("Firm to cut at least 2,000 jobs", JOBS.format("2,000 to 3,000"), "2,000 to 3,000 jobs"),
        ("Firm to cut 3,000 jobs", JOBS.format("3,000") + " It spoke of 2,000 to 3,000.", "3,000 jobs"),
        # A small number meets another noun.
        ("Three held after raid", CARS + "Three men were arrested, police said.", "Three men"),
        ("Three held after raid", CARS + "Several men were arrested, police said.", None),
        ("Five killed in blaze", BLOCK + "Five people died, the fire service said.", "Five people"),
        ("Five killed in blaze", BLOCK + "Crews fought it for five hours.", None),
        ("Two die in crash", "Two cars collided near Harlow on Monday. A man and his son died there.", None),
        ("Storm leaves 12 dead", "A storm hit 12 towns in Lowland on Monday. Some 12 people were killed.",
         "12 people"),
        ("Storm leaves 12 dead", "A storm hit 12 towns in Lowland on Monday. Officials fear for many.", None),
        ("Six charged over riot", RIOT + "Six people have been charged, police said.", "Six people"),
        ("Six charged over riot", RIOT + "Several men have been charged, police said.", None),
        ("4 arrested in 4 cities", "Police arrested four men in four cities on Monday.", "four men"),
        ("Mother of two killed in crash", "Two cars collided near Harlow. She had two children, police said.",
         None),
        ("Team wins 3 medals", "Three athletes fell ill on Sunday. Lowland left with many medals.", None),
        ("200 jobs to go at plant", "The plant will shut in May, 200 years after it was built.", None),
        ("Shop sells 3 million phones", "The shop has 3 million customers across Lowland, it said.", None),
        # What stands alone, or is hardly said twice by chance, needs no noun.
        ("Dow ends day up 72", "The Dow rose 72 points to 23,430 on Monday.", "72 points"),
        ("5.7 quake shakes city", "The quake had a magnitude of 5.7, the survey said.", "5.7"),
        ("3 arrests in Harlow", "Police in Harlow said that three people were arrested on Monday.",
         "three people"),
    ],
)  # fmt: skip
def test_the_number_explained_is_of_the_same_thing(title: str, text: str, shown: str | None) -> None:
    figure = read_highlights(read_text(text, title=title, language="en")).figure
    assert (figure.span.text if figure else None) == shown
