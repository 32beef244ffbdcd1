"""Which quotation is worth showing: features that a person can read, with their weights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.extract.certainty import Weights
from bot.extract.standing import CONNECTIVES
from bot.extract.tally import Tally, find_stems
from bot.model import Quote, Span

SHORTEST, LONGEST = 25, 280
"""Characters that a quotation in a post has about; a post counts its graphemes."""
_LEAD = 2
_ENOUGH = 2
_MANY = 5
_ORDER_MOST = 10
# Of a text in small letters that begins with a blank; most places are told by their letter.
_FIRST_PERSON = re.compile(
    r"[^a-z](?<!\w)(?:i|we|my|our|ich|wir|unser\w*|je|nous|yo|nosotros|noi|io)(?![\w-])"
)
_CHECK = re.compile(
    r"(?i)(?<!\w)(?:fact[- ]?check(?:s|ed|ing)?|faktencheck|faktenfuchs|désintox|vérification|verificación|"
    r"verificação|weryfikacja|feitencheck|factcheck|фактчек|перевірка фактів)(?!\w)"
)
_CLAIM = re.compile(
    r"(?i)(?<!\w)(?:claim(?:s|ed)?|posts?|posted|shar(?:es?|ed)|viral|tweet\w*|rumou?rs?|hoax)(?!\w)"
)
_NUMBER = re.compile(r"\d")
_QUESTION = re.compile(r"\?[,\s]*$")


@dataclass(frozen=True, slots=True)
class Story:
    """What quotations are compared with: beginnings of the words of the headline and of the lead.

    `repeated` are those that the whole story often says; `main` are who is quoted most.
    """

    title: frozenset[str]
    lead: frozenset[str]
    repeated: frozenset[str]
    main: frozenset[str]
    lead_text: str


def describe_story(
    title: str,
    paragraphs: Sequence[Span],
    quotes: Sequence[Quote],
    stems: Sequence[frozenset[str]],
    tally: Tally,
) -> Story:
    """What quotations are compared with: `stems` are theirs, `tally` counts the words of the whole story."""
    people = Counter([quote.speaker for quote in quotes if quote.speaker])
    names = frozenset(find_stems(" ".join(people)))
    most = max(people.values(), default=0)
    lead = " ".join([paragraph.text for paragraph in paragraphs[:_LEAD]])
    said = tally.count_stems(frozenset().union(*stems)) if quotes else {}
    return Story(
        frozenset(find_stems(title)) - names,
        frozenset(find_stems(lead)) - names,
        frozenset([stem for stem, count in said.items() if count > _ENOUGH]),
        frozenset([name for name, count in people.items() if count == most]),
        lead,
    )


def list_features(
    quote: Quote, stems: frozenset[str], order: int, story: Story
) -> Iterator[tuple[str, float]]:
    """What speaks for and against a quotation, by name; the weights of these are fitted."""
    yield "order", min(order, _ORDER_MOST) / _ORDER_MOST
    yield "first", float(order == 0)
    yield "words of the lead", min(len(stems & story.lead), _MANY) / _MANY
    yield "repeated words", min(len(stems & story.repeated), _MANY) / _MANY
    yield "first person", float(bool(_FIRST_PERSON.search(" " + quote.text.lower())))
    yield "number", float(bool(_NUMBER.search(quote.text)))
    if quote.speaker and quote.named:
        yield "speaker in the lead", float(quote.speaker.split()[-1] in story.lead_text)
        yield "main speaker", float(quote.speaker in story.main)


def list_habits(quote: Quote, *, whole: bool) -> Iterator[tuple[str, float]]:
    """What a newsroom wants of a quotation in a post, whatever headlines echo; by hand."""
    yield "whole", float(whole)
    yield "fits", float(SHORTEST <= len(quote.text) <= LONGEST)
    yield "question", float(bool(_QUESTION.search(quote.text)))
    yield "brackets", float("[" in quote.text)
    yield "leans", float(bool(CONNECTIVES.match(quote.text)))
    yield "nobody's", float(quote.speaker is None or not quote.named)


HABITS: Weights = {
    "whole": 1.0,
    "fits": 1.0,
    "question": -0.5,
    "brackets": -0.3,
    "leans": -0.5,
    "nobody's": -1.0,
}


def checks_facts(title: str) -> bool:
    """Whether an article is about what is false, so that no quotation of it is safe by itself."""
    return bool(_CHECK.search(title))


def claims(around: str) -> bool:
    """Whether what stands beside a quotation calls it a claim, as checks of facts do with what is false."""
    return bool(_CLAIM.search(around))


def echo_title(stems: frozenset[str], story: Story) -> float:
    """How much of the headline a quotation says, 0 to 1."""
    shared = len(stems & story.title)
    return shared / max(len(story.title), 1) if shared >= _ENOUGH else 0.0
