"""The fidelity check: nothing in a post that the article does not say, word for word.

It knows nothing of how the highlights were read: it compares the finished text with the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.errors import Problem
from bot.model import Document, Highlights, Post
from bot.render.quoted import WHOLE, check_quotations
from bot.render.tokens import Token, find_number_words, find_numbers, find_quotations
from bot.render.verbatim import Verbatim
from bot.text import find_links, squeeze_spaces


def check_fidelity(post: Post, document: Document, highlights: Highlights) -> list[Problem]:
    """Everything in the post that the article does not say; an empty list is a faithful post.

    Numbers (in digits and in words) and quotations must stand verbatim in the title or the story,
    a quotation whole and with its own speaker. Links, the post's hashtags and the template's own
    words are left alone. A quotation within the headline need only be verbatim. The description, which
    a card shows, must stand in the article as it is.
    """
    article = Verbatim.read(document, highlights, post.language)
    masked = _mask(post)
    own = bytearray(len(masked))
    for start, end in post.own:
        own[start:end] = b"\1" * (end - start)
    return [
        *_check_numbers(masked, own, article),
        *check_quotations(post, masked, own, article, squeeze_spaces(document.title)),
        *_check_description(post, article),
    ]


def _mask(post: Post) -> str:
    """The post's text with links and hashtags blanked, so that nothing is read across them."""
    text = post.text.text
    stretches = list(find_links(text))
    if post.link:
        stretches += [match.span() for match in re.finditer(re.escape(post.link), text)]
    for tag in post.hashtags:
        stretches += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(tag)}(?!\w)", text)]
    for start, end in stretches:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _check_numbers(text: str, own: bytearray, article: Verbatim) -> Iterator[Problem]:
    digits = ((token, article.numbers) for token in find_numbers(text))
    spelled = ((token, article.words) for token in find_number_words(text, article.language))
    told = set()
    for token, known in (*digits, *spelled):
        if token.text in known or all(own[token.start : token.end]) or token.text in told:
            continue
        told.add(token.text)
        yield Problem(
            f"{text[token.start : token.end].strip()!r} does not stand in the article like this",
            _explain_number(token, known),
        )


def _explain_number(token: Token, known: frozenset[str]) -> str:
    digits = re.sub(r"\D", "", token.text)
    near = sorted(each for each in known if digits and re.sub(r"\D", "", each) == digits)
    if near:
        return f"the article writes {near[0]!r}; print the figure's own text or sentence"
    return "print figures as the article gives them, or leave this one out"


def _check_description(post: Post, article: Verbatim) -> Iterator[Problem]:
    if not article.has(post.description):
        yield Problem("the card's description does not stand in the article", WHOLE)
    elif any(not each.closed for each in find_quotations(post.description)):
        yield Problem("the card's description ends within a quotation", WHOLE)
