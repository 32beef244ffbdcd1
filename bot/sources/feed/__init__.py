"""Articles from a feed: RSS, Atom or JSON Feed.

What it is: the list of newest articles that nearly every site offers for machines. Newscrier looks at it
every few minutes and takes what is new or changed.

How to set it up:

1. Find the feed's address. `newscrier source add https://courier.example.org/` finds the feeds of a site by
   itself, shows what it would take and writes the lines below for you.
2. Name it in config/sources.yaml:
   `world-feed: {source: feed, url: "https://courier.example.org/world.rss", every: 2m, language: en}`.
3. Look at what it gives: `newscrier source test world-feed`. Where the feed carries only a teaser, add
   `content: page`: then the text is read from each new article's own page.
4. Start the worker. What is in the feed at the first look is remembered and not posted (the baseline), so
   that connecting a feed never floods your channels. With `first_run: post` it is posted.

What is read: RSS 0.9 to 2.0 and RSS 1.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1; of each entry the title,
link, id, times, authors, categories, section, language, text (content:encoded, content, else the summary)
and picture with its description and credit (media:content, media:thumbnail, enclosures).

How an article is known: by its address, without tracking parameters and the differences between http and
https, AMP and mobile; where it has none, by its id. A new id, a new date or another order of the same
articles brings nothing. A changed title or text is a revision. An article that falls out of the feed's list
is not gone: feeds show the newest only.

How often it is looked at: at `every`, but not before the server allows it (Cache-Control up to an hour,
Retry-After), and only asking for what changed (ETag, Last-Modified). Where you write no `every`, a feed that
asks for fewer looks (ttl, sy:updatePeriod) is looked at every six minutes instead of two; for many sites
that hint is only what their software came with, so what you write beats it. A feed that fails is asked less
and less often, every six hours at the longest; `newscrier source list` says since when and why.

Limits and traps:

- A feed that breaks off or is not well-formed XML is read as far as it goes, and each entry waits until a
  second look finds the same: half a title is a wrong post.
- Feeds that declare XML entities are refused: that is how bombs and other people's files come in.
- At most 10 MB of a feed are read, and 20 seconds are spent on it.
- At most `most` entries of one look are taken, the newest.
- Two entries with the same address are one article; the newer one counts. A link to the site's front page
  is not taken for an article's address, and such an entry is posted without a link.
- Dates in 1970 or more than two days ahead are left out; the entry counts as undated.
- `language` in the config beats what the feed says of itself, but not what an entry says of itself.
- With `content: page` at most ten pages are fetched at a look, one after the other; a page that cannot be
  read is tried five times and reported.
- A feed that has moved for good is read at its new address; `newscrier source list` names it, so that you
  can mend the config.

Cost: none. No account, no token.
"""

from bot.sources.feed.finding import FoundFeed, find_feeds
from bot.sources.feed.options import FeedOptions
from bot.sources.feed.source import Feeds

__all__ = ["FeedOptions", "Feeds", "FoundFeed", "find_feeds"]
