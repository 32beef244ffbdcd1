"""What comes of rendering: the posts, how they came about, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import Problem
from bot.model import Post
from bot.render.fit import Fitted, Measure
from bot.render.marks import Sheet
from bot.render.variables import PostVariables, to_context


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post and how it came about: parts dropped for space, length as measured, and problems.

    `missing` names the parts that dropped themselves, as there was nothing to show. `more` are the
    following posts of a thread, `lengths` those of all its posts.

    A post whose problems are not empty must not be sent.
    """

    post: Post
    dropped: tuple[str, ...]
    length: int
    problems: tuple[Problem, ...]
    missing: tuple[str, ...] = ()
    more: tuple[Post, ...] = ()
    lengths: tuple[int, ...] = ()


class PostRenderer(Protocol):
    """Whoever renders posts from templates by name: the files as they are, or those that were taken."""

    def names(self) -> list[str]:
        """Every post template."""

    def digest(self, name: str) -> str:
        """Another digest, another post. Raises TemplateError."""

    def render(self, name: str, variables: PostVariables, *, measure: Measure, limit: int | None) -> Rendered:
        """The post. Raises TemplateError."""


def gather_problems(fitted: list[Fitted]) -> tuple[Problem, ...]:
    """Of a thread with the number of the post."""
    if len(fitted) == 1:
        return fitted[0].problems
    return tuple(
        replace(problem, message=f"post {number} of the thread: {problem.message}")
        for number, one in enumerate(fitted, 1)
        for problem in one.problems
    )


def make_post(sheet: Sheet, variables: PostVariables, *, first: bool) -> Post:
    """The post of a sheet; the `first` of a thread carries the article's card."""
    context = to_context(variables)
    shown = tuple(tag for tag in context["hashtags"] if tag in sheet.text)
    link = variables.link
    return Post(
        text=sheet.marked(),
        language=variables.language,
        headline=context["headline"],
        # A card of the article belongs to the first post, and to one that names the address itself.
        link=link if first or (link and link in sheet.text) else None,
        hashtags=shown,
        own=sheet.own(),
    )
