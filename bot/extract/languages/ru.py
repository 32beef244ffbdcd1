"""Russian: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words

RUSSIAN = Words(
    said=(
        r"сказал|сказала|заявил|заявила|добавил|добавила|написал|написала|отметил|отметила|сообщил|"
        r"сообщила"
    ),
    according=r"по словам",
    he=r"он",
    she=r"она",
    others=r"они",
)
