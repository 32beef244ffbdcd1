"""Pictures of every size and kind become small, clean ones; what is none is refused with a sentence."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bot.errors import Unreadable
from bot.image import Fit, Picture, shrink_apart
from bot.image.kinds import SMALLEST
from bot.image.shrinking import shrink

SECRET = "Taken at home"
KINDS = {
    "JPEG": ["L", "RGB", "CMYK"],
    "PNG": ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"],
    "GIF": ["1", "L", "P", "RGB"],
    "WEBP": ["RGB", "RGBA"],
    "AVIF": ["RGB", "RGBA"],
}


def draw(mode: str = "RGB", size: tuple[int, int] = (60, 40), seed: int = 0) -> Image.Image:
    """A gradient with some noise, which no encoder makes very small."""
    noise = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))
    picture = Image.merge(
        "RGB", (noise, noise.rotate(90).resize(size), Image.linear_gradient("L").resize(size))
    )
    if mode == "I;16":
        return noise.convert("I").point(lambda value: value * 256).convert("I;16")
    if mode in {"LA", "RGBA"}:
        picture = picture.convert(mode)
        picture.putalpha(noise)
        return picture
    return picture.convert(mode)


def write(picture: Image.Image, kind: str = "JPEG", **settings_: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **settings_)
    return out.getvalue()


def read(picture: Picture) -> Image.Image:
    image = Image.open(BytesIO(picture.content))
    image.load()
    return image


def shrink_one(content: bytes, fit: Fit | None = None) -> Picture:
    (made,) = shrink(content, [fit or Fit()])
    assert isinstance(made, Picture), made
    return made


@st.composite
def files(draw_: st.DrawFn) -> bytes:
    kind = draw_(st.sampled_from(sorted(KINDS)))
    mode = draw_(st.sampled_from(KINDS[kind]))
    size = draw_(st.tuples(st.integers(SMALLEST, 180), st.integers(SMALLEST, 180)))
    picture = draw(mode, size, draw_(st.integers(0, 99)))
    notes: dict[str, Any] = {}
    if kind != "GIF":
        exif = Image.Exif()
        exif[0x010E] = SECRET
        exif[0x0112] = draw_(st.integers(1, 8))
        notes["exif"] = exif.tobytes()
    return write(picture, kind, **notes)


fits = st.builds(
    Fit,
    most_bytes=st.none() | st.integers(1200, 60_000),
    side=st.none() | st.integers(1, 300),
    types=st.permutations(["image/jpeg", "image/png", "image/webp"]).flatmap(
        lambda types: st.integers(1, 3).map(lambda count: tuple(types[:count]))
    ),
)


@settings(max_examples=60, deadline=None)
@given(files(), st.lists(fits, min_size=1, max_size=3))
def test_whatever_comes_in_what_goes_out_fits_and_tells_nothing(content: bytes, wanted: list[Fit]) -> None:
    for fit, made in zip(wanted, shrink(content, wanted), strict=True):
        assert isinstance(made, Picture)
        assert made.media_type in fit.types
        assert fit.most_bytes is None or len(made.content) <= fit.most_bytes
        assert fit.side is None or max(made.width, made.height) <= fit.side
        image = read(made)
        assert image.size == (made.width, made.height)
        assert Image.MIME[image.format or ""] == made.media_type
        assert image.mode in {"L", "RGB"}
        assert not image.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & image.info.keys()
        assert SECRET.encode() not in made.content
        assert made == shrink_one(content, fit), "the same picture gives the same bytes"


def test_what_else_is_wanted_changes_no_picture() -> None:
    """A JPEG is decoded to an eighth at least where that is enough: for one fit, and not for all."""
    content = write(Image.linear_gradient("L").resize((16, 16)))
    whole, tiny = Fit(types=("image/jpeg",)), Fit(side=1, types=("image/jpeg",))
    assert shrink(content, [whole, tiny, whole]) == [shrink_one(content, one) for one in (whole, tiny, whole)]


def test_a_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    halves = Image.new("RGB", (60, 40), "red")
    halves.paste((0, 0, 255), (0, 0, 30, 40))
    image = read(shrink_one(write(halves, exif=exif.tobytes()))).convert("RGB")
    assert image.size == (40, 60)
    top, bottom = image.getpixel((20, 5)), image.getpixel((20, 55))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[2] > 200 > top[0]
    assert bottom[0] > 200 > bottom[2]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    if mode == "P":
        content = write(Image.new("RGBA", (8, 8)).quantize(8), "PNG")
    else:
        content = write(Image.new(mode, (8, 8)), "PNG")
    colour = read(shrink_one(content)).convert("RGB").getpixel((4, 4))
    assert isinstance(colour, tuple)
    assert min(colour) > 250


def test_the_first_picture_of_a_moving_one_is_taken() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
    content = write(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert read(shrink_one(content)).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_a_profile_is_carried_out_and_left_behind() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = lab.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")
    content = write(Image.new("RGB", (16, 16), (250, 10, 10)), "PNG", icc_profile=swapped)
    colour = read(shrink_one(content)).convert("RGB").getpixel((5, 5))
    assert isinstance(colour, tuple)
    assert colour[1] > 150 > colour[0], "the profile says that red is green"
    senseless = write(Image.new("RGB", (16, 16), (250, 10, 10)), "PNG", icc_profile=b"no profile")
    kept = read(shrink_one(senseless)).convert("RGB").getpixel((5, 5))
    assert isinstance(kept, tuple)
    assert kept[0] > 240


def test_sixteen_bits_keep_their_shades() -> None:
    content = write(Image.new("I;16", (8, 8), 0x8000), "PNG")
    shade = read(shrink_one(content)).convert("L").getpixel((4, 4))
    assert shade in {127, 128, 129}


def test_a_drawing_stays_sharp_and_a_photo_gets_the_first_type() -> None:
    chart = Image.new("RGB", (300, 200), "white")
    chart.paste((200, 30, 30), (20, 20, 60, 180))
    assert shrink_one(write(chart, "PNG")).media_type == "image/png"
    assert shrink_one(write(chart, "PNG"), Fit(types=("image/jpeg",))).media_type == "image/jpeg"
    assert shrink_one(write(draw(size=(300, 200)), "PNG")).media_type == "image/jpeg"


def test_one_fit_that_is_impossible_leaves_the_others() -> None:
    tiny, fine = shrink(write(draw()), [Fit(most_bytes=10), Fit()])
    assert isinstance(tiny, Unreadable)
    assert isinstance(fine, Picture)
    (odd,) = shrink(write(draw()), [Fit(types=("image/gif",))])
    assert isinstance(odd, Unreadable)
    assert "image/gif is taken" in str(odd)


def png_of(width: int, height: int) -> bytes:
    """A PNG that promises any size, and holds nearly nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + (chunk(b"IEND", b""))
    )


