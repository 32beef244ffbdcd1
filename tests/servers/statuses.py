"""What a fake server keeps: statuses in the order of their commits, keys, and a journal on disk."""

from __future__ import annotations

import html
import json
import re
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_LINK = re.compile(r"https?://[^\s<]+")


@dataclass
class Status:
    id: str
    account: str
    text: str
    warning: str
    visibility: str
    language: str | None
    reply_to: str | None
    key: str
    at: float
    edited_at: float | None = None
    deleted_at: float | None = None
    media: list[dict[str, Any]] = field(default_factory=list)

    def entity(self, base: str) -> dict[str, Any]:
        url = f"{base}/@news/{self.id}"
        return {
            "id": self.id,
            "created_at": show_time(self.at),
            "edited_at": show_time(self.edited_at) if self.edited_at else None,
            "in_reply_to_id": self.reply_to,
            "sensitive": bool(self.warning),
            "spoiler_text": self.warning,
            "visibility": self.visibility,
            "language": self.language,
            "uri": url,
            "url": url,
            "content": show_html(self.text),
            "reblog": None,
            "application": {"name": "fake"},
            "account": {"id": self.account, "acct": "news"},
            "media_attachments": self.media,
            "card": None,
            "replies_count": 0,
            "reblogs_count": 0,
            "favourites_count": 0,
        }


class Statuses:
    """Every commit there was; the last one is `rows[-1]`."""

    def __init__(self, journal: Path | None = None) -> None:
        self.rows: list[Status] = []
        self.keys: dict[tuple[str, str], tuple[str, float]] = {}
        self._journal = journal
        self._last = 0
        if journal and journal.exists():
            for line in journal.read_text(encoding="utf-8").splitlines():
                self._replay(json.loads(line))

    def commit(
        self,
        account: str,
        fields: dict[str, Any],
        key: str,
        *,
        trims: bool,
        media: list[dict[str, Any]] | None = None,
    ) -> Status:
        text = str(fields.get("status") or "")
        status = Status(
            id=self._next_id(),
            account=account,
            text=text.strip() if trims else text,
            warning=str(fields.get("spoiler_text") or ""),
            visibility=str(fields.get("visibility") or "public"),
            language=fields.get("language"),
            reply_to=fields.get("in_reply_to_id"),
            key=key,
            at=time.time(),
            media=media or [],
        )
        self.rows.append(status)
        self._write({"status": asdict(status)})
        return status

    def store_key(self, account: str, key: str, status: Status) -> None:
        self.keys[account, key] = (status.id, time.time())
        self._write({"key": [account, key, status.id, time.time()]})

    def by_key(self, account: str, key: str, seconds: float) -> Status | None:
        found = self.keys.get((account, key))
        return self.by_id(found[0]) if found and time.time() - found[1] < seconds else None

    def by_id(self, name: str) -> Status | None:
        return next((row for row in self.rows if row.id == name and not row.deleted_at), None)

    def page(self, account: str, query: dict[str, str]) -> list[Status]:
        """Newest first; `min_id` takes those right above it, `since_id` the newest above it."""
        limit = min(int(query.get("limit") or 20), 40)
        rows = [row for row in self.rows if row.account == account and not row.deleted_at]
        for name in ("min_id", "since_id"):
            if query.get(name):
                rows = [row for row in rows if int(row.id) > int(query[name])]
        if query.get("max_id"):
            rows = [row for row in rows if int(row.id) < int(query["max_id"])]
        rows.sort(key=lambda row: int(row.id))
        return (rows[:limit] if query.get("min_id") else rows[-limit:])[::-1]

    def save(self, status: Status) -> None:
        self._write({"status": asdict(status)})

    def _next_id(self) -> str:
        """A snowflake: milliseconds shifted by 16 bits, always rising."""
        self._last = max(int(time.time() * 1000) << 16, self._last + 1)
        return str(self._last)

    def _write(self, line: dict[str, Any]) -> None:
        if self._journal:
            with self._journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    def _replay(self, line: dict[str, Any]) -> None:
        if "key" in line:
            account, key, name, at = line["key"]
            self.keys[account, key] = (name, at)
            return
        status = Status(**line["status"])
        known = next((index for index, row in enumerate(self.rows) if row.id == status.id), None)
        if known is None:
            self.rows.append(status)
        else:
            self.rows[known] = status
        self._last = max(self._last, int(status.id))


def show_time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def show_html(text: str) -> str:
    """As Mastodon shows it: paragraphs, breaks, and links with their dull parts in spans."""
    paragraphs = re.split(r"\n{2,}", text.strip())
    return "".join(f"<p>{_inline(part)}</p>" for part in paragraphs)


def _inline(text: str) -> str:
    out, position = "", 0
    for match in _LINK.finditer(text):
        out += html.escape(text[position : match.start()], quote=False)
        scheme, _, rest = match.group().partition("://")
        href = html.escape(match.group())
        shown, hidden = html.escape(rest[:30]), html.escape(rest[30:])
        out += (
            f'<a href="{href}" rel="nofollow noopener"><span class="invisible">{scheme}://</span>'
            f'<span class="ellipsis">{shown}</span><span class="invisible">{hidden}</span></a>'
        )
        position = match.end()
    return (out + html.escape(text[position:], quote=False)).replace("\n", "<br />")
