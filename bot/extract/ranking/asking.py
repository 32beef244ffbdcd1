"""What a headline with an open number asks for: an age, a list, a total, more of something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.extract.numbers import Number
from bot.model import Span

_NEAR = 60

_UNIT = re.compile(
    r"(?i)[\s-]*(?:square[ -]|sq\.? ?|cubic[ -]|metric[ -]|nautical[ -])?"
    r"(foot(?:er)?|feet|ft|miles?|mi|inch(?:es)?|tons?|tonnes?|pounds?|lbs?|mph|kph|[gtm]b|gigabytes?|acres?|degrees?|°"
    r"|(?:kilo)?met(?:er|re)s?|km|gallons?|ounces?|oz|magnitude|carats?|watts?|megapixels?|calories|(?:milli|kilo)?grams?"
    r"|kilos?|points?|proof|light[ -]years?)(?!\w)"
)
_BESIDE = 2

_ASKS_AGE = re.compile(
    r"(?:\w['’\"”]?,['’\"”]?(?: [Nn]ow)?|(?<!oll )\b[Aa]t|\b[Aa]ged?|\b[Tt]urns|\b[Yy]ounger than"
    r"|\b[Oo]lder than|\b[Ii]s [Jj]ust|\b[Ss]?[Hh]e(?:['’]s| [Ii]s| [Ww]as)) *$"
)
_AGE_ENDS = re.compile(r"\s*(?:[,:;.?!]|$|and\b)")
_AGE_BEFORE = re.compile(r"(?i)(?:\bwas|\bis|\baged?|\bat|\bturn(?:ed|s)|,) $")
_OLDEST = 115

_ASKS_MORE = re.compile(r"(?i)(?<!\w)(?:more|another|others?|additional|extra)(?!\w)(?! than)")
_MORE_BEFORE = re.compile(r"(?i)(?:another|additional|further|extra)(?: \w+)? $")
_LAST_TWO = 40
"""Characters that hold the two words before a number."""
_MORE_AFTER = re.compile(r"(?i) (?:more|others?|additional)(?!\w)(?! than)")

_ASKS_TOTAL = re.compile(
    r"(?i)(?<!\w)(?:tolls?|total|now|reach(?:es|ed)?|hits?|tops?|rises?|climbs?|passes|nears?|up to)(?!\w)"
)
_TOTAL_BEFORE = re.compile(
    r"(?i)(?<!\w)(?:toll|total|brings?|bringing|brought|risen|rose|rises?|reach\w*|stands? at|number of)"
    r"(?!\w)[^.;]*$"
)

_BEST = r"(?:best|worst|most|least|top|reasons?|things|ways|tips|secrets|facts|standout|\w{3,}est)"
_ASKS_LIST = re.compile(rf"(?i)(?:the |\w+'s )?(?:top )?_{{2,}}(?: \w+){{0,3}} {_BEST}(?!\w)")
_LIST_BEFORE = re.compile(r"(?i)(?:top|here are|here's|the|these|list of|following|other)(?: a)? $")
_LIST_AFTER = re.compile(r"(?i) (?:best|worst|most|least|\w{3,}est)(?!\w)")
_LIST_SIZES = frozenset({5, 10, 15, 20, 25, 50, 100})

_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen"
_WHOLE = re.compile(
    rf"(?i)(?<!\w)(?:\d[\d,.]*|{_ONES}|some|most|all|many|half|third|none|both|each|percent|%) of "
    r"(?:(?:the|his|her|its|their|those|these|all|some|about|our|my|more than|top) )*(?:[a-z]+ )?$"
)
_PART = re.compile(r"(?i)(?: [a-z]+)? of (?:the|his|her|its|their|those|these|them|whom|which)(?!\w)")
_OF = re.compile(r" of(?!\w)")
_VAGUE = re.compile(r"(?i)dozen|hundred$|thousand$|few")


def read_wishes(left: str, right: str) -> frozenset[str]:
    """What a headline asks for, by the words on both sides of its open number."""
    return frozenset(_list_wishes(left, right))


def _list_wishes(left: str, right: str) -> Iterator[str]:
    if asks_age(left, right):
        yield "age"
    if _ASKS_MORE.search(left) or _ASKS_MORE.search(right):
        yield "more"
    if _ASKS_TOTAL.search(left) or _ASKS_TOTAL.search(right):
        yield "total"
    if _ASKS_LIST.match(f"{left}__{right}"):
        yield "list"


def read_unit(right: str) -> str:
    """The unit that the words behind an open number measure it in, as written; "" for none."""
    found = _UNIT.match(right)
    return found.group(1) if found else ""


def list_unit_features(asked: str, kind: str, unit: list[str], right: list[str]) -> dict[str, float]:
    """Whether a number is measured in what is asked for; all words are stems, `asked` may be ""."""
    measure = kind == "measure"
    if not asked:
        return {"slot_measure_for_none": float(measure)}
    same = asked in unit or asked in right[:_BESIDE]
    return {
        "slot_unit": float(same),
        "slot_a_measure": float(measure),
        "slot_no_measure": float(not same and not measure),
    }


def asks_age(left: str, right: str) -> bool:
    """Whether the words around an open number leave room for nothing but an age: "Girl, ____: I Lied"."""
    return bool(_ASKS_AGE.search(left) and _AGE_ENDS.match(right))


def list_asked_features(
    wishes: frozenset[str], number: Number, sentence: Span, text: str, *, of: bool
) -> dict[str, float]:
    """How well a number gives what the headline asks for, by name; `of`: the open number is one "of" some."""
    span = number.span
    before = text[max(sentence.start, span.start - _NEAR) : span.start]
    after = text[span.end : min(sentence.end, span.end + _NEAR)]
    features = _note_parts(number, before, after, of=of)
    more = bool(_MORE_BEFORE.search(before[-_LAST_TWO:]) or _MORE_AFTER.match(after))
    if "more" in wishes:
        features["slot_more" if more else "slot_no_more"] = 1.0
    elif more:
        features["slot_more_unasked"] = 1.0
    if "total" in wishes:
        features["slot_total"] = float(bool(_TOTAL_BEFORE.search(before)))
    if "list" in wishes:
        features |= {
            "slot_list_top": float(bool(_LIST_BEFORE.search(before))),
            "slot_list_best": float(bool(_LIST_AFTER.match(after))),
            "slot_list_size": float(number.value in _LIST_SIZES),
            "slot_list_spelled": float(number.spelled),
            "slot_list_late": span.start / len(text),
        }
    if "age" in wishes:
        features[_judge_age(number, before)] = 1.0
    return features


def _note_parts(number: Number, before: str, after: str, *, of: bool) -> dict[str, float]:
    """Whether a number is the whole of which another is a part, a part itself, or no number but a word."""
    said = number.span.text
    return {
        "slot_whole": float(" of " in before and bool(_WHOLE.search(before))),
        "slot_part": float(bool(_PART.match(after))),
        "slot_one_among": float(number.value == 1 and not of and bool(_OF.match(after))),
        "slot_vague": float(not said.isdigit() and bool(_VAGUE.search(said))),
    }


def _judge_age(number: Number, before: str) -> str:
    if number.kind == "age":
        return "slot_an_age"
    low = number.kind == "count" and number.value is not None and 0 < number.value < _OLDEST
    return "slot_like_an_age" if low and _AGE_BEFORE.search(before) else "slot_no_age"
