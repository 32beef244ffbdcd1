"""Rules as a newsroom writes them, and what surely follows from what."""

import time
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML
from toy_settings import load, problems_of, write_project

from bot.settings.rules.clash import implies
from bot.settings.rules.rule import When
from bot.settings.schema import build_schemas
from bot.settings.show import show_settings

RULES = """\
# The newsroom's own.
- when: {tag: sponsored}
  then: {block: yes}
  why: somebody paid for it

- when:
    any: [{kind: [obituary, 2026]}, {words: abus*, apart_from: [self abuse]}]
    not: {section: sport}
  then: {tone: sober, channels: main}
"""


def read(yaml: str) -> When:
    return When.model_validate(YAML(typ="safe").load(yaml))


def test_rules_know_their_place_and_one_alone_is_a_list(tmp_path: Path) -> None:
    settings = load(write_project(tmp_path, {"rules.yaml": RULES}))
    assert settings.warnings == ()
    blocked, sober = settings.rules
    assert (blocked.place, blocked.why, blocked.then.block) == (
        "config/rules.yaml:2",
        "somebody paid for it",
        True,
    )
    assert (sober.place, sober.then.tone, sober.then.channels) == ("config/rules.yaml:6", "sober", ("main",))
    assert (sober.when.some[0].kind, sober.when.none[0].section) == (("obituary", "2026"), ("sport",))
    shown = show_settings(settings)["rules"]
    assert shown[0] == {
        "when": {"tag": ["sponsored"]},
        "then": {"block": True},
        "why": "somebody paid for it",
    }
    jsonschema.validate(shown, build_schemas()["rules"])


@pytest.mark.parametrize("text", ["gone", "", "# none yet\n", "[]"])
def test_there_need_be_no_rules(tmp_path: Path, text: str) -> None:
    settings = load(write_project(tmp_path, {"rules.yaml": text}))
    assert (settings.rules, settings.warnings) == ((), ())


def test_names_of_a_file_that_cannot_be_read_are_not_missed(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "rules.yaml": "- {when: {source: wire}, then: {channels: main}}\n",
        "channels.yaml": "main: [",
    }
    assert {problem.file for problem in problems_of(write_project(tmp_path, files))} == {
        "config/channels.yaml"
    }


@pytest.mark.parametrize(
    ("one", "other", "follows"),
    [
        ("{section: World}", "{section: [world, europe]}", True),
        ("{section: [world, europe]}", "{section: World}", False),
        ("{section: world, tag: a}", "{tag: a}", True),
        ("{tag: a}", "{section: world, tag: a}", False),
        ("{all: [{section: world}, {tag: a}]}", "{tag: a}", True),
        ("{any: [{tag: a, kind: x}, {tag: b}]}", "{tag: [a, b]}", True),
        ("{any: [{tag: a}, {tag: c}]}", "{tag: [a, b]}", False),
        ("{tag: a}", "{any: [{tag: a}, {tag: b}]}", True),
        ("{tag: a}", "{not: {tag: b}}", False),
        ("{tag: a, not: {tag: b}}", "{not: {tag: b}}", True),
        ("{words: dead, apart_from: dead heat}", "{words: [dead, killed]}", True),
        ("{words: dead}", "{words: dead, apart_from: dead heat}", False),
        ("{words: dead, apart_from: dead heat}", "{words: dead, apart_from: dead heat}", True),
    ],
)
def test_what_surely_follows(one: str, other: str, follows: bool) -> None:
    assert implies(read(one), read(other)) is follows


def test_many_rules_load_soon(tmp_path: Path) -> None:
    lines = [
        f"- {{when: {{tag: t{n}, words: [{', '.join('abcdefgh')}]}}, then: {{label: l{n}}}}}"
        for n in range(200)
    ]
    project = write_project(tmp_path, {"rules.yaml": "\n".join(lines)})
    began = time.process_time()
    assert len(load(project).rules) == 200
    assert time.process_time() - began < 5
