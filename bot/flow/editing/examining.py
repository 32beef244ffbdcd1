"""A person's text is examined before it may leave: by the platform, for names, and against the article."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Problem
from bot.flow.composing.restricted import judge_names
from bot.flow.editing.refusing import NotFaithful, WrongState, tell
from bot.flow.house import House
from bot.model import Document, Highlights, Post, Revision
from bot.render.fidelity import check_fidelity
from bot.text import normalise_text


@dataclass(frozen=True, slots=True)
class Examined:
    """A text that may be posted: why a person approves it first, and the doubts that they set aside."""

    asks: str
    doubts: list[Problem]


def examine(house: House, channel: str, post: Post, revision: Revision, *, sure: bool) -> Examined:
    """Whether a person's text may be posted; `sure` is their word for what the article does not have.

    Raises WrongState, NotFaithful.
    """
    if refusals := find_refusals(house, channel, post):
        raise WrongState(f"this text cannot be posted on {channel}: {tell(refusals)}")
    blocks, asks = judge_names(house, post, house.clock.now())
    if blocks:
        raise WrongState(f"this text may not be posted: {blocks}", "take the name out")
    doubts = find_doubts(post, revision.document, revision.highlights)
    if doubts and not sure:
        raise NotFaithful(doubts)
    return Examined(asks, doubts)


def find_refusals(house: House, channel: str, post: Post) -> list[Problem]:
    """What the platform would not take, in its own words; the length in any case."""
    platform = house.lines.platform(channel)
    refusals = [problem for problem in platform.check(post) if problem.severity == "error"]
    limit, length = platform.limits.length, platform.measure(post.text)
    if not refusals and limit is not None and length > limit:
        unit = platform.limits.unit
        refusals.append(Problem(f"the text has {length} {unit}, and {limit} are allowed", "make it shorter"))
    return refusals


def find_doubts(post: Post, document: Document, highlights: Highlights) -> list[Problem]:
    """Figures and quotations that the article does not have."""
    found = check_fidelity(post, document, highlights)
    return [problem for problem in found if problem.severity == "error"]


def tidy_text(text: str) -> str:
    """A text as it was typed, without blanks at the ends of its lines and empty lines around it."""
    return "\n".join(line.rstrip() for line in normalise_text(text).strip().split("\n"))
