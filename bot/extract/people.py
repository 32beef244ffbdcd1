"""A register of the people and bodies of an article: full names as first given, roles, sex."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.extract.names import MEN, WOMEN
from bot.extract.saying import guess_sex, is_role
from bot.extract.words import gather
from bot.model import Span

CAP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĪİĶĹĽŁŃŅŇŌŎŐŒŔŘŚŜŞŠŢŤŪŮŰŲŴŶŹŻŽЄІЇҐА-Я"
_TOKEN = rf"(?:(?:[{CAP}]\.)+(?:-[{CAP}]\.)?|[{CAP}][\w‑-]*(?:['’](?!s\b)[\w]+)*)"
_PARTICLE = (
    r"(?:v[ao]n der|van den|von|van|de la|de|del|della|di|da|dos|du|la|le|bin|bint|al|el|ter|zu|af|ben)"
)
NAME = re.compile(rf"(?<![\w'’‑-]){_TOKEN}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_TOKEN}){{0,7}}")
_OPENING = re.compile(r"(?:[.!?:\"“”„«»\n\x02]|^)\s*$")
NOUN = re.compile(
    r"(?:ung|ungen|heit|keit|schaft|schaften|tion|tionen|ismus|tät|nis|tum|zeit|jahr|tag|lage|recht|gericht|"
    r"gesetz|partei|konferenz|gipfel|minister|bericht|gebäude|kriterium|auftrag|wächter|fall|druck)(?: |$)"
)
_CLOSED = gather(
    """the a an in on at by for from with about over under and but or so yet if as when while after
    before since until during that this these those it its he his she her they their we our i you
    who what where why how not no yes to of then now still also even just both each all some many
    most more one two three here there however meanwhile instead according asked speaking monday
    tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december last earlier later despite though although because
    like mr mrs der die das dem den des ein eine einen im am vom zum zur bei mit nach von vor auf
    aus für und aber auch so wie wenn als er sie es wir ich laut gegenüber zudem außerdem dagegen
    nun seit über unter dabei damit ihr sein seine ihre montag dienstag mittwoch donnerstag freitag
    samstag sonntag heute gestern januar februar märz mai juni juli oktober dezember le la les un
    une il elle en dans selon pour lundi mardi mercredi jeudi vendredi el los las una según w we na
    da während noch nachdem demgegenüber weiter wörtlich neben trotz obwohl bereits nur zwar erst
    doch denn weil damals derzeit zuletzt schließlich danach daraufhin darauf hier dort alle beide
    viele einige mehr insgesamt laut gemäß regarding among besides following given once upon unlike
    well whether under yet today tonight yesterday po podczas jak to nie ale jednak zdaniem według
    ja ten ta"""
)
_BODIES = gather(
    """university party house committee news times post journal department court ministry agency bank
    group company council association institute foundation center centre street avenue county city
    states united white national new north south west east fox associated press reuters union senate
    congress republicans democrats america tower convention supreme federal party's inc corp ltd
    club league cup school college hospital church army navy force fund office bureau commission
    board act law valley island islands river lake mount san los las fort saint st international
    world european african asian daily morning radio network media show magazine street capitol hill
    wall super affairs security homeland defense health state rights arena stadium atoll museum
    airport building hotel festival awards square bridge
    project campaign action
    committee partei bundestag bundesrat"""
)
_FULL_LEAST, _FULL_MOST = 2, 5
_NAMESAKES_MOST = 12
_ROLE_WORDS_MOST = 5
_ACRONYM = 3
_ROLE_AFTER = re.compile(
    r"^, ((?:the |a |an |der |die |ein |eine |le |la |el )?[^,.;:\x02\n()]{3,90}?)(?=,|\.|;|$| "
    r"(?:said|told|wrote)\b)"
)
_CUT = gather("Sen Rep Gov Mr Mrs Ms Dr St U.S U Gen Col Sgt Lt Prof")
_ROLE_ADJECTIVES = gather("former then acting senior deputy outgoing chief retired")
_ROLE_STOPS = gather(
    """the a an of by with said told and but says to from for in on at that der die das dem den des ein eine
    sagte von mit und le la les un une el los wrote added according when as while who or is was"""
)


@dataclass(slots=True)
class Person:
    """Somebody with a full name; `span` is where it is first given in full, `sex` is f, m or empty."""

    full: str
    span: Span
    sex: str = ""
    role: str = ""
    sightings: int = 0


@dataclass(frozen=True, slots=True)
class Sight:
    """A name seen in the narrative: its place, its words without titles, and the role right before it."""

    start: int
    end: int
    name: str
    role: str
    sex: str


@dataclass(slots=True)
class Register:
    """The article's people by full and last name."""

    people: dict[str, Person] = field(default_factory=dict)
    by_last: dict[str, list[Person]] = field(default_factory=dict)

    def find(self, name: str, sex: str = "") -> Person | None:
        """The person of a full or last name; None where nobody or several could be meant."""
        if name in self.people:
            return self.people[name]
        known = self.by_last.get(last_word(name), [])
        if len(name.split()) > 1:
            first = name.split(maxsplit=1)[0].lower()
            known = [person for person in known if person.full.split()[0].lower() == first]
        if sex and len(known) > 1:
            known = [person for person in known if person.sex in {"", sex}]
        if len(known) > 1:
            known = sorted(known, key=lambda person: -person.sightings)
            if known[0].sightings < 2 * known[1].sightings:
                return None
        return known[0] if known else None


