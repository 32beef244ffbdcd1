"""Hands every post to a program of the newsroom: one signed JSON request for each.

For an app's push messages, a screen in the lobby, a platform that Newscrier does not speak: whatever can
take an HTTP request. It follows Standard Webhooks (standardwebhooks.com), for which most languages have a
library.

A secret

1. Write a program that takes a POST with JSON at an address of its own, and checks the signature (below).
2. Make a secret that only the two of them know, and put it into an environment variable:
   `echo "whsec_$(openssl rand -base64 32)"`
3. Write the channel into config/channels.yaml, the secret by its name, never itself:

       app:
         platform: webhook
         url: https://app.courier.example.org/newscrier
         secret: {env: APP_SECRET}
         repeat: for ever

4. `newscrier channel verify app` reads the secret, and sends nothing: what a receiver takes may be public
   at once. With `ping: true` it sends one signed event of the type `ping`, which the receiver must show
   nowhere and answer like any other.

What is sent

    {"type": "post.created", "timestamp": "2026-11-23T09:30:00+00:00", "data": {
      "id": "…", "text": "…", "marks": [{"kind": "bold", "start": 0, "end": 12, "href": ""}],
      "headline": "…", "link": "https://…" or null, "language": "en", "hashtags": ["Ukraine"],
      "warning": "", "reply_to": null, "silent": false,
      "attachments": [{"media_type": "image/jpeg", "alt": "…", "width": 1600, "height": 900, "data": "…"}]}}

`text` is what followers read; the places of `marks` count its characters. A picture's `data` is base64.
`silent` is true of what leaves in quiet hours with `do: silent`: show it, and wake nobody.
`post.edited` has the same, `post.withdrawn` only the `id`; in both it is the one that the receiver gave.
The headers:

- `webhook-id`, and the same as `Idempotency-Key`: the delivery's name. Whatever comes again under a name
  that was taken before must not be shown again.
- `webhook-timestamp`: when this request was sent, in Unix seconds.
- `webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `ID.TIMESTAMP.BODY`.

How the receiver checks it, in Python

    import base64, hashlib, hmac, time


    def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
        name, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
        if abs(time.time() - int(sent_at)) > 300:
            return False
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = hmac.new(key, f"{name}.{sent_at}.".encode() + body, hashlib.sha256).digest()
        expected = "v1," + base64.b64encode(signed).decode()
        given = headers["webhook-signature"].split(" ")
        return any(hmac.compare_digest(expected, one) for one in given)

What the receiver answers

- 2xx: it is taken. `{"id": "…", "url": "https://…"}` in the answer, if it likes: what the post is called
  there and where it can be seen. A web page is no answer: then nobody knows, as with 5xx.
- 409: it has taken this `webhook-id` before.
- 400, 413, 422: it will not have this post; the post has failed, and a person looks at it.
- 401, 403, 404, 410: it will not have any; the channel goes on hold.
- 429, with `Retry-After` if it likes: later. Nothing was shown.
- 5xx, or no answer: nobody knows. `repeat` says what follows.

Scopes

None but the secret.

Limits

None of ours; `length` sets one. A picture has at most 500 kB and 1,600 pixels before base64, which makes it
a third larger. 20 seconds for an answer.

Traps

- `repeat` is what the receiver promises: `none` (it forgets what it has taken; every doubt is put before a
  person), `for ever`, or how long it remembers, for example `24h`. Promise only what it keeps: Newscrier
  relies on it, and a post is shown twice where the promise is broken.
- The signature is over the bytes of the body: check it before parsing.
- A redirect is not followed. Write the address where the receiver really is.
- The address may hold a password of its own kind (a long path); it is then better kept out of screenshots.
- `picture: none` keeps pictures out.

Cost

Nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from bot.clock import SystemClock
from bot.errors import Problem, SecretMissing, Unauthorized
from bot.http import Answer, Client
from bot.model import Account, Limits, MarkedText, Payload, Post, Receipt, Repeat
from bot.platforms.webhook.answers import raise_for_error, read_receipt
from bot.platforms.webhook.events import load_pictures, write_ping, write_post, write_withdrawal
from bot.platforms.webhook.options import FOR_EVER, WebhookOptions
from bot.platforms.webhook.signing import read_key, sign
from bot.secrecy import Credentials, Secret
from bot.text import count_graphemes

_PICTURE_BYTES = 500_000
_SIDE = 1600


class Webhook:
    """One receiver of the newsroom's own."""

    name: ClassVar[str] = "webhook"
    label: ClassVar[str] = "Webhook"
    tokens_url: ClassVar[str] = ""
    Options: ClassVar[type[WebhookOptions]] = WebhookOptions

    def __init__(
        self, options: WebhookOptions, client: Client, credentials: Credentials, learned: dict[str, Any]
    ) -> None:
        """Nothing is read or sent here; the secret is revealed with the first request."""
        del credentials, learned  # a receiver tells nothing of itself
        self._options = options
        self._client = client
        self._clock = SystemClock()

    @property
    def limits(self) -> Limits:
        """As long as the newsroom says; one picture."""
        return Limits(
            length=self._options.length,
            hashtags=2,
            attachments=1,
            image_bytes=_PICTURE_BYTES,
            image_side=_SIDE,
            threads=True,
            silent=True,
        )

    @property
    def repeat(self) -> Repeat:
        """What the newsroom says that its receiver promises."""
        match self._options.repeat:
            case timedelta() as remembered:
                return Repeat(remembered)
            case promised:
                return Repeat(None if promised == FOR_EVER else timedelta(0))

    def measure(self, text: MarkedText) -> int:
        """Characters as people count them."""
        return count_graphemes(text.text)

    def check(self, post: Post) -> list[Problem]:
        """That there is a text, and none too long."""
        length, most = self.measure(post.text), self._options.length
        if not post.text.text.strip():
            return [Problem("the post has no text", "look at the template")]
        if most is not None and length > most:
            return [Problem(f"the post is {length} characters long; this channel takes {most}", "shorten it")]
        return []

    async def verify(self) -> Account:
        """The secret can be read; asks the receiver only where `ping` is on. Raises DeliveryError."""
        self._key()
        url = self._options.url
        fingerprint = hashlib.sha256(url.encode()).hexdigest()[:32]
        if self._options.ping:
            name = f"ping-{fingerprint[:8]}-{self._clock.now().timestamp():.0f}"
            raise_for_error(await self._call(name, write_ping(self._clock.now())))
        return Account(id=fingerprint, name=urlsplit(url).netloc)

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        """The event, its pictures within; nothing is sent."""
        pictures, left_out = await asyncio.to_thread(load_pictures, post.attachments)
        event = write_post(post, key, reply_to, pictures, self._clock.now())
        return Payload(key, event, left_out)

    async def publish(self, payload: Payload) -> Receipt:
        """One POST under the payload's key, signed now: old signatures are refused. Raises DeliveryError."""
        content = _encode(payload.body)
        answer = await self._client.create(
            "POST", self._options.url, headers=self._headers(payload.key, content), content=content
        )
        raise_for_error(answer, payload.key)
        return read_receipt(answer, payload.key)

    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        """One signed POST of the type `post.edited`, under the payload's key. Raises DeliveryError."""
        data = payload.body["data"] | {"id": receipt.id}
        raise_for_error(await self._call(payload.key, payload.body | {"type": "post.edited", "data": data}))
        return receipt

    async def withdraw(self, receipt: Receipt) -> None:
        """One signed POST of the type `post.withdrawn`, under a name of its own. Raises DeliveryError."""
        name = f"withdraw-{hashlib.sha256(receipt.id.encode()).hexdigest()[:32]}"
        raise_for_error(await self._call(name, write_withdrawal(receipt, self._clock.now())))

    async def _call(self, name: str, event: dict[str, Any]) -> Answer:
        content = _encode(event)
        return await self._client.call(
            "POST", self._options.url, headers=self._headers(name, content), content=content
        )

    def _headers(self, name: str, content: bytes) -> dict[str, str]:
        own = {header: _reveal(value) for header, value in self._options.headers.items()}
        moment = int(self._clock.now().timestamp())
        return {
            **own,
            "Content-Type": "application/json",
            "Idempotency-Key": name,
            "webhook-id": name,
            "webhook-timestamp": str(moment),
            "webhook-signature": sign(self._key(), name, moment, content),
        }

    def _key(self) -> bytes:
        return read_key(_reveal(self._options.secret))


def _reveal(value: str | Secret) -> str:
    if isinstance(value, str):
        return value
    try:
        return value.reveal()
    except SecretMissing as error:
        raise Unauthorized(error.message, error.hint) from error


def _encode(event: dict[str, Any]) -> bytes:
    """The bytes that are signed; the same for the same event, also after it lay in the store."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
