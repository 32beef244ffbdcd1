"""Which charset a page is read in, whatever its server and its head say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charset import decode_page
from bot.errors import Unreadable

TEXT = "Der Bürgermeister sagte „Größe“ – für 5 €, und die Straße führt nach Köln. " * 3
GREEK = "Το συμβούλιο αποφάσισε τη Δευτέρα να κρατήσει το παλιό σχολείο της πόλης ανοιχτό. " * 5


def page(text: str, charset: str) -> bytes:
    return f'<html><head><meta charset="{charset}"></head><body>{text}</body></html>'.encode(charset)


@pytest.mark.parametrize(
    ("content", "header"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), "iso-8859-1"),
        (TEXT.encode("utf-16"), None),
        (TEXT.encode("cp1252"), "windows-1252"),
        (TEXT.encode("cp1252"), "iso-8859-1"),
        (TEXT.encode("cp1252"), "utf-8"),
        (TEXT.encode("cp1252"), "no-such-charset"),
        (TEXT.encode(), "rot13"),
        (TEXT.encode(), "iso-8859-1"),
        (page(TEXT, "utf-8").replace(b'charset="utf-8"', b'charset="iso-8859-1"'), None),
        (page(TEXT, "cp1252"), None),
        (page(TEXT, "cp1252"), "x-unknown"),
        (page(TEXT, "utf-8").replace(b'charset="utf-8"', b'charset="utf-16"'), None),
    ],
)
def test_a_page_is_read_as_its_writer_meant_it(content: bytes, header: str | None) -> None:
    assert TEXT in decode_page(content, header)


def test_a_charset_that_nobody_names_is_detected() -> None:
    assert GREEK in decode_page(GREEK.encode("iso8859-7"), None)


def test_a_charset_that_shifts_within_ascii_is_no_utf_8() -> None:
    text = "市議会は月曜日に古い学校を残すことを決めた。"
    assert decode_page(text.encode("iso2022_jp"), "iso-2022-jp") == text


def test_a_few_wrong_bytes_are_marked() -> None:
    assert decode_page(TEXT.encode() * 20 + b"\xff", "utf-8").endswith("\ufffd")


def test_what_is_no_text_is_refused_or_detected_but_never_raises_otherwise() -> None:
    with pytest.raises(Unreadable, match="characters are broken"):
        decode_page(b"\xef\xbb\xbf" + b"\xff\xfe\xfd" * 500, None)


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=12), st.just("utf-7")))
def test_any_bytes_give_a_text_or_unreadable(content: bytes, header: str | None) -> None:
    try:
        assert isinstance(decode_page(content, header), str)
    except Unreadable as error:
        assert error.hint  # noqa: PT017 - either end is right
