"""What the answers of an AT Protocol server mean: `{"error": "Name", "message": "…"}`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NoReturn

from bot.errors import OutcomeUnknown, PayloadExpired, TokenExpired, Unauthorized
from bot.http import Answer, raise_for_refusal
from bot.model import Receipt

COLLECTION = "app.bsky.feed.post"

_ENDED = {"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"}
_STANDING = {
    "AccountTakedown": ("the account was taken down", "write to the server's moderators"),
    "AccountSuspended": ("the account is suspended", "write to the server's moderators"),
    "AccountDeactivated": ("the account is deactivated", "log in with the app and bring it back"),
    "AccountGone": (
        "the server knows this account no more: it was taken down or deleted",
        "log in with the app and look why",
    ),
    "AuthFactorTokenRequired": (
        "this is the password one logs in with, and it asks for a code by e-mail",
        "make an app password",
    ),
}
_STATUS = {
    "takendown": "AccountTakedown",
    "suspended": "AccountSuspended",
    "deactivated": "AccountDeactivated",
}


def raise_for_error(answer: Answer) -> None:
    """The error that an answer other than 2xx means.

    TokenExpired (400 or 401: the session ended), Unauthorized (the account), PayloadExpired (an upload
    is gone), Rejected with the server's own sentence for the rest.
    """
    if answer.ok:
        return
    name, says = read_error(answer)
    if name in _STANDING:
        _raise_standing(name)
    if name == "InvalidRequest" and (standing := _hidden_standing(says)):
        _raise_standing(standing)
    if name == "BlobNotFound":
        raise PayloadExpired("the server has dropped the picture before the post came", "it is uploaded anew")
    if name in _ENDED or answer.status == HTTPStatus.UNAUTHORIZED:
        raise TokenExpired(f"the session is not taken: {says or name}", "look at the app password")
    raise_for_refusal(answer, says=": ".join(filter(None, (name, says))))


def _raise_standing(name: str) -> NoReturn:
    """Unauthorized for an account that may not post, by the error's name, with what to do."""
    raise Unauthorized(*_STANDING[name])


def _hidden_standing(says: str) -> str:
    """Some calls tell of the account only in their sentence (getSession of one that was taken down)."""
    hidden = {"account is deactivated": "AccountDeactivated", "could not find user info": "AccountGone"}
    return next((name for words, name in hidden.items() if words in says.lower()), "")


def check_active(session: dict[str, Any]) -> None:
    """Raises Unauthorized for a session whose account is taken down, suspended or deactivated."""
    if session.get("active", True) is False or session.get("status") in _STATUS:
        name = _STATUS.get(str(session.get("status")))
        if name:
            _raise_standing(name)
        raise Unauthorized("the account is not active", "log in with the app and look why")


def read_error(answer: Answer) -> tuple[str, str]:
    """Name and sentence of an error; empty where the body is a page or no object."""
    body = read_object(answer)
    name, says = body.get("error"), body.get("message")
    return name if isinstance(name, str) else "", says if isinstance(says, str) else ""


def read_object(answer: Answer) -> dict[str, Any]:
    """The body as a JSON object, empty where it is none."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def read_receipt(answer: Answer, record: dict[str, Any], app: str) -> Receipt:
    """The receipt in a 2xx answer. Raises OutcomeUnknown where it holds none: the post may be there."""
    receipt = receipt_of(read_object(answer), record, app)
    if receipt is None:
        raise OutcomeUnknown(
            f"the server answered {answer.status}, and not with a post", "look whether the post is there"
        )
    return receipt


def receipt_of(found: dict[str, Any], record: dict[str, Any], app: str) -> Receipt | None:
    """The receipt of `{"uri", "cid"}`; `extra` has what a reply refers to: cid, and the thread's root."""
    uri, cid = found.get("uri"), found.get("cid")
    if not isinstance(uri, str) or not isinstance(cid, str) or not cid or not read_rkey(uri):
        return None
    reply = record.get("reply")
    root = reply.get("root") if isinstance(reply, dict) else None
    did, rkey = uri.split("/")[2], read_rkey(uri)
    return Receipt(uri, f"{app}/profile/{did}/post/{rkey}", {"cid": cid, "root": root or ref(uri, cid)})


def ref(uri: str, cid: str) -> dict[str, str]:
    """A strong reference to a record."""
    return {"uri": uri, "cid": cid}


def address_of(receipt: Receipt, did: str) -> str:
    """The post's at:// address; of one that a person has seen online, from the web page it was seen on."""
    if read_rkey(receipt.id):
        return receipt.id
    return f"at://{did}/{COLLECTION}/{receipt.url.rstrip('/').rpartition('/')[2] or receipt.id}"


def read_rkey(uri: str) -> str:
    """The last part of at://DID/COLLECTION/RKEY, empty where it is no post's address."""
    parts = uri.split("/")
    post = len(parts) == 5 and parts[0] == "at:" and parts[3] == COLLECTION  # noqa: PLR2004 - its parts
    return parts[4] if post else ""
