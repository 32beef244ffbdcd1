"""Whether a page holds an article at all, and whether it holds all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.errors import Unreadable

_FEWEST_WORDS = 25
"""A story of fewer words is none, unless it comes from the newsroom itself."""

_SHORT = 1_200


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


_NOT_FOUND = _any(
    r"(?:error )?40[34]",
    r"(?:page )?not found",
    r"page (?:does not|doesn.t) exist",
    r"access denied|forbidden|attention required|just a moment|are you a robot|captcha",
    r"internal server error|service unavailable|bad gateway|gateway time-?out",
    r"(?:seite )?nicht gefunden",
    r"nie znaleziono",
    r"page introuvable",
    r"página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden",
    r"сторінку не знайдено",
)
_CONSENT = _any(
    r"cookies?|consent|privacy (?:policy|settings)|ad ?blocker|werbeblocker",
    r"einwilligung|zustimm\w*|datenschutz\w*",
    r"enable javascript|javascript is (?:disabled|required)|javascript aktivieren",
    r"verify (?:that )?you are (?:a )?human|checking your browser",
)
_PAYWALL = _any(
    r"subscribe (?:now |today )?to (?:continue|read|unlock)|to continue reading",
    r"already a subscriber|subscribers only|this article is (?:for|reserved)",
    r"log ?in to (?:continue|read)",
    r"jetzt (?:weiterlesen|abonnieren)|weiterlesen mit|mit (?:einem )?abo",
    r"nur für abonnenten|dieser artikel ist (?:exklusiv|nur)",
    r"réservé aux abonnés|solo para suscriptores|dla subskrybentów|tylko dla prenumeratorów",
)
_MORE = (
    r"read (?:more|on)|continue reading|keep reading|weiterlesen|lire la suite|czytaj (?:dalej|więcej)"
    r"|leer más|seguir leyendo|continua a leggere|lees (?:meer|verder)|ler mais|читати далі"
)
_TEASER = re.compile(
    rf"(?:(?:…|\.\.\.)\s*\]?\s*(?:more|mehr|{_MORE})?|(?<!\w)(?:{_MORE})\s*[….]*)\s*[>»›→]*\s*$",
    re.IGNORECASE,
)
_APPEARED = re.compile(
    r"The post .{3,300} (?:appeared first on|first appeared on) .{2,100}\.?$", re.IGNORECASE
)
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_OPEN_TAG = re.compile(r"<[a-zA-Z!/][^<>]{0,2000}$")
_ENDED = re.compile(r"[.!?…:;。！？؟)\]\"'”’»«“*]\s*$")


def refuse_no_article(
    title: str, blocks: Sequence[str], *, kind: str, has_article: bool, address: str
) -> None:
    """Raise Unreadable, with the reason, for what is no article: error pages, walls, front pages."""
    text = "\n".join(blocks)
    words = len(text.split())
    if len(text) < _SHORT and _NOT_FOUND.search(title) and not has_article:
        raise Unreadable(f"this is an error page: {title!r}", "look at the address in a browser")
    if len(text) < _SHORT and _count(_CONSENT, text) * 40 > words:
        raise Unreadable(
            "this page asks for consent and shows no article",
            "let us in without it, or offer the text in the feed",
        )
    if words < _FEWEST_WORDS and _PAYWALL.search(text):
        raise Unreadable(
            "this page asks for a subscription and shows no article",
            "offer the text in the feed or in a file",
        )
    if not blocks or (words < _FEWEST_WORDS and not _is_dense(text)):
        raise Unreadable(
            "there is no article on this page", "its story is too short, or is only drawn by scripts"
        )
    if _is_front(address) and not has_article and kind != "article":
        raise Unreadable("this is a front page and no article", "give the address of one article")


def doubt_page(raw: str, blocks: Sequence[str], *, whole_page: bool, free: bool) -> str:
    """Why the page may not hold the whole story; empty where nothing tells so."""
    last = _APPEARED.sub("", blocks[-1]).rstrip() if blocks else ""
    # A comment or a script that was cut swallows the rest, so the end itself is what counts.
    closed = bool(_CLOSED.search(raw[-20_000:]))
    if whole_page and not closed:
        return "the page ends in the middle: there is no </html>"
    if not closed and _OPEN_TAG.search(raw[-2_001:]):
        return "the text ends in the middle of a tag"
    if doubt := doubt_ending(blocks):
        return doubt
    if blocks and _PAYWALL.search(last):
        return "only a teaser: the page asks for a subscription"
    if not free and sum(map(len, blocks)) < _SHORT:
        return "only a teaser: the page says that it is not free to read"
    return ""


def doubt_ending(blocks: Sequence[str]) -> str:
    """Why a story's end may not be its end: a teaser's dots, or a sentence that breaks off."""
    last = next((found for block in reversed(blocks) if (found := _APPEARED.sub("", block).strip())), "")
    if _TEASER.search(last[-200:]):
        return "only a teaser: it ends in dots or in “read more”"
    return ""


def breaks_off(blocks: Sequence[str]) -> bool:
    """Whether the last paragraph stops within a sentence."""
    last = blocks[-1] if blocks else ""
    return len(last.split()) > 7 and not _ENDED.search(last[-6:])  # noqa: PLR2004 - a shorter one may be a name or a list


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))


def _is_dense(text: str) -> bool:
    """Whether it is of a script that does not part its words."""
    return len(text) > 20 * max(1, len(text.split())) and len(text) > 60  # noqa: PLR2004 - as Chinese and Japanese are


def _is_front(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and not parts.query
        and parts.path in {"", "/", "/index.html", "/index.php"}
    )
