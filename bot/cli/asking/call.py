"""What every verb is told: where the project is, who calls, and how to open the house."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_PROBLEMS = 3
EXIT_RECONNECT = 4
EXIT_INTERRUPTED = 130

_LEVELS = ("debug", "info", "warning", "error")


def user_name() -> str:
    """Who calls, for the audit log; never the worker's own name."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"user {os.getuid()}"
    return "worker (by hand)" if name == "worker" else name


@dataclass(slots=True)
class Call:
    """One command line; `folder` is None where no --dir was given."""

    folder: Path | None = None
    log_level: str | None = None
    actor: str = field(default_factory=user_name)

    @property
    def start(self) -> Path:
        """Where the project is looked for: in this folder, then upwards."""
        return self.folder or Path()


def global_options() -> list[click.Parameter]:
    """`--dir` and `--log-level`, which are understood before and after the verb."""
    return [
        click.Option(
            ["--dir"],
            type=click.Path(file_okay=False, path_type=Path),
            expose_value=False,
            callback=_keep("folder"),
            help="The project folder; else the one around the working directory.",
        ),
        click.Option(
            ["--log-level"],
            type=click.Choice(_LEVELS),
            expose_value=False,
            callback=_keep("log_level"),
            help="How much is logged to standard error.",
        ),
    ]


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        call = ctx.ensure_object(Call)
        if value is not None:
            setattr(call, name, value)

    return keep


class Verb(click.Command):
    """A command with examples; it takes the global options too."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.params += global_options()

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, as one would type them."""
        del ctx
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"  {example}\n")


def json_option() -> Callable[[Any], Any]:
    """`--json`, for every verb that gives data."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON; times are in UTC.")


pass_call = click.make_pass_decorator(Call)
