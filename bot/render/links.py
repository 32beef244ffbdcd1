"""Links as they are posted: safe for every platform, and tagged so that readers can be counted."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit, urlunsplit

import idna

_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?"


def tag_link(url: str, *, source: str, medium: str, campaign: str) -> str:
    """The address with utm_source, utm_medium and utm_campaign behind its own parameters.

    A parameter that the address has already is not added, nor is an empty one; order and fragment
    stay. Host and path become ASCII (IDNA 2008, percent-encoding). Raises
    ValueError for what is no http or https address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url!r} is no http or https address")
    query = quote(parts.query, safe=_QUERY)
    names = {unquote(pair.partition("=")[0]).casefold() for pair in query.split("&")}
    wanted = {"utm_source": source, "utm_medium": medium, "utm_campaign": campaign}
    new = [f"{name}={quote(value, safe='')}" for name, value in wanted.items() if value and name not in names]
    query = "&".join(each for each in (query.rstrip("&"), *new) if each)
    path = quote(parts.path, safe=_PATH)
    return urlunsplit((parts.scheme, _host(parts.netloc), path, query, quote(parts.fragment, safe=_QUERY)))


def _host(netloc: str) -> str:
    """User, host and port, the host as machines write it."""
    user, at, rest = netloc.rpartition("@")
    host, colon, port = (rest, "", "") if rest.endswith("]") else rest.partition(":")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except idna.IDNAError as error:
            raise ValueError(f"{host!r} is no host name: {error}") from error
    return f"{quote(user, safe=_PATH)}{at}{host}{colon}{port}"
