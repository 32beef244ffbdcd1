"""What doors show of articles, posts and channels, as plain JSON-ready values."""

from bot.flow.show.articles import list_articles, show_article, show_revisions
from bot.flow.show.channels import list_channels
from bot.flow.show.posts import list_posts, post_row, show_post
from bot.flow.show.problems import list_problems

__all__ = [
    "list_articles",
    "list_channels",
    "list_posts",
    "list_problems",
    "post_row",
    "show_article",
    "show_post",
    "show_revisions",
]
