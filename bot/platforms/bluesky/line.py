"""The line to an account's own server: calls with the session, and what surrounds a record."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.errors import Rejected
from bot.http import Answer, Client
from bot.model import Attachment, MarkedText, Receipt
from bot.platforms.bluesky.answers import (
    COLLECTION,
    address_of,
    raise_for_error,
    read_object,
    read_rkey,
    receipt_of,
    ref,
)
from bot.platforms.bluesky.options import BlueskyOptions
from bot.platforms.bluesky.record import Picture
from bot.platforms.bluesky.session import XRPC, Session, read_session, resolve_handle
from bot.platforms.bluesky.wording import show_text
from bot.secrecy import Credentials

REPO = "com.atproto.repo."


class Line:
    """Calls by their name, with the stored session. Every method raises DeliveryError."""

    def __init__(self, options: BlueskyOptions, client: Client, credentials: Credentials) -> None:
        self._options = options
        self._client = client
        self._credentials = credentials

    def session(self) -> Session:
        """The stored session. Raises TokenExpired where there is none."""
        return read_session(self._options, self._credentials)

    async def call(self, method: str, name: str, **request: Any) -> Answer:
        """A call that may be repeated; its answer is 2xx."""
        answer = await self._ask(method, name, request)
        raise_for_error(answer)
        return answer

    async def create(self, name: str, body: dict[str, Any]) -> Answer:
        """The one creating call; its answer may be a refusal."""
        session = self.session()
        return await self._client.create("POST", _url(session, name), headers=_headers(session), json=body)

    async def get_record(self, repo: str, rkey: str) -> Answer:
        """A post's record as its own server keeps it; the answer may be a refusal."""
        params = {"repo": repo, "collection": COLLECTION, "rkey": rkey}
        return await self._ask("GET", REPO + "getRecord", {"params": params})

    async def upload(self, attachments: Sequence[Attachment]) -> tuple[list[Picture], list[str]]:
        """The pictures with their references, and why others stay behind: none of them costs the post."""
        pictures, lost = [], []
        for attachment in attachments:
            try:
                content = await asyncio.to_thread(Path(attachment.path).read_bytes)
                pictures.append(Picture(attachment, await self._upload_one(attachment, content)))
            except OSError:
                lost.append("the picture's file cannot be read")
            except Rejected as error:
                lost.append(f"the server does not take the picture: {error}")
        return pictures, lost

    async def find_accounts(self, text: MarkedText) -> dict[str, str]:
        """The accounts to be notified, by handle; a name that resolves to nobody stays plain text."""
        if self._options.mentions == "plain":
            return {}
        home = self.session().home
        found = {name: await resolve_handle(self._client, home, name) for name in show_text(text).mentions}
        return {name: did for name, did in found.items() if did}

    async def refer(self, receipt: Receipt) -> dict[str, Any]:
        """Root and parent of a reply. Raises Rejected where the post to answer is gone."""
        cid, root = receipt.extra.get("cid"), receipt.extra.get("root")
        address = address_of(receipt, self.session().did)
        if not cid or not root:
            answer = await self.get_record(address.split("/")[2], read_rkey(address))
            found = read_object(answer)
            value = found.get("value")
            known = receipt_of(found, value if isinstance(value, dict) else {}, self._options.app)
            if not answer.ok or known is None:
                raise Rejected("the post to answer is not there any more", "post without it")
            cid, root = known.extra["cid"], known.extra["root"]
        return {"root": root, "parent": ref(address, cid)}

    async def _ask(self, method: str, name: str, request: dict[str, Any]) -> Answer:
        session = self.session()
        headers = _headers(session) | request.pop("headers", {})
        return await self._client.call(method, _url(session, name), headers=headers, **request)

    async def _upload_one(self, attachment: Attachment, content: bytes) -> dict[str, Any]:
        headers = {"Content-Type": attachment.media_type}
        answer = await self.call("POST", REPO + "uploadBlob", headers=headers, content=content)
        blob = read_object(answer).get("blob")
        if not isinstance(blob, dict):
            raise Rejected("it gave no reference to it")
        return blob


def _url(session: Session, name: str) -> str:
    return f"{session.home}{XRPC}{name}"


def _headers(session: Session) -> dict[str, str]:
    return {"Authorization": f"Bearer {session.access}", "Accept": "application/json"}
