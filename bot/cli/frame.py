"""The frame of every command: global options, lazily imported nouns, errors as sentences, exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import CompletionItem

from bot import __version__
from bot.cli.asking.call import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_USAGE, Call, global_options
from bot.cli.telling.faults import tell_fault
from bot.hints import find_near

NOUNS = {
    "init": "Make a project folder: config, templates, sample articles.",
    "read": "Show the highlights of articles: headline, figures, quotes.",
    "preview": "Show what would be posted of an article, on every channel.",
    "run": "Start the worker: read the sources and post.",
    "source": "List, test and add sources.",
    "article": "List and show the stored articles.",
    "post": "List, show, approve, reject, edit, retry, revive, cancel and settle posts.",
    "channel": "List, add, verify, hold and release channels; help with tokens.",
    "template": "List, check and test the templates of posts.",
    "config": "Check and show the newsroom's config.",
    "replay": "Tell what would have been posted, when and where, on a virtual clock.",
    "backup": "Back everything up while the worker runs, and put a backup back.",
    "prune": "Forget old texts and attempts; what was posted stays known.",
    "doctor": "Look at everything, online too: store, sources, channels, clock.",
    "health": "Tell whether all is well, and what needs a person.",
    "completion": "Print the script that completes commands in your shell.",
}

_ABOUT = """Newscrier reads a newsroom's articles and posts each once, with headline, key figure and quote.

Data goes to standard output, messages to standard error.

\b
Exit codes:
  0  done                       3    problems in config or templates
  1  failed                     4    a channel needs reconnecting
  2  wrong use of a command     130  interrupted
"""


class Front(click.Group):
    """The top of all commands; a noun is imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The nouns in the order in which a newsroom meets them."""
        del ctx
        return list(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the noun's file."""
        del ctx
        if cmd_name not in NOUNS:
            return None
        command = importlib.import_module(f"bot.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a guess at what was meant."""
        known = not args or args[0] in NOUNS or args[0].startswith("-")
        if not known and not ctx.resilient_parsing:
            near = find_near(args[0], NOUNS)
            guess = f"; did you mean {near}?" if near else ""
            ctx.fail(f"there is no command {args[0]!r}{guess}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The nouns and the options, without importing any noun."""
        nouns = [CompletionItem(name, help=NOUNS[name]) for name in NOUNS if name.startswith(incomplete)]
        return [*nouns, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of nouns, without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(NOUNS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The way from nothing to a first post."""
        del ctx
        with formatter.section("Examples"):
            for example in ("newscrier init newsroom", "cd newsroom", "newscrier run --once"):
                formatter.write(f"  {example}\n")


@click.group(
    cls=Front,
    name="newscrier",
    help=_ABOUT,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="newscrier", message="%(prog)s %(version)s")
def front() -> None:
    """Replaced by `_ABOUT`."""


front.params[:0] = global_options()


def run_command(args: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit code; nothing is raised."""
    call = Call()
    try:
        _prepare_streams()
        code = front.main(args, prog_name="newscrier", standalone_mode=False, obj=call)
        sys.stdout.flush()
    except click.ClickException as error:
        return _tell_usage(error)
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except (BrokenPipeError, SystemExit) as error:  # the latter is click's answer to the former
        if isinstance(error, SystemExit) and error.code == 0:  # a shell's completion was answered
            return 0
        _drop_output()
        return EXIT_FAILED
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, whatever happened
        code = tell_fault(error, call)
        if isinstance(error, OSError):  # a full disk behind stdout would make Python end with 120
            _drop_output()
        return code
    return code if isinstance(code, int) else 0


def _tell_usage(error: click.ClickException) -> int:
    with suppress(OSError):
        error.show()
    return EXIT_USAGE


def _prepare_streams() -> None:
    """What a terminal's encoding cannot say is escaped: an accent in a headline must not end a command.

    A stream that was closed by the caller (`>&-`) goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """The reader has gone, or has no room: whatever is still buffered goes nowhere, without a word."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
