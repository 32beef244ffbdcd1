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


_LEARNED = re.compile(r"(?:(?:^| )(?:Prof|Dr|Dipl|Ing|PD|med|jur|phil|rer|nat|h\. ?c)\.?)+$")
_QUALIFYING = (
    r"(?:stellvertretend|vertretend|ehemalig|vormalig|früher|einstig|langjährig|designiert|künftig|"
    r"amtierend|kommissarisch|geschäftsführend|scheidend|abgewählt|zurückgetreten|abgesetzt|neu gewählt|"
    r"wiedergewählt|parlamentarisch|damalig|mutmaßlich|angeblich|vermeintlich|selbst ?ernannt|verurteilt|"
    r"inhaftiert|suspendiert|entlassen|verstorben|gestürzt|beurlaubt|pensioniert|emeritiert|entmachtet|"
    r"vorläufig|angeklagt|beschuldigt|falsch)e"
)
_QUALIFIED = re.compile(rf"(?<![\w-])({_QUALIFYING})[nrs]? $")
_OWN = re.compile(rf"({_QUALIFYING})[nrs]? (?=[A-ZÄÖÜ])")
_LARGE = re.compile(
    r"^((?:Vorsitzend|Regierend|Erst|Zweit|Leitend|Ärztlich|Kaufmännisch|Parlamentarisch|Technisch|Stellvertretend|"
    r"Geschäftsführend|Wissenschaftlich|Künstlerisch)e)[nr]? (?=[A-ZÄÖÜ])"
)
_QUALIFIED_WITHIN = 40


def qualify_role(role: str, sex: str, text: str, end: int) -> str:
    """A role with the adjective before it that changes what it says: "ehemaliger Bürgermeister".

    `text` holds it before `end`; "" where nobody knows how the adjective ends.
    """
    if own := _OWN.match(role):
        # "Gerd Lau, der frühere Bürgermeister": it stands within the role.
        ending = {"m": "r", "f": ""}.get(sex)
        return "" if ending is None else f"{own.group(1)}{ending} {role[own.end() :]}"
    head = role.partition(" ")[0]
    # Its ending may have been made plain: "Vorsitzender" of "Vorsitzende".
    at = max(text.rfind(head, 0, end), text.rfind(head[:-1], 0, end)) if len(head) > 1 else -1
    found = _QUALIFIED.search(text, max(0, at - _QUALIFIED_WITHIN), at) if at >= 0 else None
    if found is None:
        return role
    ending = {"m": "r", "f": ""}.get(sex)
    return "" if ending is None else f"{found.group(1)}{ending} {role}"


def tidy_role(role: str, sex: str) -> str:
    """The role without what follows it in its sentence, its office in the nominative; "" for no office."""
    role = _LEARNED.sub("", role)
    if not _PLACE.search(role):
        role = _CUT.sub("", role)
    if large := _LARGE.match(role):
        rest = tidy_role(role[large.end() :], sex)
        ending = {"m": "r", "f": ""}.get(sex)
        return f"{large.group(1)}{ending} {rest}" if rest and ending is not None else rest and role
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
