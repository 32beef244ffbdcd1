"""From highlights to a draft per channel: template, fit, fidelity, and what the platform says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import Problem, StoreError, TemplateError
from bot.flow.composing.editorial import SOBER, Decision, decide_on
from bot.flow.composing.notes import find_note_problems
from bot.flow.composing.pictures import attach
from bot.flow.composing.restricted import judge_names
from bot.flow.house import House
from bot.model import DeliveryState, Document, Highlights, Post, Tone, Urgency
from bot.plugin import Platform, PlatformOptions, UtmOptions
from bot.render.fidelity import check_fidelity
from bot.render.hashtags import make_hashtags
from bot.render.links import tag_link
from bot.render.template import Rendered
from bot.render.tokens import find_quotations
from bot.render.variables import PostVariables, make_variables
from bot.store.rows import to_json


@dataclass(frozen=True, slots=True)
class Draft:
    """What a channel would show of an article, and the state its delivery begins in.

    `template` is "name@digest"; `length` counts in `unit` against `limit`; `dropped` names the
    parts that did not fit, `missing` those that had nothing to show. `decision` is what note and rules said.
    `more` are the following posts of a thread, `lengths` those of all its posts; the hash covers all.
    """

    channel: str
    state: DeliveryState
    reason: str
    template: str
    post: Post | None = None
    text_hash: str = ""
    length: int = 0
    limit: int | None = None
    unit: str = ""
    dropped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    decision: Decision | None = None
    more: tuple[Post, ...] = ()
    lengths: tuple[int, ...] = ()

    @property
    def posts(self) -> tuple[Post, ...]:
        """All posts in their order; none where there is no post at all."""
        return (self.post, *self.more) if self.post else ()


@dataclass(frozen=True, slots=True)
class Timing:
    """When an article's posts are due, by the article alone."""

    urgency: Urgency
    due_at: datetime
    embargo_at: datetime | None
    expires_at: datetime | None


def compose(house: House, channel: str, document: Document, highlights: Highlights) -> Draft:
    """The draft of one channel; an article that a template cannot take makes a failed one."""
    decision = decide_on(house, channel, document)
    return replace(_compose(house, channel, document, highlights, decision), decision=decision)


def _compose(
    house: House, channel: str, document: Document, highlights: Highlights, decision: Decision
) -> Draft:
    name = decision.template
    if decision.verdict:
        state, reason = decision.verdict
        return Draft(channel, state, reason, name)
    try:
        return _render(house, channel, document, highlights, decision)
    except ValueError as error:
        problem = Problem(str(error), "mend the article's url")
        return Draft(channel, DeliveryState.FAILED, str(problem), name, problems=(problem,))
    except TemplateError as error:
        return Draft(
            channel, DeliveryState.FAILED, str(error), digest_of(house, name), problems=(error.problem,)
        )
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - one article that nobody foresaw never stops the others
        message = f"this post cannot be made: {type(error).__name__}: {error}"
        problem = Problem(message, "please report it with the article")
        return Draft(channel, DeliveryState.FAILED, str(problem), digest_of(house, name), problems=(problem,))


def digest_of(house: House, name: str) -> str:
    """A template's name and the digest of its content and the labels, "?" where it cannot be read."""
    try:
        return f"{name}@{house.renderer.digest(name)}{house.labels.digest()[:8]}"
    except TemplateError:
        return f"{name}@?"


def time_article(house: House, channel: str, document: Document, first_seen_at: datetime) -> Timing:
    """Not before and not later than, from the article's own times."""
    urgency = decide_on(house, channel, document).urgency
    stale_after = house.settings.pace(channel).stale(urgency)
    embargo_at = document.note.embargo or document.embargo
    # Nothing was first seen in the future, whatever a clock said that was set back since.
    first_seen_at = min(first_seen_at, house.clock.now())
    begins_at = embargo_at or min(document.published_at or first_seen_at, first_seen_at)
    return Timing(
        urgency=urgency,
        due_at=max(first_seen_at, embargo_at or first_seen_at),
        embargo_at=embargo_at,
        expires_at=begins_at + stale_after if stale_after else None,
    )


