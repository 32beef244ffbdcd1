"""`newscrier init`: a project folder to begin with."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json, print_lines


@click.command(
    "init",
    cls=Verb,
    examples=["newscrier init", "newscrier init newsroom"],
    help="Make a project folder in DIR (or here): config, templates, sample articles, an inbox.\n\n"
    "What is there already stays as it is.",
)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@json_option()
@pass_call
def command(call: Call, folder: Path | None, *, as_json: bool) -> None:
    """Copy the starters and tell what to do next."""
    from bot.settings.starters import copy_starters

    target = folder or call.start
    copied = copy_starters(target)
    if as_json:
        print_json({"folder": str(target.absolute()), "written": copied.written, "kept": copied.kept})
        return
    for path in copied.written:
        print_lines(f"written  {path}")
    for path in copied.kept:
        print_lines(f"kept     {path}")
    _tell_next(target, new=bool(copied.written))


def _tell_next(target: Path, *, new: bool) -> None:
    say("")
    say(f"{target.absolute()} is ready." if new else f"{target.absolute()} was complete already.")
    say("What to type next:")
    if target.absolute() != Path.cwd():
        say(f"  cd {shlex.quote(str(target))}")
    say("  newscrier preview samples/01-harbour-bridge.txt   # what would be posted of an article")
    say("  cp samples/* inbox/                               # put articles where they are looked for")
    say("  newscrier run --once                              # post; then open out/index.html")
