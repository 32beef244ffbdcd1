"""`newscrier channel add`: from nothing to a connected account."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.completing import complete_platforms
from bot.cli.asking.door import enter
from bot.cli.telling.faults import clean, say
from bot.cli.telling.output import print_json

if TYPE_CHECKING:
    from bot.flow.connect import Question
    from bot.flow.house import House


@click.command(
    "add",
    cls=Verb,
    examples=[
        "newscrier channel add stage --platform file",
        "newscrier channel add stage --platform file --set path=out/stage/",
    ],
    help="Connect a channel: ask for what the platform needs, ask it whose account this is, then write the "
    "channel into config/channels.yaml; comments stay, and a person approves each of its posts.\n\n"
    "Secrets are given by reference (env:NAME or file:PATH). Without a terminal nothing is asked: --set "
    "gives every option. Nothing is written where the platform refuses: the command ends with 4, or with 1 "
    "where it cannot be reached.",
)
@click.argument("name", metavar="NAME")
@click.option(
    "--platform",
    metavar="PLATFORM",
    shell_complete=complete_platforms,
    help="The service; you are asked where it is left out.",
)
@click.option("--set", "given", metavar="OPTION=VALUE", multiple=True, help="An option; may be repeated.")
@click.option("--unverified", is_flag=True, help="Write it without asking the platform.")
@json_option()
@pass_call
def add(
    call: Call, name: str, *, platform: str | None, given: tuple[str, ...], unverified: bool, as_json: bool
) -> None:
    """The config is written last, and only whole."""
    from bot.flow.connect import add_channel, ask_account, check_name, drop_secret, read_options

    with enter(call) as house:
        settings = house.settings
        check_name(settings, name)
        fields: dict[str, Any] = {"platform": _choose_platform(platform)}
        fields |= _read_given(fields["platform"], given)
        made: list[dict[str, str]] = []
        try:
            _ask(house, name, fields, made)
            options = read_options(settings, name, fields)
            account = "" if unverified else asyncio.run(ask_account(house, name, options))
            if account:
                say(f"{name} is {account}, and may post")
            add_channel(settings.project, name, fields)
        except BaseException:
            for reference in made:
                drop_secret(settings.project, reference)
            raise
    if as_json:
        print_json({"channel": name, "account": account or None, "verified": not unverified})
    say(f"written into config/channels.yaml: {name}, with approval: always (you approve each post)")
    say("what comes in from now on is posted there; a running worker takes it up within seconds")


def _someone_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _choose_platform(platform: str | None) -> str:
    from bot.flow.connect import require_platform
    from bot.plugin import discover_platforms

    if platform is not None:
        return require_platform(platform)
    if not _someone_there():
        raise click.UsageError(f"--platform is missing; there is: {', '.join(sorted(discover_platforms()))}")
    return str(click.prompt("Platform", type=click.Choice(sorted(discover_platforms())), err=True))


def _read_given(platform: str, given: tuple[str, ...]) -> dict[str, Any]:
    from bot.flow.connect import read_value

    fields: dict[str, Any] = {}
    for one in given:
        option, sign, text = one.partition("=")
        if not sign or not option.strip():
            raise click.UsageError("--set takes OPTION=VALUE, for example --set server=https://example.org")
        if option in {"platform", "approval"}:
            why = "give --platform" if option == "platform" else "write it into config/channels.yaml later"
            raise click.UsageError(f"--set {option} cannot be given: {why}")
        fields[option] = read_value(platform, option, text)
    return fields


def _ask(house: House, name: str, fields: dict[str, Any], made: list[dict[str, str]]) -> None:
    """Ask for what is missing, each answer until it is sound; `made` are the secrets' files on the way."""
    from bot.flow.connect import find_fault, list_questions, read_value, tell_token

    platform = fields["platform"]
    missing = [question for question in list_questions(platform) if question.option not in fields]
    if not missing:
        return
    if not _someone_there():
        told = "; ".join(
            f"--set {one.option}={'env:' if one.secret else ''}{one.example} ({one.description})"
            for one in missing
        )
        raise click.UsageError(f"without a terminal nothing is asked; give {told}")
    say(f"{tell_token(platform)}\n")
    for question in missing:
        while True:
            if question.secret:
                answer: Any = _ask_secret(house.settings.project, name, question, made)
            else:
                answer = read_value(platform, question.option, _prompt(question))
            fault = find_fault(house.settings, name, {**fields, question.option: answer}, question.option)
            if fault is None:
                fields[question.option] = answer
                break
            say(str(fault))


def _prompt(question: Question) -> str:
    example = f" For example {question.example}" if question.example else ""
    say(f"{question.option}: {question.description}{example}")
    return str(click.prompt(clean(question.option), err=True)).strip()


def _ask_secret(project: Path, name: str, question: Question, made: list[dict[str, str]]) -> dict[str, str]:
    """A reference to the secret; what is typed goes into a file of its own, never into the config."""
    from bot.flow.connect import keep_secret
    from bot.settings.project import SECRETS

    say(f"{question.option}: {question.description}")
    say("  env   it stands in an environment variable")
    say("  file  it stands in a file")
    say(f"  type  type it now, unseen; it goes into {SECRETS}/, which only you can read")
    kind = click.prompt("Where is it", type=click.Choice(["env", "file", "type"]), err=True)
    if kind != "type":
        what = (
            f"Name of the variable, for example {question.example}" if kind == "env" else "Path of the file"
        )
        return {kind: str(click.prompt(what, err=True)).strip()}
    value = str(click.prompt(clean(question.option), hide_input=True, err=True)).strip()
    reference = keep_secret(project, name, question.option, value)
    made.append(reference)
    return reference
