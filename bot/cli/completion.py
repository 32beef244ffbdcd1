"""`newscrier completion`: the script that lets a shell complete commands, options and names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from bot.cli.asking.call import Call, Verb, pass_call
from bot.cli.telling.output import print_lines

_VARIABLE = "_NEWSCRIER_COMPLETE"
_SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    cls=Verb,
    examples=[
        "newscrier completion bash > ~/.local/share/bash-completion/completions/newscrier",
        "newscrier completion zsh > ~/.newscrier.zsh",
        "newscrier completion fish > ~/.config/fish/completions/newscrier.fish",
    ],
    help="Print the script that completes commands, options, and the names of channels and sources in a "
    "shell.\n\nThe examples switch it on in every new shell; for zsh, add to ~/.zshrc: "
    "source ~/.newscrier.zsh",
)
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(_SHELLS))
@pass_call
def command(call: Call, shell: str) -> None:
    """As click writes it."""
    del call
    kind = get_completion_class(shell)
    assert kind is not None
    print_lines(kind(click.Group("newscrier"), {}, "newscrier", _VARIABLE).source().rstrip())
