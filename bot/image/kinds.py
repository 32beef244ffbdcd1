"""What a file is by its first bytes, whatever its name or its server says, and why most are refused."""

from __future__ import annotations

from bot.errors import Unreadable

MOST_BYTES = 20_000_000
"""A news photo has one to ten million bytes."""

MOST_PIXELS = 64_000_000
"""The largest cameras in newsrooms make 61 million; decoded, each takes three or four bytes."""

_SAVE_AS = "save it as JPEG or PNG"
_TAKEN = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}
_REFUSED = {
    b"II*\0": "a TIFF",
    b"MM\0*": "a TIFF",
    b"II+\0": "a TIFF",
    b"MM\0+": "a TIFF",
    b"BM": "a Windows bitmap",
    b"8BPS": "a Photoshop file",
    b"%PDF": "a PDF",
    b"%!PS": "a PostScript file",
    b"\0\0\1\0": "an icon",
    b"\0\0\0\x0cJXL ": "a JPEG XL",
    b"\xff\x0a": "a JPEG XL",
    b"\0\0\0\x0cjP  ": "a JPEG 2000",
    b"PK\3\4": "an archive",
    b"\x1a\x45\xdf\xa3": "a film",
}
_BRANDS = {b"avif": "AVIF", b"avis": "AVIF"}
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def tell_kind(content: bytes) -> str:
    """JPEG, PNG, GIF, WEBP or AVIF. Raises Unreadable for everything else, saying what it is."""
    if not content:
        raise Unreadable("the picture's file is empty", "put the picture there again")
    if len(content) > MOST_BYTES:
        raise Unreadable(
            f"the picture is too heavy: at most {MOST_BYTES // 1_000_000} MB are read", "save a smaller one"
        )
    for start, kind in _TAKEN.items():
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp":
        return _tell_boxed(content[8:12])
    for start, what in _REFUSED.items():
        if content.startswith(start):
            raise Unreadable(f"the picture is {what}, which platforms do not show", _SAVE_AS)
    raise _explain_text(content)


SMALLEST = 5
"""Pixels on a side; what is smaller is a counter of readers or a spacer, not a picture."""


def refuse_size(width: int, height: int) -> None:
    """Raise Unreadable where the header promises more pixels than are decoded, or too few to see."""
    if width < 1 or height < 1:
        raise Unreadable("the picture has no pixels", "put the picture there again")
    if width < SMALLEST or height < SMALLEST:
        raise Unreadable(
            f"the picture is {width} × {height} pixels, which counts readers and shows nothing",
            "name the picture itself",
        )
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise Unreadable(
            f"the picture is {width:,} × {height:,} pixels; at most {most} million are read",
            "save a smaller one",
        )


def peek_webp(content: bytes) -> tuple[int, int] | None:
    """The canvas that a WebP's header promises: its decoder reserves the memory before one can ask it."""
    if content[:4] != b"RIFF" or content[12:16] != b"VP8X" or len(content) < 30:  # noqa: PLR2004 - the header's end
        return None
    return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")


def _tell_boxed(brand: bytes) -> str:
    if brand in _BRANDS:
        return _BRANDS[brand]
    if brand in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}:
        raise Unreadable("the picture is a HEIC, which platforms do not show", _SAVE_AS)
    raise Unreadable("this is a film, not a picture", "name a picture")


def _explain_text(content: bytes) -> Unreadable:
    head = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        return Unreadable("the picture is an SVG, a drawing that may hold scripts", "save it as PNG")
    if head.startswith(_PAGE_STARTS):
        return Unreadable(
            "a web page stands where the picture should be", "look at the picture's address in a browser"
        )
    return Unreadable("this is no picture, whatever it is called", _SAVE_AS)
