"""Offices and professions beside a name, as written."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.extract.languages import Lexicon
from bot.extract.speaking.names import MEN, WOMEN
from bot.extract.words import gather

_BEFORE_MOST, _AFTER_MOST = 110, 100
_EDGE = re.compile(r"[.;:()\n\x02–—]")
_BEHIND = re.compile(r", ([^,.;:()\n\x02–—]{3,90}?)(?=[,.:;)]|$)")
_ROLE_MOST = 8
_SHORTENED = gather(
    """prof dr sr sra dott sig on avv ing mec ks gen inż mgr bryg ogn asp szt podinsp insp kpt mł nadkom
    podkom płk mjr red ім акад проф dra eng dña dhr mevr drs ir mme st
    hab med lek kom sierż por kmdr bp abp adw n"""
)
_NEAR = 2
_AND = frozenset(["y", "e", "et", "en", "i", "oraz", "і", "й", "та", "ed"])
_DEPUTIES = frozenset(["adjoint", "adjointe", "teniente", "vice", "tenente"])
_GIVEN = MEN | WOMEN
_ADJECTIVES_MOST = 2
_ACADEMIC = frozenset(["dr", "prof", "hab", "med", "n", "mgr", "inż", "ir", "drs", "mr"])
"""Titles of learning between a role and a name: "socjolożka dr hab. | Ewa"."""


def find_titles(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[str, str]:
    """The role right before a name and the one in apposition behind it; "" where none."""
    return _find_title_before(text, start, lexicon), _find_behind(text, end, lexicon)


def strip_determiner(phrase: str, lexicon: Lexicon) -> str:
    """A noun phrase without the article that begins it."""
    match = lexicon.determiner.match(phrase)
    return phrase[match.end() :] if match else phrase


def bare(word: str) -> str:
    """A word without an elided article or preposition: "l’avocat"."""
    return re.sub(r"^(?:[^\W\d_]|dell|all|nell|sull|dall|un|qu)['’](?=\w)", "", word).strip(".,;:«»")


def _split_edge(text: str, start: int, most: int = _BEFORE_MOST) -> int:
    """Where the stretch begins that no stop, bracket or quotation parts from `start`; commas do not."""
    low = max(0, start - most)
    found = [match for match in _EDGE.finditer(text, low, start) if not is_abbreviation(text, match.start())]
    return found[-1].end() if found else low


def is_abbreviation(text: str, at: int) -> bool:
    """Whether the stop at a place belongs to an abbreviation or an initial: "M.", "prof."."""
    if text[at] != ".":
        return False
    word = re.search(r"(?<!\w)(\w+)$", text[max(0, at - 8) : at])
    if word is None:
        return False
    initial = len(word.group(1)) == 1 and word.group(1).isupper()
    return initial or word.group(1).lower() in _SHORTENED


def _find_title_before(text: str, start: int, lexicon: Lexicon) -> str:
    """The role that ends right before a name: "burmistrz Sosnowa | Anna", "la maire de Nil, | Claire"."""
    low = _split_edge(text, start)
    chunk = text[low:start].rstrip(" \u00a0")
    apposed = chunk.endswith(",")
    chunk = chunk.rstrip(",")
    comma = chunk.rfind(",")
    chunk = chunk[comma + 1 :] if comma >= 0 else chunk
    verbs = [verb for verb in lexicon.said.finditer(chunk) if not _is_noun(chunk, verb, lexicon)]
    chunk = chunk[verbs[-1].end() :] if verbs else chunk
    before = bool(verbs) or comma >= 0
    words = chunk.split()
    if words and lexicon.governs(words[-1]):
        return ""
    at = next((index for index, word in enumerate(words) if lexicon.is_role(bare(word))), -1)
    at = _skip_others(words, at, lexicon)
    if _names_other(words[at + 1 :], lexicon):
        return ""
    at = (at >= 0 and find_owner(words, at, lexicon)) or at
    if at < 0 or len(words) - at > _ROLE_MOST:
        return ""
    if apposed and at > _NEAR:
        return ""
    if words[at].lower().strip(".") in lexicon.words.forms:
        return ""
    words[at] = bare(words[at])
    at = _take_adjectives(words, at, lexicon, told=bool(verbs))
    while len(words) - at > 1 and words[-1].lower().strip(".") in lexicon.words.forms | _ACADEMIC:
        words.pop()
    opens = not before and (low == 0 or text[low - 1] in ".!?…")
    head = words[at][0].lower() + words[at][1:] if opens and at == 0 else words[at]
    return " ".join([head, *words[at + 1 :]])


def _skip_others(words: list[str], at: int, lexicon: Lexicon) -> int:
    """Where the last office begins, behind somebody else's: "la ministra Eva Lang y el | patrón"."""
    start = at
    for later in range(at + 1, len(words)):
        if not lexicon.is_role(bare(words[later])):
            continue
        between = words[start + 1 : later]
        joined = any(word.lower() in _AND for word in between)
        named = any(word[:1].isupper() and word != bare(word).lower() for word in between)
        articled = bool(between) and lexicon.determiner.match(between[-1] + " x")
        free = articled and not (len(between) > 1 and lexicon.governs(between[-2]))
        if joined or named or free:
            start = later
    return start


