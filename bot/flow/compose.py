"""From highlights to a draft per channel: template, fit, fidelity, and what the platform says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Problem, StoreError, TemplateError
from bot.flow.house import House
from bot.flow.pictures import attach
from bot.model import DeliveryState, Document, Highlights, Post, Tone, Urgency
from bot.plugin import PlatformOptions, UtmOptions
from bot.render.fidelity import check_fidelity
from bot.render.hashtags import make_hashtags
from bot.render.links import tag_link
from bot.render.variables import make_variables
from bot.store.rows import to_json


@dataclass(frozen=True, slots=True)
class Draft:
    """What a channel would show of an article, and the state its delivery begins in.

    `template` is "name@digest"; `length` counts in `unit` against `limit`; `dropped` names the
    parts that did not fit or had nothing to show.
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


@dataclass(frozen=True, slots=True)
class Timing:
    """When an article's posts are due, by the article alone."""

    urgency: Urgency
    due_at: datetime
    embargo_at: datetime | None
    expires_at: datetime | None


def compose(house: House, channel: str, document: Document, highlights: Highlights) -> Draft:
    """The draft of one channel; an article that a template cannot take makes a failed one."""
    options = house.settings.channels[channel]
    name = choose_template(house, options, document)
    skipped = _reason_to_skip(channel, options, document)
    if skipped:
        return Draft(channel, DeliveryState.SKIPPED, skipped, name)
    try:
        return _render(house, channel, options, name, document, highlights)
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


def choose_template(house: House, options: PlatformOptions, document: Document) -> str:
    """The note's template, else sober where the tone is, else the channel's, its platform's, the default."""
    if document.note.template:
        return document.note.template
    if document.note.tone is Tone.SOBER:
        return "posts/sober.j2"
    own = f"posts/{options.platform}.j2"
    return options.template or (own if own in house.renderer.names() else "posts/default.j2")


def digest_of(house: House, name: str) -> str:
    """A template's name and the digest of its content, "?" where it cannot be read."""
    try:
        return f"{name}@{house.renderer.digest(name)}"
    except TemplateError:
        return f"{name}@?"


def time_article(house: House, channel: str, document: Document, first_seen_at: datetime) -> Timing:
    """Not before and not later than, from the article's own times."""
    stale_after = house.settings.pace(channel).stale_after
    embargo_at = document.note.embargo or document.embargo
    urgency = document.urgency if document.note.urgency is None else document.note.urgency
    begins_at = embargo_at or min(document.published_at or first_seen_at, first_seen_at)
    return Timing(
        urgency=urgency,
        due_at=max(first_seen_at, embargo_at or first_seen_at),
        embargo_at=embargo_at,
        expires_at=begins_at + stale_after if stale_after else None,
    )


def _reason_to_skip(channel: str, options: PlatformOptions, document: Document) -> str:
    note = document.note
    if not note.post:
        return "the article's note says not to post it"
    if note.channels is not None and channel not in note.channels:
        return f"the article's note names other channels: {', '.join(note.channels) or 'none'}"
    if options.link == "required" and not document.url:
        return "the article has no address, and this channel wants one (link: required)"
    return ""


def _render(
    house: House,
    channel: str,
    options: PlatformOptions,
    name: str,
    document: Document,
    highlights: Highlights,
) -> Draft:
    platform = house.lines.platform(channel)
    limits = platform.limits
    variables = make_variables(
        document,
        highlights,
        newsroom=house.settings.newsroom.name,
        channel=channel,
        link=_link(options, document),
        hashtags=make_hashtags(document.tags, limits.hashtags),
        tone=document.note.tone or Tone.NORMAL,
    )
    rendered = house.renderer.render(name, variables, measure=platform.measure, limit=limits.length)
    post, lacking = attach(house, channel, document, rendered.post, template=name)
    doubts = [*_broken_note(document, highlights), *check_fidelity(post, document, highlights)]
    refusals = [*rendered.problems, *lacking, *platform.check(post)]
    state, reason = _begin(options, doubts, refusals)
    return Draft(
        channel=channel,
        state=state,
        reason=reason,
        template=digest_of(house, name),
        post=post,
        text_hash=hash_post(post),
        length=rendered.length,
        limit=limits.length,
        unit=limits.unit,
        dropped=rendered.dropped,
        problems=(*doubts, *refusals),
    )


def _begin(
    options: PlatformOptions, doubts: list[Problem], refusals: list[Problem]
) -> tuple[DeliveryState, str]:
    """A doubtful text is held, an impossible one has failed, and a person may want to see the rest."""
    wrong = [problem for problem in doubts if problem.severity == "error"]
    if wrong:
        return DeliveryState.HELD, "; ".join(str(problem) for problem in wrong)
    impossible = [problem for problem in refusals if problem.severity == "error"]
    if impossible:
        return DeliveryState.FAILED, "; ".join(str(problem) for problem in impossible)
    if options.approval == "always":
        return DeliveryState.AWAITING_APPROVAL, "a person approves each post of this channel"
    return DeliveryState.SCHEDULED, ""


def _broken_note(document: Document, highlights: Highlights) -> list[Problem]:
    """What the editor asked for must stand in the article, word for word."""
    note = document.note
    chosen = (
        ("headline", note.headline, highlights.headline),
        ("figure", note.figure, highlights.figure and highlights.figure.text),
        ("quote", note.quote, highlights.quote and highlights.quote.text),
    )
    return [
        Problem(
            f"the note's {part} is not in the article: {wanted!r}", "copy it from the article, word for word"
        )
        for part, wanted, found in chosen
        if wanted and wanted != found
    ]


def _link(options: PlatformOptions, document: Document) -> str | None:
    utm = options.utm
    if document.url is None or not isinstance(utm, UtmOptions):
        return document.url
    return tag_link(
        document.url, source=utm.source or options.platform, medium=utm.medium, campaign=utm.campaign or ""
    )


def hash_post(post: Post) -> str:
    """A hash of everything that followers would see; an approval carries it."""
    return hashlib.sha256(to_json(post).encode()).hexdigest()[:16]
