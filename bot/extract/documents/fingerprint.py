"""Whether two documents are the same story, or the same in all that posts show."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from bot.model import Document
from bot.text import fold_text

_WORD = re.compile(r"[^\W_]+")
_NOT_SHOWN = frozenset({"text", "title_span", "paragraphs", "doubt", "source"})


def fingerprint(document: Document) -> str:
    """A hash of the words of title and body, without case, accents, marks and layout (64 hex digits).

    The same under another address or source id means: a duplicate.
    """
    words = _WORD.findall(fold_text(f"{document.title}\n{document.body}"))
    return _hash(" ".join(words))


def digest_document(document: Document) -> str:
    """A hash of title, body and metadata (64 hex digits): another one means a new revision.

    What stands around the story on its page does not count.
    """
    told = asdict(replace(document, paragraphs=()))  # a deep copy: not of what is left out
    fields = {name: value for name, value in told.items() if name not in _NOT_SHOWN}
    if document.image:
        fields["image"] = [document.image.url, document.image.alt, document.image.credit]
    fields["body"] = [paragraph.text for paragraph in document.paragraphs]
    return _hash(json.dumps(fields, ensure_ascii=True, sort_keys=True, default=_write))


def _write(value: Any) -> str:
    # The same moment in another zone is another text of the article, so the offset stays.
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
