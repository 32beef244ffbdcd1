"""Long texts of a feed taken out before its XML is parsed, and put back where they are read.

Most of a feed are articles in CDATA sections. An XML parser walks through these letter by letter, though
nothing in them is markup to it; so a long section is replaced by a short mark, and only the mark is parsed.
It is done where it certainly changes nothing: what does not look quite regular is parsed as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MARK = "\x7f"
"""In front of and behind the number of a text that was taken out."""

_LEAST = 200  # bytes: shorter ones are parsed as quickly as they are taken out
_OPEN, _CLOSE, _MARK = b"<![CDATA[", b"]]>", MARK.encode()
_FORBIDDEN = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])  # no character of XML 1.0
_FORBIDDEN_WIDE = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_WRITTEN_MARK = re.compile(rb"&#(?:0*127|[xX]0*7[fF]);")
_NUMBERED = re.compile(f"{MARK}[0-9]+{MARK}")


class Lifted(Exception):
    """A text that was taken out stands where it cannot be put back: parse the feed as it is."""


def lift_texts(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The UTF-8 of a feed with marks for its long CDATA sections, and these; as it is where none can be."""
    sections = _find_sections(content)
    if (
        not any(end - start >= _LEAST for start, end in sections)
        or _MARK in content
        or _has_forbidden(content)
    ):
        return content, {}
    kept: list[bytes] = []
    lifted: dict[str, bytes] = {}
    copied = 0
    for start, end in sections:
        if end - start >= _LEAST:
            mark = f"{MARK}{len(lifted)}{MARK}"
            kept += (content[copied:start], mark.encode())
            lifted[mark] = content[start:end]
            copied = end
    shorter = b"".join([*kept, content[copied:]])
    return (shorter, lifted) if _is_regular(shorter, len(sections)) else (content, {})


def restore_texts(text: str, lifted: Mapping[str, bytes]) -> str:
    """A text of the parsed feed with what was taken out of it."""
    whole = lifted.get(text)
    return _NUMBERED.sub(lambda found: _decode(lifted[found[0]]), text) if whole is None else _decode(whole)


def _find_sections(content: bytes) -> list[tuple[int, int]]:
    """Where the insides of the CDATA sections begin and end; empty where one does not end."""
    found = []
    start = content.find(_OPEN)
    while start >= 0:
        start += len(_OPEN)
        # Searching for one byte is several times as fast as for three.
        end = content.find(b"]", start)
        while end >= 0 and not content.startswith(_CLOSE, end):
            end = content.find(b"]", end + 1)
        if end < 0:
            return []
        found.append((start, end))
        start = content.find(_OPEN, end)
    return found


def _decode(inner: bytes) -> str:
    if b"\r" in inner:  # as XML has it (2.11, End-of-Line Handling)
        inner = inner.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return inner.decode()


def _has_forbidden(content: bytes) -> bool:
    # One after the other is five times as fast as a pattern: each is a single search for a byte.
    for char in _FORBIDDEN:
        if char in content:
            return True
    return b"\xef" in content and any(char in content for char in _FORBIDDEN_WIDE)


def _is_regular(content: bytes, sections: int) -> bool:
    """Whether all that looked like a CDATA section is one: not in a comment or a declaration."""
    if b"#" in content and _WRITTEN_MARK.search(content):
        return False
    # A single byte is found far sooner than two; each section has one of these.
    if content.count(b"!") == sections and b"?" not in content:
        return True
    return _count_sections(content) == sections


def _count_sections(content: bytes) -> int:
    """The CDATA sections, as an XML parser would find them; -1 where there is what only it understands.

    `<!` and `<?` stand nowhere in XML but where one of these begins.
    """
    count = position = 0
    asked = content.find(b"<?")
    while (start := content.find(b"<!", position)) >= 0 or asked >= 0:
        if 0 <= asked < start or start < 0:
            start, ending = asked, b"?>"
        elif content.startswith(_OPEN, start):
            ending, count = _CLOSE, count + 1
        elif content.startswith(b"<!--", start):
            start, ending = start + len(b"<!--"), b"-->"
        else:
            return -1
        end = content.find(ending, start)
        if end < 0:
            return -1
        position = end + len(ending)
        if 0 <= asked < position:
            asked = content.find(b"<?", position)
    return count
