"""Words beside a quotation that say that nobody is sure it was said: no post may leave them out."""

from __future__ import annotations

import re

_WITHIN = 80
_STOP = re.compile(r"[.!?](?:\s|$)|[“”\"„«»]")
_HEDGE = re.compile(
    r"(?i)(?<!\w)(?:"
    r"alleged(?:ly)? to have|allegedly (?:said|told|wrote)|reportedly|supposedly|purportedly|"
    r"(?:is|was|were|are) said to have|rumou?red to|den(?:y|ies|ied|ying) (?:saying|having|that|ever)|"
    r"(?:never|not|n['’]t) (?:say|said|utter|uttered|write|wrote)|"
    r"angeblich|(?:soll|sollen|solle) [^.]{0,40}(?:gesagt|geschrieben|gerufen|geäußert) haben|"
    r"habe[n]? [^.,]{0,30}(?:gesagt|geschrieben|gerufen|erklärt|geäußert)|bestreitet|bestritt|dementier\w+|"
    r"aur(?:ait|aient) (?:dit|déclaré|lancé|affirmé|écrit|confié|répondu|assuré)|prétendument|"
    r"habr(?:ía|ían) (?:dicho|declarado|afirmado|escrito|asegurado)|supuestamente|presuntamente|"
    r"avrebber?o? (?:detto|dichiarato|affermato|scritto|risposto)|presumibilmente|"
    r"ter(?:ia|iam|á|ão) (?:dito|declarado|afirmado|escrito|respondido)|alegadamente|supostamente|"
    r"zou(?:den)? [^.,]{0,30}hebben (?:gezegd|geschreven|geroepen)|"
    r"zou(?:den)? [^.,]{0,30}(?:gezegd|geschreven) hebben|naar verluidt|"
    r"mia(?:ł|ła|li) (?:powiedzieć|rzec|stwierdzić|napisać|odpowiedzieć|krzyknąć|zapewniać)|rzekomo|podobno|"
    r"нібито|начебто|мовляв"
    r")(?!\w)"
)


def is_hedged(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a quotation, [start, end) with its marks, doubts that it was said."""
    before = text[max(0, start - _WITHIN) : start]
    stops = [match.end() for match in _STOP.finditer(before)]
    after = text[end : end + _WITHIN]
    stop = _STOP.search(after)
    return bool(
        _HEDGE.search(before[stops[-1] if stops else 0 :])
        or _HEDGE.search(after[: stop.start()] if stop else after)
    )
