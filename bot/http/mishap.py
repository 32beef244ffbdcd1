"""What went wrong on the way to a page or feed, as errors with sentences for people."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator
from http import HTTPStatus

import httpcore  # noqa: TID251 - the one import seam

from bot.errors import Blocked, Gone, SourceError, Throttled, Unreachable, Unreadable
from bot.http.answer import SERVER_ERROR, Answer, tell_status
from bot.http.fetched import too_many_headers

_HINT = "look at the address and the network"
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_FORBIDDEN = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.PAYMENT_REQUIRED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
}
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY}
_TOO_LONG_A_HEAD = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
_BROKE_OFF = ("disconnected", "peer closed", "connection closed")
_BY_NUMBER = {
    errno.ECONNREFUSED: "it refuses the connection",
    errno.ECONNRESET: "it cut the connection",
    errno.EPIPE: "it cut the connection",
    errno.EHOSTUNREACH: "no way leads there",
    errno.ENETUNREACH: "no way leads there",
}


def explain_status(answer: Answer, throttled: Throttled) -> SourceError:
    """The error that an answer other than 200 means; `throttled` is the one to take where it says wait."""
    sentence = tell_status(answer)
    status = answer.status
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return throttled
    if status == HTTPStatus.SERVICE_UNAVAILABLE and throttled.retry_after is not None:
        return throttled
    if status in _GONE:
        return Gone(sentence)
    if status in _FORBIDDEN:
        return Blocked(sentence, "ask the site whether Newscrier may read it, or for a feed made for readers")
    if status >= SERVER_ERROR or status in _LATER:
        return Unreachable(sentence)
    return Unreadable(sentence)


def explain_protocol(error: httpcore.RemoteProtocolError, host: str) -> SourceError:
    """The error for an answer that is no HTTP, or breaks off."""
    inner = error.args[0] if error.args else None  # the protocol library's own error, with its hint
    if getattr(inner, "error_status_hint", None) == _TOO_LONG_A_HEAD:
        return too_many_headers(host)
    if any(sign in str(error).lower() for sign in _BROKE_OFF):
        return Unreachable(f"{host} cannot be reached: the answer broke off", _HINT)
    return Unreadable(f"{host} does not answer in proper HTTP", "look at what stands at that address")


def explain_network(error: Exception, host: str) -> Unreachable:
    """The error for a connection that did not come about, broke or took too long."""
    return Unreachable(f"{host} cannot be reached: {_name(error)}", _HINT)


def _name(error: Exception) -> str:
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return "it took too long"
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate does not hold ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return "it does not answer in proper TLS"
        if isinstance(cause, OSError) and cause.errno in _BY_NUMBER:
            return _BY_NUMBER[cause.errno]
    return "the connection broke"


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
