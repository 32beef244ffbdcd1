"""Pages of the manual as Markdown, made from what the code says of itself."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import dedent, indent
from typing import Any

from bot.plugin.fields import FieldLine

MADE = "<!-- Made by `make docs` from the code: change the code, not this page. -->"

_LONGEST_HEADING = 60
_ITEM = re.compile(r"(?:- |\d+\. )")
_MAPPING = re.compile(r"[\w-]+:(?:\s|$)")
_PYTHON = re.compile(r"(?:import|from|def) ")


def write_plugin_page(name: str, label: str, about: str, file: str) -> str:
    """What a plugin's docstring tells, as a page; `file` is the config file that its examples belong in."""
    return "\n\n".join([f"# {label}", MADE, *_blocks(about, file)]) + f"\n\n## Options of `{name}`\n"


def read_about(plugin: type[Any], room: str, name: str) -> str:
    """The how-to page: the docstring of the plugin's own module."""
    for module in (f"bot.{room}.{name}", plugin.__module__):
        text = getattr(sys.modules.get(module), "__doc__", None)
        if text:
            return inspect.cleandoc(text)
    return f"{name} has no page of its own."


def write_table(fields: Iterable[FieldLine], *, left_out: str = "if left out") -> str:
    """Fields as a table: name, meaning, what it takes, default and an example."""
    lines = [f"| field | meaning | takes | {left_out} | example |", "|---|---|---|---|---|"]
    for field in fields:
        default = "*it must be given*" if field.required else field.default
        example = f"`{field.name}: {field.examples[0]}`" if field.examples else ""
        cells = (f"`{field.name}`", field.description, field.kind, default, example)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _blocks(about: str, file: str) -> Iterator[str]:
    """The docstring's paragraphs; titles become headings, and indented examples fenced ones."""
    for indented, group in groupby(_paragraphs(about), key=_is_example):
        if indented:  # also where empty lines stand within it
            yield "\n".join(_fence_examples("\n\n".join(group).split("\n"), file))
            continue
        for block in group:
            if "\n" not in block and _is_title(block):
                yield f"## {block.removesuffix(':')}"
            else:
                yield "\n".join(_fence_examples(block.split("\n"), file))


def _paragraphs(about: str) -> list[str]:
    return [block.rstrip() for block in re.split(r"\n[ \t]*\n", about)]


def _is_example(block: str) -> bool:
    return all(line.startswith("    ") for line in block.split("\n") if line)


def _is_title(line: str) -> bool:
    fine = len(line) <= _LONGEST_HEADING and not line.startswith(" ") and not _ITEM.match(line)
    return fine and not line.endswith((".", "!", "?", ",", "`"))


def _fence_examples(lines: list[str], file: str) -> Iterator[str]:
    for deep, group in groupby(lines, key=lambda line: not line or line.startswith("    ")):
        found = list(group)
        if not deep:
            yield from found
            continue
        margin = " " * 3 if found[0].startswith(" " * 7) else ""
        code = dedent("\n".join(found))
        language = _language(code)
        head = f"# {file}\n" if language == "yaml" else ""
        yield indent(f"```{language}\n{head}{code}\n```", margin)


def _language(code: str) -> str:
    if _MAPPING.match(code):
        return "yaml"
    if code.startswith("newscrier "):
        return "sh"
    return "python" if _PYTHON.match(code) else "text"
