"""The office or profession that a text gives somebody beside the name."""

from __future__ import annotations

import re

from bot.extract.languages import Lexicon
from bot.extract.speaking.sights import CUT, Sight
from bot.extract.words import gather

_BEFORE_MOST, _AFTER_MOST = 90, 110
_WORDS_MOST = 5
_AFTER_WORDS_MOST = 7
_AFTER = re.compile(
    r"^, ((?:the |a |an |der |die |ein |eine |le |la |el )?[^,.;:\x02\n()]{3,90}?)(?=,|\.|;|$| "
    r"(?:said|told|wrote)\b)"
)
_BREAK = re.compile(r"[,;:.(\n\x02“”\"](?:\s|$)")
_ARTICLE = re.compile(r"^(?:the|a|an|der|die|ein|eine|le|la|el) ")
_LEANING = re.compile(r"(?i)(?:his|her|their|its|my|our|your|whose)(?!\w)")
KIN = gather(
    """wife husband widow widower son daughter father mother brother sister brothers sisters partner fiancé
        fiancée friend cousin uncle aunt nephew niece girlfriend boyfriend ehefrau ehemann frau mann
        witwe sohn tochter vater mutter bruder schwester freund freundin żona mąż syn córka ojciec
        matka brat siostra femme mari fils fille père mère frère sœur esposa esposo marido mujer
        hijo hija padre madre hermano hermana moglie marito figlio figlia fratello sorella filho
        mulher viúva viúvo namorado
        namorada viuda viudo novio novia veuve veuf épouse époux compagne compagnon
        vedova vedovo compagno compagna weduwe weduwnaar echtgenote echtgenoot wdowa wdowiec вдова вдівець
        filha pai mãe irmão irmã vrouw man zoon dochter vader moeder broer zus дружина чоловік син
        донька батько мати брат сестра"""
)
_QUALIFIED = re.compile(r"(?:self|would|then|one|now|soon|long|ex)-[a-z]+")
_CLAUSE = re.compile(r"\b(?:who|whose|said|which|has|was|is)\b")


def find_role(text: str, sight: Sight, lexicon: Lexicon) -> str:
    """The office or profession that stands before or behind a name, as written; "" where none."""
    if sight.role:
        return _qualify(text, sight, lexicon)
    return _read_before(text, sight, lexicon) or _read_after(text, sight, lexicon)


def _qualify(text: str, sight: Sight, lexicon: Lexicon) -> str:
    """An office with capitals before a name, and the small words that say how far it is held.

    Without them a "former President" would be the President.
    """
    begin = text.rfind(sight.role.partition(" ")[0], max(0, sight.start - _BEFORE_MOST), sight.start)
    words = text[max(0, begin - _BEFORE_MOST) : max(0, begin)].split(" ")
    kept: list[str] = []
    while len(words) > 1 and not words[-1]:
        words.pop()
    while words and len(kept) < _WORDS_MOST and _qualifies(words[-1], lexicon):
        if words[-1].endswith("ed") and not _opens_phrase(words[-2:-1], lexicon):
            break  # "The board suspended President Ann Low"
        kept.insert(0, words.pop())
    return " ".join([*kept, sight.role])


def _opens_phrase(before: list[str], lexicon: Lexicon) -> bool:
    """Whether a phrase may begin behind a word, so that a participle there is no verb."""
    word = before[0] if before else ""
    return (
        not word
        or not word[-1].isalnum()
        or bool(lexicon.said.fullmatch(word) or lexicon.determiner.match(word + " x"))
        or word in lexicon.words.role_stops
        or lexicon.governs(word)
        or _qualifies(word, lexicon)
    )


def _qualifies(word: str, lexicon: Lexicon) -> bool:
    plain = word.lower()
    return plain in lexicon.words.role_adjectives or bool(_QUALIFIED.fullmatch(word))


def _read_before(text: str, sight: Sight, lexicon: Lexicon) -> str:
    before = text[max(0, sight.start - _BEFORE_MOST) : sight.start]
    last = before.rstrip(" ,").rsplit(None, 1)[-1:] if before.endswith(" ") else []
    if not last or not lexicon.is_role(last[0]) or last[0].lower().strip(".") in lexicon.words.forms:
        return ""
    if before.rstrip().endswith(",") and not _is_apposed(text, sight):
        return ""
    words = _BREAK.split(before.rstrip(" ,"))[-1].split()
    if not words:
        return ""
    kept = [words.pop()]
    while words and len(kept) < _WORDS_MOST and _belongs(words[-1], kept, lexicon):
        kept.insert(0, words.pop())
    return "" if leans(kept[0]) else " ".join(kept)


def _is_apposed(text: str, sight: Sight) -> bool:
    """Whether a name behind a comma is set beside what stands before it, as in "the mayor, Ann Low,".

    In "they want her to be president, Low said" it is not.
    """
    return " " in sight.name and text[sight.end : sight.end + 1] in {",", ".", ";", ")", ""}


def leans(role: str) -> bool:
    """Whether a role says nothing without the sentence before it: "her deputy", "wife"."""
    return bool(_LEANING.match(role)) or role.lower() in KIN


def _tells(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is the sentence's verb, and what follows no apposition: "Low, a lawyer, called him"."""
    if lexicon.said.fullmatch(word) or lexicon.plain_verb.fullmatch(word):
        return True
    role = lexicon.is_role(word) or word in lexicon.words.role_adjectives
    return word.endswith("ed") and word.islower() and "-" not in word and not role


def _belongs(word: str, kept: list[str], lexicon: Lexicon) -> bool:
    """Whether a word before a role is part of it: no verb, no article, no small word before a capital."""
    if word.lower() in lexicon.words.role_stops or lexicon.said.fullmatch(word):
        return False
    return (
        word[0].isupper()
        or word.lower() in lexicon.words.role_adjectives
        or not any(each[0].isupper() for each in kept)
    )


def _read_after(text: str, sight: Sight, lexicon: Lexicon) -> str:
    if not text.startswith(", ", sight.end):
        return ""
    match = _AFTER.match(text[sight.end : sight.end + _AFTER_MOST])
    if match is None or match.group(1).split()[-1] in CUT or lexicon.opener.match(match.group(1)):
        return ""
    phrase = _ARTICLE.sub("", match.group(1))
    if leans(phrase) or _tells(phrase.partition(" ")[0], lexicon):
        return ""
    office = any(lexicon.is_role(word) for word in phrase.split()[:_AFTER_WORDS_MOST])
    return phrase if office and not _CLAUSE.search(phrase) else ""
