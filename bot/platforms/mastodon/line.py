"""The line to one server: calls with the channel's token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from bot.errors import SecretMissing, Unauthorized
from bot.http import Answer, Client
from bot.model import Payload
from bot.platforms.mastodon.answers import raise_for_error, read_json
from bot.platforms.mastodon.options import MastodonOptions


class Line:
    """Calls by their path on the server. Every method raises DeliveryError."""

    def __init__(self, options: MastodonOptions, client: Client) -> None:
        self._options = options
        self._client = client

    def headers(self) -> dict[str, str]:
        """What shows who we are. Raises Unauthorized where there is no token, or one that cannot be sent."""
        try:
            token = self._options.token.reveal()
        except SecretMissing as error:
            raise Unauthorized(error.message, error.hint) from error
        if not token.isascii() or not token.isprintable() or " " in token:
            raise Unauthorized(
                "the access token holds characters that no token has", "copy it again, without line breaks"
            )
        return {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    async def call(self, method: str, path: str, **request: Any) -> Answer:
        """A call that may be repeated; its answer may be a refusal."""
        return await self._client.call(method, self._options.server + path, headers=self.headers(), **request)

    async def create(self, path: str, payload: Payload, *, nothing_made: Callable[[Answer], bool]) -> Answer:
        """The one creating call, with the payload's key; its answer may be a refusal."""
        headers = self.headers() | {"Idempotency-Key": quote(payload.key, safe=":._-")}
        url = self._options.server + path
        return await self._client.create(
            "POST", url, headers=headers, json=payload.body, nothing_made=nothing_made
        )

    async def get(self, path: str, params: Mapping[str, str]) -> Answer:
        """An answer which may be a refusal, but never of the token itself."""
        answer = await self.call("GET", path, params=dict(params))
        if answer.status == HTTPStatus.UNAUTHORIZED and not path.endswith("/source"):
            raise_for_error(answer)
        return answer

    async def read(self, path: str) -> Any:
        """The JSON that stands there; refusals are raised."""
        answer = await self.get(path, {})
        raise_for_error(answer)
        return read_json(answer)
