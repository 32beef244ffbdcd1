"""The way of one fetch: which addresses may be asked, and what goes along to the next one."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

import httpx  # noqa: TID251 - the one import seam

from bot.errors import Blocked, Unreadable

_MOST_REDIRECTS = 5
_LONGEST_URL = 8_192
_LONGEST_HOST = 253
_LAST_PORT = 65_535
_PERMANENT = {301, 308}
_KEPT_ABROAD = {"accept", "accept-language", "if-modified-since", "if-none-match"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
# The WHATWG Fetch standard's "bad ports" (other services' own), and Windows shares.
_BAD_PORTS = frozenset(
    (
        *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95),
        *(101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179),
        *(389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587),
        *(601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000),
        *(6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    )
)


class Journey:
    """Where a fetch is, and the headers it carries. Raises Blocked, Unreadable at an address not to ask.

    A user name and password in the first address become Basic authorisation for that origin alone;
    in a redirect they are dropped. Another origin gets only what asks for a kind and a version.
    """

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        given = _read_url(url)
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.headers.pop("host", None)
        if given.userinfo and "authorization" not in self.headers:
            pair = b":".join(unquote_to_bytes(part) for part in (given.userinfo + b":").split(b":")[:2])
            self.headers["authorization"] = "Basic " + base64.b64encode(pair).decode("ascii")
        self.url = _plain(given)
        self.first_host = self.host
        self.permanent = True
        self._seen = {str(self.url)}

    @property
    def host(self) -> str:
        """Host and port, for sentences and the Host header."""
        return self.url.netloc.decode("ascii")

    @property
    def hops(self) -> int:
        """How many redirects were followed."""
        return len(self._seen) - 1

    def follow(self, location: str, status: int) -> None:
        """Go where a redirect points. Raises Blocked, Unreadable."""
        target = _plain(_read_url(location, self.url))
        if self.url.scheme == "https" and target.scheme == "http":
            raise Blocked(
                f"{self.host} leads from https to http, where anybody could change what is read",
                "if that is meant, write the http address itself",
            )
        if str(target) in self._seen:
            raise Blocked(f"{self.host} leads in a circle", "it may want cookies, which are never kept")
        if self.hops >= _MOST_REDIRECTS:
            raise Blocked(f"{self.first_host} leads on more than {_MOST_REDIRECTS} times")
        if _origin(target) != _origin(self.url):
            self.headers = {name: self.headers[name] for name in self.headers if name in _KEPT_ABROAD}
        self.permanent = self.permanent and status in _PERMANENT
        self._seen.add(str(target))
        self.url = target


def _read_url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = httpx.URL(text.strip()) if base is None else base.join(text.strip())
        host, port = url.raw_host.decode("ascii"), url.port or 0
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable(f"{_origin_of_sentence(base)} is not an address") from error
    if url.scheme not in _DEFAULT_PORTS:
        shown = url.scheme[:20] or "nothing"
        raise Blocked(f"{_origin_of_sentence(base)} begins with {shown}, and only http and https are read")
    endless = len(host) > _LONGEST_HOST or len(str(url)) > _LONGEST_URL
    if not host or "%" in host or endless or port > _LAST_PORT:
        raise Unreadable(f"{_origin_of_sentence(base)} is not an address")
    if port in _BAD_PORTS and url.port is not None:
        raise Blocked(f"{host} is asked for at port {port}, which belongs to another service than the web")
    return url


def _origin_of_sentence(base: httpx.URL | None) -> str:
    if base is None:
        return "what was given"
    return f"the place to which {base.netloc.decode('ascii')} leads"


def _plain(url: httpx.URL) -> httpx.URL:
    """Without user name, fragment and a port that goes without saying."""
    port = None if url.port == _DEFAULT_PORTS[url.scheme] else url.port
    return url.copy_with(userinfo=b"", fragment=None, port=port)


def _origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    return url.scheme, url.raw_host, url.port
