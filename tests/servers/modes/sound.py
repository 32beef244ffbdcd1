"""Answers as they should be, and kinds that are none of ours."""

from __future__ import annotations

from email.utils import format_datetime

from servers.modes.feeds import KIB, ten_megabytes_of_items
from servers.modes.visit import Visit, mode


@mode("fine")
async def _fine(visit: Visit) -> None:
    document = visit.document
    lines = [f"etag: {document.etag}", f"last-modified: {format_datetime(document.changed_at, usegmt=True)}"]
    lines.append("cache-control: public, max-age=300")
    asked = visit.request.headers
    since = asked.get("if-modified-since", "") == format_datetime(document.changed_at, usegmt=True)
    if asked.get("if-none-match", "") == document.etag or ("if-none-match" not in asked and since):
        await visit.head(304, *lines)
    else:
        await visit.answer(200, document.body, *lines)


@mode("plain")
async def _plain(visit: Visit) -> None:
    await visit.answer(200, visit.document.body)


@mode("until-close")
async def _until_close(visit: Visit) -> None:
    await visit.head(200, "connection: close")
    await visit.raw(visit.document.body)
    raise ConnectionAbortedError


@mode("items")
async def _items(visit: Visit) -> None:
    """10 MB of items, in chunks; just under 10 MiB."""
    await visit.head(200, "transfer-encoding: chunked")
    whole = ten_megabytes_of_items()
    for start in range(0, len(whole), 64 * KIB):
        await visit.chunk(whole[start : start + 64 * KIB])
    await visit.raw(b"0\r\n\r\n")


@mode("picture")
async def _picture(visit: Visit) -> None:
    await visit.answer(200, b"\x89PNG\r\n", "content-type: image/png")


@mode("wrong-charset")
async def _wrong_charset(visit: Visit) -> None:
    """The header says Latin-1, the document says UTF-8, and is."""
    await visit.answer(200, visit.document.body, "content-type: text/xml; charset=ISO-8859-1")


@mode("odd-charset")
async def _odd_charset(visit: Visit) -> None:
    await visit.answer(200, visit.document.body, "content-type: text/xml; charset=klingon")
