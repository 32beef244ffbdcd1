"""What a feed's memo holds, and when to look again: pure decisions over plain values.

The memo is JSON; `source list` shows these keys of it:

`url`           the address that this memo is about; another one in the config begins anew
`title`         the feed's own title
`entries`       how many entries the last sound look found
`ok_at`         when the feed was last read, or had not changed
`failures`      how many looks have failed in a row; 0 is well
`error`         why the last look failed; empty is well
`error_at`      when that was
`broken_since`  when the first failure in this row was
`not_before`    no look before that: what the server asked for, or the back-off
`moved_to`      where the feed has moved for good; it is read there
`warnings`      what is odd about the feed, as sentences
`slow`          whether it needs the slow parser
`hint`          how often it says that it is worth a look, in minutes
Besides: `etag`, `last_modified`, `digest` (of the whole feed) tell what did not change; `baseline` see below.
All times are ISO 8601 in UTC. A key without a value is left out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

from bot.addresses import canonical_url
from bot.errors import SourceError, Throttled
from bot.http import Fetched
from bot.plugin import Memo
from bot.sources.feed.parsing.items import Feed

LONGEST_BACK_OFF = timedelta(hours=6)
_LONGEST_AGE = timedelta(hours=1)
"""The longest that a server's Cache-Control is obeyed: news is not a day old because a header says so."""

_MOST_PATIENCE = 3
"""A feed's hint at how often to look is obeyed up to so many times `every`: most are what a CMS came with."""

_LONGEST_SENTENCE = 500
_MOST_DOUBLINGS = 20
_MOST_WARNINGS = 10
_TOLD_ALWAYS = frozenset({"failures", "entries"})


def open_memo(memo: Memo, url: str) -> Memo:
    """The memo, if it is about this feed (its old or its new address); else an empty one for `url`."""
    if memo.get("url") == url:
        return memo
    known = [memo.get("url"), memo.get("moved_to")]
    if any(isinstance(one, str) and canonical_url(one) == canonical_url(url) for one in known):
        return {**_without(memo, "etag", "last_modified", "moved_to"), "url": url}
    return {"url": url}


def find_pause(memo: Memo, now: datetime) -> datetime | None:
    """Until when not to look; None where nothing stands against it."""
    until = _read_time(memo.get("not_before"))
    # A clock that was set back must not silence a feed for years.
    return until if until and now < until < now + timedelta(days=2) else None


def choose_address(memo: Memo) -> str:
    """Where to look: where it moved for good, else where the newsroom says."""
    return str(memo.get("moved_to") or memo["url"])


def write_conditions(memo: Memo) -> dict[str, str]:
    """The headers that ask for the feed only if it changed."""
    names = {"if-none-match": memo.get("etag"), "if-modified-since": memo.get("last_modified")}
    return {name: value for name, value in names.items() if isinstance(value, str) and value}


def remember_success(
    memo: Memo, fetched: Fetched, feed: Feed | None, warnings: list[str], every: timedelta | None = None
) -> Memo:
    """The memo after a look that went well; without a `feed` after one that found nothing changed.

    `every` is how often to look where the newsroom leaves that open: then a feed's own hint counts.
    """
    kept = _without(memo, "failures", "error", "error_at", "broken_since", "not_before")
    told: Memo = {"failures": 0, "ok_at": fetched.fetched_at.isoformat()}
    if fetched.moved_to and fetched.moved_to != memo["url"]:
        told["moved_to"] = fetched.moved_to
    hint = feed.hint if feed else _count(memo.get("hint"))
    pause = max(min(fetched.max_age or timedelta(), _LONGEST_AGE), _find_patience(hint, every))
    if pause > timedelta():
        told["not_before"] = (fetched.fetched_at + pause).isoformat()
    if fetched.etag or fetched.last_modified or feed:
        kept = _without(kept, "etag", "last_modified")
        told |= {"etag": fetched.etag, "last_modified": fetched.last_modified}
    if feed:
        kept = _without(kept, "warnings", "slow", "hint")
        told |= {
            "title": feed.title[:_LONGEST_SENTENCE],
            "entries": len(feed.items),
            "warnings": warnings[:_MOST_WARNINGS],
            "slow": feed.slow,
            "hint": feed.hint,
        }
    kept.update((name, value) for name, value in told.items() if value or name in _TOLD_ALWAYS)
    return kept


def _find_patience(hint: int, every: timedelta | None) -> timedelta:
    if every is None:
        return timedelta()
    # Looks come at the beat of `every`, and a little late: half of it less, and the right one is taken.
    return min(timedelta(minutes=hint), _MOST_PATIENCE * every) - every / 2


def remember_failure(memo: Memo, error: SourceError, now: datetime, every: timedelta) -> Memo:
    """The memo after a look that failed, with the time of the next one."""
    failures = _count(memo.get("failures")) + 1
    pause = back_off(failures, every, seed=str(memo["url"]))
    if isinstance(error, Throttled) and error.retry_after is not None:
        pause = max(error.retry_after, every)
    kept = _without(memo, "moved_to") if memo.get("moved_to") else dict(memo)
    return {
        **kept,
        "failures": failures,
        "error": str(error)[:_LONGEST_SENTENCE],
        "error_at": now.isoformat(),
        "broken_since": memo.get("broken_since") or now.isoformat(),
        "not_before": (now + pause).isoformat(),
    }


def back_off(failures: int, every: timedelta, *, seed: str) -> timedelta:
    """How long to wait after so many failures in a row: doubled each time, six hours at most.

    Give or take a fifth: the jitter comes from `seed` and the count, so that feeds of one server do not
    come back as one, and the same question has the same answer.
    """
    pause = min(every * 2.0 ** min(failures - 1, _MOST_DOUBLINGS), LONGEST_BACK_OFF)
    chance = int.from_bytes(blake2b(f"{seed} {failures}".encode(), digest_size=4).digest()) / 2**32
    return max(every, pause * (0.8 + 0.4 * chance))


def settle_baseline(memo: Memo, *, ids: list[str], sound: bool) -> tuple[bool, Memo]:
    """Whether these entries are the baseline, and the memo that knows whether the baseline is complete.

    It is complete with the first sound look that finds entries, or when two doubtful ones find the same.
    """
    if memo.get("baseline") == "done":
        return False, memo
    digest = blake2b("\n".join(sorted(ids)).encode(), digest_size=8).hexdigest()
    done = bool(ids) and (sound or memo.get("baseline") == digest)
    return True, {**memo, "baseline": "done" if done else digest}


def _without(memo: Memo, *names: str) -> Memo:
    return {name: value for name, value in memo.items() if name not in names}


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _read_time(value: object) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
