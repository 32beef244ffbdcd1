"""The timeline as an HTML page and as a JSON Feed (jsonfeed.org, version 1.1)."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from bot.platforms.file.pictures import feed_pictures, render_pictures
from bot.platforms.file.prose import is_web_address, render_prose
from bot.text import tell_count

Posts = list[tuple[str, dict[str, Any]]]

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="generator" content="Newscrier">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="alternate" type="application/feed+json" title="{title}" href="feed.json">
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1><p>{summary}</p></header>
<main>
{posts}
</main>
<footer><p>{footer}</p></footer>
</body>
</html>
"""


def render_page(posts: Posts, count: int, *, title: str, language: str, zone: ZoneInfo) -> str:
    """The page: newest first; needs no script and asks for nothing from anywhere."""
    shown = "\n".join(_render_post(name, body, zone) for name, body in posts)
    older = count - len(posts)
    return _PAGE.format(
        language=escape(language or "en"),
        policy=_policy(),
        title=escape(title),
        summary=escape(_summary(posts, count, zone)),
        style=_style(),
        posts=shown or '<p class="empty">Nothing has been posted yet.</p>',
        footer=f"{older} older posts are kept in posts/" if older > 0 else "Written by Newscrier",
    )


def render_feed(posts: Posts, *, title: str, language: str) -> str:
    """The same posts as a JSON Feed 1.1."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "description": "What was posted, newest first",
        "language": language or "en",
        "items": [_feed_item(name, body) for name, body in posts],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _feed_item(name: str, body: dict[str, Any]) -> dict[str, Any]:
    item = {
        "id": name,
        "content_html": render_prose(body["text"], body.get("marks", []), body.get("headline", "")),
        "content_text": body["text"],
        "date_published": body["published_at"],
        "language": body.get("language") or "en",
    }
    optional = {
        "url": body.get("link"),
        "title": body.get("headline"),
        "summary": body.get("warning"),
        "date_modified": body.get("edited_at"),
        "tags": [tag.removeprefix("#") for tag in body.get("hashtags") or ()],
        "attachments": feed_pictures(body),
    }
    return item | {key: value for key, value in optional.items() if value}


def _render_post(name: str, body: dict[str, Any], zone: ZoneInfo) -> str:
    prose = render_prose(body["text"], body.get("marks", []), body.get("headline", ""))
    prose += render_pictures(body)
    if warning := body.get("warning"):
        prose = f"<details><summary>{escape(warning)}</summary>{prose}</details>"
    language = body.get("language") or "en"
    meta = [f'<a href="#{escape(name)}">{_time(body["published_at"], language, zone)}</a>']
    if edited := body.get("edited_at"):
        meta.append(f"<span>edited {_time(edited, language, zone)}</span>")
    if parent := body.get("reply_to"):
        meta.append(f'<a href="#{escape(parent)}">in reply to ↓</a>')
    direction = "rtl" if _locale(language).text_direction == "rtl" else "ltr"
    return (
        f'<article id="{escape(name)}" lang="{escape(language)}" dir="{direction}">'
        f'{prose}<p class="meta">{"".join(meta)}</p></article>'
    )


def _time(stamp: str, language: str, zone: ZoneInfo) -> str:
    moment = datetime.fromisoformat(stamp).astimezone(zone)
    locale = _locale(language)
    day = format_date(moment, "medium", locale=locale)
    hour = format_time(moment, "short", tzinfo=zone, locale=locale)
    stamp = moment.isoformat(timespec="seconds")
    return f'<time datetime="{stamp}">{escape(f"{day}, {hour} {moment:%Z}")}</time>'


def _summary(posts: Posts, count: int, zone: ZoneInfo) -> str:
    if not posts:
        return "A timeline of Newscrier"
    newest = datetime.fromisoformat(posts[0][1]["published_at"]).astimezone(zone)
    return f"{tell_count(count, 'post')}, the newest of {newest:%Y-%m-%d %H:%M %Z}"


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _style() -> str:
    return files(__package__).joinpath("style.css").read_text(encoding="utf-8")


@cache
def _policy() -> str:
    """Nothing but this very style sheet and the pictures beside it may load, run or be sent anywhere.

    On disk a page is no origin of its own, so that `'self'` alone would show no picture there.
    """
    fingerprint = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{fingerprint}'; img-src 'self' file: data:; "
        "base-uri 'none'; form-action 'none'"
    )


def keep_web_link(link: str | None) -> str | None:
    """The article's address where it leads to the web."""
    return link if link and is_web_address(link) else None
