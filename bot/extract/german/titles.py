"""Quoted names of works, bodies and mottos in German, which nobody says."""

from __future__ import annotations

import re

_WORKS = re.compile(
    r"(?:film|filme|song|songs|lied|lieder|album|buch|bücher|roman|stück|sendung|serie|show|titel|motto|aktion|"
    r"kampagne|initiative|projekt|ausstellung|partei|name|namen|zeitung|magazin|studie|programm|preis|spiel|oper|"
    r"operation|verein|schiff|fähre|frachter|bündnis|plattform|website|portal|gruppe|band|doku|dokumentation|"
    r"reihe|konferenz|tagung|kongress|gipfel|sender|verband|organisation|stiftung|zeitschrift|blatt|restaurant|"
    r"kneipe|hotel|stichwort|begriff|unternehmen|firma|marke|wettbewerb|festival|single|musical|komödie|drama|"
    r"thriller|krimi|theaterstück|erzählung|gedicht|bild|gemälde|skulptur|jacht|yacht|kutter|dampfer|club)s?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"([A-ZÄÖÜ][\w-]*)[ ,(\u00a0]*$")
_ARTICLE = re.compile(r"(?i)(?<!\w)(?:der|die|das|dem|den|des|im|beim|vom|zum|zur)\s*$")
_LIST = re.compile(r"[“”\"«»‹›][ ,]*(?:und|oder|sowie)?\s*$")
_WORK_BEFORE_COLON = re.compile(
    r"(?i)(?<!\w)(?:titel|namen?|motto|überschrift)(?!\w)[^.!?„“»«\"]*(?::| lautete?| heißt| hieß)\s*$"
)
_SPOKEN = re.compile(
    r"(?:[Ww]orte|[Ww]orten|[Ss]atz|[Aa]ussage|[Zz]itat|[Rr]ufen?|[Ss]pruch|[Pp]arolen?|[Ff]rage|[Aa]ntwort|"
    r"[Bb]emerkung|[Ff]eststellung|[Bb]egründung|[Aa]ufforderung|[Ww]arnung|[Ff]azit|[Kk]ommentar) ?$"
)
_CALLED = re.compile(r"(?i)(?<!\w)(?:(?:von|als) |eine?[mnr]? )$")
_ARTICLED = re.compile(r"(?:Ein|Eine|Einen) [a-zäöü]?")
_VERBAL = re.compile(r" [a-zäöüß]{4,}(?:t|en) ?(?:haben|hat|werden|wird|ist|sind|sein)?$")
_WORDS_MOST = 14


def is_title(before: str, text: str, after: str, *, spoken: bool) -> bool:
    """Whether a quoted stretch is a work, a body or a motto; `spoken` where a speaker is known."""
    if not (text[:1].isupper() or text[:1].isdigit()) or len(text.split()) > _WORDS_MOST:
        return False
    noun = _BEFORE.search(before)
    if noun and _WORKS.search(noun.group(1)):
        return True
    if text[-1] in ".!?…":
        return False
    if spoken or _WORK_BEFORE_COLON.search(before):
        return bool(_WORK_BEFORE_COLON.search(before))
    bracketed = before.rstrip().endswith("(") and after.lstrip('“”"«»').startswith(")")
    return bracketed or bool(_ARTICLE.search(before) or _LIST.search(before))


def introduces_speech(before: str, text: str) -> bool:
    """Whether it is speech: mit den Worten „…“, von einem „Schlag ins Gesicht“, „Fehler lange vertuscht“."""
    return bool(
        _SPOKEN.search(before) or _CALLED.search(before) or _ARTICLED.match(text) or _VERBAL.search(text)
    )
