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

from datetime import datetime
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote

from bot.errors import Problem, Rejected
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
from bot.platforms.mastodon.account import verify_account
from bot.platforms.mastodon.answers import raise_for_error, read_error, read_json, read_receipt
from bot.platforms.mastodon.lengths import count_length
from bot.platforms.mastodon.line import Line
from bot.platforms.mastodon.lookup import PAGE, CannotRead, Lookup, read_recent
from bot.platforms.mastodon.options import MastodonOptions
from bot.platforms.mastodon.servers import read_learned
from bot.platforms.mastodon.uploads import Uploads, count_attached
from bot.platforms.mastodon.wording import check_post, read_language, word_text
from bot.secrecy import Credentials

_STATUSES = "/api/v1/statuses"
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


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
        self._line = Line(options, client)
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
        return await verify_account(self._line, self._options.server)

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
            media, left_out = await self._uploads.send(post.attachments, self._line.headers())
            body |= {"media_ids": media} if media else {}
        return Payload(key, body, left_out)

    async def publish(self, payload: Payload) -> Receipt:
        """One POST with the payload's key. Raises DeliveryError."""
        answer = await self._line.create(_STATUSES, payload, nothing_made=self._is_lock)
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
        lookup = Lookup(self._line.get, server.account, payload, since, after, server.flavour.pages_up)
        try:
            return await lookup.find()
        except CannotRead as error:
            return CannotTell(str(error))

    async def recent(self) -> list[Recent]:
        """The account's latest posts, newest first, without what it boosted. Raises DeliveryError."""
        path = f"/api/v1/accounts/{self._server.account}/statuses"
        answer = await self._line.get(path, {"limit": str(PAGE), "exclude_reblogs": "true"})
        raise_for_error(answer)
        return read_recent(read_json(answer))

    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        """One PUT; visibility and reply target stay as they were. Raises DeliveryError."""
        fixed = {"visibility", "in_reply_to_id"}
        body = {"spoiler_text": ""} | {name: payload.body[name] for name in payload.body.keys() - fixed}
        answer = await self._line.call("PUT", _path_of(receipt), json=body)
        if answer.status in _GONE:
            raise Rejected(
                "the post is not there any more: somebody deleted it on the platform",
                "where nothing is to be told to followers: newscrier article withdraw",
            )
        raise_for_error(answer)
        return read_receipt(answer)

    async def withdraw(self, receipt: Receipt) -> None:
        """One DELETE; a post that is gone already is fine. Raises DeliveryError."""
        answer = await self._line.call("DELETE", _path_of(receipt))
        if answer.status not in _GONE:
            raise_for_error(answer)

    def _is_lock(self, answer: Answer) -> bool:
        """Mastodon's own 503 says that this request made nothing; a proxy's page says nothing at all."""
        ours = answer.status == HTTPStatus.SERVICE_UNAVAILABLE and self._server.flavour.lock_503
        return ours and bool(read_error(answer))


def _path_of(receipt: Receipt) -> str:
    return f"{_STATUSES}/{quote(receipt.id, safe='')}"
