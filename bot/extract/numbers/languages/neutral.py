"""A language that we have no words of: what is written alike in most, and no words of another one."""

from __future__ import annotations

from bot.extract.numbers.words import NEVER, NumberWords, name_forms

NEUTRAL = NumberWords(
    point="",
    scales={"mln": 6, "mio": 6, "mio.": 6, "mld": 9, "mrd": 9, "mrd.": 9},
    numerals={},
    currencies=name_forms("EUR: euro euros"),
    percents=r"pro[cs]ent\w*|percent\w*",
    measures=r"km/h|km|kg|cm|mm|m²|°C|ha|MW|GW|kWh|MWh|GWh|TWh",
    months=NEVER,
)
