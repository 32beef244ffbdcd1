"""Dutch: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words

DUTCH = Words(
    said=r"zei|zegt|verklaarde|vertelde|schreef|liet weten|voegde|aldus",
    according=r"volgens|aldus",
    he=r"hij",
    she=r"zij|ze",
    others=r"wij|ik",
    determiners=r"de|het|een",
    definites=r"de|het",
    prepositions=r"van",
)
