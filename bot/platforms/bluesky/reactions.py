"""What readers did with a post, as the app counts it."""

from __future__ import annotations

from typing import Any

_COUNTS = {"likes": "likeCount", "reposts": "repostCount", "replies": "replyCount", "quotes": "quoteCount"}


def read_reactions(found: dict[str, Any]) -> dict[str, dict[str, int]]:
    """The counts in an answer to `getPosts`, by the posts' addresses; what is no post is passed over."""
    posts = found.get("posts")
    counts = {}
    for post in posts if isinstance(posts, list) else ():
        if isinstance(post, dict) and isinstance(post.get("uri"), str):
            told = {ours: post.get(theirs) for ours, theirs in _COUNTS.items()}
            counts[post["uri"]] = {name: many for name, many in told.items() if isinstance(many, int)}
    return counts