def last_word(name: str) -> str:
    """The surname by which a name is found again."""
    words = [word for word in name.split() if word.strip(".").lower() not in {"jr", "sr", "ii", "iii"}]
    return words[-1].lower() if words else ""


def read_name(match: re.Match[str], common: frozenset[str] = frozenset()) -> Sight | None:
    """A capitalised run without its titles; None where nothing of a name is left."""
    tokens = [(part.group(), part.start()) for part in re.finditer(r"[^ \u00a0]+", match.group())]
    before = match.string[max(0, match.start() - 4) : match.start()]
    opening = bool(_OPENING.search(before))
    while tokens and _is_small(tokens[0][0], common if opening else frozenset()):
        tokens.pop(0)
        opening = False
    while tokens and tokens[-1][0].lower() in _CLOSED:
        tokens.pop()
    if not tokens:
        return None
    last_role = max((at for at, (word, _) in enumerate(tokens[:-1]) if is_role(word)), default=-1)
    titles, words = tokens[: last_role + 1], tokens[last_role + 1 :]
    if len(words) > 1 and "-" in words[0][0] and words[0][0].split("-")[0].isupper():
        titles, words = [*titles, words[0]], words[1:]
    start = match.start() + words[0][1]
    name = match.string[start : match.start() + words[-1][1] + len(words[-1][0])]
    name = name.rstrip(".-") if not re.search(rf"(?:Jr|Sr|[{CAP}])\.$", name) else name
    titled = [word for word, _ in titles]
    plain = [word for word in titled if word.lower().strip(".") not in _FORMS]
    return Sight(start, start + len(name), name, " ".join(plain), guess_sex(titled))


_FORMS = gather("mr mrs ms miss sir lady lord dame herr frau pan pani monsieur madame mme m señor señora dr")


def _is_small(word: str, common: frozenset[str]) -> bool:
    """Whether a capital word is none of a name: a small word at the start of a sentence."""
    plain = word.lower().strip(".")
    return (plain in _CLOSED or plain in common) and not is_role(word)


def is_full(name: str, language: str = "en") -> bool:
    """Whether a run of words looks like a person's first and last name."""
    words = name.split()
    if not _FULL_LEAST <= len(words) <= _FULL_MOST:
        return False
    if words[0].lower() in MEN or words[0].lower() in WOMEN:
        return not any(word.lower() in _BODIES - {"hill", "west", "white", "house"} for word in words)
    if language == "de" and NOUN.search(name):
        return False
    return not any(
        word.lower() in _BODIES or (word.isupper() and len(word) >= _ACRONYM) for word in words
    ) and not is_role(words[-1])


