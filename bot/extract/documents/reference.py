"""The reference of what an article may be: its fields, our JSON shape, and what is read of ninjs."""

from __future__ import annotations

from bot.extract.documents.metadata import ArticleFields, ImageFields, NoteFields
from bot.plugin.fields import describe_fields
from bot.plugin.pages import MADE, write_table

_HEAD = """\
An article is a text (`.txt`), a web page (`.html`), Markdown (`.md`) or JSON (`.json`). What its text does
not say stands in fields: in a sidecar (a file of the same name that ends in `.yaml`), in front matter
(between two lines `---` at the very start of a text or of Markdown), or in the JSON itself. All of them are
optional. Of a field that stands in several places the sidecar's counts. A time without a zone is meant in
the newsroom's.

```yaml
# inbox/harbour.yaml
title: "Council: the bridge is unsafe"
url: https://courier.example.org/2027/harbour
published: 2027-03-01 09:30
language: en
section: Harbour
tags: [Harbour, Port Selwyn]
image: {url: https://courier.example.org/1.jpg, alt: The bridge in fog, credit: Jane Doe}
social: {tone: sober}
```
"""

_NOTE = """\
The editor's note, the field `social`, says what the posts shall be like. It beats every guess and every rule
but a `block` or an `ask`. A figure or a quote in it must stand word for word in the article, else the post is
held.
"""

_JSON = """\
A `.json` file is one object. The story is given **once**, in one of these fields:

| field | takes |
|---|---|
| `text` | the whole story; its paragraphs are parted by line ends |
| `paragraphs` | a list of texts, one a paragraph |
| `html` | the story as HTML: paragraphs, headings and quotations are read, scripts and pictures are not |

Beside it stand the fields from above, under the same names. Without a `title` the first line is looked at.

```json
{
  "title": "Port Selwyn will rebuild its harbour bridge",
  "url": "https://courier.example.org/2027/harbour",
  "published": "2027-03-01T09:30:00+01:00",
  "language": "en",
  "tags": ["Harbour", "Port Selwyn"],
  "image": {"url": "https://courier.example.org/1.jpg", "alt": "The bridge in fog", "credit": "Jane Doe"},
  "social": {"tone": "sober"},
  "paragraphs": [
    "Port Selwyn's council has approved €84 million for a new harbour bridge.",
    "The old one is closed to lorries since Monday."
  ]
}
```

Unknown fields, a story that is given twice, a list at the top: each is a problem with a sentence, and the
file stays where it is. `newscrier read FILE` shows what was understood.
"""

_NINJS = """\
An object with ninjs' own names (`headline`, `body_text`, `bodies`, `pubstatus` …) and none of `text`,
`paragraphs` and `html` is read as [ninjs](https://iptc.org/standards/ninjs/), versions 1 to 3.

| Newscrier's | from ninjs |
|---|---|
| title | `headline` (the main one of `headlines`), else `title` |
| story | `body_xhtml`, `body_html`, `body_text`, or the main one of `bodies` |
| url | `url`, else `canonicalurl` |
| published, updated | `firstpublished`, `firstcreated` or `versioncreated`; `versioncreated` |
| language, section | `language`; `section` |
| byline | `byline`, else `by` |
| agency | the first of `infosources`, else `copyrightholder` |
| tags | the names of `subject` |
| kind | the first name of `genre` |
| urgency | `urgency` 1 and 2 are breaking |
| embargo | `embargoed` |
| image | the first picture of `associations`: its widest rendition, description and credit line |

An item whose `pubstatus` is not `usable` (canceled, withheld) is refused, and so is one that is no text.
"""


def write_articles_page() -> str:
    """Every field of an article, the JSON shape and ninjs."""
    blocks = [
        "# What an article may say",
        MADE,
        _HEAD,
        "## Fields",
        write_table(describe_fields(ArticleFields)),
        "### image",
        write_table(describe_fields(ImageFields)),
        "### social",
        _NOTE,
        write_table(describe_fields(NoteFields)),
        "## JSON, our shape",
        _JSON,
        "## JSON, ninjs",
        _NINJS,
    ]
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"
