"""Why the likeliest person may not be whom "he" or "she" means after all."""

from __future__ import annotations

import re

from bot.extract.languages import Lexicon
from bot.extract.segments import MASK
from bot.extract.speaking.sights import Sight
from bot.extract.words import gather

_JOINED = re.compile(
    r"(?:,? \(?\d{1,3}\)?,?|, [^,.;:]{1,60},)? (?:and|&|or|nor) (?:(?:his|her|their) [\w -]{2,40},? )?"
)
_DONE_BY = re.compile(
    r" (?:was|were|is|are|(?:had|has|have) been) (?!asked|told|questioned|interviewed|quoted)"
    r"[^,.;:]{2,80} by (?:[\w-]+ ){0,3}"
)
_ASKED = re.compile(r" (?:also |then |had )?(?:asked|asks|wondered|inquired)(?!\w)")
_ASKED_BEFORE = re.compile(rf"{MASK}[^\w]*(?:asked|asks|wondered) $")
_ANSWER = re.compile(
    r"\W*(?:he|she) (?:replied|replies|answered|answers|responded|responds|retorted|shot back)(?!\w)"
)
_ADDED = re.compile(
    r"\W*(?:he|she) (?:then |also |later )?(?:added|adds|continued|continues|went on|goes on)(?!\w)|"
    r"\W*(?:added|adds|continued|continues) (?:he|she)(?!\w)"
)
_SEVERAL = gather("many some several two three most both other those these")
_MALE = gather("man boy gunman policeman fireman uncle grandfather nephew boyfriend")
_FEMALE = gather("woman girl policewoman aunt grandmother niece girlfriend widow")
_PEOPLE = gather(
    """neighbour neighbor officer victim suspect attacker teenager teen child driver passenger cyclist
    pedestrian worker colleague friend relative cousin survivor defendant plaintiff bystander onlooker
    customer patient tenant landlord employee employer boss player opponent rival aide soldier firefighter
    guard pupil source magistrate barrister solicitor"""
)
_BEFORE = 16
_CHUNKS, _HEAD_MOST = 3, 8


def answers(text: str, at: int) -> bool:
    """Whether the attribution at a place says that somebody answers."""
    return bool(_ANSWER.match(text, at))


def goes_on(text: str, at: int) -> bool:
    """Whether the attribution at a place says that somebody goes on speaking."""
    return bool(_ADDED.match(text, at))


def asks(text: str, sight: Sight) -> bool:
    """Whether somebody asks beside a name, so that who answers is another one."""
    return bool(
        _ASKED.match(text, sight.end)
        or _ASKED_BEFORE.search(text, max(0, sight.start - _BEFORE), sight.start)
    )


def are_joined(text: str, one: Sight, other: Sight) -> bool:
    """Whether two names stand side by side, and do the same: "Bob Day and Carl Reed"."""
    first, second = sorted((one, other), key=lambda sight: sight.start)
    return bool(_JOINED.fullmatch(text, first.end, second.start))


def suffers(text: str, one: Sight, other: Sight) -> bool:
    """Whether somebody only has done to them what another one does: "Bob Day was jailed by Carl Reed"."""
    return bool(_DONE_BY.fullmatch(text, one.end, other.start))


def describe_head(sentence: str, lexicon: Lexicon) -> str:
    """The noun phrase without a name that a sentence begins with, up to its verb; "" for none."""
    chunks = sentence.split(", ")
    for at, chunk in enumerate(chunks[:_CHUNKS]):
        skipped = lexicon.leading.match(chunk)
        body = chunk[skipped.end() :] if skipped else chunk
        if lexicon.opener.match(body):
            continue
        words = body.split()
        verb = next(
            (
                number
                for number, word in enumerate(words[:_HEAD_MOST])
                if number > 1 and lexicon.is_verb(word)
            ),
            0,
        )
        apposed = at + 1 < len(chunks) and not chunks[at + 1][:1].isupper()
        whole = len(words) <= _HEAD_MOST and apposed
        phrase = words[:verb] if verb else words if whole else []
        if not phrase or not lexicon.determiner.match(" ".join(phrase) + " x"):
            return ""
        parted = next(
            (number for number, word in enumerate(phrase) if number and lexicon.governs(word)), len(phrase)
        )
        return " ".join(phrase[:parted])
    return ""


def fits(described: str, sex: str, lexicon: Lexicon) -> bool:
    """Whether a description is of one person, who may be of a sex: "the judge", "her mother"."""
    words = described.split()
    last = words[-1].lower().strip(".,")
    if last not in _PEOPLE | _MALE | _FEMALE and not lexicon.is_role(last):
        return False
    told = "m" if last in _MALE else "f" if last in _FEMALE else lexicon.guess_sex([last])
    return told in {"", sex} and words[0].lower() not in _SEVERAL
