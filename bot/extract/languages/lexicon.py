"""A language's words, compiled for reading."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extract.languages.patterns import group_words
from bot.extract.languages.words import Words

_NEVER = r"(?!)"
_LEAD = r"[\s,;:–—-]*"
_DEPUTY = re.compile("(?:wice|vice|віце|eks|ex|екс|oud|sub)-?(?=\\w{4})")
_CHOSEN = ("-elect", "-designate")
_KNOWN_MOST = 20_000
_ADDRESSES = frozenset(["mr", "mrs", "ms", "dr", "prof", "sir"])


class Lexicon:
    """The patterns and word lists of one language; `code` is its ISO 639-1 code."""

    def __init__(self, code: str, words: Words) -> None:
        self.code = code
        self.words = words
        said, according = group_words(words.said), words.according
        before = f"(?:(?:{words.before_said}) ?)?" if words.before_said else ""
        after = rf"(?: (?:{words.after_said})(?!\w))*" if words.after_said else ""
        self.said = re.compile(rf"(?<![\w'’-])(?:{said})(?![\w'’])")
        self.said_first = re.compile(rf"{_LEAD}{before}(?:{said})(?!\w){after}")
        self.according = re.compile(rf"(?<!\w)(?:{according})(?!\w)", re.IGNORECASE)
        self.according_first = re.compile(rf"{_LEAD}(?:{according})(?!\w)")
        self.he = re.compile(rf"(?i){_LEAD}(?:{words.he})(?![\w'’])")
        self.she = re.compile(rf"(?i){_LEAD}(?:{words.she})(?![\w'’])")
        self.said_apposed = re.compile(rf",[^.;“”\"\x02]{{1,120}}?, (?:{said})(?!\w)")
        self.passive = re.compile(rf"(?i)(?<!\w)(?:{words.passives or _NEVER})(?!\w)")
        self.participle = re.compile(rf"(?<![\w'’-])(?:{group_words(words.participles or _NEVER)})(?![\w'’])")
        self.verb_like = re.compile(rf"(?:{words.verb_endings or _NEVER})(?![\w'’-])")
        self.opener = re.compile(rf"(?i)(?:{words.openers or _NEVER})(?!\w)")
        self.sexed = (
            re.compile(
                rf"(?i)(?<!\w)(?:(?P<him>{words.he}|{words.objects_him})|(?P<her>{words.she}|{words.objects_her}))(?!\w)"
            )
            if words.objects_him
            else None
        )
        self.reported = re.compile(rf", (?:{words.he}|{words.she}) (?:{said})\W*$")
        self._insult = _compile_small(words.insults)
        self._debunking = _compile_small(words.debunked)
        self._compile_phrases(words)
        self._compile_voices(words, before)
        self._roles = words.roles | _ADDRESSES
        self._ending = re.compile(rf"(?i)(?:{words.role_endings or _NEVER})$")
        self._woman = re.compile(rf"(?i)(?:{words.women or _NEVER})$")
        self._man = re.compile(rf"(?i)(?:{words.men or _NEVER})$")
        self._guess_word = lru_cache(maxsize=_KNOWN_MOST)(self._find_sex)
        self.is_role = lru_cache(maxsize=_KNOWN_MOST)(self._is_role)

    def _compile_phrases(self, words: Words) -> None:
        """What noun phrases begin with, hang on and end at."""
        self.others = re.compile(rf"(?i){_LEAD}(?:{words.others or _NEVER})(?!\w)")
        self.determiner = re.compile(rf"(?i)(?:(?:{words.determiners or _NEVER})[ \u00a0]|l['’])(?!$)")
        self.definite = re.compile(rf"(?i)(?:{words.definites or _NEVER})[ \u00a0]")
        self.preposition = re.compile(rf" (?:{words.prepositions or _NEVER}) ")
        self.governing = re.compile(
            rf"(?:^| )(?:{words.prepositions or _NEVER}|{words.openers or _NEVER})(?: [a-z]+){{0,2}} $"
        )
        self.plain_verb = re.compile(rf"(?:{words.plain_verbs or _NEVER})(?![\w'’-])")
        self.filler = re.compile(rf"(?i)\s*(?:,|(?<!\w)(?:{words.fillers or _NEVER}))\s*$")
        self.leading = re.compile(rf"(?i)^(?:[\s,;:–—-]|(?:{words.conjunctions or _NEVER})\s)+")
        self.stop = re.compile(
            rf"[,.;:()“”\"«»„—–\n\x02]|(?<!\w)(?:{group_words(words.stops or _NEVER)})(?!\w)"
        )
        self.described = re.compile(rf"[,.;:\x02\"“”„«»\n]| (?:{words.described_stops or _NEVER})(?: |$)")
        self.thing = re.compile(rf"(?:{words.things or _NEVER})(?: |$)")

    def _compile_voices(self, words: Words, before: str) -> None:
        """What `bot.extract.voices` reads by."""
        self.he_said = re.compile(rf"(?:{words.he_said or _NEVER})$")
        self.she_said = re.compile(rf"(?:{words.she_said or _NEVER})$")
        self.by_him = re.compile(rf"(?i)(?<!\w)(?:{words.by_him or _NEVER})(?!\w)")
        self.by_her = re.compile(rf"(?i)(?<!\w)(?:{words.by_her or _NEVER})(?!\w)")
        self.by_either = re.compile(rf"(?i)(?<!\w)(?:{words.by_either or _NEVER})(?!\w)")
        self._governing = re.compile(rf"(?i)(?:{words.prepositions or _NEVER})")
        self.said_like = re.compile(rf"{before}(?:{words.said_like or _NEVER})(?=[ \u00a0.,:]|$)")
        self.person = re.compile(words.persons or _NEVER)
        self.told_after = re.compile(rf"[”“\"»«’'.]*\s*(?:{words.told_after or _NEVER})(?!\w)")
        self.adverb = re.compile(rf"(?i)(?:{words.adverbs or _NEVER})(?!\w)")
        self.plural = re.compile(rf"(?:{words.plural or _NEVER})$")
        self.adjective = re.compile(words.adjectives or _NEVER)
        self.ending = re.compile(rf"(?:{words.endings or _NEVER})$")
        self.fleeting = re.compile(words.fleeting or _NEVER)

    def _is_role(self, word: str) -> bool:
        """Whether a word names an office, a profession or a form of address."""
        plain = word.strip(".,'’").lower()
        if self.words.inverted and (deputy := _DEPUTY.match(plain)):
            plain = plain[deputy.end() :]
        return (
            plain in self._roles
            or plain.rpartition("-")[2] in self._roles
            or (plain.endswith(_CHOSEN) and plain.rpartition("-")[0] in self._roles)
            or (self.words.inverted and plain.partition("-")[0] in self._roles)
            or bool(self._ending.search(plain))
        )

    def is_verb(self, word: str) -> bool:
        """Whether a word is most likely the verb of its clause."""
        return bool(
            self.said.fullmatch(word)
            or self.plain_verb.fullmatch(word)
            or (word.endswith("ed") and self.verb_like.fullmatch(word))
        )

    def insults(self, text: str) -> bool:
        """Whether a text holds a slur or an insult."""
        return bool(self._insult.search(" " + text.lower()))

    def debunks(self, text: str) -> bool:
        """Whether a text calls something false."""
        return bool(self._debunking.search(" " + text.lower()))

    def find_filler(self, phrase: str) -> re.Match[str] | None:
        """The comma or small word that a phrase ends with; only its last word is looked at."""
        last = phrase.rfind(" ", 0, len(phrase.rstrip()))
        return self.filler.search(phrase, len(phrase[:last].rstrip()) if last > 0 else 0)

    def governs(self, word: str) -> bool:
        """Whether a word is a preposition, also one that an article is elided behind: "d’Ann"."""
        plain = re.sub(r"(?<=['’]).*$", "", word)
        return bool(self._governing.fullmatch(plain))

    def guess_sex(self, words: list[str]) -> str:
        """'f', 'm' or '' from titles and roles."""
        return next((sex for word in words if (sex := self._guess_word(word))), "")

    def _find_sex(self, word: str) -> str:
        plain = word.strip(".,")
        return "f" if self._woman.search(plain) else "m" if self._man.search(plain) else ""


def _compile_small(alternatives: str) -> re.Pattern[str]:
    """Whole words in a text of small letters that begins with a blank: most places tell at once."""
    return re.compile(rf"[^a-z](?<!\w)(?:{group_words(alternatives or _NEVER)})(?!\w)")
