"""The `next` tag: `{% next %}` ends one post, and what follows is the next post of the thread.

Each post is fitted on its own. A post that comes out empty, since all its parts dropped themselves, is
left out, and the thread is shorter. A platform whose posts cannot reply to each other gets the first
alone. The picture is on the first post; the link belongs to the first, and to each that prints it.
"""

from __future__ import annotations

from typing import Final

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from bot.render.marks import BREAK, Sheet, is_open, read_fences
from bot.render.sandbox import Refused

_MOST_POSTS: Final = 20


class NextExtension(Extension):
    """Adds `next` to the language."""

    tags = {"next"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Read `next`, which takes nothing."""
        line = next(parser.stream).lineno
        return nodes.Output([nodes.TemplateData(BREAK)]).set_lineno(line)


def read_thread(text: str) -> list[Sheet]:
    """The posts of what a template rendered, without those that are empty; one at least. Raises Refused."""
    pieces = text.split(BREAK)
    if any(is_open(piece, "part") for piece in pieces):
        raise Refused("{% next %} stands within a part", "end the part before it: {% endpart %}")
    sheets = [read_fences(piece) for piece in pieces]
    shown = [sheet for sheet in sheets if sheet.text.strip()] or sheets[:1]
    if len(shown) > _MOST_POSTS:
        raise Refused(f"the thread has more than {_MOST_POSTS} posts", "print less")
    return shown
