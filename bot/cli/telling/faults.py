"""Errors as sentences for people, and the exit code that belongs to each."""

from __future__ import annotations

import sys
import traceback

import click

from bot.cli.asking.call import EXIT_FAILED, EXIT_PROBLEMS, EXIT_RECONNECT, Call
from bot.errors import (
    ConfigError,
    NewscrierError,
    SecretMissing,
    TemplateError,
    TokenExpired,
    Unauthorized,
    Unreadable,
)
from bot.secrecy import mask


def say(text: str) -> None:
    """A line to the person, on stderr, without secrets and control characters."""
    click.echo(clean(mask(text)), err=True)


def clean(text: str) -> str:
    """The text with what could steer a terminal made visible; line breaks stay."""
    return "".join(char if char == "\n" or char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    # Blanks other than the plain one are not "printable", and harmless.
    return char if char.isspace() and char not in "\r\v\f\x1c\x1d\x1e\x1f\x85" else repr(char)[1:-1]


def exit_code_of(error: Exception) -> int:
    """3 for config and templates, 4 where a channel must be connected anew, else 1."""
    if isinstance(error, ConfigError | TemplateError):
        return EXIT_PROBLEMS
    if isinstance(error, Unauthorized | TokenExpired | SecretMissing):
        return EXIT_RECONNECT
    return EXIT_FAILED


def tell_fault(error: Exception, call: Call) -> int:
    """One clear sentence on stderr, or each problem on its own line; the exit code.

    The traceback shows with `--log-level debug` only.
    """
    if isinstance(error, ConfigError | Unreadable):
        for problem in error.problems:
            say(str(problem))
    elif isinstance(error, NewscrierError):
        say(f"newscrier: {error}")
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        say(f"newscrier: {where}{error.strerror or error}")
    else:
        say(
            f"newscrier: a fault of Newscrier itself: {type(error).__name__}: {error} "
            "(please report it with what you did; --log-level debug shows where)"
        )
    if call.log_level == "debug":
        say("".join(traceback.format_exception(error)))
    with_code = exit_code_of(error)
    sys.stderr.flush()
    return with_code
