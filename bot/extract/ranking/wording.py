"""The names of what speaks for and against a number, in words for people."""

from __future__ import annotations

_KINDS = {
    "money": "money",
    "percent": "a percentage",
    "duration": "a duration",
    "count": "a count",
    "other": "another kind",
}
_SHAPES = {"|": "the sentence's edge", "#": "a number", "Capital": "a capital word", "word": "a word"}
_PLACES = {
    "before": "before it",
    "after": "behind it",
    "before2": "two words before it",
    "after2": "two words behind it",
    "left": "shortly before it",
    "right": "shortly behind it",
}
_STEMS = frozenset({"left", "right"})
_OF_GAP = frozenset({"slot", "gap"})


def word_name(name: str) -> str:
    """The name of an observation as a reader of it would say it: "before of" is '"of" before it'."""
    parts = name.split(" ")
    if len(parts) == 1:
        return _word_feature(name)
    lead = parts[0] == "lead"
    parts = parts[lead:]
    kind = parts[0] if parts[0] in _KINDS else ""
    parts = parts[bool(kind) :]
    if parts[0] == "like":
        told = _word_shapes(parts[1:])
    elif parts[0] == "unit":
        told = f'the unit "{parts[1]}"'
    else:
        told = _word_company(parts[0], parts[1:])
    told = f"{_KINDS[kind]} with {told}" if kind else told
    return f"in the lead: {told}" if lead else told


def _word_feature(name: str) -> str:
    words = name.replace("_", " ")
    whose, _, rest = words.partition(" ")
    return f"the headline's gap: {rest}" if whose in _OF_GAP else words


def _word_company(place: str, words: list[str]) -> str:
    if words == ["|"]:
        return "nothing " + _PLACES.get(place, place)
    said = " ".join("…" if word == "|" else word for word in words)
    return f'"{said}{"…" if place in _STEMS else ""}" {_PLACES.get(place, place)}'


def _word_shapes(shapes: list[str]) -> str:
    """What the words beside a number look like; "_" stands for the number."""
    side = "before it" if shapes[-1] == "_" else "behind it"
    told = [_word_shape(shape) for shape in shapes if shape != "_"]
    return f"{' and '.join(told)} {side}"


def _word_shape(shape: str) -> str:
    if shape in _SHAPES:
        return _SHAPES[shape]
    return f'a word in "{shape}"' if shape.startswith("-") and len(shape) > 1 else f'"{shape}"'
