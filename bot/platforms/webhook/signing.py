"""Signatures as Standard Webhooks writes them: HMAC-SHA256 over `ID.TIMESTAMP.BODY`, in base64."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from bot.errors import Unauthorized

_PREFIX = "whsec_"
_SHORTEST = 24  # bytes, by the specification


def read_key(secret: str) -> bytes:
    """The bytes that a secret stands for. Raises Unauthorized, never showing it."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < _SHORTEST:
        raise Unauthorized(
            f"the webhook's secret is not {_PREFIX} and at least {_SHORTEST} bytes in base64",
            'make one: echo "whsec_$(openssl rand -base64 32)"',
        )
    return key


def sign(key: bytes, name: str, sent_at: int, content: bytes) -> str:
    """The value of `webhook-signature`; `sent_at` in Unix seconds."""
    digest = hmac.new(key, f"{name}.{sent_at}.".encode() + content, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")
