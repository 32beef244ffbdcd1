"""Italian: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words

ITALIAN = Words(
    said=(
        r"ha detto|dice|ha dichiarato|ha spiegato|spiega|ha aggiunto|aggiunge|ha affermato|"
        r"ha scritto|afferma"
    ),
    according=r"secondo",
    he=r"lui|egli",
    she=r"lei|ella",
    others=r"loro",
    determiners=r"il|lo|la",
    definites=r"il|la",
    prepositions=r"di|del|della",
)
