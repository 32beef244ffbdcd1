"""Reads the pages of the manual: links, blocks of code, commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.cli.frame import front

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_ENDS = {"|", "||", "&&", "&", ";", "(", ")"}
_REDIRECTIONS = {">", ">>", "<", ">&", "2>"}
_WRAPPERS = {"sudo", "docker", "systemd-run", "exec", "time"}


@dataclass(frozen=True)
class Page:
    """One page as a reader sees it; blocks are pairs of language and content."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tokens(self) -> list[Token]:
        found = []
        for token in _MARKDOWN.parse(self.text):
            found += [token, *(token.children or [])]
        return found

    @property
    def blocks(self) -> list[tuple[str, str]]:
        kinds = {"fence", "code_block"}
        return [(token.info.strip(), token.content) for token in self.tokens if token.type in kinds]

    @property
    def links(self) -> list[str]:
        found = [token.attrGet("href") or token.attrGet("src") for token in self.tokens]
        return [str(link) for link in found if link]

    @property
    def anchors(self) -> set[str]:
        """The places of a page that a link can name, made as code forges make them."""
        titles = [
            "".join(child.content for child in (after.children or []))
            for token, after in zip(self.tokens, self.tokens[1:], strict=False)
            if token.type == "heading_open"
        ]
        return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}

    @property
    def commands(self) -> list[list[str]]:
        """Every `newscrier …` that the page shows, as the words behind that name."""
        inline = [token.content for token in self.tokens if token.type == "code_inline"]
        lines = [line for line in inline if line.startswith("newscrier ")]
        for language, content in self.blocks:
            if language in {"sh", "text", "cron"}:
                lines += content.replace("\\\n", " ").splitlines()
        return [words for line in lines for words in find_commands(line)]

    def broken_links(self) -> Iterator[str]:
        """Links within the project that lead nowhere."""
        for link in self.links:
            if re.match(r"[a-z]+:", link):
                continue
            path, _, anchor = link.partition("#")
            target = Page((self.path.parent / path).resolve()) if path else self
            if not target.path.exists() or (anchor and anchor not in target.anchors):
                yield link


def find_commands(line: str) -> Iterator[list[str]]:
    """Each call of newscrier in a line of a shell."""
    reader = shlex.shlex(line, posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    try:
        tokens = list(reader)
    except ValueError:  # an apostrophe in a line of talk
        return
    call: list[str] = []
    redirected = False
    for token in [*tokens, ";"]:
        if redirected:
            redirected = False
        elif token in _REDIRECTIONS:
            redirected = True
        elif token in _ENDS:
            yield from _strip(call)
            call = []
        else:
            call.append(token)


def _strip(call: list[str]) -> Iterator[list[str]]:
    """The words behind newscrier, which may stand behind sudo and the like."""
    places = [n for n, word in enumerate(call) if word.rpartition("/")[2] == "newscrier"]
    if not places:
        return
    before, after = call[: places[-1]], call[places[-1] + 1 :]
    carries_out = before[:1] != ["docker"] or {"run", "exec"} & set(before)
    if after and carries_out and (not before or before[0] in _WRAPPERS):
        yield after


def find_fault(words: list[str]) -> str:
    """What the command line would say against these words; nothing where they stand for others."""
    command: click.Command = front
    ctx = click.Context(front, info_name="newscrier")
    rest = list(words)
    while isinstance(command, click.Group):
        if not rest or rest[0].isupper() or rest[0] in {"--help", "--version"}:
            return ""
        if rest[0] in {"--dir", "--log-level"}:
            rest = rest[2:]
            continue
        found = command.get_command(ctx, rest[0])
        if found is None:
            return f"there is no {rest[0]!r}"
        command, rest = found, rest[1:]
        ctx = click.Context(command, parent=ctx, info_name=command.name)
    try:
        values, _, _ = command.make_parser(ctx).parse_args(rest)
        _check_choices(command, ctx, values)
    except click.UsageError as error:
        return error.format_message()
    return ""


def _check_choices(command: click.Command, ctx: click.Context, values: dict[str, object]) -> None:
    for param in command.params:
        value = values.get(param.name or "")
        if isinstance(param.type, click.Choice) and isinstance(value, str) and not value.isupper():
            param.type.convert(value, param, ctx)
