"""A German role as it stands beside a name: cut to the office, and in its plain form."""

from __future__ import annotations

import re

_CUT = re.compile(
    r" (?:nach|gegenüber|sagte|sagt|erklärte|erklärt|meinte|betonte|trat|war|ist|hat|hatte|wurde|wird|am|"
    r"zum|zur|vor|seit|während|über|auf|an|zu|mit)(?: .*)?$"
)
_PLACE = re.compile(r" am (?=[A-ZÄÖÜ])")
_NO_OFFICE = re.compile(
    r"(?:partei|unternehmens?|konzerns?|firma|kollegen?|kollegin|linken?|grünen?|kreis|stadtteils?|zeitung|"
    r"magazins?|agentur)$"
)
_PLAIN = (
    (re.compile(r"(?<=sid)enten$"), "ent"),
    (re.compile(r"(?<=[a-zäöü])(ist|ant|ent|log|soph|graf)en$"), r"\1"),
    (re.compile(r"(?<=[a-zäöü]er)s$"), ""),
)
_ADJECTIVE = re.compile(r"(vorsitzende|abgeordnete|beauftragte|angestellte|verordnete)[nr]?$", re.IGNORECASE)
_OFFICE_WORD = re.compile(
    r"^((?:[\wäöü-]+ )*?)([A-ZÄÖÜ][\w-]*)((?: (?:der|des|von|vom|für|im|in|bei|beim|am) .*)?)$"
)


def tidy_role(role: str, sex: str) -> str:
    """The role without what follows it in its sentence, its office in the nominative; "" for no office."""
    if not _PLACE.search(role):
        role = _CUT.sub("", role)
    match = _OFFICE_WORD.match(role)
    if match is None:
        return role if any(word[0].isupper() for word in role.split()) else ""
    before, office, behind = match.groups()
    if not behind and not before and _NO_OFFICE.search(office.lower()):
        return ""
    for pattern, plain in _PLAIN:
        office = pattern.sub(plain, office)
    if adjective := _ADJECTIVE.search(office):
        end = {"m": "r", "f": ""}.get(sex)
        office = office[: adjective.end(1)] + end if end is not None and not before else office
    return before + office + behind
