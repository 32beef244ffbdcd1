"""From highlights to a draft per channel: template, fit, fidelity, and what the platform says."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.errors import Problem, StoreError, TemplateError
from bot.flow.composing.beginning import check_thread, choose_state, find_label_problems, judge_thread
from bot.flow.composing.draft import Draft, hash_posts
from bot.flow.composing.editorial import Decision, decide_on
from bot.flow.composing.notes import find_note_problems
from bot.flow.composing.pictures import attach
from bot.flow.composing.taken import remember_taken
from bot.flow.house import House
from bot.model import DeliveryState, Document, Highlights, Tone
from bot.plugin import PlatformOptions, UtmOptions
from bot.render.fidelity import check_fidelity
from bot.render.filling import make_variables
from bot.render.hashtags import make_hashtags
from bot.render.links import tag_link
from bot.render.tokens import find_quotations
from bot.render.usual import SOBER
from bot.render.variables import PostVariables

log = structlog.get_logger()


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
    except Exception as error:
        log.debug("a fault of our own kept a post from being made", channel=channel, exc_info=True)
        message = f"this post cannot be made: {type(error).__name__}: {error}"
        problem = Problem(message, "please report it with the article; --log-level debug shows where")
        return Draft(channel, DeliveryState.FAILED, str(problem), digest_of(house, name), problems=(problem,))


def digest_of(house: House, name: str) -> str:
    """A template's name and the digest of its content and the labels, "?" where it cannot be read."""
    try:
        return f"{name}@{house.renderer.digest(name)}{house.labels.digest()[:8]}"
    except TemplateError:
        return f"{name}@?"


def _render(
    house: House, channel: str, document: Document, highlights: Highlights, decision: Decision
) -> Draft:
    options, name = house.settings.channels[channel], decision.template
    platform = house.lines.platform(channel)
    limits = platform.limits
    variables = _fill(house, channel, document, highlights, decision)
    rendered = house.renderer.render(name, variables, measure=platform.measure, limit=limits.length)
    described = replace(rendered.post, description=_describe(variables.summary))
    sober = decision.tone is Tone.SOBER or name == SOBER
    post, lacking = attach(house, channel, document, described, sober=sober)
    posts = (post, *(rendered.more if limits.threads else ()))
    doubts = [
        *find_note_problems(document, highlights, list(house.settings.channels)),
        *find_label_problems(house, decision, variables),
        *(problem for one in posts for problem in check_fidelity(one, document, highlights)),
    ]
    refusals = [*rendered.problems, *lacking, *check_thread(platform, posts, rendered)]
    state, reason = choose_state(options, decision, doubts, refusals, judge_thread(house, posts))
    text_hash = hash_posts(posts)
    if not any(problem.severity == "error" for problem in refusals):
        remember_taken(house, channel, text_hash, platform)
    return Draft(
        channel=channel,
        state=state,
        reason=reason,
        template=digest_of(house, name),
        post=post,
        text_hash=text_hash,
        length=rendered.length,
        limit=limits.length,
        unit=limits.unit,
        dropped=rendered.dropped,
        problems=(*doubts, *refusals),
        missing=rendered.missing,
        more=posts[1:],
        lengths=rendered.lengths[: len(posts)],
    )


def _fill(
    house: House, channel: str, document: Document, highlights: Highlights, decision: Decision
) -> PostVariables:
    """What the template may print."""
    return make_variables(
        document,
        highlights,
        newsroom=house.settings.newsroom.name,
        channel=channel,
        link=_link(house.settings.channels[channel], document),
        hashtags=make_hashtags(document.tags, house.lines.platform(channel).limits.hashtags),
        tone=decision.tone,
        urgency=decision.urgency,
        label=decision.label,
        labels=house.labels.choose(document.language, house.settings.newsroom.language),
    )


def _describe(summary: str | None) -> str:
    """What a platform's own card shows: the summary, unless it ends within a quotation."""
    cut = summary and any(not each.closed for each in find_quotations(summary))
    return "" if cut or not summary else summary


def _link(options: PlatformOptions, document: Document) -> str | None:
    utm = options.utm
    if document.url is None or not isinstance(utm, UtmOptions):
        return document.url
    return tag_link(
        document.url, source=utm.source or options.platform, medium=utm.medium, campaign=utm.campaign or ""
    )
