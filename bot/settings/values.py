"""How single values of the newsroom's config are written: languages, zones, sites, stores, networks."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

from bot.hints import find_near

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SQLITE = re.compile(r"sqlite:///(?P<path>[^?#]+)")


def check_language(value: str) -> str:
    """A language tag such as en or pt-BR. Raises ValueError."""
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f"{value!r} is not a language code; write for example en, pl or pt-BR")
    return value


def _check_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, LookupError):
        near = find_near(value, available_timezones())
        hint = f"did you mean {near}?" if near else "write for example Europe/Warsaw"
        raise ValueError(f"{value!r} is not a time zone; {hint}") from None
    return value


def _check_site(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/@]+(?:/\S*)?", value):
        raise ValueError("this is not an address; write for example https://courier.example.org")
    return value


def check_store(value: str) -> str:
    """The address of a store that this version knows. Raises ValueError."""
    scheme, _, rest = value.partition("://")
    if scheme.partition("+")[0] in {"postgresql", "postgres"} and rest:
        raise ValueError("PostgreSQL is not supported by this version; write sqlite:///data/newscrier.db")
    match = _SQLITE.fullmatch(value)
    if not match or match["path"].strip("/. ") == "" or match["path"] == ":memory:":
        raise ValueError(
            "this is not a store; write sqlite:/// and a file's path: sqlite:///data/newscrier.db"
        )
    return value


def _check_network(value: str) -> str:
    try:
        return str(ipaddress.ip_network(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a network; write for example 127.0.0.0/8") from None


Language = Annotated[str, AfterValidator(check_language)]
Zone = Annotated[str, AfterValidator(_check_zone)]
Site = Annotated[str, AfterValidator(_check_site)]
StoreAddress = Annotated[str, AfterValidator(check_store)]
NetworkRange = Annotated[str, AfterValidator(_check_network)]


def split_store(raw: str) -> str:
    """The file's path in a checked `sqlite:///` address, as the newsroom wrote it."""
    match = _SQLITE.fullmatch(raw)
    assert match
    return match["path"]
