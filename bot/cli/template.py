"""`newscrier template`: how posts are laid out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.asking.call import EXIT_PROBLEMS, Call, Verb, json_option, pass_call
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json, print_lines, print_table
from bot.cli.telling.progress import track

if TYPE_CHECKING:
    from bot.flow.templating.casework import Result


@click.group("template", help="List, check and test the templates of posts.")
def command() -> None:
    """The noun."""


@command.command(
    "list",
    cls=Verb,
    examples=["newscrier template list", "newscrier template list --json"],
    help="List the templates: the channels that take them, and whether the worker goes by what was saved.",
)
@json_option()
@pass_call
def list_them(call: Call, *, as_json: bool) -> None:
    """By name."""
    from bot.flow.watching.inforce import list_templates
    from bot.settings.loading import load_settings
    from bot.settings.project import find_project

    rows = list_templates(load_settings(find_project(call.start)))
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(
        ("TEMPLATE", "CHANNELS", "STATE"),
        [(row.name, ", ".join(row.channels) or "-", row.state) for row in rows],
    )


@command.command(
    "check",
    cls=Verb,
    examples=[
        "newscrier template check",
        "newscrier template check --articles 20",
        "newscrier template check --json",
    ],
    help="Print every problem of the templates as file:line:column message (hint), found by compiling them "
    "and rendering sample articles.\n\n"
    "With --articles, the last stored articles too, on every channel. "
    "Ends with 3 where there is a problem; warnings do not count.",
)
@click.option(
    "--articles",
    "most",
    type=click.IntRange(0, 1000),
    default=0,
    metavar="N",
    help="The last N articles, too.",
)
@json_option()
@pass_call
def check(call: Call, *, most: int, as_json: bool) -> int:
    """The files as they were saved, whatever the worker uses."""
    from bot.cli.asking.door import enter
    from bot.flow.check import check_templates
    from bot.flow.templating.trial import try_latest

    with enter(call, on_a_copy=True) as house:
        problems = check_templates(house.settings)
        trials = try_latest(house, most) if most else ()
        troubles = [one for found in track("Rendering articles", trials, most) for one in found]
    errors = [problem for problem in problems if problem.severity == "error"]
    if as_json:
        shown = [{**asdict(one), "problem": str(one.problem)} for one in troubles]
        print_json(
            {"ok": not errors and not troubles, "problems": [asdict(one) for one in problems], "posts": shown}
        )
    else:
        for problem in problems:
            print_lines(f"{'' if problem.severity == 'error' else 'warning: '}{problem}")
        for trouble in troubles:
            print_lines(f"{trouble.template} on {trouble.channel}, “{trouble.title}”: {trouble.problem}")
        if not errors and not troubles:
            say("no problems in the templates")
    return EXIT_PROBLEMS if errors or troubles else 0


@command.command(
    "test",
    cls=Verb,
    examples=["newscrier template test", "newscrier template test bridge --json"],
    help="Carry out the tests in templates/tests/: small cases that say what the post of an article must be."
    "\n\n"
    "With WORDs, only the cases whose name has one of them. Ends with 3 where a case fails.",
)
@click.argument("words", metavar="[WORD…]", nargs=-1)
@json_option()
@pass_call
def test(call: Call, words: tuple[str, ...], *, as_json: bool) -> int:
    """The files as they were saved, whatever the worker uses."""
    from bot.cli.asking.door import enter
    from bot.flow.templating.cases import read_cases
    from bot.flow.templating.casework import try_case

    with enter(call, on_a_copy=True) as house:
        cases, problems = read_cases(house.settings)
        chosen = {
            name: case
            for name, case in cases.items()
            if not words or any(word.casefold() in name.casefold() for word in words)
        }
        results = [
            try_case(house, name, *found)
            for name, found in track("Testing templates", list(chosen.items()), len(chosen))
        ]
    failed = [result for result in results if not result.passed]
    if as_json:
        shown = [{**asdict(result), "passed": result.passed} for result in results]
        print_json(
            {"ok": not failed and not problems, "cases": shown, "problems": [asdict(one) for one in problems]}
        )
    else:
        print_lines(*map(str, problems), *_tell(results))
        say(
            f"{len(results) - len(failed)} of {len(results)} cases are as expected" if results else "no cases"
        )
    return EXIT_PROBLEMS if failed or problems else 0


def _tell(results: list[Result]) -> list[str]:
    lines: list[Any] = []
    for result in results:
        if result.passed:
            lines.append(f"ok      {result.name}")
            continue
        lines.append(f"FAILED  {result.name}  ({result.file}:{result.line})")
        lines += [f"        {line}".rstrip() for line in result.differences]
    return lines
