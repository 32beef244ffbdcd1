"""`newscrier config`: whether what the newsroom wrote is right, and what takes effect."""

from __future__ import annotations

from dataclasses import asdict

import click

from bot.cli.asking.call import EXIT_PROBLEMS, Call, Verb, json_option, pass_call
from bot.cli.telling.output import print_json, print_lines
from bot.settings.project import CONFIG, find_project
from bot.text import tell_count


@click.group("config", help="Check and show the newsroom's config.")
def command() -> None:
    """The noun."""


@command.command(
    "check",
    cls=Verb,
    examples=["newscrier config check", "newscrier --dir newsroom config check --json"],
    help="Print every problem of config and templates, each as file:line:column message (hint).\n\n"
    "Ends with 3 where there is one; warnings do not count.",
)
@json_option()
@pass_call
def check(call: Call, *, as_json: bool) -> int:
    """Everything at once, the config first."""
    from bot.flow.check import check_project, count_templates
    from bot.settings.files import KNOWN_FILES

    settings, problems = check_project(call.start)
    errors = [problem for problem in problems if problem.severity == "error"]
    if as_json:
        print_json({"ok": not errors, "problems": [asdict(problem) for problem in problems]})
    else:
        for problem in problems:
            warning = "" if problem.severity == "error" else "warning: "
            print_lines(f"{warning}{problem}")
        if settings and not errors:
            files = sum((settings.project / CONFIG / f"{name}.yaml").exists() for name in KNOWN_FILES)
            channels, templates = len(settings.channels), count_templates(settings)
            print_lines(
                f"no problems in {tell_count(files, 'file')}, {tell_count(channels, 'channel')}, "
                f"{tell_count(templates, 'template')}"
            )
    return EXIT_PROBLEMS if errors else 0


@command.command(
    "show",
    cls=Verb,
    examples=["newscrier config show", "newscrier config show --json"],
    help="Print the config as it takes effect: defaults filled in, secrets as references.",
)
@json_option()
@pass_call
def show(call: Call, *, as_json: bool) -> None:
    """YAML, as one would write it, or JSON."""
    from bot.settings.loading import load_settings
    from bot.settings.show import show_settings, show_yaml

    settings = load_settings(find_project(call.start))
    if as_json:
        print_json(show_settings(settings))
    else:
        print_lines(show_yaml(settings).rstrip())


@command.command(
    "schema",
    cls=Verb,
    examples=["newscrier config schema --write", "newscrier config schema > schemas.json"],
    help="Print the JSON Schema of the config files; with --write, renew the files that editors read.",
)
@click.option("--write", is_flag=True, help="Write them into the project, where editors look for them.")
@json_option()
@pass_call
def schema(call: Call, *, write: bool, as_json: bool) -> None:
    """Schemas are made anew from the options of every plugin."""
    from bot.settings.schema import SCHEMA_FOLDER, build_schemas, write_schemas

    if not write:
        print_json(build_schemas())
        return
    paths = [str(path) for path in write_schemas(find_project(call.start) / SCHEMA_FOLDER)]
    if as_json:
        print_json({"written": paths})
    else:
        print_lines(*(f"written  {path}" for path in paths))
