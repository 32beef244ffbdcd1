"""What a newsroom writes about a receiver of its own."""

from __future__ import annotations

import re
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, field_validator

from bot.plugin import Duration, PlatformOptions, SecretOption
from bot.secrecy import Secret

FOR_EVER: Final = "for ever"

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_OURS = {"content-type", "content-length", "host", "idempotency-key", "transfer-encoding", "connection"}
_SECRET = {"authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"}


class WebhookOptions(PlatformOptions):
    """A channel that hands its posts to a program of the newsroom."""

    url: str = Field(
        validation_alias=AliasChoices("url", "server"),
        description="Where the receiver listens, with https:// (http:// too, within the house); `server` "
        "means the same.",
        examples=["https://app.courier.example.org/newscrier"],
    )
    secret: SecretOption = Field(
        description="The secret that signs each request, by reference.", examples=[{"env": "APP_SECRET"}]
    )
    repeat: Literal["none", "for ever"] | Duration = Field(
        "none",
        description="How long the receiver remembers what it has taken: none, for ever, or a time.",
        examples=["24h"],
    )
    headers: dict[str, str | SecretOption] = Field(
        default_factory=dict,
        description="More headers of each request; a secret one by reference.",
        examples=[{"Authorization": {"env": "APP_AUTHORIZATION"}}],
    )
    length: int | None = Field(
        None, ge=1, description="At most so many characters in a post; no limit if left out.", examples=[300]
    )
    ping: bool = Field(
        False, description="Whether `channel verify` sends a signed event of the type ping.", examples=[True]
    )

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value.strip())
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.fragment:
            raise ValueError("this is not an address; write for example https://app.example.org/newscrier")
        if parts.username or parts.password:
            raise ValueError("the address holds a password; write it under headers, by reference")
        return value.strip()

    @field_validator("headers")
    @classmethod
    def _sound_headers(cls, value: dict[str, str | Secret]) -> dict[str, str | Secret]:
        for name, content in value.items():
            if not _HEADER.fullmatch(name):
                raise ValueError(f"{name!r} is not the name of a header")
            if name.lower() in _OURS or name.lower().startswith("webhook-"):
                raise ValueError(f"{name} is set by Newscrier itself")
            if isinstance(content, str) and name.lower() in _SECRET:
                raise ValueError(f"{name} is a secret; write {{env: NAME}} or {{file: PATH}}")
            if isinstance(content, str) and not (content.isascii() and content.isprintable()):
                raise ValueError(f"the header {name} holds characters that no header may have")
        return value
