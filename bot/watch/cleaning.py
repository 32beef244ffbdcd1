"""Cleaning a log event: plain values, no secrets, no control characters."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from bot.secrecy import MASK, Credentials, mask

_SUSPICIOUS = re.compile(
    r"token|passw(?:or)?d|passphrase|secret|authori[sz]ation|cookie|credential|api_?key|private_?key|signature"
)
_URL_LOGIN = re.compile(r"(?<=://)[^\s/@]+@")
_SPOKEN = re.compile(r"\b(Bearer|Basic|DPoP|OAuth)(\s+)[^\s,;\"']{4,}", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"""((?:token|password|secret|cookie|api_?key|authorization|credential|signature)["']?\s*[=:]\s*["']?)"""
    r"""(?!•)(?:(?:Bearer|Basic|DPoP|OAuth)\s+)?[^\s&,;"'}\]]+""",
    re.IGNORECASE,
)
_PLAIN = {str, int, float, bool, type(None)}
_DEEPEST = 8
_LONGEST = 8000
_LONGEST_NUMBER = 1024  # bits; Python refuses to write down numbers of many thousand digits


def clean_event(event: Mapping[str, Any], *, keep: str, blocks: tuple[str, ...] = ()) -> dict[str, Any]:
    """The event as a renderer may print it.

    `keep` are control characters that the renderer escapes itself. `blocks` are fields of several
    lines (a traceback): they keep their lines, each set in, so that none looks like a line of its own.
    """
    plain = _mask_keys(_make_plain(event))
    return {
        _escape(str(key), ""): _set_in(value, keep) if key in blocks else _escape_all(value, keep)
        for key, value in mask(plain).items()
    }


def _make_plain(value: Any, depth: int = 0) -> Any:
    """Only what JSON knows; everything else by its own words."""
    if type(value) in _PLAIN:
        return value if _fits_json(value) else _tell(value)
    if depth >= _DEEPEST and isinstance(value, Mapping | list | tuple | AbstractSet):
        return "…"
    if isinstance(value, Mapping) and not isinstance(value, Credentials):
        return {_tell(key): _make_plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | AbstractSet):
        return [_make_plain(item, depth + 1) for item in value]
    return _tell(value)


def _fits_json(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or value.bit_length() <= _LONGEST_NUMBER


def _tell(value: Any) -> str:
    try:
        if isinstance(value, BaseException):
            return f"{type(value).__name__}: {value}"
        return str(value) if isinstance(value, str | date | timedelta | PurePath) else repr(value)
    except Exception as error:  # noqa: BLE001 - a value that cannot describe itself must not stop the log
        return f"<{type(value).__name__}: {type(error).__name__}>"


def _mask_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mask_named(key, item) for key, item in value.items()}
    if isinstance(value, list):
        # A header as a pair of name and value.
        if len(value) == 2 and isinstance(value[0], str) and _is_suspicious(value[0]):  # noqa: PLR2004
            return [value[0], MASK]
        return [_mask_keys(item) for item in value]
    return _mask_spoken(value) if isinstance(value, str) else value


def _mask_named(key: Any, value: Any) -> Any:
    if value is not None and _is_suspicious(str(key)):
        return MASK
    return _mask_keys(value)


def _is_suspicious(key: str) -> bool:
    return bool(_SUSPICIOUS.search(key.casefold().replace("-", "_")))


def _mask_spoken(text: str) -> str:
    text = _URL_LOGIN.sub(f"{MASK}@", text)
    text = _ASSIGNED.sub(rf"\1{MASK}", text)
    return _SPOKEN.sub(rf"\1\2{MASK}", text)


def _escape_all(value: Any, keep: str) -> Any:
    if isinstance(value, dict):
        return {_escape(key, ""): _escape_all(item, keep) for key, item in value.items()}
    if isinstance(value, list):
        return [_escape_all(item, keep) for item in value]
    return _escape(value, keep) if isinstance(value, str) else value


def _escape(text: str, keep: str) -> str:
    """Everything that moves a cursor, starts a line or turns the direction of writing, as its code."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}… ({len(text)} characters)"
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in keep or char == "\u00a0"
        else char.encode("unicode_escape", "surrogatepass").decode("ascii")
        for char in text
    )


def _set_in(value: Any, keep: str) -> str:
    return "\n".join(f"  │ {_escape(line, keep)}" for line in str(value).splitlines())