def find_owner(words: list[str], at: int, lexicon: Lexicon) -> int:
    """Where the office begins of whom another one only belongs to: "portavoz del | ministro"; 0 for none.

    A deputy of an office holds one by that name: "adjoint au maire".
    """
    if bare(words[at]).lower() in _DEPUTIES:
        return 0
    for later in range(at + 1, len(words)):
        if not lexicon.is_role(bare(words[later])):
            continue
        before = words[later - 1]
        articled = lexicon.determiner.match(before + " x") and later - 2 > at
        before = words[later - 2] if articled else before
        # Without an article it is a kind of office: "advogado de defesa".
        if lexicon.governs(before) and (articled or before.lower() not in {"de", "di", "d'", "d’"}):
            return later
    return 0


def _names_other(words: list[str], lexicon: Lexicon) -> bool:
    """Whether somebody else is named between an office and a name, or another noun joined to it."""
    given = lexicon.words.given_men | lexicon.words.given_women
    if any(word.istitle() and (word.lower() in given or word.lower() in _GIVEN) for word in words):
        return True
    pairs = pairwise(words)
    return any(one.lower() in _AND and lexicon.determiner.match(other + " x") for one, other in pairs)


def _is_beside(word: str, lexicon: Lexicon) -> bool:
    """Whether a word before an office is none of it: "ook", "gisteren", "in"."""
    plain = word.lower().strip(",")
    return plain in lexicon.words.small or lexicon.governs(plain) or bool(lexicon.adverb.match(plain))


def _take_adjectives(words: list[str], at: int, lexicon: Lexicon, *, told: bool) -> int:
    """Where a role begins with what changes its sense: "l'| ancien maire", "el | entonces ministro"."""
    low = max(0, at - _ADJECTIVES_MOST - 1)
    for back in range(at - 1, low - 1, -1):
        elided = bare(words[back]) != words[back].strip(".,;:«»")
        if lexicon.determiner.match(words[back] + " x") and not (elided and words[back].isupper()):
            if elided:
                words[back] = bare(words[back])
            return back + (not elided)
        if not words[back].islower() or lexicon.governs(words[back]):
            break
    bare_noun = lexicon.code == "nl" and 0 < at <= _ADJECTIVES_MOST
    if (
        bare_noun
        and not any(_is_beside(word, lexicon) for word in words[:at])
        and (told or words[0].istitle())
    ):
        return 0
    while at and (
        words[at - 1].lower() in lexicon.words.role_adjectives or lexicon.adjective.fullmatch(words[at - 1])
    ):
        at -= 1
    return at


def _is_noun(text: str, verb: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a verb of saying is an office behind an article: "le juge Low"."""
    before = text[: verb.start()].split()[-1:]
    return bool(before and lexicon.is_role(verb.group()) and lexicon.determiner.match(before[0] + " x"))


def _find_behind(text: str, end: int, lexicon: Lexicon) -> str:
    match = _BEHIND.match(text, end, min(len(text), end + _AFTER_MOST))
    if match is None:
        return ""
    phrase = strip_determiner(match.group(1), lexicon)
    if verb := lexicon.said.search(phrase):
        phrase = phrase[: verb.start()].rstrip()
    words = phrase.split()
    near = next((index for index, word in enumerate(words[:_NEAR]) if lexicon.is_role(word)), -1)
    if (
        near < 0
        or len(words) > _ROLE_MOST
        or (near and re.match(r"(?i)(?:który|która|qui|que|che|die|який|яка)$", words[0]))
    ):
        return ""
    if words[near].lower().strip(".") in lexicon.words.forms:
        return ""
    return " ".join(words)
