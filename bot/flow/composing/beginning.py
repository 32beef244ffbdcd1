"""The state in which a draft begins, with the reason, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Problem
from bot.flow.composing.editorial import Decision
from bot.flow.composing.restricted import judge_names
from bot.flow.house import House
from bot.model import DeliveryState, Post
from bot.plugin import Platform, PlatformOptions
from bot.render.rendered import Rendered
from bot.render.variables import PostVariables


def choose_state(
    options: PlatformOptions,
    decision: Decision,
    doubts: list[Problem],
    refusals: list[Problem],
    restricted: tuple[str, str],
) -> tuple[DeliveryState, str]:
    """A doubtful text is held, an impossible one has failed, and a person may want to see the rest.

    `restricted` is why it may not leave, and why a person approves it, for the names in it.
    """
    blocks, asks = restricted
    if blocks:
        return DeliveryState.HELD, blocks
    wrong = [problem for problem in doubts if problem.severity == "error"]
    if wrong:
        return DeliveryState.HELD, "; ".join(str(problem) for problem in wrong)
    impossible = [problem for problem in refusals if problem.severity == "error"]
    if impossible:
        return DeliveryState.FAILED, "; ".join(str(problem) for problem in impossible)
    if decision.asks or asks:
        return DeliveryState.AWAITING_APPROVAL, "; ".join([*decision.asks, *([asks] if asks else [])])
    if options.approval == "always":
        return DeliveryState.AWAITING_APPROVAL, "a person approves each post of this channel"
    return DeliveryState.SCHEDULED, ""


def judge_thread(house: House, posts: tuple[Post, ...]) -> tuple[str, str]:
    """Why a thread may not leave, and why a person approves it first: as its first post that is named so."""
    judged = [judge_names(house, post, house.clock.now()) for post in posts]
    blocks, asks = (next((one for one in found if one), "") for found in zip(*judged, strict=True))
    return blocks, asks


def check_thread(platform: Platform, posts: tuple[Post, ...], rendered: Rendered) -> list[Problem]:
    """What the platform says of each post, and of a thread where it has none."""
    found = list(platform.check(posts[0]))
    for number, post in enumerate(posts[1:], 2):
        told = platform.check(post)
        found += [replace(one, message=f"post {number} of the thread: {one.message}") for one in told]
    if len(posts) <= len(rendered.more):
        told_off = (
            f"{platform.label} shows no threads: of {len(rendered.lengths)} posts only the first leaves"
        )
        hint = "choose a template without {% next %} for this channel"
        found.append(Problem(told_off, hint, severity="warning"))
    return found


def find_label_problems(house: House, decision: Decision, variables: PostVariables) -> list[Problem]:
    """That a rule or a note asks for a label which there is not."""
    if decision.label is None or variables.label:
        return []
    hint = house.labels.suggest(decision.label)
    return [Problem(f"there is no label {decision.label!r}", hint, severity="warning")]
