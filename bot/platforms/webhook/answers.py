"""What a receiver's answers mean."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from bot.errors import Duplicate, OutcomeUnknown, Unauthorized
from bot.http import Answer, raise_for_refusal
from bot.model import Receipt

_WANTS_NONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_PAGE_START = b"<"


def raise_for_error(answer: Answer, key: str = "") -> None:
    """409 is Duplicate; 401, 403, 404 and 410 are Unauthorized, other refusals Rejected.

    Where no new post is meant (no `key`), a 409 says that the same was taken before, and is fine. A web
    page is OutcomeUnknown: some server answers 200 to everything.
    """
    if answer.ok and answer.content[:100].lstrip().startswith(_PAGE_START):
        raise OutcomeUnknown("a web page answered instead of the receiver", "look at `url`")
    if answer.ok or (not key and answer.status == HTTPStatus.CONFLICT):
        return
    says = _read_error(answer)
    if answer.status == HTTPStatus.CONFLICT:
        raise Duplicate(
            f"the receiver has taken this delivery before{says and ': '}{says}",
            receipt=read_receipt(answer, key),
        )
    if answer.status in _WANTS_NONE:
        raise Unauthorized(
            f"the receiver answered {answer.status}: there is nothing at this address, or nothing any more",
            "look at `url`",
        )
    raise_for_refusal(answer, says=says)


def read_receipt(answer: Answer, key: str) -> Receipt:
    """`id` and `url` of the answer where it gives them; else the delivery's own name."""
    body = _read(answer)
    name, url = body.get("id"), body.get("url")
    known = str(name) if isinstance(name, str | int) and str(name).strip() else key
    web = url if isinstance(url, str) and url.startswith(("https://", "http://")) else ""
    return Receipt(known[:500], web[:4000])


def _read(answer: Answer) -> dict[str, Any]:
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _read_error(answer: Answer) -> str:
    body = _read(answer)
    said = body.get("error") or body.get("message") or body.get("detail") or ""
    return said if isinstance(said, str) else ""
