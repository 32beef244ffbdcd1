"""The words of the house as values: every room speaks with these and no others."""

from bot.model.article import Article, Document, Entry, Image, Note, Revision, Span
from bot.model.delivery import (
    STATES_FINAL,
    Act,
    Delivery,
    DeliveryState,
    PostStanding,
    PostState,
    Tone,
    Urgency,
)
from bot.model.highlights import Figure, Highlights, Quote
from bot.model.ids import new_id
from bot.model.post import (
    Account,
    Attachment,
    CannotTell,
    Limits,
    Mark,
    MarkedText,
    NotThere,
    Payload,
    Post,
    Receipt,
    Recent,
    Repeat,
)

__all__ = [
    "STATES_FINAL",
    "Account",
    "Act",
    "Article",
    "Attachment",
    "CannotTell",
    "Delivery",
    "DeliveryState",
    "Document",
    "Entry",
    "Figure",
    "Highlights",
    "Image",
    "Limits",
    "Mark",
    "MarkedText",
    "NotThere",
    "Note",
    "Payload",
    "Post",
    "PostStanding",
    "PostState",
    "Quote",
    "Receipt",
    "Recent",
    "Repeat",
    "Revision",
    "Span",
    "Tone",
    "Urgency",
    "new_id",
]
