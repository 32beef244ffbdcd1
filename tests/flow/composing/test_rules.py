"""What rules look at and decide: tables, without a store."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.flow.composing.conditions import Facts, find_word, match
from bot.flow.composing.rules import Ruling, find_hits, weigh
from bot.model import Document, Note, Span, Tone, Urgency
from bot.settings.rules.rule import Rule, RuleFields, When

STARTERS = Path(__file__).resolve().parents[3] / "config" / "rules.yaml"
TEXT = """\
The mayor’s dead heat

A vote in Malmö ended in a dead-heat on Monday.

Police are still investigating."""
ARTICLE = Document(
    text=TEXT,
    title="The mayor’s dead heat",
    title_span=Span(0, 21, "The mayor’s dead heat"),
    paragraphs=(
        Span(23, 68, "A vote in Malmö ended in a dead-heat on Monday."),
        Span(70, 101, "Police are still investigating."),
    ),
    language="en-GB",
    section="Fact Check",
    agency="Reuters",
    kind="",
    tags=("Lund", "Fact-check", "2027"),
    usage="Not for online use before Monday.",
    urgency=Urgency.BREAKING,
    source="wire",
)


def read(yaml: str) -> Any:
    return YAML(typ="safe", pure=True).load(yaml)


def make_rules(*yamls: str) -> list[Rule]:
    found = []
    for n, yaml in enumerate(yamls):
        fields = RuleFields.model_validate(read(yaml))
        found.append(Rule(f"rules.yaml:{n + 1}", n, fields.when, fields.then, fields.why))
    return found


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("{source: wire}", ["source wire"]),
        ("{source: [feed, wires]}", None),
        ("{section: factcheck}", ["section Fact Check"]),
        ("{section: fact}", None),
        ("{section: fact*}", ["section Fact Check"]),
        ("{tag: [x, FACT CHECK]}", ["tag Fact-check"]),
        ("{tag: 2027}", ["tag 2027"]),
        ("{tag: '#lund'}", ["tag Lund"]),
        ("{kind: '*'}", None),
        ("{agency: '*'}", ["agency Reuters"]),
        ("{urgency: [breaking, normal]}", ["urgency breaking"]),
        ("{language: en}", ["language en-GB"]),
        ("{language: en-US}", None),
        ("{language: other}", None),
        ("{language: [de, other]}", None),
        ("{usage: online use}", ["“online use” in the usage terms"]),
        ("{words: malmo}", ["“malmo” in the headline or first paragraph"]),
        ("{words: police}", None),
        ("{text: police}", ["“police” in the story"]),
        ("{words: dead}", ["“dead” in the headline or first paragraph"]),
        ("{words: dea}", None),
        ("{words: dea*}", ["“dead” in the headline or first paragraph"]),
        ("{words: dead, apart_from: dead heat}", None),
        ("{words: [dead, ended], apart_from: dead heat}", ["“ended” in the headline or first paragraph"]),
        ("{words: mayor's}", ["“mayor's” in the headline or first paragraph"]),
        ("{tag: lund, section: sport}", None),
        ("{tag: lund, not: {section: sport}}", ["tag Lund"]),
        ("{not: {tag: lund}}", None),
        ("{not: [{section: sport}, {tag: lund}]}", None),
        ("{not: {section: sport}}", []),
        ("{any: [{section: x}, {all: [{tag: lund}, {agency: reuters}]}]}", ["tag Lund", "agency Reuters"]),
        ("{any: [{section: sport}, {not: {tag: lund}}]}", None),
    ],
)  # fmt: skip
def test_a_condition_tells_what_it_matched(when: str, found: list[str] | None) -> None:
    matched = match(When.model_validate(read(when)), Facts(ARTICLE), "en")
    assert matched == (None if found is None else tuple(found))


@pytest.mark.parametrize(
    ("spoken", "channel", "other"),
    [
        ("de", "en", True),
        ("en-GB", "en-US", False),
        ("nb", "no", False),
        ("de", "any", False),
        ("pt-BR", "pt", False),
    ],
)
def test_another_language_is_another_than_the_channel_s(spoken: str, channel: str, other: bool) -> None:
    facts = Facts(replace(ARTICLE, language=spoken))
    assert (match(When.model_validate({"language": "other"}), facts, channel) is not None) is other


def test_the_note_s_urgency_is_what_rules_see() -> None:
    facts = Facts(replace(ARTICLE, note=Note(urgency=Urgency.EVERGREEN)))
    assert match(When.model_validate({"urgency": "evergreen"}), facts, "en")


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4))
def test_looking_for_any_word_in_any_text_never_fails(text: str, words: list[str]) -> None:
    found = find_word(text, tuple(words), tuple(words[:1]))
    assert found in text


SOBER = "{when: {tag: lund}, then: {tone: sober}}"
CASES = {
    "none": ([], Ruling()),
    "block": (["{when: {tag: lund}, then: {block: true}}"], {"blocks": 1}),
    "no match": (["{when: {tag: x}, then: {block: true}}"], Ruling()),
    "sober wins": (["{when: {tag: lund}, then: {tone: normal}}", SOBER], {"tone": Tone.SOBER}),
    "a sober rule's template": (
        ["{when: {tag: lund}, then: {tone: sober, template: a}}"],
        {"tone": Tone.SOBER, "template": "a"},
    ),
    "another rule's template for a sober post": (
        ["{when: {tag: lund}, then: {template: a}}", SOBER],
        {"tone": Tone.SOBER, "template": None},
    ),
    "the same twice": (
        ["{when: {tag: lund}, then: {label: live}}"] * 2,
        {"label": "live", "conflicts": []},
    ),
    "two labels": (
        ["{when: {tag: lund}, then: {label: live}}", "{when: {agency: reuters}, then: {label: new}, why: w}"],
        {
            "label": "live",
            "conflicts": [
                (
                    "two rules contradict each other: rules.yaml:1 (tag Lund) says label: live, "
                    "rules.yaml:2 (w) says label: new"
                )
            ],
        },
    ),
    "two urgencies": (
        ["{when: {tag: lund}, then: {urgency: normal}}", "{when: {tag: lund}, then: {urgency: breaking}}"],
        {"urgency": Urgency.NORMAL, "conflicts": 1},
    ),
    "channels in common": (
        ["{when: {tag: lund}, then: {channels: [main, b]}}", "{when: {tag: lund}, then: {channels: [b, c]}}"],
        {"channels": {"b"}, "excluding": 1, "conflicts": []},
    ),
    "no channel in common": (
        ["{when: {tag: lund}, then: {channels: main}}", "{when: {tag: lund}, then: {channels: [b, c]}}"],
        {"channels": {"main", "b", "c"}, "excluding": 1, "conflicts": 1},
    ),
    "ask": (["{when: {tag: lund}, then: {ask: true}, why: look}"], {"asks": 1}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_most_cautious_of_all_matching_rules_wins(case: tuple[list[str], Any]) -> None:
    yamls, expected = case
    ruling = weigh(find_hits(make_rules(*yamls), Facts(ARTICLE), "en"), "main")
    if isinstance(expected, Ruling):
        assert ruling == expected
        return
    for name, value in expected.items():
        found = getattr(ruling, name)
        if isinstance(value, int) and not isinstance(value, Urgency):
            assert len(found) == value
        else:
            assert value == (ruling.conflicts_but(()) if name == "conflicts" else found)
    assert ruling.conflicts_but(["label", "urgency", "channels", "template"]) == []


STARTED = [
    ("en", "Three dead after bus crash near Lund", "sober"),
    ("en", "The deadline for the harbour is Friday", None),
    ("en", "Election ends in a dead heat", None),
    ("en", "Dead heat, then a man is killed", "sober"),
    ("en", "Two killed off the coast of Malta", "sober"),
    ("en", "Teacher accused of abusing pupils", None),
    ("de", "Dies ist die neue Bahn für Wuppertal", None),
    ("de", "Zwei Menschen sterben bei Brand in Köln", "sober"),
    ("de", "Totes Rennen bei der Wahl in Hagen", None),
    ("pl", "Nie żyje dwóch górników z Wałbrzycha", "sober"),
    ("pl", "Nowy tramwaj w Gdyni jedzie do portu", None),
    ("fr", "Deux morts dans un accident à Nantes", "sober"),
    ("fr", "Les négociations au point mort à Lyon", None),
    ("es", "Mueren dos obreros en Bilbao", "sober"),
    ("it", "Muore un operaio nel porto di Genova", "sober"),
    ("pt", "Homem morreu num incêndio no Porto", "sober"),
    ("nl", "Twee doden na brand in Utrecht", "sober"),
    ("nl", "De prijzen lijken te dalen", None),
    ("sv", "Två döda i Malmö", None),
]


@pytest.mark.parametrize(("language", "title", "tone"), STARTED)
def test_the_starters_know_death_and_no_metaphors(language: str, title: str, tone: str | None) -> None:
    document = Document("", title, None, (), language)
    hits = find_hits(make_starters(), Facts(document), language)
    assert weigh(hits, "main").tone == tone


@pytest.mark.parametrize(
    ("change", "decides"),
    [
        ({"tags": ("Sponsored",)}, ["block: true"]),
        ({"section": "Anzeige"}, ["block: true"]),
        ({"kind": "Obituary"}, ["tone: sober"]),
        ({"kind": "live-blog"}, ["tone: sober"]),
        ({"tags": ("Live music",)}, []),
        ({"kind": "Faktencheck"}, ["tone: sober"]),
        ({"section": "Satire"}, ["tone: sober"]),
        ({"language": "de"}, ["ask: true"]),
    ],
)
def test_the_starters_are_careful(change: dict[str, Any], decides: list[str]) -> None:
    document = replace(Document("", "A new tram for Lund", None, (), "en"), **change)
    hits = find_hits(make_starters(), Facts(document), "en")
    assert [word for hit in hits for word in hit.decides] == decides
    assert all(hit.rule.why for hit in hits)


def make_starters() -> list[Rule]:
    return [
        Rule("", n, one.when, one.then, one.why)
        for n, one in enumerate(map(RuleFields.model_validate, read(STARTERS.read_text(encoding="utf-8"))))
    ]
