"""How names and values are put into a problem's sentence."""

from __future__ import annotations

import re
from typing import Any

_LONGEST = 60
_TRAILING_SECRET = re.compile(r"(?i)\b(\w*(?:token|password|secret))\b[\s=:].*", re.DOTALL)


def quote_name(name: Any) -> str:
    """A name in quotes, short and on one line, without what follows `token `: that may be a secret."""
    text = _TRAILING_SECRET.sub(r"\1 …", str(name))
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    return repr(text)


def clip_sentence(text: str) -> str:
    """On one line and at most 300 characters, so that a huge value in the config stays out of the message."""
    text = " ".join(text.split())
    most = 300
    return text if len(text) <= most else text[: most - 1] + "…"
