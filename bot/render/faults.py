"""Whatever goes wrong in a template, as one error with its file, line and hint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from bot.errors import TemplateError
from bot.hints import suggest
from bot.render.environment import list_fields
from bot.render.sandbox import Refused
from bot.render.variables import VARIABLES, FigureVariables, QuoteVariables

_KINDS: Final = {"FigureVariables": FigureVariables, "QuoteVariables": QuoteVariables}

_NO_NAME = re.compile(r"'([^']+)' is undefined")
_NO_FIELD = re.compile(r"'(?:[\w.]+\.)?(\w+) object' has no attribute '([^']+)'")
_NO_TOOL = re.compile(r"No (filter|test) named '([^']+)'")


def explain(error: Exception, name: str, folder: Path, filters: Iterable[str]) -> TemplateError:
    """The error that a person can act on; `name` is the template that was asked for."""
    file, line = _locate(error, name, folder)
    message, hint = str(error) or type(error).__name__, ""
    if isinstance(error, Refused):
        hint = error.hint
    elif isinstance(error, TemplateSyntaxError):
        message = error.message or message
        tool = _NO_TOOL.match(message)
        if tool:
            message = f"there is no {tool[1]} {tool[2]!r}"
            hint = suggest(tool[2], filters) if tool[1] == "filter" else ""
    elif isinstance(error, TemplateNotFound):
        message = error.message or message
        hint = "templates are found by their path below the templates folder"
    elif isinstance(error, SecurityError):
        hint = "templates may only use the documented variables and filters"
    elif isinstance(error, UndefinedError):
        message, hint = _explain_missing(message)
    elif isinstance(error, RecursionError):
        message, hint = "the template does not come to an end", "it includes or calls itself"
    elif isinstance(error, MemoryError):
        message = "the template needs too much memory"
    return TemplateError(message, file=file, line=line, hint=hint)


def _explain_missing(message: str) -> tuple[str, str]:
    name = _NO_NAME.match(message)
    if name:
        return f"there is no variable {name[1]!r}", suggest(name[1], VARIABLES)
    unset = _NO_FIELD.match(message)
    if unset and unset[1] in _KINDS:
        what = unset[1].removesuffix("Variables").lower()
        return f"{what} has no {unset[2]!r}", suggest(unset[2], list_fields(_KINDS[unset[1]]))
    if unset and unset[1] == "dict":
        return f"there is no label {unset[2]!r}", "put the word into a file of templates/labels/"
    if message.startswith("'None' has no attribute"):
        return "a field of a missing value is used", "put it in a part named after it, or behind {% if … %}"
    return message, ""


def _locate(error: Exception, name: str, folder: Path) -> tuple[str, int | None]:
    """The template and line where it happened: the innermost one."""
    if isinstance(error, TemplateSyntaxError):
        return show_name(folder, error.name or name), error.lineno
    place: tuple[str, int | None] = (show_name(folder, name), None)
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(folder) and path.suffix == ".j2":
            place = (show_name(folder, path.relative_to(folder).as_posix()), trace.tb_lineno)
        trace = trace.tb_next
    return place


def show_name(folder: Path, name: str) -> str:
    """A template's name as a person knows it: with its folder."""
    return f"{folder.name}/{name}"
