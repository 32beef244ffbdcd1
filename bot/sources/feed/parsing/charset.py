"""From the bytes of a feed to UTF-8: what it says of its charset, in the order of what can be trusted."""

from __future__ import annotations

import re

from bot.charset import BOMS, SHIFTING, find_codec

_NO_BOM = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))
_DECLARED = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:+-]{1,40})[\"']")
_PROLOG = re.compile(rb"\s*(?:<\?xml\b[^>]{0,300}\?>\s*)?")
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,300}\?>")


def decode_feed(content: bytes, charset: str | None) -> tuple[bytes, bool]:
    """The feed as UTF-8 without an XML declaration, and whether characters were lost (U+FFFD for each).

    `charset` is the one of the HTTP header. A byte order mark goes first; then UTF-8, if the bytes are
    UTF-8 (others practically never are by chance), then what the XML says, then what HTTP says.
    """
    for mark, name in (*BOMS, *_NO_BOM):
        if content.startswith(mark):
            start = 0 if (mark, name) in _NO_BOM else len(mark)
            return _encode(content[start:].decode(name, "replace"))
    found = _DECLARED.match(content[:400])
    declared = find_codec(found[1].decode("ascii") if found else None)
    names = [declared, "utf-8"] if declared and declared.startswith(SHIFTING) else ["utf-8", declared]
    if names[0] == "utf-8" and _is_utf_8(content):
        prolog = _PROLOG.match(content)
        return content[prolog.end() if prolog else 0 :], _has_losses(content)
    for name in (*names, find_codec(charset)):
        if name:
            try:
                return _encode(content.decode(name))
            except (UnicodeError, ValueError):
                continue
    return _encode(content.decode(declared or "utf-8", "replace"))


def presume_utf_8(content: bytes) -> bytes | None:
    """The XML behind its declaration, if it may well be UTF-8 without a loss; not checked, for parsers do.

    None where `decode_feed` has to look into it.
    """
    found = _DECLARED.match(content[:400])
    declared = find_codec(found[1].decode("ascii") if found else None)
    if (declared and declared.startswith(SHIFTING)) or _has_losses(content):
        return None
    prolog = _PROLOG.match(content)
    return content[prolog.end() :] if prolog else content


def _has_losses(content: bytes) -> bool:
    return b"\xef" in content and b"\xef\xbf\xbd" in content  # a single byte is found far sooner


def _is_utf_8(content: bytes) -> bool:
    if content.isascii():
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _encode(text: str) -> tuple[bytes, bool]:
    text = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"), count=1).lstrip()
    return text.encode("utf-8", "replace"), "\ufffd" in text
