"""Ways that lead on, in circles and nowhere."""

from __future__ import annotations

from servers.modes.visit import Visit, mode


@mode("circle")
async def _circle(visit: Visit) -> None:
    other = "b" if visit.request.path.endswith("/a") else "a"
    await visit.answer(302, b"", f"location: /circle/{other}")


@mode("far")
async def _far(visit: Visit) -> None:
    """/far/N leads N times on."""
    left = int(visit.request.path.rsplit("/", 1)[-1])
    await visit.answer(302, b"", f"location: /far/{left - 1}" if left > 1 else "location: /plain")


@mode("to")
async def _to(visit: Visit) -> None:
    """/to?url=URL&status=301 leads there."""
    query = visit.request.query
    await visit.answer(int(query.get("status", "302")), b"<p>on</p>", f"location: {query['url']}")


@mode("nowhere")
async def _nowhere(visit: Visit) -> None:
    await visit.answer(301)


@mode("cookie")
async def _cookie(visit: Visit) -> None:
    """Wants a cookie back before it shows anything."""
    if "cookie" in visit.request.headers:
        await visit.answer(200, b"with a cookie")
    else:
        await visit.answer(302, b"", "set-cookie: seen=yes; path=/", f"location: {visit.request.path}")


@mode("cookies")
async def _cookies(visit: Visit) -> None:
    await visit.answer(200, visit.document.body, "set-cookie: id=hidden; path=/", "set-cookie: more=hidden")
