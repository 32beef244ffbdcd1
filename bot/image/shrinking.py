"""Decoding, cleaning and encoding; run in a process of its own for what comes from outside."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import sqrt
from typing import Any

from PIL import Image, ImageCms, ImageOps

from bot.errors import Unreadable
from bot.image.kinds import peek_webp, refuse_size, tell_kind
from bot.image.picture import ENDINGS, Fit, Picture

# Pillow's own guard warns first and tells no size; `refuse_size` looks at the same header with one limit.
Image.MAX_IMAGE_PIXELS = None

_LOSSLESS = {"PNG", "GIF"}
_FEW_COLOURS = 256
_FEW_GREYS = 32  # a photo in grey has 256 at most
_QUALITIES = (85, 75, 65)
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_SMALLEST_STEP = 0.8
_WHITE = (255, 255, 255, 255)


def shrink(content: bytes, fits: Sequence[Fit]) -> list[Picture | Unreadable]:
    """A picture for each fit, or why there is none. Raises Unreadable for the file itself.

    The first frame of a moving picture, upright, in sRGB, on white where it is transparent. A fit gives the
    same picture whatever others are wanted beside it: it is decoded once for all fits of one side.
    """
    kind = tell_kind(content)
    if size := peek_webp(content):
        refuse_size(*size)
    made: dict[Fit, Picture | Unreadable] = {}
    for side in dict.fromkeys(fit.side for fit in fits):
        image = _read(content, kind, side)
        few = _FEW_COLOURS if image.mode == "RGB" else _FEW_GREYS
        drawn = kind in _LOSSLESS and image.getcolors(few) is not None
        made |= {fit: _try_fit(image, fit, drawn=drawn) for fit in fits if fit.side == side}
    return [made[fit] for fit in fits]


def _read(content: bytes, kind: str, side: int | None) -> Image.Image:
    """The pixels, with a sentence for every way in which that fails."""
    try:
        return _decode(content, kind, side)
    except Unreadable:
        raise
    except (MemoryError, RecursionError) as error:
        raise Unreadable("the picture takes too much memory to read", "save a smaller one") from error
    except Exception as error:
        if "truncated" in str(error).lower():
            raise Unreadable("the picture breaks off in the middle", "send it again, whole") from error
        raise Unreadable(f"the picture cannot be decoded: it is no sound {kind}", "save it again") from error


def _decode(content: bytes, kind: str, side: int | None) -> Image.Image:
    """The pixels alone, in grey or RGB."""
    with Image.open(BytesIO(content), formats=[kind]) as opened:
        refuse_size(*opened.size)
        if side and opened.format == "JPEG":
            opened.draft(None, (side, side))  # decodes to an eighth at least where that is enough
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    plain = _take_profile(_take_palette(_take_depth(upright)), upright.info.get("icc_profile"))
    if "A" in plain.getbands():
        plain = Image.alpha_composite(Image.new("RGBA", plain.size, _WHITE), plain.convert("RGBA"))
    mode = "L" if plain.mode in {"1", "L"} else "RGB"
    clean = Image.new(mode, plain.size)
    clean.paste(plain.convert(mode))  # a new picture knows nothing of the file's notes
    return clean


def _take_depth(image: Image.Image) -> Image.Image:
    """Eight bits for each of sixteen: converting alone would cut every bright pixel to white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _take_palette(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB") if image.mode in {"P", "PA"} else image


def _take_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as the profile means them, in sRGB; one that makes no sense is left out."""
    if not profile:
        return image
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = "RGBA" if image.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode=target)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted or image


def _try_fit(image: Image.Image, fit: Fit, *, drawn: bool) -> Picture | Unreadable:
    types = [kind for kind in fit.types if kind in ENDINGS]
    if not types:
        return Unreadable(
            f"pictures are made as JPEG, PNG or WebP, and {', '.join(fit.types) or 'none'} is taken"
        )
    scale = min(1.0, (fit.side or max(image.size)) / max(image.size))
    while True:
        size = _scale(image.size, scale)
        small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3) if size != image.size else image
        least = 0
        for media_type, settings in _ways(types, drawn=drawn):
            content = _encode(small, media_type, settings)
            if fit.most_bytes is None or len(content) <= fit.most_bytes:
                return Picture(content, media_type, *size)
            least = min(least or len(content), len(content))
        if max(size) == 1:
            return Unreadable(f"the picture cannot be made as small as {fit.most_bytes:,} bytes")
        scale *= min(_SMALLEST_STEP, sqrt((fit.most_bytes or 1) / least))


def _scale(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(1, int(size[0] * scale + 1e-6)), max(1, int(size[1] * scale + 1e-6))


def _ways(types: Sequence[str], *, drawn: bool) -> list[tuple[str, dict[str, Any]]]:
    """The encodings to try: a drawing of few colours stays sharp where PNG is taken, else the first type."""
    first = types[0]
    ways: list[tuple[str, dict[str, Any]]] = []
    if "image/png" in types and (drawn or first == "image/png"):
        ways.append(("image/png", {}))
    lossy = first if first != "image/png" else next((kind for kind in types if kind != first), "")
    if lossy:
        ways += [(lossy, {"quality": quality}) for quality in _QUALITIES]
    return ways


def _encode(image: Image.Image, media_type: str, settings: dict[str, Any]) -> bytes:
    out = BytesIO()
    if media_type == "image/jpeg":
        settings = {**settings, "optimize": True, "progressive": True}
    image.save(out, _FORMATS[media_type], **settings)
    return out.getvalue()
