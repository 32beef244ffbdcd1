"""What stands for a picture in words: the article's alt text, and who made the picture.

The credit ends the alt text. The post's own words stay the article's and the template's, its length what
the template was written for; the alt text travels with the picture wherever it is shown again, on every
platform that takes pictures at all, and nothing ever cuts its end.
"""

from __future__ import annotations

import re

from bot.model import Image
from bot.text import clip_words, fold_text

_LABELS = {
    "cs": "Foto: ",
    "da": "Foto: ",
    "de": "Foto: ",
    "el": "Φωτογραφία: ",
    "en": "Photo: ",
    "es": "Foto: ",
    "fi": "Kuva: ",
    "fr": "Photo : ",
    "hu": "Fotó: ",
    "it": "Foto: ",
    "nl": "Foto: ",
    "no": "Foto: ",
    "pl": "Fot. ",
    "pt": "Foto: ",
    "ro": "Foto: ",
    "ru": "Фото: ",
    "sk": "Foto: ",
    "sv": "Foto: ",
    "tr": "Fotoğraf: ",
    "uk": "Фото: ",
}
_LABELLED = re.compile(r"(?:©|\(c\)|\w+\s?[:/]|fot\.|photo by |foto von )", re.IGNORECASE)
_ENDS = (".", "!", "?", "…", "”", "»", '"')


def caption(image: Image, language: str, most: int | None) -> str:
    """The alt text with the credit at its end, at most `most` characters; only the alt text is shortened."""
    alt, credit = image.alt.strip(), image.credit.strip()
    if fold_text(credit) in fold_text(alt):
        signature = ""
    else:
        label = _LABELS.get(re.split(r"[-_]", language.lower())[0], _LABELS["en"])
        signature = credit if _LABELLED.match(credit) else label + credit
        alt = alt if alt.endswith(_ENDS) else f"{alt}."
    whole = f"{alt} {signature}".strip()
    if most is None or len(whole) <= most:
        return whole
    room = most - len(signature) - 1
    short = clip_words(alt, max(room, 0))
    while len(short) > max(room, 0):  # an accent may be a character of its own
        short = clip_words(short, len(short) // 2)
    return f"{short} {signature}".strip()[:most]
