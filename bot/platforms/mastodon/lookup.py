"""Looks among an account's latest statuses for the one that a payload made."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from bot.http import Answer
from bot.model import CannotTell, NotThere, Payload, Receipt, Recent
from bot.platforms.mastodon.answers import read_json, receipt_of
from bot.text import find_links, normalise_text

MOST_PAGES = 10
PAGE = 40
_SKEW = timedelta(minutes=10)
_ALIKE = 30  # letters and digits that two beginnings without an address must share
_HREF = re.compile(r"""href=["']([^"']+)""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>|</li>|</blockquote>", re.IGNORECASE)

_Get = Callable[..., Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """One look: how to ask (`get(path, params)`), whose statuses, for which payload, since when."""

    get: _Get
    account: str
    payload: Payload
    since: datetime
    after: Receipt | None
    pages_up: bool

    async def find(self) -> Receipt | NotThere | CannotTell:
        """The payload's post; CannotTell where something very like it is there, or too much."""
        alike = ""
        pages = self._walk_up() if self.after and self.pages_up else self._walk_down()
        async for page in pages:
            if page is None:
                return CannotTell(f"more than {MOST_PAGES * PAGE} posts since, or pages that do not end")
            for status in page:
                verdict = await self._judge(status)
                if verdict is True and (receipt := receipt_of(status)):
                    return receipt
                if verdict is None:
                    alike = alike or str(status.get("url") or status.get("id"))
        return CannotTell(f"a post very like it is there: {alike}") if alike else NotThere()

    async def _walk_up(self) -> AsyncIterator[list[Any] | None]:
        """From the last known post upwards: complete when a page is empty."""
        assert self.after
        cursor, seen = self.after.id, {self.after.id}
        for _ in range(MOST_PAGES):
            page = await self._page({"min_id": cursor})
            fresh = [status for status in page if status["id"] not in seen]
            if not page:
                return
            if not fresh:
                break
            seen |= {status["id"] for status in fresh}
            yield fresh
            cursor = max(fresh, key=_order)["id"]
        yield None

    async def _walk_down(self) -> AsyncIterator[list[Any] | None]:
        """From the newest downwards: complete at the last known post, or when older than `since`."""
        seen: set[str] = set()
        cursor: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            page = await self._page(cursor)
            fresh = [status for status in page if status["id"] not in seen]
            if not page:
                return
            if not fresh:
                break
            seen |= {status["id"] for status in fresh}
            known = next((i for i, s in enumerate(fresh) if self.after and s["id"] == self.after.id), None)
            # Also those that seem older: our clock may have been ahead of the server's.
            yield fresh[:known]
            if known is not None or _time_of(fresh[-1]) < self.since - _SKEW:
                return
            cursor = {"max_id": fresh[-1]["id"]}
        yield None

    async def _page(self, cursor: dict[str, str]) -> list[Any]:
        params = {"limit": str(PAGE), "exclude_reblogs": "true", **cursor}
        answer = await self.get(f"/api/v1/accounts/{self.account}/statuses", params)
        page = read_json(answer)
        if not answer.ok or not isinstance(page, list):
            raise CannotRead(f"the server answered {answer.status}, and not with a list of posts")
        return [item for item in page if isinstance(item, dict) and isinstance(item.get("id"), str)]

    async def _judge(self, status: dict[str, Any]) -> bool | None:
        """True: it is ours; False: it is not; None: very like ours, a person must look.

        A post changed by hand since then no longer has our text; only `edited_at` tells of it.
        """
        body = self.payload.body
        sent, content = str(body["status"]), str(status.get("content") or "")
        links = _links(sent)
        same_link = bool(links & _links(content))
        if not same_link and (links or _letters(_strip_html(content))[:_ALIKE] != _letters(sent)[:_ALIKE]):
            return False
        if (status.get("in_reply_to_id") or None) != (body.get("in_reply_to_id") or None):
            return False
        source = await self._source(status["id"])
        shown = _strip_html(content) if source is None else source
        if shown.strip() == sent.strip() or _letters(shown) == _letters(sent):
            return True
        return None if source is None or status.get("edited_at") else False

    async def _source(self, name: str) -> str | None:
        answer = await self.get(f"/api/v1/statuses/{name}/source", {})
        found = read_json(answer) if answer.ok else None
        text = found.get("text") if isinstance(found, dict) else None
        return text if isinstance(text, str) else None


class CannotRead(Exception):
    """The list of posts cannot be had; `str` says why."""


def _strip_html(content: str) -> str:
    """The words of a status's HTML, a blank where a line ends."""
    return normalise_text(html.unescape(_TAG.sub("", _BREAK.sub("\n", content))))


def read_recent(page: Any) -> list[Recent]:
    """The statuses of a page, each with the addresses behind its words and on its card."""
    found = []
    for status in page if isinstance(page, list) else ():
        receipt = receipt_of(status)
        if receipt:
            card = status.get("card")
            shown = {str(card["url"])} if isinstance(card, dict) and card.get("url") else set[str]()
            linked = map(html.unescape, _links(str(status.get("content") or "")))
            found.append(Recent(receipt, tuple(sorted(shown.union(linked)))))
    return found


def _links(text: str) -> set[str]:
    """Addresses as written, and behind words in HTML; some servers write them percent-encoded."""
    written = {text[start:end] for start, end in find_links(text)}
    return {unquote(link) for link in written | {html.unescape(href) for href in _HREF.findall(text)}}


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _order(status: dict[str, Any]) -> tuple[int, str]:
    """Ids rise with their length, then by their characters: snowflakes and flakes alike."""
    return len(status["id"]), status["id"]


def _time_of(status: dict[str, Any]) -> datetime:
    """When the server says it was made; one that does not say may be ours, so it counts as new."""
    try:
        moment = datetime.fromisoformat(str(status.get("created_at")))
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    return moment.replace(tzinfo=moment.tzinfo or UTC)
