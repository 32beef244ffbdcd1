"""What a fake PDS keeps: records by their address, blobs, and what it refuses of a record.

Written apart from the platform, so that a test compares two readings of one rule.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

import regex

POSTS = "app.bsky.feed.post"
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
LANGUAGE = re.compile(r"(i|[a-z]{2,3})(-[a-zA-Z0-9]+)*")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z")
URI = re.compile(r"\w+:(?://)?[^\s/]\S*")


class Refused(Exception):
    """An XRPC error: status, name, message."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.status, self.name, self.message = status, name, message


def make_cid(content: bytes, codec: int) -> str:
    """A CIDv1 with SHA-256; of records the bytes are canonical JSON instead of DAG-CBOR."""
    raw = bytes([1, codec, 0x12, 0x20]) + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


@dataclass
class Row:
    """One commit; `shown` adds the links that the record carries to its text."""

    uri: str
    rkey: str
    cid: str
    value: dict[str, Any]
    at: float
    deleted_at: float | None = None

    def tell(self) -> dict[str, Any]:
        links = [
            feature["uri"]
            for facet in self.value.get("facets", [])
            for feature in facet["features"]
            if "uri" in feature
        ]
        card = self.value.get("embed", {}).get("external", {})
        links += [card["uri"]] if card else []
        return {
            "id": self.uri,
            "text": "\n".join([self.value["text"], *dict.fromkeys(links)]),
            "record": self.value,
            "cid": self.cid,
            "at": self.at,
            "deleted_at": self.deleted_at,
        }


@dataclass
class Blob:
    cid: str
    media_type: str
    size: int
    at: float

    def ref(self) -> dict[str, Any]:
        return {"$type": "blob", "ref": {"$link": self.cid}, "mimeType": self.media_type, "size": self.size}


@dataclass
class Repo:
    """One account's repository; unreferenced blobs live for `blob_seconds`."""

    did: str
    rows: list[Row] = field(default_factory=list)
    blobs: dict[str, Blob] = field(default_factory=dict)
    blob_seconds: float = 3600
    most_blob_bytes: int = 5 * 1024 * 1024

    def get(self, rkey: str) -> Row | None:
        return next((row for row in self.rows if row.rkey == rkey and not row.deleted_at), None)

    @property
    def live(self) -> list[Row]:
        return [row for row in self.rows if not row.deleted_at]

    def upload(self, content: bytes, media_type: str) -> dict[str, Any]:
        if len(content) > self.most_blob_bytes:
            raise Refused(413, "PayloadTooLarge", "request entity too large")
        blob = Blob(make_cid(content, 0x55), media_type, len(content), time.time())
        self.blobs[blob.cid] = blob
        return {"blob": blob.ref()}

    def commit(self, rkey: str, value: dict[str, Any]) -> Row:
        uri = f"at://{self.did}/{POSTS}/{rkey}"
        old = self.get(rkey)
        if old:
            old.value, old.cid, old.at = value, cid_of(value), time.time()
            return old
        self.rows.append(Row(uri, rkey, cid_of(value), value, time.time()))
        return self.rows[-1]

    def check(self, rkey: str, value: dict[str, Any]) -> None:
        """Raises Refused as the reference server does: shape by the lexicon, then the blobs."""
        if not TID.fullmatch(rkey):
            raise Refused(400, "InvalidRequest", f"Invalid record key for {POSTS}: {rkey}")
        for problem in find_problems(value):
            raise Refused(400, "InvalidRequest", f"Invalid {POSTS} record: {problem}")
        for ref in find_blobs(value):
            blob = self.blobs.get(ref["ref"]["$link"])
            used = any(ref in find_blobs(row.value) for row in self.live)
            if blob is None or (not used and time.time() - blob.at > self.blob_seconds):
                raise Refused(400, "BlobNotFound", f"Could not find blob: {ref['ref']['$link']}")


def cid_of(value: dict[str, Any]) -> str:
    return make_cid(json.dumps(value, sort_keys=True, separators=(",", ":")).encode(), 0x71)


def find_blobs(value: dict[str, Any]) -> list[dict[str, Any]]:
    embed = value.get("embed") or {}
    thumb = (embed.get("external") or {}).get("thumb")
    return [*([thumb] if thumb else []), *(each["image"] for each in embed.get("images", []))]


def find_problems(value: dict[str, Any]) -> list[str]:
    """By app.bsky.feed.post and what it refers to; facets are looked at by nobody, as in the real one."""
    text = value.get("text")
    if value.get("$type") != POSTS:
        return [f'Invalid $type: expected "{POSTS}"']
    if not isinstance(text, str):
        return ['Missing required key "text"']
    problems = []
    if len(text.encode()) > 3000:
        problems.append("string too big (maximum 3000 bytes) at $.text")
    if len(regex.findall(r"\X", text)) > 300:
        problems.append("grapheme too big (maximum 300 graphemes) at $.text")
    if not DATE.fullmatch(str(value.get("createdAt"))):
        problems.append("invalid datetime at $.createdAt")
    langs = value.get("langs", [])
    if len(langs) > 3 or not all(LANGUAGE.fullmatch(lang) for lang in langs):
        problems.append("invalid language at $.langs")
    return problems + _embed_problems(value.get("embed")) + _reply_problems(value.get("reply"))


def _embed_problems(embed: dict[str, Any] | None) -> list[str]:
    if embed is None:
        return []
    if embed["$type"] == "app.bsky.embed.external":
        card = embed["external"]
        missing = [name for name in ("uri", "title", "description") if not isinstance(card.get(name), str)]
        if missing or not URI.fullmatch(card["uri"]):
            return [f"invalid card at $.embed.external ({', '.join(missing) or 'uri'})"]
        heavy = card.get("thumb", {}).get("size", 0) > 1_000_000
        return ["blob too big (maximum 1000000) at $.embed.external.thumb"] if heavy else []
    if embed["$type"] != "app.bsky.embed.images":
        return [f"unknown embed {embed['$type']}"]
    images = embed["images"]
    if len(images) > 4 or any(not isinstance(image.get("alt"), str) for image in images):
        return ["invalid images at $.embed.images"]
    heavy = any(image["image"]["size"] > 2_000_000 for image in images)
    return ["blob too big (maximum 2000000) at $.embed.images[0].image"] if heavy else []


def _reply_problems(reply: dict[str, Any] | None) -> list[str]:
    if reply is None:
        return []
    good = all({"uri", "cid"} <= reply.get(name, {}).keys() for name in ("root", "parent"))
    return [] if good else ["invalid strong reference at $.reply"]
