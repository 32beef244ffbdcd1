"""Posts to Mastodon, and to servers that speak its language: GoToSocial, Pleroma, Akkoma, Hollo, snac.

A token

1. Log in to the newsroom's account in the browser, on its own server.
2. Preferences → Development → New application. Name: Newscrier. Leave the redirect address as it is.
3. Tick only these scopes: `read:accounts`, `read:statuses`, `write:statuses`, `write:media`.
4. Save, open the application again and copy "Your access token".
5. Put the token into an environment variable or a file that only Newscrier can read, and write its
   name into config/channels.yaml, never the token itself:

       mastodon-main:
         platform: mastodon
         server: https://mastodon.example.org
         token: {env: MASTODON_TOKEN}

6. `newscrier channel verify mastodon-main` tells whose account it is and what the server takes.

Scopes

`read:accounts` tells who the account is, `read:statuses` finds a post again after a broken
connection, `write:statuses` posts, edits and deletes, `write:media` uploads pictures (without it posts
leave without theirs). The token does not expire; it ends when
somebody takes it back in the preferences.

Limits

500 characters as people count them on most servers, a link as 23 whatever its length, the content
warning in full; `verify` learns the server's own limits. 300 requests in 5 minutes, 300 posts in 3
hours. No bold, no hidden links: marks are left out. At most two hashtags look natural. One picture, made
as small as the server takes it (5 MB and 2,560 pixels at most), its alt text of 1,500 characters ending
with the credit. 30 uploads in 30 minutes: above that posts leave without pictures.

Traps

- A server that ignores the idempotency key (GoToSocial, snac, Pixelfed, and every one we do not know)
  is asked for the account's latest posts before anything is sent a second time.
- An @name in an article would notify a stranger: an invisible joiner after the @ prevents it, unless
  the channel says `mentions: live`.
- A post with a picture shows no preview card of the article. Write `picture: none` where the card is
  wanted more, or where the newsroom may not show agencies' pictures elsewhere.
- A picture never costs the post: whatever goes wrong with it, the post leaves without, and says why.
- A limited ("silenced") account posts unlisted, whatever is asked. `verify` says so.
- An account that moved or is suspended cannot post. Name the server exactly as the browser shows it:
  an address that redirects is refused.

Cost

Nothing. Ask the server's rules whether they want automatic accounts to be marked as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from bot.errors import DeliveryError, Problem, Rejected, SecretMissing, Unauthorized
from bot.http import Answer, Client
from bot.model import (
    Account,
    CannotTell,
    Limits,
    MarkedText,
    NotThere,
    Payload,
    Post,
    Receipt,
    Recent,
    Repeat,
)
from bot.platforms.mastodon.answers import raise_for_error, read_error, read_json, read_receipt
from bot.platforms.mastodon.lengths import count_length
from bot.platforms.mastodon.lookup import PAGE, CannotRead, Lookup, read_recent
from bot.platforms.mastodon.options import MastodonOptions
from bot.platforms.mastodon.servers import detect_flavour, read_learned, read_limits
from bot.platforms.mastodon.uploads import Uploads, count_attached
from bot.platforms.mastodon.wording import check_post, read_language, word_text
from bot.secrecy import Credentials

_STATUSES = "/api/v1/statuses"
_MAY_WRITE = {"write", "write:statuses"}


class Mastodon:
    """One account on one Mastodon-like server."""

    name: ClassVar[str] = "mastodon"
    label: ClassVar[str] = "Mastodon"
    tokens_url: ClassVar[str] = "https://{server}/settings/applications"
    Options: ClassVar[type[MastodonOptions]] = MastodonOptions

    def __init__(
        self, options: MastodonOptions, client: Client, credentials: Credentials, learned: dict[str, Any]
    ) -> None:
        """Nothing is read or sent here; the token is revealed with the first request."""
        del credentials  # the token never ends, so nothing is kept between calls
        self._options = options
        self._client = client
        self._server = read_learned(learned)
        self._live = options.mentions == "live"
        self._uploads = Uploads(client, options.server)

    @property
    def limits(self) -> Limits:
        """As the server said at the last `verify`, else 500 characters."""
        server = self._server
        return Limits(
            length=server.length,
            hashtags=2,
            attachments=server.pictures,
            alt_length=server.alt_length,
            image_bytes=server.picture_bytes,
            image_side=server.picture_side,
            image_types=server.picture_types,
            threads=True,
        )

    @property
    def repeat(self) -> Repeat:
        """50 minutes where the server honours the key, else never; an absence is believed the second time."""
        return Repeat(self._server.flavour.safe_for, self._options.lookup_after, empty_answers=2)

    def measure(self, text: MarkedText) -> int:
        """The length in the server's own characters, of what would be sent."""
        return count_length(word_text(text.text, self._server, live_mentions=self._live), "", self._server)

    def check(self, post: Post) -> list[Problem]:
        """Everything that the server would refuse or spoil."""
        return check_post(post, self._server, live_mentions=self._live, visibility=self._options.visibility)

    async def verify(self) -> Account:
        """Whose token it is, whether it may post, and what the server takes. Raises DeliveryError."""
        account = await self._read("/api/v1/accounts/verify_credentials")
        if not isinstance(account, dict) or not isinstance(account.get("id"), str):
            raise Rejected(f"{self._options.server} does not answer like Mastodon", "look at `server`")
        learned = await self._learn(account)
        host = urlsplit(self._options.server).netloc
        blocked = bool(account.get("suspended")) or bool(account.get("moved"))
        return Account(
            id=account["id"],
            name=f"@{account.get('acct') or account.get('username') or '?'}@{host}",
            url=str(account.get("url") or ""),
            may_post=not blocked and await self._may_write(learned["flavour"]),
            learned=learned,
        )

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        """The request's body, frozen; pictures are uploaded, or left out. Raises Unauthorized."""
        body: dict[str, Any] = {
            "status": word_text(post.text.text, self._server, live_mentions=self._live),
            "visibility": self._options.visibility,
        }
        if language := read_language(post.language):
            body["language"] = language
        if post.warning:
            body |= {"spoiler_text": post.warning, "sensitive": True}
        if reply_to:
            body["in_reply_to_id"] = reply_to.id
        if self._server.flavour.plain_type:
            body["content_type"] = "text/plain"
        left_out = ""
        if post.attachments:
            media, left_out = await self._uploads.send(post.attachments, self._headers())
            body |= {"media_ids": media} if media else {}
        return Payload(key, body, left_out)

    async def publish(self, payload: Payload) -> Receipt:
        """One POST with the payload's key. Raises DeliveryError."""
        headers = self._headers() | {"Idempotency-Key": quote(payload.key, safe=":._-")}
        answer = await self._client.create(
            "POST",
            self._options.server + _STATUSES,
            headers=headers,
            json=payload.body,
            nothing_made=self._is_lock,
        )
        pictures = payload.body.get("media_ids", [])
        self._uploads.refuse(pictures, answer)
        raise_for_error(answer)
        receipt = read_receipt(answer)
        if pictures and count_attached(answer) == 0:
            # Some servers drop what they no longer know, without a word.
            receipt.extra["left_out"] = "the server left the picture off"
        return receipt

    async def find(
        self, payload: Payload, since: datetime, after: Receipt | None
    ) -> Receipt | NotThere | CannotTell:
        """The post made from `payload`, among the account's own latest. Raises DeliveryError."""
        server = self._server
        if not server.account:
            return CannotTell("the account's id is not known; verify the channel first")
        if payload.body.get("visibility") == "direct" and not server.flavour.lists_direct:
            return CannotTell("this server does not list direct posts")
        lookup = Lookup(self._get, server.account, payload, since, after, server.flavour.pages_up)
        try:
            return await lookup.find()
        except CannotRead as error:
            return CannotTell(str(error))

    async def recent(self) -> list[Recent]:
        """The account's latest posts, newest first, without what it boosted. Raises DeliveryError."""
        path = f"/api/v1/accounts/{self._server.account}/statuses"
        answer = await self._get(path, {"limit": str(PAGE), "exclude_reblogs": "true"})
        raise_for_error(answer)
        return read_recent(read_json(answer))

    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        """One PUT; visibility and reply target stay as they were. Raises DeliveryError."""
        fixed = {"visibility", "in_reply_to_id"}
        body = {"spoiler_text": ""} | {name: payload.body[name] for name in payload.body.keys() - fixed}
        answer = await self._client.call("PUT", self._status_url(receipt), headers=self._headers(), json=body)
        raise_for_error(answer)
        return read_receipt(answer)

    async def withdraw(self, receipt: Receipt) -> None:
        """One DELETE; a post that is gone already is fine. Raises DeliveryError."""
        answer = await self._client.call("DELETE", self._status_url(receipt), headers=self._headers())
        if answer.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            raise_for_error(answer)

    def _is_lock(self, answer: Answer) -> bool:
        """Mastodon's own 503 says that this request made nothing; a proxy's page says nothing at all."""
        ours = answer.status == HTTPStatus.SERVICE_UNAVAILABLE and self._server.flavour.lock_503
        return ours and bool(read_error(answer))

    def _status_url(self, receipt: Receipt) -> str:
        return f"{self._options.server}{_STATUSES}/{quote(receipt.id, safe='')}"

    def _headers(self) -> dict[str, str]:
        try:
            token = self._options.token.reveal()
        except SecretMissing as error:
            raise Unauthorized(error.message, error.hint) from error
        if not token.isascii() or not token.isprintable() or " " in token:
            raise Unauthorized(
                "the access token holds characters that no token has", "copy it again, without line breaks"
            )
        return {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    async def _get(self, path: str, params: Mapping[str, str]) -> Answer:
        answer = await self._client.call(
            "GET", self._options.server + path, headers=self._headers(), params=dict(params)
        )
        if answer.status == HTTPStatus.UNAUTHORIZED and not path.endswith("/source"):
            raise_for_error(answer)
        return answer

    async def _read(self, path: str) -> Any:
        answer = await self._get(path, {})
        raise_for_error(answer)
        return read_json(answer)

    async def _learn(self, account: dict[str, Any]) -> dict[str, Any]:
        instance: Any = None
        for path in ("/api/v2/instance", "/api/v1/instance"):
            answer = await self._get(path, {})
            if answer.ok and isinstance(instance := read_json(answer), dict):
                break
        instance = instance if isinstance(instance, dict) else {}
        version = str(instance.get("version", ""))
        flavour = detect_flavour(await self._software(), version)
        return {
            "flavour": flavour,
            "version": version[:100],
            "account": account["id"],
            "limited": bool(account.get("limited")),
            **read_limits(instance, flavour),
        }

    async def _software(self) -> str:
        """The name in nodeinfo; asked of this server, whatever host the document points to."""
        found = read_json(await self._get("/.well-known/nodeinfo", {}))
        links = found.get("links") if isinstance(found, dict) else None
        hrefs = [link.get("href") for link in links or [] if isinstance(link, dict)]
        for href in hrefs[-1:]:
            told = read_json(await self._get(urlsplit(str(href)).path, {}))
            software = told.get("software") if isinstance(told, dict) else None
            return str(software.get("name", "")) if isinstance(software, dict) else ""
        return ""

    async def _may_write(self, flavour: str) -> bool:
        """False only where Mastodon (4.3 and later) lists the application's scopes and none writes."""
        if flavour != "mastodon":
            return True
        try:
            application = read_json(await self._get("/api/v1/apps/verify_credentials", {}))
        except DeliveryError:
            return True
        scopes = application.get("scopes") if isinstance(application, dict) else None
        return (
            not isinstance(scopes, list) or not scopes or bool(_MAY_WRITE & {str(scope) for scope in scopes})
        )