def webp_of(width: int, height: int) -> bytes:
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x12\0\0\0"
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: png_of(40_000, 40_000), "40,000 × 40,000 pixels; at most 64 million are read"),
    "a strip": (lambda: png_of(2_000_000, 33), "2,000,000 × 33 pixels"),
    "a webp bomb": (lambda: webp_of(16_383, 16_383), "16,383 × 16,383 pixels"),
    "a counter": (lambda: write(draw(size=(1, 1)), "GIF"), "1 × 1 pixels, which counts readers"),
    "tiff": (
        lambda: write(draw(), "TIFF"),
        "is a TIFF, which platforms do not show (save it as JPEG or PNG)",
    ),
    "svg": (lambda: b'<?xml version="1.0"?><svg xmlns="x"><script>alert(1)</script></svg>', "an SVG"),
    "svg later": (lambda: b"\xef\xbb\xbf <!-- x --> <SVG onload='x'>", "an SVG"),
    "html": (
        lambda: b"<!DOCTYPE html><html><h1>Not found</h1>",
        "a web page stands where the picture should",
    ),
    "bmp": (lambda: write(draw(), "BMP"), "a Windows bitmap"),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC"),
    "film": (lambda: b"\0\0\0\x18ftypisom\0\0\0\0isom", "a film"),
    "pdf": (lambda: b"%PDF-1.7", "a PDF"),
    "text": (lambda: b"1.jpg", "this is no picture, whatever it is called"),
    "empty": (lambda: b"", "empty"),
    "heavy": (lambda: b"\xff\xd8\xff" + bytes(20_000_001), "too heavy: at most 20 MB"),
    "cut jpeg": (lambda: write(draw(size=(400, 300)))[:2000], "breaks off in the middle"),
    "cut png": (lambda: write(draw(size=(400, 300)), "PNG")[:2000], "breaks off in the middle"),
    "cut gif": (lambda: write(draw(size=(400, 300)), "GIF")[:1200], "breaks off in the middle"),
    "cut webp": (lambda: write(draw(size=(400, 300)), "WEBP")[:1200], "no sound WEBP"),
    "cut avif": (lambda: write(draw(size=(400, 300)), "AVIF")[:600], "no sound AVIF"),
    "only a start": (lambda: b"\xff\xd8\xff\xe0", "no sound JPEG"),
    "no pixels": (lambda: png_of(0, 10), "no"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused_with_a_sentence(name: str) -> None:
    make, sentence = BAD[name]
    with pytest.raises(Unreadable) as caught:
        shrink(make(), [Fit()])
    assert sentence in str(caught.value)
    assert caught.value.hint


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.data())
def test_a_damaged_file_never_does_worse_than_refuse(kind: str, data: st.DataObject) -> None:
    content = bytearray(write(draw(size=(50, 40)), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + 1] = data.draw(st.binary(max_size=3))
    try:
        (made,) = shrink(bytes(content), [Fit(20_000, 60)])
    except Unreadable:
        return
    assert isinstance(made, Picture)


async def test_the_same_in_a_process_of_its_own() -> None:
    content = write(draw(size=(500, 300)))
    wanted = [Fit(20_000, 200), Fit(5), Fit()]
    made = await shrink_apart(content, wanted)
    expected = shrink(content, wanted)
    assert made[0] == expected[0]
    assert made[2] == expected[2]
    assert isinstance(made[1], Unreadable)
    assert str(made[1]) == str(expected[1])
    with pytest.raises(Unreadable, match=r"40,000 × 40,000"):
        await shrink_apart(png_of(40_000, 40_000), wanted)
    with pytest.raises(Unreadable, match="no sound WEBP"):
        await shrink_apart(webp_of(16_000, 3_999), wanted)


async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(Unreadable, match=r"could not be read within 0\.01 seconds"):
        await shrink_apart(write(draw(size=(800, 600))), [Fit()], longest=0.01)
