"""The manual keeps its promises: links, YAML, JSON, templates and commands in it are tried out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from manual_pages import Page, find_commands, find_fault
from ruamel.yaml import YAML

from bot.cli.frame import NOUNS, run_command
from bot.cli.manual import write_pages
from bot.errors import ConfigError
from bot.extract.documents.checking import check_fields
from bot.extract.documents.document import read_document
from bot.extract.documents.frontmatter import Fields
from bot.flow.check import check_project
from bot.model import DeliveryState, Entry, PostState
from bot.plugin import discover_platforms, discover_sources
from bot.render.template import Renderer
from bot.settings.loading import load_settings
from bot.settings.starters import copy_starters
from bot.store.vault import KEY_VARIABLE

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [Page(path) for path in sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])]
MADE = write_pages()
CHANNELS = """
timeline: {platform: file, path: out/, approval: never}
mastodon-main: {platform: mastodon, server: "https://mastodon.example.org", token: {env: MASTODON_TOKEN}}
bluesky-main: {platform: bluesky, handle: courier.bsky.social, app_password: {env: BLUESKY_APP_PASSWORD}}
"""
SOURCES = """
wire-folder: {source: folder, path: inbox/}
world-feed: {source: feed, url: "https://courier.example.org/world.rss"}
"""


def name(page: Page) -> str:
    return page.path.relative_to(ROOT).as_posix()


def blocks(*languages: str) -> list[tuple[str, str]]:
    """Every block in these languages, with the page it stands on."""
    return [
        (name(page), content) for page in PAGES for language, content in page.blocks if language in languages
    ]


each_page = pytest.mark.parametrize("page", PAGES, ids=name)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_starters(tmp_path)
    (tmp_path / "config" / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (tmp_path / "config" / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return tmp_path


@each_page
def test_every_link_within_the_project_leads_somewhere(page: Page) -> None:
    assert list(page.broken_links()) == []


@each_page
def test_every_file_of_the_code_that_is_named_is_there(page: Page) -> None:
    named = re.findall(r"`((?:bot|tests|bench|docs)/[\w./-]+)`", page.text)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_page_is_found_from_the_first() -> None:
    found: set[Path] = set()
    ahead = [DOCS / "README.md"]
    while ahead:
        path = ahead.pop()
        if path in found or path.suffix != ".md" or not path.is_relative_to(DOCS):
            continue
        found.add(path)
        links = [link.partition("#")[0] for link in Page(path).links if not re.match(r"[a-z]+:", link)]
        ahead += [(path.parent / link).resolve() for link in links if link]
    assert found == set(DOCS.rglob("*.md"))


@pytest.mark.parametrize(("page", "block"), blocks("yaml"))
def test_every_yaml_block_is_what_newscrier_reads(project: Path, page: str, block: str) -> None:
    """The first line names the file; the loader of that file must take it without a word."""
    first = block.partition("\n")[0]
    path = re.fullmatch(r"# ([\w./-]+\.yaml)\b.*", first)
    assert path, f"{page}: a YAML block begins with the name of its file, as in # config/channels.yaml"
    if path[1].startswith("inbox/"):
        fields = Fields(page, YAML(typ="safe", pure=True).load(block))
        check_fields(fields, language="en", timezone=ZoneInfo("Europe/Warsaw"))
        assert fields.problems == []
        return
    if path[1].startswith("templates/tests/"):
        shutil.rmtree(project / "templates" / "tests")
        (project / "templates" / "tests").mkdir()
    target = project / path[1]
    assert target.parent.is_dir(), f"{page}: a newsroom has no {path[1]}"
    target.write_text(block, encoding="utf-8")
    if path[1].startswith("templates/tests/"):
        assert run_command(["--dir", str(project), "template", "test"]) == 0
    _, problems = check_project(project)
    assert [str(problem) for problem in problems] == []


def test_a_wrong_yaml_block_would_be_seen(project: Path) -> None:
    (project / "config" / "channels.yaml").write_text(
        "main: {platform: mastodon, sever: x}", encoding="utf-8"
    )
    with pytest.raises(ConfigError):
        load_settings(project)


@pytest.mark.parametrize(("page", "block"), blocks("json"))
def test_every_json_block_is_an_article(page: str, block: str) -> None:
    entry = Entry("a.json", "1", page, block, "application/json")
    document = read_document(entry, language="en", timezone=ZoneInfo("Europe/Warsaw"))
    assert document.title
    assert document.paragraphs


@pytest.mark.parametrize(("page", "block"), blocks("jinja"))
def test_every_template_block_is_a_sound_template(project: Path, page: str, block: str) -> None:
    (project / "templates" / "posts" / "shown.j2").write_text(block, encoding="utf-8")
    assert [str(problem) for problem in Renderer(project / "templates").check("posts/shown.j2")] == []


@pytest.mark.parametrize(("page", "block"), blocks("python"))
def test_every_python_block_is_python(page: str, block: str) -> None:
    compile(block, page, "exec")


@each_page
def test_every_command_that_is_shown_exists(page: Page) -> None:
    faults = {" ".join(words): find_fault(words) for words in page.commands}
    assert {command: fault for command, fault in faults.items() if fault} == {}


def test_a_wrong_command_would_be_seen() -> None:
    lines = ["newscrier post lost", "newscrier post list --stat held", "newscrier run --log-level loud"]
    found = [words for line in lines for words in find_commands(f"cd x && sudo -u me {line} > y | less")]
    assert len(found) == len(lines)
    assert all(map(find_fault, found))
    assert list(find_commands("systemctl status newscrier -n 5; journalctl -u newscrier --since today")) == []


@each_page
def test_every_make_verb_that_is_named_exists(page: Page) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", page.text, re.MULTILINE)) <= verbs


@pytest.mark.parametrize("path", MADE)
def test_what_is_made_from_the_code_is_up_to_date(path: str) -> None:
    assert (DOCS / path).read_text(encoding="utf-8") == MADE[path], "run: make docs"


def test_every_plugin_has_its_page_and_every_option_its_line() -> None:
    shared = MADE["reference/config.md"]
    for room, plugins in (("platforms", discover_platforms()), ("sources", discover_sources())):
        ours = {key: one for key, one in plugins.items() if one.__module__.startswith("bot.")}
        assert {path.stem for path in (DOCS / room).glob("*.md")} == {*ours, "README"}
        for key, one in ours.items():
            for option in one.Options.model_fields:
                assert f"| `{option}` |" in MADE[f"{room}/{key}.md"] + shared


def test_every_noun_is_in_the_reference() -> None:
    assert {noun for noun in NOUNS if f"## newscrier {noun}" not in MADE["cli.md"]} == set()


def test_every_state_is_explained_with_the_command_that_mends_it() -> None:
    page = Page(DOCS / "reference" / "states.md").text
    rows = dict(re.findall(r"^\| \*\*([a-z ]+)\*\* \|(.+)\|$", page, re.MULTILINE))
    assert rows.keys() == {state.value for state in DeliveryState} | {state.value for state in PostState}
    troubled = ("uncertain", "failed", "held", "expired", "cancelled", "skipped", "awaiting approval")
    assert all("`newscrier post " in rows[state] for state in troubled)


def variables(text: str) -> set[str]:
    return set(re.findall(r"\{\s*env:\s*([A-Z][A-Z0-9_]*)\s*\}", text))


def test_the_example_of_variables_has_each_that_is_named() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    given = re.findall(r"^#? ?([A-Z][A-Z0-9_]*)=(.*)$", example, re.MULTILINE)
    starters = [path.read_text(encoding="utf-8") for path in (ROOT / "config").glob("*.yaml")]
    pages = [MADE[path] for path in MADE if path.startswith(("platforms/", "sources/"))]
    named = set().union(*map(variables, [*starters, *pages]))
    assert "MASTODON_TOKEN" in named
    assert {key for key, _ in given} == named | {KEY_VARIABLE}
    assert {value for _, value in given} == {""}, "an example holds no secret"


def test_a_broken_link_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# A page\n\n[here](#a-page) [gone](#no) [lost](lost.md) [out](https://example.org)\n")
    assert list(Page(path).broken_links()) == ["#no", "lost.md"]
