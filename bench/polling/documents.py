"""Feeds and articles as sites and agencies write them, each a little different from the others."""

import random

_PARAGRAPHS = (
    "The harbour of {town} reopened on Monday after repairs that cost €{n}.4 million, the authority said.",
    "“We have waited long for this day, and the boats are ready,” said harbour master Ada Brandt of {town}.",
    "Traders expect about {n},200 ships this year, the port authority said, more than ever before in {town}.",
    "The work took eleven months. Fishermen had asked the government for help twice, and were refused.",
    "Mayor Tomasz Reed told reporters that {n}% of the quay had been rebuilt; the rest is to follow soon.",
    "“Nobody here believed it until the first ferry came in,” Brandt said.",
    "Residents lined the pier in the rain. Shops near the market stayed open until late in the evening.",
)
_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Courier {feed}</title><link>https://c{feed}.example.org/</link>
<description>News from {town}</description><language>en</language>
<atom:link href="https://c{feed}.example.org/feed.rss" rel="self" type="application/rss+xml"/>
{items}</channel></rss>
"""
_ITEM = """<item><title>{title}</title><link>https://c{feed}.example.org/news/{item}</link>
<guid isPermaLink="false">c{feed}-{item}</guid><pubDate>Mon, {day:02} Nov 2026 12:{item:02}:00 GMT</pubDate>
<dc:creator>Jane Doe</dc:creator><category>World</category><category>{town}</category>
<description>{teaser}</description>
<content:encoded><![CDATA[{body}]]></content:encoded>
<media:content url="https://c{feed}.example.org/i/{item}.jpg" medium="image" width="1200">\
<media:description>The pier of {town}</media:description><media:credit>Wire</media:credit></media:content>
</item>
"""


def write_feed(feed: int, entries: int) -> bytes:
    """An RSS feed with the whole text of each of its entries, as news sites send them; 2.5 kB an entry."""
    chance = random.Random(feed)
    items = "".join(_write_item(feed, item, chance) for item in range(entries))
    return _FEED.format(feed=feed, town=_name_town(feed), items=items).encode()


def write_article(number: int) -> str:
    """A file of a drop folder; 900 characters."""
    chance, town = random.Random(number), _name_town(number)
    paragraphs = [text.format(town=town, n=number % 90 + 10) for text in chance.sample(_PARAGRAPHS, 6)]
    head = (
        f"---\nurl: https://courier.example.org/{number}\n---\nThe harbour of {town} reopens after the storm"
    )
    return "\n\n".join([head, *paragraphs]) + "\n"


def _write_item(feed: int, item: int, chance: random.Random) -> str:
    town, n = _name_town(feed * 100 + item), chance.randrange(10, 99)
    texts = [text.format(town=town, n=n) for text in chance.sample(_PARAGRAPHS, len(_PARAGRAPHS))]
    body = "".join(
        f'<p class="story__paragraph" style="margin:0">{text} '
        f'<a href="https://c{feed}.example.org/tag/{place}?ref=feed" target="_blank">More</a></p>\n'
        for place, text in enumerate(texts)
    )
    picture = (
        f'<figure class="wp-block-image"><img src="https://c{feed}.example.org/i/{item}.jpg" width="1200" '
        f'height="800" alt="" onload="seen()"/><figcaption>The pier of {town}</figcaption></figure>'
    )
    title = f"The harbour of {town} reopens after storm {n}"
    teaser = f"&lt;p&gt;{texts[0]}&lt;/p&gt;"
    return _ITEM.format(
        feed=feed, item=item, day=1 + feed % 20, title=title, town=town, teaser=teaser, body=picture + body
    )


def _name_town(number: int) -> str:
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, 20)
        letters = "bcdfghjklmnpqrstvwxz"[rest] + "aeiou"[rest % 5] + letters
    return letters.capitalize()
