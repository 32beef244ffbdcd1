"""From a German noun phrase to the speaker it names: a person in full, a body or a description."""

from __future__ import annotations

from bot.extract.german.crowd import LEXICON, is_office
from bot.extract.german.nouns import is_thing
from bot.extract.german.phrases import Phrase, Phrases
from bot.extract.german.roles import qualify_role, tidy_role
from bot.extract.speaking.people import Person
from bot.extract.speaking.phrases import NOBODY, NOMINAL_MOST, Speaker
from bot.extract.speaking.roles import find_role
from bot.extract.speaking.sights import Sight
from bot.extract.words import gather
from bot.model import Span
from bot.text import squeeze_spaces

_PLACES = gather("am an im in bei beim zu zur auf")
SURE, _DESCRIBED = 0.95, 0.8
_NAMED_BACK = 2500
"""Characters within which an office alone means the one who was named with it."""
_UNKNOWN = 0.1
"""What a name that stands nowhere in full takes from the certainty."""


class Naming(Phrases):
    """Names the speakers of one page."""

    def speaker(self, phrase: Phrase, stop: int, certainty: float = SURE) -> Speaker:
        """Whom a phrase names."""
        if phrase.plural:
            return self._describe(phrase, certainty)
        if sight := self.find_sight(phrase):
            return self.meet(sight, certainty)
        if apposed := self._find_behind(phrase) or self._find_apposed(phrase, stop):
            start = self.words[phrase.start if phrase.bare else phrase.head].start
            role = self.page.masked[start : min(self.words[phrase.end - 1].end, apposed.start)]
            found = self.meet(apposed, certainty)
            role = tidy_role(squeeze_spaces(role), found.sex)
            return found._replace(role=qualify_role(role, found.sex, self.page.masked, apposed.start))
        if titled := self._find_titled(phrase):
            start, end = self.words[titled].start, self.words[phrase.tail - 1].end
            role = self.page.masked[self.words[phrase.head].start : self.words[titled - 1].end]
            sex = LEXICON.guess_sex(role.split())
            found = self.speak(start, end, certainty - _UNKNOWN, named=True)
            role = qualify_role(tidy_role(squeeze_spaces(role), sex), sex, self.page.masked, start)
            return found._replace(role=role, sex=sex)
        if self.is_stranger(phrase, sure=True) and not self.is_agent(phrase):
            start, end = self.words[phrase.head].start, self.words[phrase.tail - 1].end
            return self.speak(start, end, certainty - _UNKNOWN, named=True)
        return self._describe(phrase, certainty)

    def _find_titled(self, phrase: Phrase) -> int:
        """Where a surname begins behind an office: "Bundestrainer Lau"; 0 where there is none."""
        words = self.words
        offices = [at for at in range(phrase.head, phrase.tail - 1) if LEXICON.is_role(words[at].text)]
        if not offices or phrase.end != phrase.tail:
            return 0
        rest = words[offices[-1] + 1 : phrase.tail]
        named = all(
            word.kind == "cap" and word.text not in self.crowd.nouns and not is_thing(word.text)
            and not LEXICON.is_role(word.text) and not (word.text.isupper() and len(word.text) > 1)
            for word in rest
        )  # fmt: skip
        return offices[-1] + 1 if named else 0

    def _find_behind(self, phrase: Phrase) -> Sight | None:
        """The name right behind a genitive: "der Außenminister der Republik Ada Lau"."""
        for at in range(phrase.tail + 2, phrase.end):
            sight = self.sights.get(self.words[at].start)
            before = self.words[at - 1]
            if (
                sight
                and " " in sight.name
                and before.kind == "cap"
                and not is_office(before.text.removesuffix("s"))
            ):
                return sight
        return None

    def _find_apposed(self, phrase: Phrase, stop: int) -> Sight | None:
        """The name behind a description: "der Leiter der Studie, Paulo Low"."""
        words, at = self.words, phrase.end
        if at < stop - 1 and words[at].low in _PLACES:
            # "der Richter am Landgericht, Hans Lau"
            place = self.read(at + 1, stop)
            at = place.end if place else at
        if at >= stop - 1 or words[at].text != ",":
            return None
        other = self.read(at + 1, stop)
        sight = self.find_sight(other) if other and other.case != "oblique" else None
        return sight if sight and " " in sight.name else None

    def meet(self, sight: Sight, certainty: float) -> Speaker:
        """The person of a sighting."""
        person = self.register.find(sight.name, sight.sex)
        base, text = self.page.paragraph.start, self.page.paragraph.text[sight.start : sight.end]
        span = Span(base + sight.start, base + sight.end, text)
        role = squeeze_spaces(find_role(self.page.masked, sight, LEXICON) or (person.role if person else ""))
        sex = (person.sex if person else "") or sight.sex
        role = qualify_role(
            tidy_role(role, sex), sex or LEXICON.guess_sex(role.split()), self.page.masked, sight.start
        )
        if person:
            return Speaker(squeeze_spaces(person.full), role, span, True, certainty, person, person.sex)
        if len(self.register.list_namesakes(sight.name)) > 1:
            # "Lau" where Ada and Gerd Lau are named: nobody can say who speaks.
            return Speaker(squeeze_spaces(sight.name), "", span, sex=sight.sex, doubtful=True)
        return Speaker(squeeze_spaces(sight.name), role, span, True, certainty - _UNKNOWN, None, sight.sex)

    def _describe(self, phrase: Phrase, certainty: float) -> Speaker:
        """The words of a phrase; an oblique one without its inflected article and adjectives."""
        first = phrase.head if phrase.case == "oblique" else phrase.start
        start = self.words[first].start
        ends = (self.words[phrase.end - 1].end, self.words[phrase.tail - 1].end)
        end = next((each for each in ends if each - start <= NOMINAL_MOST), None)
        if end is None:
            return NOBODY
        if holder := self._find_holder(phrase):
            full = squeeze_spaces(holder.full)
            return Speaker(full, holder.role, holder.span, True, certainty - _UNKNOWN, holder, holder.sex)
        heads = [word.text for word in self.words[phrase.head : phrase.tail]]
        letters = len(heads) == 1 and heads[0].isupper() and len(heads[0]) > 1 and first == phrase.head
        found = self.speak(start, end, min(certainty, _DESCRIBED), named=letters)
        return found._replace(sex="" if phrase.plural else LEXICON.guess_sex(heads))

    def _find_holder(self, phrase: Phrase) -> Person | None:
        """The one person named so far whose office a bare noun repeats: "die Ministerin"."""
        word = self.words[phrase.head]
        if (
            phrase.end != phrase.head + 1
            or phrase.head != phrase.start + 1
            or self.words[phrase.start].low not in {"der", "die"}
            or not is_office(word.text)
        ):
            return None
        here = self.page.paragraph.start + word.start
        other = "f" if self.words[phrase.start].low == "der" else "m"
        known = [
            each
            for each in self.register.people.values()
            if here - _NAMED_BACK < each.span.start < here
            and each.sex != other
            and any(part.lower().endswith(word.low) for part in each.role.split())
        ]
        return known[0] if len(known) == 1 else None

    def speak(self, start: int, end: int, certainty: float, *, named: bool) -> Speaker:
        """A speaker by the words at a place of the page."""
        base, text = self.page.paragraph.start, self.page.paragraph.text[start:end]
        return Speaker(squeeze_spaces(text), "", Span(base + start, base + end, text), named, certainty)
