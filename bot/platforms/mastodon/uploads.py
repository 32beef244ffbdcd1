"""Pictures on a Mastodon-like server: uploaded before the post, ready or left out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bot.errors import DeliveryError, PayloadExpired, Unauthorized
from bot.http import Answer, Client
from bot.model import Attachment
from bot.platforms.mastodon.answers import raise_for_error, read_error, read_json

_UPLOAD = ("/api/v2/media", "/api/v1/media")
_LONGEST = 15.0
_READY_WITHIN = timedelta(seconds=8)
_MOST_REFUSALS = 2
_REFUSALS = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}


@dataclass(slots=True)
class Uploads:
    """Uploads of one channel; remembers which pictures the server would not have on a post."""

    client: Client
    server: str
    refused: Counter[str] = field(default_factory=Counter)
    paths: dict[str, str] = field(default_factory=dict)

    async def send(self, attachments: Sequence[Attachment], headers: dict[str, str]) -> tuple[list[str], str]:
        """The ids to post with, or none and why. Raises Unauthorized where the token is no longer valid.

        Whatever else happens the post can leave: an upload that nobody attaches is invisible.
        """
        ids: list[str] = []
        try:
            async with asyncio.timeout(_LONGEST):
                for one in attachments:
                    if self.refused[one.path] >= _MOST_REFUSALS:
                        return [], "the server refused the post with its picture"
                    ids.append(await self._send_one(one, headers))
        except TimeoutError:
            return [], f"the server did not take the picture within {_LONGEST:g} seconds"
        except _LeftOut as error:
            return [], str(error)
        return ids, ""

    def refuse(self, ids: Sequence[str], answer: Answer) -> None:
        """Raise PayloadExpired where a post with pictures was refused: perhaps one is gone.

        The sentences are in the server's own language, so that none can be relied on. Nothing was made;
        the picture is uploaded anew, and left out when the post is refused again.
        """
        if not ids or answer.status not in _REFUSALS:
            return
        self.refused.update(self.paths.get(name, name) for name in ids)
        said = read_error(answer) or f"it answered {answer.status}"
        raise PayloadExpired(f"the server refused the post with its picture: {said}", "it goes out anew")

    async def _send_one(self, one: Attachment, headers: dict[str, str]) -> str:
        try:
            content = await asyncio.to_thread(Path(one.path).read_bytes)
        except OSError as error:
            raise _LeftOut(f"the picture cannot be read: {error.strerror or error}") from error
        try:
            answer = await self._post(one, content, headers)
            _raise_for_scope(answer)
            raise_for_error(answer)
            name = _read_id(answer)
            if answer.status == HTTPStatus.ACCEPTED:
                await self._wait(name, headers)
        except DeliveryError as error:
            if isinstance(error, Unauthorized):
                raise
            raise _LeftOut(f"the server did not take the picture: {error}") from error
        self.paths[name] = one.path
        return name

    async def _post(self, one: Attachment, content: bytes, headers: dict[str, str]) -> Answer:
        """By the second edition of the call; some servers know only the first."""
        name = "picture." + one.media_type.partition("/")[2]
        for path in _UPLOAD:
            answer = await self.client.call(
                "POST",
                self.server + path,
                headers=headers,
                files={"file": (name, content, one.media_type)},
                data={"description": one.alt},
            )
            if answer.status != HTTPStatus.NOT_FOUND:
                break
        return answer

    async def _wait(self, name: str, headers: dict[str, str]) -> None:
        """Until the server has made its own sizes of the picture."""
        answer = await self.client.wait_for(
            f"{self.server}{_UPLOAD[1]}/{name}",
            ready=lambda answer: answer.status != HTTPStatus.PARTIAL_CONTENT,
            within=_READY_WITHIN,
            headers=headers,
        )
        if answer.status == HTTPStatus.PARTIAL_CONTENT:
            raise _LeftOut("the server was still at work on the picture")
        raise_for_error(answer)


class _LeftOut(Exception):
    """Why the post leaves without its picture."""


def count_attached(answer: Answer) -> int | None:
    """How many pictures a server's answer shows on a post; None where it does not say."""
    body: Any = read_json(answer)
    found = body.get("media_attachments") if isinstance(body, dict) else None
    return len(found) if isinstance(found, list) else None


def _read_id(answer: Answer) -> str:
    body = read_json(answer)
    name = body.get("id") if isinstance(body, dict) else None
    if not isinstance(name, str | int) or not str(name):
        raise _LeftOut("the server's answer to the picture holds no id")
    return str(name)


def _raise_for_scope(answer: Answer) -> None:
    """A 403 here speaks of uploads alone; whether one may post, the post's own answer tells."""
    if answer.status == HTTPStatus.FORBIDDEN:
        raise _LeftOut("the token may not upload pictures: make one with the scope write:media")
