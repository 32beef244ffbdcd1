"""Portuguese: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words

PORTUGUESE = Words(
    said=r"disse|afirmou|declarou|explicou|acrescentou|garantiu|escreveu|diz|afirma",
    according=r"segundo|de acordo com",
    he=r"ele",
    she=r"ela",
    others=r"eles|elas",
    determiners=r"o|os",
    definites=r"o|a",
    prepositions=r"de|do|da",
)
