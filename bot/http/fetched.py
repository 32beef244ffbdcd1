"""What a page or a feed came as, and what its headers say about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.errors import Blocked

_LONGEST_AGE = timedelta(days=1)
_MOST_HEADERS = 200
_LONGEST_HEADERS = 64 * 1024
_LONGEST_TAG = 1_000
_TOKEN = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,80}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([a-z0-9_.:+-]{1,40})")
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?([0-9]{1,12})")
_ASK_ALWAYS = re.compile(r"(?:^|,)\s*no-(?:cache|store)\b")
# Encodings of Python that are no charsets of documents: escapes, host names, and an old hole (UTF-7).
_NO_CHARSETS = {
    "idna",
    "mbcs",
    "oem",
    "punycode",
    "raw_unicode_escape",
    "undefined",
    "unicode_escape",
    "utf_7",
    "utf7",
    "u7",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page or feed as it came: `status` is 200, or 304 (not changed, no content).

    `url` is the address that answered, without user name and fragment; `moved_to` is the same where
    every redirect on the way was permanent: the address to remember. `headers` have lower-case names
    (cookies left out), `content` is unpacked, `charset` is one that Python can decode. `max_age` says
    how long it need not be asked for again (Cache-Control less Age, else Expires; a day at most).
    `etag` and `last_modified` go into `conditions` next time.
    """

    status: int
    url: str
    moved_to: str | None
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    media_type: str | None
    charset: str | None
    fetched_at: datetime
    max_age: timedelta | None
    etag: str | None
    last_modified: str | None

    @property
    def changed(self) -> bool:
        """Whether there is content: not on a 304."""
        return self.status != 304  # noqa: PLR2004

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for this address again only if it changed."""
        return write_conditions(self.etag, self.last_modified)


def write_conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """`If-None-Match` and `If-Modified-Since`, as far as they are known."""
    known = {"if-none-match": etag, "if-modified-since": last_modified}
    return {name: value for name, value in known.items() if value}


def read_headers(raw: Iterable[tuple[bytes, bytes]], host: str) -> dict[str, str]:
    """Names in lower case, repeated ones joined by commas, cookies left out. Raises Blocked (too many)."""
    headers: dict[str, str] = {}
    length = 0
    for count, (name_bytes, value_bytes) in enumerate(raw, start=1):
        length += len(name_bytes) + len(value_bytes)
        if count > _MOST_HEADERS or length > _LONGEST_HEADERS:
            raise too_many_headers(host)
        name, value = name_bytes.decode("latin-1").lower(), _read_value(value_bytes)
        if name not in {"set-cookie", "set-cookie2"}:
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _read_value(value: bytes) -> str:
    """Latin-1 by the book, but UTF-8 by custom: addresses in Location above all."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def too_many_headers(host: str) -> Blocked:
    """The error for a head of an answer that has no end."""
    return Blocked(f"{host} sends more headers than any page needs", "look at what stands at that address")


def read_media_type(headers: Mapping[str, str]) -> str | None:
    """`text/html` of `Text/HTML; charset=…`; None where it is missing or senseless."""
    found = _TOKEN.match(headers.get("content-type", "").strip().lower())
    return found[0] if found else None


def read_charset(headers: Mapping[str, str]) -> str | None:
    """The charset of Content-Type in lower case, where Python knows it as one for text."""
    found = _CHARSET.search(headers.get("content-type", "").lower())
    if not found or found[1].replace("-", "_") in _NO_CHARSETS:
        return None
    try:
        b"a".decode(found[1], "replace")  # of nothing at all Python asks no codec
    except (LookupError, ValueError):
        return None
    return found[1]


def read_max_age(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the answer stays fresh: nothing to a day; None where the server does not say.

    RFC 9111: max-age less Age goes before Expires less Date; `no-cache` and `no-store` mean nothing.
    """
    control = headers.get("cache-control", "").lower()
    if _ASK_ALWAYS.search(control):
        return timedelta(0)
    if found := _MAX_AGE.search(control):
        age = headers.get("age", "").strip()
        fresh = int(found[1]) - (int(age) if re.fullmatch(r"[0-9]{1,12}", age) else 0)
        return timedelta(seconds=min(max(fresh, 0), _LONGEST_AGE.total_seconds()))
    if "expires" not in headers:
        return None
    expires_at = _read_date(headers["expires"])
    if expires_at is None:
        return timedelta(0)  # `Expires: 0` and the like mean that it is old already
    return min(max(expires_at - (_read_date(headers.get("date", "")) or now), timedelta(0)), _LONGEST_AGE)


def read_tag(value: str | None) -> str | None:
    """An ETag or date worth sending back: printable ASCII, and not endless."""
    plain = value and value.isascii() and value.isprintable() and len(value) <= _LONGEST_TAG
    return value if plain else None


def _read_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)
