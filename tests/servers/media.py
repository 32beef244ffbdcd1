"""The uploads of a fake Mastodon-like server: taken, processed, attached once, and forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from servers.wire import Reply, Request

UPLOAD = ("/api/v2/media", "/api/v1/media")
NOT_READY = "Cannot attach files that have not finished processing. Try again in a moment!"
TYPES = ("image/jpeg", "image/png", "image/gif", "image/heic", "image/webp", "video/mp4")


@dataclass
class Upload:
    id: str
    content: bytes = field(repr=False)
    media_type: str
    description: str
    polls_left: int = 0
    broken: bool = False
    attached: bool = False

    def entity(self) -> dict[str, Any]:
        ready = not self.polls_left
        url = f"https://files.example/{self.id}.jpg" if ready else None
        return {"id": self.id, "type": "image", "url": url, "description": self.description}


class Uploads:
    """`polls` is how often an upload is asked for before it is ready; `breaks` lets processing fail."""

    def __init__(self) -> None:
        self.rows: list[Upload] = []
        self.polls = 0
        self.breaks = False
        self.most_bytes = 16_777_216
        self.description_limit = 1500

    def forget(self) -> None:
        """As a server does with what nobody attached."""
        self.rows.clear()

    def answer(self, request: Request) -> Reply:
        if request.path in UPLOAD and request.method == "POST":
            return self.take(request)
        if request.path.startswith(UPLOAD[1] + "/") and request.method == "GET":
            return self.show(request.path.removeprefix(UPLOAD[1] + "/"))
        return Reply(404, {"error": "Record not found"})

    def take(self, request: Request) -> Reply:
        parts = _read_form(request)
        file = parts.get("file")
        if file is None or not file[1]:
            return Reply(422, {"error": "Validation failed: File can't be blank"})
        content, media_type = file
        description = parts.get("description", (b"", ""))[0].decode()
        if media_type not in TYPES:
            return Reply(422, {"error": f"Validation failed: File content type {media_type} is invalid"})
        if len(content) > self.most_bytes:
            return Reply(422, {"error": "Validation failed: File file size must be less than 16 MB"})
        if len(description) > self.description_limit:
            return Reply(422, {"error": "Validation failed: Description is too long"})
        row = Upload(
            str(22348641 + len(self.rows)), content, media_type, description, self.polls, self.breaks
        )
        self.rows.append(row)
        return Reply(202 if row.polls_left else 200, row.entity())

    def show(self, name: str) -> Reply:
        row = self.find(name)
        if row is None:
            return Reply(404, {"error": "Record not found"})
        if row.polls_left:
            row.polls_left -= 1
            return Reply(206, row.entity())
        if row.broken:
            return Reply(422, {"error": "Error processing thumbnail for uploaded media"})
        return Reply(200, row.entity())

    def find(self, name: str) -> Upload | None:
        return next((row for row in self.rows if row.id == name), None)

    def refusal(self, names: list[str], status: int) -> Reply | None:
        """What the server says of ids that it cannot attach."""
        found = [self.find(name) for name in names]
        unknown = [name for name, row in zip(names, found, strict=True) if row is None or row.attached]
        if unknown:
            sentence = f"Media {', '.join(unknown)} not found or already attached to another post"
            return Reply(status, {"error": sentence})
        if any(row and row.polls_left for row in found):
            return Reply(status, {"error": NOT_READY})
        return None

    def attach(self, names: list[str]) -> list[dict[str, Any]]:
        """What a new status shows; ids that are not there are dropped without a word."""
        shown = []
        for name in names:
            row = self.find(name)
            if row and not row.attached:
                row.attached = True
                shown.append(row.entity())
        return shown


def _read_form(request: Request) -> dict[str, tuple[bytes, str]]:
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.body)
    if not message.is_multipart():
        return {}
    return {
        str(part.get_param("name", header="content-disposition")): (
            bytes(part.get_payload(decode=True) or b""),
            part.get_content_type(),
        )
        for part in message.iter_parts()
    }
