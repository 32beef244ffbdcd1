"""Markdown, perhaps with front matter, as a draft: plain blocks, no marks and no HTML left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import Unreadable
from bot.extract.documents.checking import check_fields
from bot.extract.documents.draft import Draft, take_fields
from bot.extract.documents.frontmatter import split_front_matter
from bot.extract.webpage.blocks import clean_text, read_blocks
from bot.extract.webpage.judging import doubt_ending
from bot.extract.webpage.parsing import parse_page
from bot.text import squeeze_spaces

MOST_CHARACTERS = 100_000
"""A longer text is no article, and hostile ones are slow to take apart (characters)."""


def read_markdown(raw: str, *, place: str, language: str, timezone: ZoneInfo) -> Draft:
    """The story's blocks: paragraphs, headings, list items and quotes, each on one line.

    Code, tables, footnotes and what is struck out are left out. The title is the front matter's, else the
    first heading where the text begins with it. A picture before the second paragraph leads the article
    where the front matter names none. Raises Unreadable where the text is far too long.
    """
    front, text = split_front_matter(raw, place)
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("this text is far too long", f"at most {MOST_CHARACTERS:,} characters are read")
    given = check_fields(front, language=language, timezone=timezone)
    tokens = _parser().parse(_drop_notes(text))
    blocks = list(_read_tokens(tokens))
    heading = ""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1" and blocks:
        heading = blocks.pop(0)
    title = heading if not given.title or squeeze_spaces(heading) == given.title else ""
    found = take_fields(
        {"title": title, "image": _find_picture(tokens)}, language=language, timezone=timezone
    )
    return Draft(blocks, title, given.over(found), problems=front.problems, doubt=doubt_ending(blocks))


_NOTE = re.compile(r"^ {0,3}\[\^[^\]\s]{1,40}\]:.*(?:\n(?: {4}|\t).*)*", re.MULTILINE)
_NOTED = re.compile(r"\[\^[^\]\s]{1,40}\]")


def _drop_notes(text: str) -> str:
    """Without footnotes and the marks that point to them."""
    return _NOTED.sub("", _NOTE.sub("", text)) if "[^" in text else text


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _read_tokens(tokens: Sequence[Token]) -> Iterable[str]:
    in_table = 0
    for token in tokens:
        if token.type in {"table_open", "table_close"}:
            in_table += token.nesting
        elif in_table:
            continue
        elif token.type == "inline":
            yield from (line for part in _read_inline(token) if (line := clean_text(part)))
        elif token.type == "html_block":
            yield from _read_html(token.content)


def _read_inline(token: Token) -> Iterable[str]:
    line: list[str] = []
    struck = 0
    for child in token.children or ():
        if child.type in {"s_open", "s_close"}:
            struck += child.nesting
        elif struck:
            continue
        elif child.type == "hardbreak":
            yield "".join(line)
            line = []
        elif child.type == "softbreak":
            line.append(" ")
        elif child.type in {"text", "text_special", "code_inline"}:
            line.append(child.content)
    yield "".join(line)


def _read_html(content: str) -> list[str]:
    try:
        return read_blocks(parse_page(f"<div>{content}</div>"))
    except Unreadable:
        return []


def _find_picture(tokens: Sequence[Token]) -> dict[str, str] | None:
    paragraphs = 0
    for token in tokens:
        for child in token.children or ():
            if child.type == "image" and (url := str(child.attrGet("src") or "")):
                return {"url": url, "alt": clean_text(child.content)}
            if child.type == "text" and len(child.content) > 200:  # noqa: PLR2004 - a paragraph, no caption
                paragraphs += 1
        if paragraphs > 1:
            return None
    return None
