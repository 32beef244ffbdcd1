"""Help: every command has an example, the reference is up to date, `--help` starts fast."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli.asking.call import Verb
from bot.cli.frame import NOUNS, front
from bot.cli.reference import write_reference

ROOT = Path(__file__).resolve().parents[2]


def walk(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from walk(command, (*path, name))
        else:
            yield (*path, name), command


VERBS = dict(walk(front))


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_command_has_help_and_examples_that_name_it(path: tuple[str, ...]) -> None:
    command = VERBS[path]
    assert isinstance(command, Verb)
    assert command.help
    assert command.examples
    for example in command.examples:
        assert example.startswith("newscrier ")
        assert " ".join(path) in example
    shown = command.get_help(click.Context(command))
    assert command.examples[0] in shown
    for param in command.params:
        assert not isinstance(param, click.Option) or param.help


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_example_names_options_that_are_there(path: tuple[str, ...]) -> None:
    known = {option for param in VERBS[path].params for option in param.opts}
    for example in getattr(VERBS[path], "examples", ()):
        used = set(re.findall(r"(?<=\s)--[a-z-]+", re.sub(r'"[^"]*"', "", example)))
        assert used <= known


def test_the_reference_is_up_to_date() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == write_reference(), "run: python -m bot.cli.reference > docs/cli.md"


def test_help_imports_no_noun_and_little_else() -> None:
    code = "import sys; from bot.cli.frame import run_command; run_command(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.splitlines()[-1].split())
    assert all(noun in done.stdout for noun in NOUNS)
    heavy = {"sqlalchemy", "pydantic", "rich", "httpx", "jinja2", "apscheduler", "ruamel", "structlog"}
    assert modules & heavy == set()
    assert {f"bot.cli.{noun}" for noun in NOUNS} & modules == set()


def test_reading_lines_starts_without_store_and_templates() -> None:
    code = "import sys; import bot.cli.read; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & {"sqlalchemy", "jinja2", "apscheduler", "structlog"} == set()
