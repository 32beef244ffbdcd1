"""Writes a timeline into a folder: a page to look at in a browser, and a JSON Feed.

It needs no account and no network. It is the rehearsal stage: everything that would go out, as
followers would see it.

Setting it up

1. Write a channel into config/channels.yaml:

       timeline:
         platform: file
         path: out/
         approval: never

2. Run `newscrier run --once`.
3. Open out/index.html in a browser. out/feed.json can be read by any feed reader.

Scopes

None. Newscrier must be allowed to write into the folder.

Limits

A post may be of any length. The page and the feed show the newest 200 posts; every post stays as
a file of its own in out/posts/, its picture in out/pictures/. Under each picture stands its alt text.

Traps

- Publishing the folder on the web publishes everything in it. Search engines are asked to stay away.
- Two channels must not share a folder.
- A file changed by hand in out/posts/ is shown as it is, and skipped where it cannot be read.

Cost

Nothing.
"""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.errors import OutcomeUnknown, Problem, Rejected, Temporary
from bot.http import Client
from bot.model import Account, CannotTell, Limits, MarkedText, NotThere, Payload, Post, Receipt, Repeat
from bot.platforms.file.folder import Folder, name_post, replace_file
from bot.platforms.file.options import FileOptions
from bot.platforms.file.pages import keep_web_link, render_feed, render_page
from bot.platforms.file.pictures import copy_pictures, remove_pictures
from bot.plugin.options import ANY_LANGUAGE
from bot.secrecy import Credentials
from bot.text import count_graphemes

_SHOWN = 200
_PICTURE_BYTES = 1_000_000
_SIDE = 1600


class File:
    """One timeline in one folder."""

    name: ClassVar[str] = "file"
    label: ClassVar[str] = "File"
    tokens_url: ClassVar[str] = ""
    Options: ClassVar[type[FileOptions]] = FileOptions

    def __init__(
        self, options: FileOptions, client: Client, credentials: Credentials, learned: dict[str, Any]
    ) -> None:
        """Nothing is read or written here; there is nobody to call and nothing to learn."""
        del client, credentials, learned
        self._options = options
        self._folder = Folder(options.path)
        self._clock = SystemClock()
        self._showing = threading.Lock()

    @property
    def limits(self) -> Limits:
        """Any length; hashtags as on the platforms that this one stands for. A page notifies nobody."""
        return Limits(
            length=None,
            hashtags=2,
            attachments=1,
            image_bytes=_PICTURE_BYTES,
            image_side=_SIDE,
            threads=True,
            silent=True,
        )

    @property
    def repeat(self) -> Repeat:
        """For ever: the key is the file's name."""
        return Repeat(safe_for=None, lag=timedelta(0))

    def measure(self, text: MarkedText) -> int:
        """Characters as people count them."""
        return count_graphemes(text.text)

    def check(self, post: Post) -> list[Problem]:
        """A page takes everything but nothing."""
        if post.text.text.strip():
            return []
        return [Problem("the post has no text", "look at the template")]

    async def verify(self) -> Account:
        """The folder can be written to. Raises Temporary."""
        await asyncio.to_thread(self._attempt, self._probe)
        path = self._options.path.absolute()
        return Account(id=str(path), name=str(self._options.path), url=(path / "index.html").as_uri())

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        """The file's content, its time included; only a picture is put beside the page. Raises nothing."""
        name, pictures, left_out = name_post(key), [], ""
        try:
            pictures = await asyncio.to_thread(copy_pictures, self._folder.path, name, post.attachments)
        except OSError as error:
            left_out = f"the picture cannot be copied: {error.strerror or error}"
        body: dict[str, Any] = {
            "text": post.text.text,
            "marks": [
                {"kind": mark.kind, "start": mark.start, "end": mark.end, "href": mark.href}
                for mark in post.text.marks
            ],
            "language": post.language,
            "headline": post.headline,
            "link": keep_web_link(post.link),
            "hashtags": list(post.hashtags),
            "warning": post.warning,
            "reply_to": reply_to.id if reply_to else None,
            "published_at": self._clock.now().astimezone(UTC).isoformat(timespec="microseconds"),
        }
        if pictures:
            body["pictures"] = pictures
        return Payload(key, body, left_out)

    async def publish(self, payload: Payload) -> Receipt:
        """One file, the page and the feed; again with the same key changes nothing. Raises DeliveryError."""
        name = name_post(payload.key)
        await asyncio.to_thread(self._publish, name, payload.body)
        return self._receipt(name)

    async def find(
        self, payload: Payload, since: datetime, after: Receipt | None
    ) -> Receipt | NotThere | CannotTell:
        """Whether the key's file is there."""
        del since, after
        name = name_post(payload.key)
        there = await asyncio.to_thread(self._folder.has, name)
        return self._receipt(name) if there else NotThere()

    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        """Another content under the same name; its place in the timeline stays. Raises DeliveryError."""
        name = name_post(receipt.id)
        await asyncio.to_thread(self._edit, name, payload.body)
        return self._receipt(name)

    async def withdraw(self, receipt: Receipt) -> None:
        """Remove the file and its picture; one that is gone already is fine. Raises Temporary."""
        await asyncio.to_thread(self._attempt, lambda: self._remove(name_post(receipt.id)))
        await asyncio.to_thread(self._show)

    def _publish(self, name: str, body: dict[str, Any]) -> None:
        if not self._folder.has(name):
            self._attempt(lambda: self._folder.write(name, body))
        self._show()

    def _edit(self, name: str, body: dict[str, Any]) -> None:
        old = self._folder.read(name)
        if old is None:
            raise Rejected(f"the post {name} is not there any more", "look into the folder")
        kept = {"published_at": old["published_at"], "reply_to": old.get("reply_to")}
        new = {"pictures": []} | body | kept | {"edited_at": body["published_at"]}
        self._attempt(lambda: self._folder.write(name, new))
        if old.get("pictures") != new.get("pictures"):
            self._attempt(lambda: remove_pictures(self._folder.path, old))
        self._show()

    def _remove(self, name: str) -> None:
        old = self._folder.read(name)
        self._folder.remove(name)
        if old:
            remove_pictures(self._folder.path, old)

    def _show(self) -> None:
        """Write page and feed anew. Raises OutcomeUnknown: the post is there, a repeat mends the page."""
        try:
            with self._showing:  # who reads last must write last
                self._write_pages()
        except OSError as error:
            raise OutcomeUnknown(
                f"the timeline in {self._options.path} cannot be written: {error}"
            ) from error

    def _write_pages(self) -> None:
        posts, count = self._folder.newest(_SHOWN)
        title, language = self._options.title, self._options.language or "en"
        language = "mul" if language == ANY_LANGUAGE else language
        zone = ZoneInfo(self._options.timezone)
        self._folder.path.mkdir(parents=True, exist_ok=True)
        page = render_page(posts, count, title=title, language=language, zone=zone)
        replace_file(self._folder.path / "index.html", page)
        replace_file(self._folder.path / "feed.json", render_feed(posts, title=title, language=language))

    def _probe(self) -> None:
        self._folder.posts.mkdir(parents=True, exist_ok=True)
        probe = self._folder.posts / ".probe"
        probe.touch()
        probe.unlink(missing_ok=True)

    def _attempt(self, step: Any) -> None:
        try:
            step()
        except OSError as error:
            raise Temporary(
                f"{self._options.path} cannot be written: {error.strerror or error}",
                "look at the disk and the folder's permissions",
            ) from error

    def _receipt(self, name: str) -> Receipt:
        page = self._options.path.absolute() / "index.html"
        return Receipt(name, f"{page.as_uri()}#{name}")
