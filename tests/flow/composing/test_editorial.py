"""Notes and rules in the house: what becomes of a post, with the reason that a person reads."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flow_stage import TEMPLATES, Script, StageClock, drop, lay_project, open_stage, take_in

from bot.errors import NotFound
from bot.flow import show
from bot.flow.arriving.reading import read_path
from bot.flow.check import check_project, check_templates
from bot.flow.composing.compose import compose
from bot.flow.composing.draft import Draft
from bot.flow.composing.times import time_article
from bot.flow.editing import steer
from bot.flow.house import House
from bot.flow.preview import preview
from bot.flow.sending.deliver import drain
from bot.model import DeliveryState, Urgency

CHANNELS = "main: {platform: stage, approval: never}\nsport: {platform: stage, approval: never}\n"
STORY = """\
---
url: https://courier.example.org/1
tags: [Lund]
%s---
Harbour reopens after the storm

The harbour reopened on Monday after repairs that cost €14 million, the port authority said. It is small.

Some 300 boats came. Dredging cost €2 million.

“We have waited long for this day, and the boats are ready,” said harbour master Ada Brandt.
"""
BLOCK = "- {when: {tag: lund}, then: {block: true}, why: not ours}\n"
SOBER = "- {when: {tag: lund}, then: {tone: sober}}\n"
ASK = "- {when: {tag: lund}, then: {ask: true}}\n"
ODD = "- {when: {tag: lund}, then: {template: posts/odd.j2, urgency: breaking}}\n"
ODD_SOBER = "- {when: {tag: lund}, then: {template: posts/odd.j2, tone: sober}}\n"
EVERGREEN = "- {when: {not: {tag: x}}, then: {urgency: evergreen}}\n"
UPDATE = "- {when: {tag: lund}, then: {label: update}}\n"
LIVE = "- {when: {not: {tag: x}}, then: {label: live}}\n"
SPORT = "- {when: {tag: lund}, then: {channels: sport}}\n"
MAIN = "- {when: {not: {tag: x}}, then: {channels: main}}\n"


def lay(folder: Path, rules: str, channels: str = CHANNELS) -> Path:
    project = lay_project(folder, channels=channels)
    (project / "config" / "rules.yaml").write_text(rules)
    (project / "templates" / "posts" / "odd.j2").write_text(
        "ODD {{ headline }} {{ figure.sentence if figure }}"
    )
    (project / "templates" / "labels").mkdir(exist_ok=True)
    for path in (TEMPLATES / "labels").glob("*.yaml"):
        (project / "templates" / "labels" / path.name).write_text(path.read_text())
    return project


def draft_of(house: House, note: str, fields: str = "") -> Draft:
    path = house.settings.project / "story.txt"
    path.write_text(STORY % (fields + (f"social: {note}\n" if note else "")))
    read = read_path(path, house.clock, language="en", timezone=house.zone)
    return compose(house, "main", read.document, read.highlights)


@dataclass(frozen=True)
class Case:
    """Rules and note, and what comes of them on the channel main."""

    rules: str
    note: str
    state: DeliveryState
    reason: str = ""
    template: str = "posts/default.j2"
    text: str = "Harbour reopens"
    urgency: Urgency = Urgency.NORMAL


GOES, WAITS = DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL
HELD, SKIPPED = DeliveryState.HELD, DeliveryState.SKIPPED
SOBER_J2 = "posts/sober.j2"
CASES = {
    "nothing said": Case("", "", GOES),
    "blocked": Case(BLOCK, "", SKIPPED, "a rule blocks it: config/rules.yaml:1 (not ours)"),
    "blocked whatever the note says": Case(
        BLOCK, "{post: yes, channels: main, tone: normal}", SKIPPED, "a rule"
    ),
    "not to be posted": Case("", "{post: no}", SKIPPED, "the article's note says not to post it"),
    "asked": Case(ASK, "", WAITS, "a rule asks for a person: config/rules.yaml:1 (tag Lund)"),
    "asked whatever the note says": Case(ASK, "{tone: normal, urgency: normal}", WAITS, "a rule asks"),
    "sober by rule": Case(SOBER, "", GOES, template=SOBER_J2),
    "normal by note": Case(SOBER, "{tone: normal}", GOES),
    "sober by note": Case("", "{tone: sober}", GOES, template=SOBER_J2),
    "a rule's template": Case(ODD, "", GOES, template="posts/odd.j2", text="ODD", urgency=Urgency.BREAKING),
    "a note's template": Case(ODD, "{template: posts/default.j2}", GOES, urgency=Urgency.BREAKING),
    "a rule's template is not for the note's sobriety": Case(
        ODD, "{tone: sober}", GOES, template=SOBER_J2, urgency=Urgency.BREAKING
    ),
    "a rule's template for its own sobriety": Case(
        ODD_SOBER, "", GOES, template="posts/odd.j2", text="ODD Harb"
    ),
    "a note's urgency": Case(
        ODD,
        "{urgency: evergreen, template: posts/sober.j2}",
        GOES,
        template=SOBER_J2,
        urgency=Urgency.EVERGREEN,
    ),
    "breaking by note": Case(
        "",
        "{urgency: breaking}",
        GOES,
        template="posts/breaking.j2",
        text="Breaking: Harbour",
        urgency=Urgency.BREAKING,
    ),
    "two urgencies": Case(
        ODD + EVERGREEN,
        "{template: posts/default.j2}",
        WAITS,
        "config/rules.yaml:1 (tag Lund) says urgency: breaking, config/rules.yaml:2",
        urgency=Urgency.BREAKING,
    ),
    "two urgencies and a third by note": Case(
        ODD + EVERGREEN, "{urgency: normal}", GOES, template="posts/odd.j2", text="ODD"
    ),
    "a label": Case(UPDATE, "", GOES, text="Update: Harbour reopens"),
    "two labels": Case(UPDATE + LIVE, "", WAITS, "two rules contradict", text="Update: Harbour"),
    "a label that is not there": Case("- {when: {tag: lund}, then: {label: nope}}\n", "", GOES),
    "other channels by rule": Case(
        SPORT, "", SKIPPED, "a rule names other channels: config/rules.yaml:1 (tag Lund)"
    ),
    "channels by note, against a rule": Case(SPORT, "{channels: main}", GOES),
    "other channels by note": Case(
        MAIN, "{channels: sport}", SKIPPED, "the article's note names other channels: sport"
    ),
    "no channel left": Case(
        SPORT + MAIN, "", WAITS, "says channels: sport, config/rules.yaml:2 says channels: main"
    ),
    "a channel that is not there": Case(
        "", "{channels: [sprot]}", HELD, "that is not there: 'sprot' (did you mean sport? mend the note)"
    ),
    "another figure": Case("", "{figure: 300 boats}", GOES, text="Some 300 boats came."),
    "a figure that is not there": Case(
        "", "{figure: 17 million}", HELD, "figure is not in the article: '17 million' (it has €14 million;"
    ),
    "a quote in its marks": Case(
        "", "{quote: '“We have waited long for this day, and the boats are ready,”'}", GOES
    ),
    "a quote that is not there": Case(
        "", "{quote: We have won}", HELD, "the note's quote is not in the article"
    ),
    "the editor's own headline": Case(
        "", "{headline: Boats are back in the harbour}", GOES, text="Boats are back"
    ),
    "a number in it that is not there": Case(
        "", "{headline: 17 boats are back}", HELD, "'17' does not stand", text="17 boats"
    ),
    "a quotation in it that is not there": Case(
        "", "{headline: “We won” says Lund}", HELD, "the headline quotes “We won”, which", text="“We won”"
    ),
    "a template that is not there": Case(
        "", "{template: posts/nope.j2}", DeliveryState.FAILED, "there is no template", "posts/nope.j2"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_note_and_rules_decide(case: Case, tmp_path: Path, script: Script, clock: StageClock) -> None:
    with open_stage(lay(tmp_path / "p", case.rules), clock) as house:
        draft = draft_of(house, case.note)
        document = read_path(tmp_path / "p" / "story.txt", clock, language="en", timezone=house.zone).document
        urgency = time_article(house, "main", document, clock.now()).urgency
    assert draft.state is case.state
    assert case.reason in draft.reason
    assert bool(draft.reason) is bool(case.reason)
    assert draft.template.partition("@")[0] == case.template
    if draft.post:
        assert case.text in draft.post.text.text
        assert draft.post.description in {"", *draft_sentences(document.body)}
    if case.state is not SKIPPED:
        assert urgency is case.urgency


def draft_sentences(body: str) -> list[str]:
    first = body.partition("\n")[0]
    return [first, first.removesuffix(" It is small.")]


async def test_rules_ask_block_and_choose_by_source(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    rules = (
        "- {when: {source: wire, tag: a}, then: {block: true}}\n"
        "- {when: {source: wire, tag: b}, then: {ask: true}}\n"
        "- {when: {source: wire, tag: c}, then: {channels: main}}\n"
    )
    with open_stage(lay(tmp_path / "p", rules), clock) as house:
        for n, tag in enumerate("abc"):
            drop(
                house.settings.project,
                n,
                STORY.replace("courier.example.org/1", f"courier.example.org/{n}")
                .replace("Lund", tag)
                .replace("Harbour", f"Harbour {tag}")
                % "",
            )
        await take_in(house)
        states = {(row["title"][8], row["channel"]): row["state"] for row in show.list_posts(house)}
        assert states == {
            ("a", "main"): "skipped", ("a", "sport"): "skipped",
            ("b", "main"): "awaiting approval", ("b", "sport"): "awaiting approval",
            ("c", "main"): "scheduled", ("c", "sport"): "skipped",
        }  # fmt: skip
        waiting = steer.choose(house, [], states=[WAITS])
        steer.cancel(house, waiting)
        steer.retry(house, steer.choose(house, [one.id for one in waiting]))
        await drain(house, "main")
        assert [row["state"] for row in show.list_posts(house, channel="main") if row["title"][8] == "b"] == [
            "awaiting approval"
        ]
        assert len(script.online) == 1


async def test_preview_tells_all(tmp_path: Path, script: Script, clock: StageClock) -> None:
    project = lay(tmp_path / "p", UPDATE + "- {when: {source: wire}, then: {ask: true}, why: look}\n" + SPORT)
    with open_stage(project, clock) as house:
        path = project / "story.txt"
        path.write_text(STORY % "social: {channels: main}\n")
        shown = await preview(house, str(path))
        main, sport = shown["channels"]
        assert [rule["place"] for rule in main["rules"]] == [f"config/rules.yaml:{n}" for n in (1, 2, 3)]
        assert main["rules"][1] | {"overruled": []} == {
            "place": "config/rules.yaml:2",
            "found": ["source wire"],
            "decides": ["ask: true"],
            "why": "look",
            "overruled": [],
        }
        assert main["rules"][2]["overruled"] == ["channels"]
        assert (main["label"], main["no_picture"]) == ("update", "the article has none")
        assert main["left_out"] == [{"part": "hashtags", "why": "they are not customary there"}]
        assert main["due"].startswith("once a person approved it")
        assert sport["due"].startswith("skipped: the article's note names other channels")
        notes = [one["note"] for one in shown["alternatives"]["figures"]]
        assert notes == ['social: {figure: "€2 million"}', 'social: {figure: "300 boats"}']
        for note in notes:
            draft = draft_of(house, note.replace("social: {", "{channels: main, "))
            assert draft.post
            assert note.partition('"')[2].rstrip('"}') in draft.post.text.text
        with pytest.raises(NotFound, match="no source is called 'radio'"):
            await preview(house, str(path), source="radio")
        drop(project, 1, STORY % "social: {{tone: sober, channels: main}}\n")
        await take_in(house)
        sober = await preview(house, show.list_articles(house)[0]["id"][:13], "main")
        (row,) = sober["channels"]
        assert row["so_far"]["state"] == "awaiting approval"
        assert {gone["part"]: gone["why"] for gone in row["left_out"]} == {}
        assert sober["alternatives"] == {"figures": [], "quotes": []}


def test_what_only_a_rule_names_is_missed(tmp_path: Path) -> None:
    rules = "- {when: {tag: x}, then: {label: braking, template: posts/sobre.j2}}\n"
    project = lay(tmp_path / "p", rules, channels="main: {platform: file, path: out/}\n")
    (project / "templates" / "labels" / "sv.yaml").write_text("photo: Foto\nphoto: Bild\n1: x\nlive: []\n")
    settings, problems = check_project(project)
    assert settings
    told = [str(problem) for problem in problems]
    assert told == [str(problem) for problem in check_templates(settings)]
    assert "config/rules.yaml:1:34 there is no label 'braking' (did you mean breaking?)" in told[-1]
    assert "there is no template 'posts/sobre.j2' (did you mean posts/sober.j2?)" in told[-2]
    assert [line.partition(" ")[0] for line in told[:-2]] == [
        f"templates/labels/sv.yaml:{place}" for place in ("2:1", "3:1", "4:7")
    ]
