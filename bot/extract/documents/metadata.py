"""What stands beside an article's text, in a sidecar or in front matter: its fields, checked."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.extract.documents.values import (
    Address,
    Embargo,
    JoinedNames,
    Line,
    Moment,
    Names,
    ToneName,
    UrgencyName,
    Wording,
)
from bot.model import Image, Note, Tone, Urgency


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: Any) -> Any:
        """A field without a value says nothing; but an empty embargo is no permission."""
        if not isinstance(data, dict):
            return data
        silent = {
            key for key, value in data.items() if value is None or value == ""
        } & cls.model_fields.keys()
        return {key: value for key, value in data.items() if key not in silent - {"embargo"}}


class ImageFields(_Strict):
    """The article's picture."""

    url: str = Field(
        description="Where the picture lies: an address or a path.",
        examples=["https://courier.example.org/1.jpg"],
    )
    alt: Wording = Field(
        "", description="What it shows, for those who cannot see it.", examples=["Two people at a bridge"]
    )
    credit: Line = Field("", description="Who made it.", examples=["Jane Doe"])


class NoteFields(_Strict):
    """What the editor wants of the posts; it beats every guess."""

    post: bool | None = Field(None, description="Whether to post the article at all.", examples=["no"])
    channels: Names | None = Field(None, description="Only these channels.", examples=[["main-account"]])
    headline: Line | None = Field(
        None,
        description="A headline for the posts, in your own words; numbers and quotations as in the article.",
        examples=["A bridge reopens"],
    )
    figure: Wording | None = Field(None, description="The key figure, verbatim.", examples=["$4.5 million"])
    quote: Wording | None = Field(None, description="The quote, verbatim.", examples=["We are open again"])
    template: str | None = Field(None, description="The template to use.", examples=["posts/sober.j2"])
    urgency: UrgencyName | None = Field(None, description="How soon the posts go out.", examples=["breaking"])
    tone: ToneName | None = Field(None, description="Sober is headline and link only.", examples=["sober"])
    embargo: Embargo = Field(None, description="No post before.", examples=["2026-03-01 18:30"])


class ArticleFields(_Strict):
    """The fields of an article in a sidecar, in front matter or from a feed."""

    title: Line | None = Field(None, description="The title.", examples=["A bridge reopens"])
    url: Address | None = Field(
        None, description="Where readers find it.", examples=["https://courier.example.org/a"]
    )
    published: Moment | None = Field(None, description="When it came out.", examples=["2026-03-01 18:30"])
    updated: Moment | None = Field(
        None, description="When it was last changed.", examples=["2026-03-01T19:00:00+01:00"]
    )
    language: str | None = Field(
        None,
        description="Its language.",
        examples=["en"],
        pattern=r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$",
    )
    section: Line | None = Field(None, description="Its section.", examples=["world"])
    tags: Names | None = Field(
        None, description="Its tags, a list or with commas.", examples=[["Ukraine", "Japan"]]
    )
    byline: JoinedNames | None = Field(
        None, description="Who wrote it, a name or a list of names.", examples=["Jane Doe"]
    )
    agency: Line | None = Field(None, description="The agency it came from.", examples=["AP"])
    kind: Line | None = Field(None, description="What it is: news, obituary, live, …", examples=["obituary"])
    usage: Line | None = Field(
        None, description="The terms on which it may be used.", examples=["not for online use before Monday"]
    )
    urgency: UrgencyName | None = Field(
        None, description="How soon it should be posted.", examples=["breaking"]
    )
    embargo: Embargo = Field(None, description="No post before.", examples=["2026-03-01 18:30"])
    image: ImageFields | None = Field(
        None, description="Its picture.", examples=[{"url": "1.jpg", "alt": "A bridge"}]
    )
    social: NoteFields | None = Field(
        None, description="What the editor wants of the posts.", examples=[{"post": "no"}]
    )

    def over(self, other: ArticleFields) -> ArticleFields:
        """These fields, and the other's where these say nothing; the notes are joined field by field."""
        merged = other.model_copy(update=_given(self))
        if self.social and other.social:
            merged.social = other.social.model_copy(update=_given(self.social))
        return merged

    def make_note(self) -> Note:
        """The editor's note as the house knows it."""
        fields = self.social or NoteFields()
        return Note(
            post=fields.post is not False,
            channels=None if fields.channels is None else tuple(fields.channels),
            headline=fields.headline,
            figure=fields.figure,
            quote=fields.quote,
            template=fields.template,
            urgency=Urgency[fields.urgency.upper()] if fields.urgency else None,
            tone=Tone(fields.tone) if fields.tone else None,
            embargo=fields.embargo,
        )

    def make_image(self) -> Image | None:
        """The picture as the house knows it."""
        return Image(self.image.url, self.image.alt, self.image.credit) if self.image else None


def _given(fields: BaseModel) -> dict[str, Any]:
    return {name: value for name in fields.model_fields_set if (value := getattr(fields, name)) is not None}
