"""From a file's bytes to its text: plain text without ever guessing, a web page as browsers read it."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from pathlib import PurePosixPath

from bot.charset import decode_page
from bot.errors import Problem, Unreadable
from bot.sources.folder.naming import ARTICLES

PAGE = "text/html"
_JSON = "application/json"
_PLAIN = "text/plain"
_SAVE = "save it as UTF-8 text and put it here again"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DISGUISED = {b"%PDF-": "a PDF", b"{\\rtf": "an RTF document", b"PK\x03\x04": "an office document or archive"}
_HEAD = 2048
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml\b[^>]{0,200}>\s*)?(?:<!--.{0,1000}?-->\s*)?"
    rb"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_SAYS_LITTLE = frozenset({"", _PLAIN, "application/octet-stream", "binary/octet-stream"})
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*\{\s*[\"}]")


def guess_media_type(content: bytes) -> str:
    """For what comes without a name: a page, JSON or plain text.

    A page begins as one (doctype or `<html>`); JSON begins and ends as an object.
    """
    head = content[:_HEAD].replace(b"\x00", b"")  # as UTF-16 writes it
    if _PAGE.match(head):
        return PAGE
    tail = content[-_HEAD:].replace(b"\x00", b"").rstrip()
    return _JSON if _OBJECT.match(head) and tail.endswith(b"}") else _PLAIN


def find_media_type(told: str, name: str, content: bytes) -> str:
    """What a server's answer is: what it says, but where that says little, what its name or its text says.

    `told` is the Content-Type without parameters, `name` the last part of the address.
    """
    kind = told.lower()
    if kind == "text/json" or kind.endswith("+json"):
        return _JSON
    if kind not in _SAYS_LITTLE:
        return kind
    return ARTICLES.get(PurePosixPath(name.lower()).suffix) or guess_media_type(content)


def decode_article(content: bytes, media_type: str, place: str) -> str | Problem:
    """A web page by `decode_page`; everything else by `decode_text`."""
    if media_type != PAGE:
        return decode_text(content, place)
    if disguised := _find_disguise(content, place):
        return disguised
    try:
        text = decode_page(content, None)
    except Unreadable as error:
        return replace(error.problems[0], file=place)
    if "\x00" in text:
        return Problem(f"this is not text: character {text.index(chr(0))} is zero", _SAVE, place)
    return text


def decode_text(content: bytes, place: str) -> str | Problem:
    """Text from UTF-8, or from UTF-16 with a byte order mark; everything else is a problem."""
    if disguised := _find_disguise(content, place):
        return disguised
    bom, encoding = next(((bom, name) for bom, name in _BOMS if content.startswith(bom)), (b"", "utf-8"))
    try:
        text = content[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        return _undecodable(content, len(bom) + error.start, encoding, place)
    if "\x00" in text:
        return Problem(f"this is not text: byte {content.index(0)} is zero", _SAVE, place)
    return text


def _find_disguise(content: bytes, place: str) -> Problem | None:
    what = next((what for start, what in _DISGUISED.items() if content.startswith(start)), None)
    return Problem(f"this is {what} under another name, not text", _SAVE, place) if what else None


def _undecodable(content: bytes, at: int, encoding: str, place: str) -> Problem:
    zero = content.find(b"\x00")
    if encoding == "utf-8" and zero >= 0:
        return Problem(f"this is not text: byte {zero} is zero", _SAVE, place)
    line = content.count(b"\n", 0, at) + 1 if encoding == "utf-8" else None
    name = encoding.upper()[:6].rstrip("-")
    message = f"byte {at} (0x{content[at]:02X}) is not {name}: the file has another encoding or is damaged"
    return Problem(message, _SAVE, place, line)
