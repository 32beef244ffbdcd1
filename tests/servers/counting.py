"""How the servers count, written apart from the platform so that a test compares two readings of one rule."""

from __future__ import annotations

import re

import regex

_ENDINGS = "com org net edu gov info biz news press pl de uk ua fr es it nl be jp eu us io social online"
KNOWN_ENDINGS = frozenset(_ENDINGS.split())
_START = re.compile(r"https?://", re.IGNORECASE)
_DOMAIN = re.compile(r"[a-z0-9.-]+", re.IGNORECASE)
_PORT = re.compile(r":[0-9]+")
_MENTION = re.compile(r"(?<![=/\w])@([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?:@[\w.-]+\w+)?", re.IGNORECASE)
_NEVER_LAST = set("!*\"'「」;:=,.$%[]~&|@")
_IN_QUERY = set("!?*'();:&=+$/%#[]-_.,~|@^")
_LAST_IN_QUERY = set("_&=#/-")


def count_mastodon(text: str, warning: str = "", reserved: int = 23) -> int:
    shorter, position = "", 0
    for start, end in find_urls(text):
        shorter += text[position:start] + "x" * reserved
        position = end
    shorter += text[position:]
    return len(regex.findall(r"\X", warning + _MENTION.sub(r"@\1", shorter)))


def count_gotosocial(text: str, warning: str = "") -> int:
    return len(text) + len(warning)


def count_pleroma(text: str, warning: str = "") -> int:
    return len(regex.findall(r"\X", (text + warning).strip()))


def find_mentions(text: str) -> list[str]:
    """Whom the server would notify."""
    return [match.group() for match in _MENTION.finditer(text)]


def find_urls(text: str) -> list[tuple[int, int]]:
    """Addresses with http(s) and an ending that exists, not glued to a letter, digit, @ or #."""
    found: list[tuple[int, int]] = []
    for match in _START.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        if re.match(r"[A-Za-z0-9@＠$#＃]", before) or (found and match.start() < found[-1][1]):
            continue
        if end := _end_of_url(text, match.end()):
            found.append((match.start(), end))
    return found


def _end_of_url(text: str, position: int) -> int | None:
    domain = _DOMAIN.match(text, position)
    if not domain:
        return None
    name = domain.group().rstrip(".-")
    labels = name.lower().split(".")
    if len(labels) < 2 or not all(labels) or labels[-1] not in KNOWN_ENDINGS:
        return None
    end = position + len(name)
    if port := _PORT.match(text, end):
        end = port.end()
    if text[end : end + 1] == "/":
        end = _end_of_path(text, end)
    if text[end : end + 1] == "?":
        end = _end_of_query(text, end)
    return end


def _end_of_path(text: str, start: int) -> int:
    position = last = start + 1
    while position < len(text):
        char = text[position]
        if char == "(":
            closing = _closing(text, position)
            if closing is None:
                break
            position = last = closing
            continue
        if char.isspace() or char in "<>)?":
            break
        position += 1
        if char not in _NEVER_LAST:
            last = position
    return last


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for position in range(start, len(text)):
        char = text[position]
        if char.isspace() or char in "<>?":
            return None
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth > 2:
            return None
        if depth == 0:
            return position + 1 if position > start + 1 else None
    return None


def _end_of_query(text: str, start: int) -> int:
    position, last = start + 1, start
    while position < len(text):
        char = text[position]
        plain = char.isascii() and char.isalnum()
        if not plain and char not in _IN_QUERY and char.isascii():
            break
        if char.isspace():
            break
        position += 1
        if plain or char in _LAST_IN_QUERY or not char.isascii():
            last = position
    return last
