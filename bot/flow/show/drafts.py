"""What doors show of a draft: the post, when it would leave, and why it is as it is."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import Problem
from bot.flow.composing.draft import Draft, first_delivery
from bot.flow.composing.editorial import Decision
from bot.flow.composing.left_out import explain_left_out
from bot.flow.composing.times import time_article
from bot.flow.house import House
from bot.flow.row import Row
from bot.flow.sending.view import tell_due, view_channel
from bot.flow.timing.due import AskFirst, Due, Late, PassOver, Verdict, Wait
from bot.model import DeliveryState, Document, Highlights


def show_draft(house: House, draft: Draft, document: Document, highlights: Highlights) -> Row:
    """The post, when it would leave, and everything that was decided of it."""
    verdict = house.store.read_now(lambda conn: _find_verdict(conn, house, draft, document))
    post = draft.post
    left_out = explain_left_out(draft, document, highlights, house.lines.platform(draft.channel))
    picture, no_picture = _tell_picture(house, draft, document)
    return {
        "channel": draft.channel,
        "platform": house.settings.channels[draft.channel].platform,
        "template": draft.template.partition("@")[0],
        "text": post.text.text if post else "",
        "text_hash": draft.text_hash,
        "thread": [
            {"text": post.text.text, "length": length}
            for post, length in zip(draft.more, draft.lengths[1:], strict=True)
        ],
        "length": draft.length,
        "limit": draft.limit,
        "unit": draft.unit,
        **_show_decision(draft.decision, document),
        "dropped": list(draft.dropped),
        "left_out": [{"part": part, "why": why} for part, why in left_out.items()],
        "picture": picture,
        "no_picture": no_picture,
        "problems": [str(problem) for problem in draft.problems if not _is_of_picture(problem)],
        "state": draft.state.value,
        "reason": draft.reason,
        "due": _tell_verdict(draft, verdict, house.zone),
        "due_at": verdict.until if isinstance(verdict, Wait) else None,
    }


def _show_decision(decision: Decision | None, document: Document) -> Row:
    """Tone, urgency and label, and the rules that matched: place, what was found, what each says.

    `overruled` names what the article's note decides instead.
    """
    if decision is None:
        return {"tone": "normal", "urgency": "normal", "label": None, "rules": []}
    noted = {
        name
        for name in ("tone", "urgency", "template", "channels")
        if getattr(document.note, name) is not None
    }
    return {
        "tone": decision.tone.value,
        "urgency": decision.urgency.name.lower(),
        "label": decision.label,
        "rules": [
            {
                "place": hit.place,
                "found": list(hit.found),
                "decides": list(hit.decides),
                "why": hit.rule.why,
                "overruled": sorted(noted & hit.rule.then.model_fields_set),
            }
            for hit in decision.ruling.hits
        ],
    }


def _tell_picture(house: House, draft: Draft, document: Document) -> tuple[Row | None, str]:
    """The picture with its alt text, or why there is none."""
    if draft.post is None:
        return None, ""
    if draft.post.attachments:
        shown = draft.post.attachments[0]
        return {"path": shown.path, "alt": shown.alt, "width": shown.width, "height": shown.height}, ""
    if document.image is None:
        return None, "the article has none"
    if house.settings.channels[draft.channel].picture == "none":
        return None, "this channel shows none (picture: none)"
    if not house.lines.platform(draft.channel).limits.attachments:
        return None, "this platform shows none"
    told = [str(problem) for problem in draft.problems if _is_of_picture(problem)]
    return None, "; ".join(told).removeprefix("no picture: ")


def _is_of_picture(problem: Problem) -> bool:
    return problem.severity == "warning" and problem.message.startswith(("no picture", "the picture"))


def _tell_verdict(draft: Draft, verdict: Verdict, zone: ZoneInfo) -> str:
    """When the post would leave, in the newsroom's own time, or why it would not."""
    if draft.state not in {DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL}:
        return f"{draft.state.value}: {draft.reason}"
    approval = "once a person approved it, " if draft.state is DeliveryState.AWAITING_APPROVAL else ""
    match verdict:
        case Due(silent):
            return f"{approval}at once{', without notifying anybody' if silent else ''}"
        case Wait(None, why):
            return f"not before something changes: {why}"
        case Wait(until, why):
            assert until
            return f"{approval}at {until.astimezone(zone):%Y-%m-%d %H:%M} ({why})"
        case AskFirst(why):
            return f"once a person approved it: {why}"
        case Late(why) | PassOver(why):
            return f"never: {why}"


def _find_verdict(conn: Connection, house: House, draft: Draft, document: Document) -> Verdict:
    now = house.clock.now()
    timing = time_article(house, draft.channel, document, now)
    first = first_delivery(draft, timing, "", now)
    delivery = replace(first, state=DeliveryState.SCHEDULED, reason="")
    return tell_due(conn, view_channel(conn, house, draft.channel, now), delivery, now)
