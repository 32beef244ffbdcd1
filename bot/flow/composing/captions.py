"""What stands for a picture in words: the article's alt text, and who made the picture.

The credit ends the alt text. The post's own words stay the article's and the template's, its length what
the template was written for; the alt text travels with the picture wherever it is shown again, on every
platform that takes pictures at all, and nothing ever cuts its end.
"""

from __future__ import annotations

import re

from bot.model import Image
from bot.text import clip_words, fold_text

_LABELLED = re.compile(r"(?:©|\(c\)|\w+\s?[:/]|fot\.|photo by |foto von )", re.IGNORECASE)
_ENDS = (".", "!", "?", "…", "”", "»", '"')


def caption(image: Image, word: str, most: int | None) -> str:
    """The alt text with the credit at its end, at most `most` characters; only the alt text is shortened.

    `word` leads the credit in where it says nothing itself: "Photo" gives "Photo: Jane Doe", "Fot." stays.
    """
    alt, credit = image.alt.strip(), image.credit.strip()
    if _names(alt, credit):
        signature = ""
    else:
        signature = credit if _LABELLED.match(credit) else _lead_in(word) + credit
        alt = alt if alt.endswith(_ENDS) else f"{alt}."
    whole = f"{alt} {signature}".strip()
    if most is None or len(whole) <= most:
        return whole
    room = most - len(signature) - 1
    short = clip_words(alt, max(room, 0))
    while len(short) > max(room, 0):  # an accent may be a character of its own
        short = clip_words(short, len(short) // 2)
    return f"{short} {signature}".strip()[:most]


def _lead_in(word: str) -> str:
    if not word:
        return ""
    return f"{word} " if word.endswith((".", ":")) else f"{word}: "


def _names(alt: str, credit: str) -> bool:
    """Whether the alt text has the credit already, as words of its own: AP is not in a map."""
    return bool(re.search(rf"(?<!\w){re.escape(fold_text(credit))}(?!\w)", fold_text(alt)))
