"""Posts to Bluesky, and to every other server of the AT Protocol.

An app password

1. Log in to the newsroom's account in the app or on bsky.app.
2. Settings → Privacy and security → App passwords → Add App Password. Name: Newscrier. Leave "Allow
   access to your direct messages" off.
3. Copy the password (four groups of four letters): it is shown only once.
4. Put it into an environment variable or a file that only Newscrier can read, and write its name into
   config/channels.yaml, never the password itself:

       bluesky-main:
         platform: bluesky
         handle: courier.bsky.social
         app_password: {env: BLUESKY_APP_PASSWORD}

   An account on a server of its own also says `server: https://pds.example.org`.
5. `newscrier channel verify bluesky-main` logs in and tells whose account it is.

Scopes

An app password may post, upload and delete; it cannot change the password, the e-mail address or the
handle, and it cannot delete the account. It does not expire; it ends when somebody deletes it in the
settings. Newscrier logs in with it once and then keeps the session, encrypted, and renews it.

Limits

300 characters as people count them, and 3,000 bytes. An address in the text is shown short, as the app
shows it, and counts so. One card with the headline, or up to four pictures of 1,000,000 bytes; alt
texts of 2,000 characters. 5,000 points an hour and 35,000 a day, of which a post takes three; 30 logins
in 5 minutes, 300 a day.

Traps

- A post cannot be changed: the app shows its first wording for ever. What is wrong is corrected by a
  reply (`newscrier article correct ID -m TEXT`), or withdrawn.
- The server adds no preview: Newscrier makes the card itself, from headline, description and picture.
  Its template therefore prints figure and quote; with `card: off` take one that prints the link.
- An @name in an article notifies nobody, unless the channel says `mentions: live` and it resolves.
- A content warning becomes one of the labels that Bluesky knows; its own words are not shown.
- The password one logs in with works too, until the account asks for a code by e-mail. Never use it.
- A handle whose domain no longer points to the account is shown as invalid. `verify` says so.

Cost

Nothing. A newsroom's domain can be its handle (courier.example.org), which tells readers who posts.
Bluesky asks automatic accounts to carry the label `bot` in their profile.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from bot.clock import SystemClock
from bot.errors import (
    Duplicate,
    OutcomeUnknown,
    Problem,
    Rejected,
    Temporary,
    TokenExpired,
    Unauthorized,
)
from bot.http import Client
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
from bot.platforms.bluesky.account import verify_account
from bot.platforms.bluesky.answers import (
    COLLECTION,
    address_of,
    raise_for_error,
    read_error,
    read_object,
    read_receipt,
    read_rkey,
    receipt_of,
)
from bot.platforms.bluesky.checks import check_post, limits_for
from bot.platforms.bluesky.line import REPO, Line
from bot.platforms.bluesky.options import BlueskyOptions
from bot.platforms.bluesky.recent import read_recent
from bot.platforms.bluesky.record import choose_rkey, made_at, make_record
from bot.platforms.bluesky.session import renew
from bot.platforms.bluesky.wording import count_length, show_text
from bot.secrecy import Credentials


class Bluesky:
    """One account on one server of the AT Protocol."""

    name: ClassVar[str] = "bluesky"
    label: ClassVar[str] = "Bluesky"
    tokens_url: ClassVar[str] = "https://bsky.app/settings/app-passwords"
    Options: ClassVar[type[BlueskyOptions]] = BlueskyOptions

    def __init__(
        self, options: BlueskyOptions, client: Client, credentials: Credentials, learned: dict[str, Any]
    ) -> None:
        """Nothing is read or sent here; without a session, what needs one raises TokenExpired."""
        self._options = options
        self._client = client
        self._line = Line(options, client, credentials)
        self._handle = str(learned.get("handle", ""))
        self._clock = SystemClock()

    @property
    def limits(self) -> Limits:
        """300 graphemes, which also stand for 3,000 bytes; pictures that older servers take too."""
        return limits_for(self._options)

    @property
    def repeat(self) -> Repeat:
        """For ever: the same record at the same address is no second post."""
        return Repeat(None, self._options.lookup_after, empty_answers=2)

    def measure(self, text: MarkedText) -> int:
        """The length of what readers see; heavy text counts by its bytes, ten to a character."""
        return count_length(show_text(text).text)

    def check(self, post: Post) -> list[Problem]:
        """Everything that the server would refuse, and everything that would be lost or surprise."""
        return check_post(post, self._options, self._handle)

    async def verify(self) -> Account:
        """Whose session it is, and whether the account may post. Raises DeliveryError."""
        return await verify_account(self._line, self._options)

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        """The call, frozen: address, time, pictures uploaded, names resolved. Raises DeliveryError."""
        session, moment = self._line.session(), made_at(key, self._clock.now())
        pictures, lost = await self._line.upload(post.attachments[: self.limits.attachments])
        record = make_record(
            post,
            moment,
            pictures=pictures,
            accounts=await self._line.find_accounts(post.text),
            card=self._options.card == "auto",
            warning_label=self._options.warning_label,
            reply=await self._line.refer(reply_to) if reply_to else None,
        )
        call = {
            "repo": session.did,
            "collection": COLLECTION,
            "rkey": choose_rkey(key, moment),
            "validate": True,
            "swapRecord": None,
            "record": record,
        }
        return Payload(key, {"call": call, "lost": lost} if lost else {"call": call})

    async def publish(self, payload: Payload) -> Receipt:
        """One putRecord at an address that must be empty, or hold this very record. Raises DeliveryError."""
        call, session = payload.body["call"], self._line.session()
        if call["repo"] != session.did:
            raise Rejected("this post was prepared for another account", "send it again")
        answer = await self._line.create(REPO + "putRecord", call)
        if read_error(answer)[0] == "InvalidSwap" and not answer.ok:
            return await self._compare(payload)
        raise_for_error(answer)
        receipt = read_receipt(answer, call["record"], self._options.app)
        if read_rkey(receipt.id) != call["rkey"]:
            raise OutcomeUnknown("the server answered with another post", "look whether the post is there")
        return _tell_lost(receipt, payload)

    async def find(
        self, payload: Payload, since: datetime, after: Receipt | None
    ) -> Receipt | NotThere | CannotTell:
        """The post at the payload's own address, on the account's own server. Raises DeliveryError."""
        del since, after
        call = payload.body["call"]
        answer = await self._line.get_record(call["repo"], call["rkey"])
        if read_error(answer)[0] == "RecordNotFound":
            return NotThere()
        raise_for_error(answer)
        found = read_object(answer)
        receipt = receipt_of(found, call["record"], self._options.app)
        if receipt is None:
            return CannotTell(f"the server answered {answer.status}, and not with a post")
        if found.get("value") != call["record"]:
            return CannotTell(f"another post stands at this one's address: {receipt.url}")
        return _tell_lost(receipt, payload)

    async def withdraw(self, receipt: Receipt) -> None:
        """One deleteRecord; a post that is gone already is fine. Raises DeliveryError."""
        did = self._line.session().did
        body = {"repo": did, "collection": COLLECTION, "rkey": read_rkey(address_of(receipt, did))}
        await self._line.call("POST", REPO + "deleteRecord", json=body)

    async def recent(self) -> list[Recent]:
        """The account's latest posts, newest first. Raises DeliveryError."""
        params = {"repo": self._line.session().did, "collection": COLLECTION, "limit": "50"}
        found = read_object(await self._line.call("GET", REPO + "listRecords", params=params)).get("records")
        return read_recent(found, self._options.app)

    async def refresh(self, credentials: Credentials) -> Credentials:
        """A new session, from the refresh token or the app password. Raises Unauthorized, Temporary."""
        return await renew(self._options, self._client, credentials)

    async def _compare(self, payload: Payload) -> Receipt:
        """Something stands at our address already: our own record, or, very improbably, another."""
        try:
            found = await self.find(payload, self._clock.now(), None)
        except (Temporary, TokenExpired, Unauthorized, Rejected) as error:
            raise OutcomeUnknown(f"the post seems to be there, but cannot be read: {error}") from error
        match found:
            case Receipt():
                return found
            case CannotTell(reason):
                raise Duplicate(reason)
        raise OutcomeUnknown("the server says that the post is there, and does not show it")


def _tell_lost(receipt: Receipt, payload: Payload) -> Receipt:
    """The receipt with what stayed behind, where something did."""
    lost = payload.body.get("lost")
    return Receipt(receipt.id, receipt.url, {**receipt.extra, "lost": lost}) if lost else receipt