def _render(
    house: House,
    channel: str,
    document: Document,
    highlights: Highlights,
    decision: Decision,
) -> Draft:
    options, name = house.settings.channels[channel], decision.template
    platform = house.lines.platform(channel)
    limits = platform.limits
    variables = make_variables(
        document,
        highlights,
        newsroom=house.settings.newsroom.name,
        channel=channel,
        link=_link(options, document),
        hashtags=make_hashtags(document.tags, limits.hashtags),
        tone=decision.tone,
        urgency=decision.urgency,
        label=decision.label,
        labels=house.labels.choose(document.language, house.settings.newsroom.language),
    )
    rendered = house.renderer.render(name, variables, measure=platform.measure, limit=limits.length)
    described = replace(rendered.post, description=_describe(variables.summary))
    layout = SOBER if decision.tone is Tone.SOBER else name
    post, lacking = attach(house, channel, document, described, template=layout)
    more = rendered.more if limits.threads else ()
    doubts = [
        *find_note_problems(document, highlights, list(house.settings.channels)),
        *_find_label_problems(house, decision, variables),
        *(problem for one in (post, *more) for problem in check_fidelity(one, document, highlights)),
    ]
    refusals = [*rendered.problems, *lacking, *_check_thread(platform, (post, *more), rendered)]
    state, reason = _begin(options, decision, doubts, refusals, _judge_names(house, (post, *more)))
    return Draft(
        channel=channel,
        state=state,
        reason=reason,
        template=digest_of(house, name),
        post=post,
        text_hash=hash_posts((post, *more)),
        length=rendered.length,
        limit=limits.length,
        unit=limits.unit,
        dropped=rendered.dropped,
        problems=(*doubts, *refusals),
        missing=rendered.missing,
        more=more,
        lengths=rendered.lengths[: 1 + len(more)],
    )


def _check_thread(platform: Platform, posts: tuple[Post, ...], rendered: Rendered) -> list[Problem]:
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


def _judge_names(house: House, posts: tuple[Post, ...]) -> tuple[str, str]:
    """Why a thread may not leave, and why a person approves it first: as its first post that is named so."""
    judged = [judge_names(house, post, house.clock.now()) for post in posts]
    blocks, asks = (next((one for one in found if one), "") for found in zip(*judged, strict=True))
    return blocks, asks


def _begin(
    options: PlatformOptions,
    decision: Decision,
    doubts: list[Problem],
    refusals: list[Problem],
    restricted: tuple[str, str],
) -> tuple[DeliveryState, str]:
    """A doubtful text is held, an impossible one has failed, and a person may want to see the rest."""
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


def _describe(summary: str | None) -> str:
    """What a platform's own card shows: the summary, unless it ends within a quotation."""
    cut = summary and any(not each.closed for each in find_quotations(summary))
    return "" if cut or not summary else summary


def _find_label_problems(house: House, decision: Decision, variables: PostVariables) -> list[Problem]:
    if decision.label is None or variables.label:
        return []
    hint = house.labels.suggest(decision.label)
    return [Problem(f"there is no label {decision.label!r}", hint, severity="warning")]


def _link(options: PlatformOptions, document: Document) -> str | None:
    utm = options.utm
    if document.url is None or not isinstance(utm, UtmOptions):
        return document.url
    return tag_link(
        document.url, source=utm.source or options.platform, medium=utm.medium, campaign=utm.campaign or ""
    )


def hash_posts(posts: Sequence[Post]) -> str:
    """A hash of everything that followers would see of a thread, mostly one post; an approval carries it."""
    return hashlib.sha256("\n".join(map(to_json, posts)).encode()).hexdigest()[:16]
