"""The reference of all commands as Markdown, made from the commands themselves.

`python -m bot.cli.reference > docs/cli.md` writes it; a test fails where the page is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from bot.cli.asking.call import Verb
from bot.cli.frame import front

_HEAD = """\
# The command line

<!-- Made by `python -m bot.cli.reference > docs/cli.md`: change the commands, not this page. -->

Noun, then verb: `newscrier post list`. `newscrier COMMAND --help` shows the same as this page.

Data goes to standard output, messages and logs to standard error. Nothing is asked where nobody
sits at a terminal. With `--json`, where a command has it, data comes as JSON, with times in UTC; else
times are shown in the newsroom's zone. Of an ID, any beginning will do that no other one has.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | failed, at least in part; the message says what |
| 2 | wrong use of a command |
| 3 | problems in config or templates: each is shown as file:line:column |
| 4 | a channel needs reconnecting |
| 130 | interrupted |

These options are understood by every command, before or behind the verb:
"""


def write_reference() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_options(front), *_walk(front, "newscrier")]).rstrip() + "\n"


def _walk(group: click.Group, path: str) -> Iterator[str]:
    ctx = click.Context(group, info_name=path)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _walk(command, f"{path} {name}")
        elif isinstance(command, Verb):
            yield from _page(command, f"{path} {name}")


def _page(command: Verb, path: str) -> Iterator[str]:
    ctx = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(ctx))
    yield f"\n## {path}\n"
    yield f"`{path} {usage}`\n"
    yield f"{command.help}\n"
    own = [line for line in _options(command) if line not in set(_options(front))]
    if own:
        yield from own
        yield ""
    yield "```sh"
    yield from command.examples
    yield "```"


def _options(command: click.Command) -> list[str]:
    ctx = click.Context(command)
    found = []
    for param in command.params:
        record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
        if record:
            names, meaning = record
            found.append(f"- `{names}`: {meaning}")
    return found


if __name__ == "__main__":
    click.echo(write_reference(), nl=False)
