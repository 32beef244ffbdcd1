"""What a Mastodon-like server's answers mean."""

from __future__ import annotations

from typing import Any

from bot.errors import OutcomeUnknown
from bot.http import Answer, raise_for_refusal
from bot.model import Receipt


def raise_for_error(answer: Answer) -> None:
    """401 and 403 are Unauthorized, other refusals Rejected with the server's own sentence."""
    if not answer.ok:
        raise_for_refusal(answer, says=read_error(answer))


def read_error(answer: Answer) -> str:
    """The sentence of `{"error": …}`, or nothing where the body is a page or no object."""
    body = read_json(answer)
    if not isinstance(body, dict):
        return ""
    said = body.get("error_description") or body.get("error") or ""
    return said if isinstance(said, str) else ""


def read_json(answer: Answer) -> Any:
    """The body as JSON, None where it is none."""
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None


def read_receipt(answer: Answer) -> Receipt:
    """The receipt in a 2xx answer. Raises OutcomeUnknown where it holds none: the post may be there."""
    receipt = receipt_of(read_json(answer))
    if receipt is None:
        raise OutcomeUnknown(
            f"the server answered {answer.status}, and not with a post", "look whether the post is there"
        )
    return receipt


def receipt_of(status: Any) -> Receipt | None:
    """The receipt of a status entity; None where it is none."""
    if not isinstance(status, dict) or not isinstance(status.get("id"), str) or not status["id"]:
        return None
    kept = {name: status[name] for name in ("created_at", "visibility") if isinstance(status.get(name), str)}
    url = status.get("url") or status.get("uri") or ""
    return Receipt(status["id"], url if isinstance(url, str) else "", kept)
