"""Renders the last articles with other templates than those in use, and tells what would go wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.errors import Problem
from bot.flow.composing.compose import compose
from bot.flow.composing.draft import Draft
from bot.flow.house import House
from bot.model import Document, Highlights
from bot.render.rendered import PostRenderer
from bot.store import articles

_MOST_ARTICLES = 20
"""So many of the newest articles a saved template must render cleanly before it is taken."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A stored article to try templates on."""

    article: str
    title: str
    document: Document
    highlights: Highlights


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the post that a template makes of one article on one channel."""

    template: str
    channel: str
    article: str
    title: str
    problem: Problem

    def __str__(self) -> str:
        return f"{self.problem} [{self.channel}: {self.title}]"


def latest(conn: Connection, most: int = _MOST_ARTICLES) -> list[Sample]:
    """The newest articles as they are now, newest first."""
    return [
        Sample(article.id, title, revision.document, revision.highlights)
        for article, title in articles.list_articles(conn, most)
        for revision in [articles.get_revision(conn, article.id, article.revision)]
    ]


def find_troubles(
    house: House,
    renderer: PostRenderer,
    samples: Iterable[Sample],
    names: Collection[str] | None = None,
) -> Iterator[Trouble]:
    """Every problem of the posts of these articles, or of those for which one of `names` is chosen."""
    other = replace(house, renderer=renderer)
    for sample in samples:
        for channel in house.settings.channels:
            draft = compose(other, channel, sample.document, sample.highlights)
            name = _name_of(draft)
            if names is None or name in names:
                for problem in errors_of(draft):
                    yield Trouble(name, channel, sample.article, sample.title, problem)


def try_latest(house: House, most: int = _MOST_ARTICLES) -> Iterator[list[Trouble]]:
    """The problems of each of the newest articles on every channel, one article after the other."""
    for sample in house.store.read_now(lambda conn: latest(conn, most)):
        yield list(find_troubles(house, house.renderer, [sample]))


def _name_of(draft: Draft) -> str:
    """The template that was chosen for a draft."""
    return draft.template.rpartition("@")[0] or draft.template


def errors_of(draft: Draft) -> list[Problem]:
    """What keeps a draft from leaving; warnings do not."""
    return [problem for problem in draft.problems if problem.severity == "error"]
