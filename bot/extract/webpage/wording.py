"""Words of a page that should be plain: tags and entities where none belong."""

from __future__ import annotations

import html
import re

from bot.extract.webpage.blocks import clean_text

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]{0,400})?/?>",
    re.IGNORECASE,
)
_PARTING = re.compile(r"</?(?:br|div|p|h[1-6])\b[^<>]{0,400}>", re.IGNORECASE)


def strip_markup(text: str) -> str:
    """One line without tags, its entities decoded; for titles and names, not for a story.

    Content systems write `&lt;em&gt;` and `&amp;quot;` into titles; no headline means them so.
    """
    for _ in range(2):
        text = html.unescape(text)
    return clean_text(_TAG.sub("", _PARTING.sub(" ", text)))