def find_names(
    text: str, start: int = 0, end: int | None = None, common: frozenset[str] = frozenset()
) -> list[Sight]:
    """The names in a stretch of text, titles apart."""
    stop = len(text) if end is None else end
    return [sight for match in NAME.finditer(text, start, stop) if (sight := read_name(match, common))]


def build_register(paragraphs: Iterable[tuple[Span, list[Sight]]], language: str) -> Register:
    """The register of an article from its narrative (quotations masked) and the names seen in it."""
    register = Register()
    seen = [(paragraph, sight) for paragraph, sights in paragraphs for sight in sights]
    for paragraph, sight in seen:
        if is_full(sight.name, language[:2].lower()) and not _is_thing(paragraph, sight, language):
            _note(register, paragraph, sight)
    for paragraph, sight in seen:
        person = register.find(sight.name, sight.sex)
        if person:
            person.sightings += 1
            person.sex = person.sex or sight.sex
            person.role = person.role or find_role(paragraph.text, sight)
    return register


def _is_thing(paragraph: Span, sight: Sight, language: str) -> bool:
    """Whether a German run of nouns stands behind an article or an adjective, as people do not."""
    if not language.lower().startswith("de") or sight.role or sight.name.split()[0].lower() in MEN | WOMEN:
        return False
    before = paragraph.text[max(0, sight.start - 24) : sight.start]
    return bool(
        re.search(
            r"(?i)(?<!\w)(?:d(?:er|ie|as|en|em|es)|eine?[rnms]?|zum|zur|im|am|vom|beim|"
            r"keine?[nmr]?) (?:\w+e[nrms]? )?$",
            before,
        )
    )


def _note(register: Register, paragraph: Span, sight: Sight) -> None:
    person = register.find(sight.name)
    if person is not None or len(register.by_last.get(last_word(sight.name), [])) >= _NAMESAKES_MOST:
        return
    first = sight.name.split()[0].lower()
    sex = "m" if first in MEN and first not in WOMEN else "f" if first in WOMEN and first not in MEN else ""
    span = Span(paragraph.start + sight.start, paragraph.start + sight.end, sight.name)
    person = Person(sight.name, span, sight.sex or sex)
    register.people[sight.name] = person
    register.by_last.setdefault(last_word(sight.name), []).append(person)


def _belongs(word: str, kept: list[str]) -> bool:
    """Whether a word before a role is part of it: no verb, no article, no small word before a capital."""
    if word.lower() in _ROLE_STOPS:
        return False
    return (
        word[0].isupper() or word.lower() in _ROLE_ADJECTIVES or not any(each[0].isupper() for each in kept)
    )


def find_role(text: str, sight: Sight) -> str:
    """The office or profession that stands before or behind a name, as written; "" where none."""
    before = text[max(0, sight.start - 90) : sight.start]
    if sight.role:
        return sight.role
    words = re.split(r"[,;:.(\n\x02“”\"](?:\s|$)", before.rstrip(" ,"))[-1].split()
    if words and is_role(words[-1]) and words[-1].lower().strip(".") not in _FORMS and before.endswith(" "):
        kept = [words.pop()]
        while words and len(kept) < _ROLE_WORDS_MOST and _belongs(words[-1], kept):
            kept.insert(0, words.pop())
        return " ".join(kept)
    match = _ROLE_AFTER.match(text[sight.end : sight.end + 110])
    if match:
        if match.group(1).split()[-1] in _CUT:
            return ""
        phrase = re.sub(r"^(?:the|a|an|der|die|ein|eine|le|la|el) ", "", match.group(1))
        if any(is_role(word) for word in phrase.split()[:7]) and not re.search(
            r"\b(?:who|whose|said|which|has|was|is)\b", phrase
        ):
            return phrase
    return ""
