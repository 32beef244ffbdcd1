"""From the bytes of a page to its text: which charset holds, and what to do where none fits."""

from __future__ import annotations

import codecs
import re

from bot.errors import Unreadable

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096
"""A page names its charset within so many bytes (HTML asks for 1,024; many pages are late)."""

_SAMPLE = 64 * 1024
_META = re.compile(rb"<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([a-z0-9_.:+-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([a-z0-9_.:+-]{1,40})", re.IGNORECASE)

# What a browser reads under these names (https://encoding.spec.whatwg.org/#names-and-labels).
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
SHIFTING = ("iso2022", "hz", "utf-7")
"""Charsets that write every letter in ASCII's bytes, so that they pass for UTF-8."""

_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "utf-7"})
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})


def decode_page(content: bytes, charset: str | None) -> str:
    """The text of a page; `charset` is what its HTTP header says, None where it says nothing.

    In order: byte order mark, UTF-8 where it fits without an error (other text practically never does by
    chance, and an old name in a page's head often outlives its charset), header, `<meta>`, detection,
    UTF-8 with replacement marks.
    Raises Unreadable where more than one character in a hundred is broken.
    """
    for mark, name in BOMS:
        if content.startswith(mark):
            return _check(content[len(mark) :].decode(name, "replace"))
    named = find_codec(charset) or _find_named(content)
    shifting = bool(named and named.startswith(SHIFTING))
    for tried in (named, "utf-8") if shifting else ("utf-8", named):
        if tried and (text := _decode(content, tried)) is not None:
            return text
    replaced = content.decode(named or "utf-8", "replace")
    if _is_sound(replaced) and (named or _is_sound(replaced, most=10_000)):
        return replaced
    return _check(_detect(content) or replaced)


def _find_named(content: bytes) -> str | None:
    match = _XML.search(content[:_HEAD]) or _META.search(content[:_HEAD])
    if not match:
        return None
    name = find_codec(match.group(1).decode("ascii"))
    # A page whose own letters told so cannot be in a charset of two bytes a letter.
    return "utf-8" if name in _WIDE else name


def find_codec(name: str | None) -> str | None:
    """Python's name of a charset, None where it knows none or where it is no charset of text."""
    try:
        codec = codecs.lookup((name or "").strip())
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _NO_CHARSETS:
        return None
    return None if "escape" in codec.name else _AS_BROWSERS_DO.get(codec.name, codec.name)


def _decode(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _detect(content: bytes) -> str | None:
    # Few pages need it, and it takes 3 MB.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(content[:_SAMPLE]).best()
    return content.decode(best.encoding, "replace") if best else None


def _is_sound(text: str, *, most: int = 100) -> bool:
    """Whether at most one character in `most` is a replacement mark."""
    return text.count("\ufffd") * most <= len(text)


def _check(text: str) -> str:
    if not _is_sound(text):
        raise Unreadable(
            "the page's characters are broken", "its charset is not what it says; save or serve it as UTF-8"
        )
    return text
