"""Ukrainian: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words

UKRAINIAN = Words(
    said=(
        r"сказав|сказала|заявив|заявила|додав|додала|написав|написала|зазначив|зазначила|повідомив|"
        r"повідомила|наголосив"
    ),
    according=r"за словами",
    he=r"він",
    she=r"вона",
    others=r"вони",
)
