"""Carries out the tests of templates: the post of each case, and how it differs from what is expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.errors import NewscrierError, NotFound, Problem, Rejected
from bot.flow.arriving.reading import LARGEST_FILE, Read, read_entry
from bot.flow.composing.compose import compose
from bot.flow.composing.draft import Draft
from bot.flow.house import House
from bot.flow.templating.cases import LACKS, Case
from bot.flow.templating.trial import errors_of
from bot.hints import suggest
from bot.model import Account, Entry, Limits, MarkedText, Payload, Post, Receipt, Repeat
from bot.plugin import Platform, PlatformOptions, discover_platforms
from bot.sources.folder import read_file
from bot.text import count_graphemes

_BETWEEN = "\n---\n"
"""Between the posts of a thread, as a case expects them."""

_CHANNEL = "test"
_ON_PAPER = "this channel is for a template's tests: nothing is posted to it"


@dataclass(frozen=True, slots=True)
class Result:
    """How a case went; `differences` are lines for people, none where it is as expected."""

    name: str
    file: str
    line: int | None
    differences: tuple[str, ...]
    text: str = ""

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""
        return not self.differences


def try_case(house: House, name: str, case: Case, file: str, line: int | None) -> Result:
    """The post of a case against what is expected; nothing is stored, and no platform is asked."""
    try:
        draft = _compose(house, case)
    except NewscrierError as error:
        return Result(name, file, line, (str(error),))
    text = _BETWEEN.join(post.text.text for post in draft.posts)
    return Result(name, file, line, tuple(_compare(case, draft, text)), text)


def _compare(case: Case, draft: Draft, text: str) -> Iterator[str]:
    if draft.post is None:
        yield f"there is no post: {draft.reason}"
        return
    for problem in errors_of(draft):
        yield f"this post would not leave: {problem}"
    if case.expect is not None and case.expect.strip("\n") != text:
        yield "the post is not as expected (- expected, + as it is):"
        yield from (
            f"  {difference}".rstrip()
            for difference in difflib.ndiff(case.expect.strip("\n").split("\n"), text.split("\n"))
            if not difference.startswith("?")
        )
    for wanted in case.contains:
        if wanted not in text:
            yield f"the post does not contain {wanted!r}"
    for unwanted in case.lacks:
        if unwanted in text:
            yield f"the post contains {unwanted!r} ({LACKS})"
    if case.drops is not None and set(case.drops) != set(draft.dropped):
        yield f"dropped are {_list(draft.dropped)}, not {_list(case.drops)}"
    if case.expect is None and (case.contains or case.lacks) and _any_wrong(case, text):
        yield "the post is:"
        yield from (f"  {line}".rstrip() for line in text.split("\n"))


def _any_wrong(case: Case, text: str) -> bool:
    return any(wanted not in text for wanted in case.contains) or any(one in text for one in case.lacks)


def _list(names: Any) -> str:
    return ", ".join(sorted(names)) or "none"


def _compose(house: House, case: Case) -> Draft:
    read = _read(house, case)
    if case.channel:
        house.require_channel(case.channel)
        options = house.settings.channels[case.channel]
        options = options.model_copy(update={"template": case.template or options.template})
        stage, name = _with_channel(house, case.channel, options), case.channel
    elif case.platform:
        stage, name = _with_platform(house, case.platform, case.template), _CHANNEL
    else:
        options = PlatformOptions(platform=_CHANNEL, template=case.template, utm="off")
        stage, name = _with_channel(house, _CHANNEL, options, _Paper(case.limit)), _CHANNEL
    return compose(stage, name, read.document, read.highlights)


def _read(house: House, case: Case) -> Read:
    if case.article is not None:
        path = house.settings.project / case.article
        entry = read_file(path, place=case.article, largest=LARGEST_FILE, now=house.clock.now())
    else:
        entry = Entry("case", "", "this case", case.text or "", metadata={"title": case.title})
    beside = {**entry.metadata, **case.about}
    if case.note is not None:
        beside["social"] = case.note
    language = house.settings.newsroom.language
    return read_entry(
        replace(entry, metadata=beside),
        language=language,
        timezone=house.zone,
        thresholds=house.settings.thresholds,
    )


def _with_channel(
    house: House, name: str, options: PlatformOptions, platform: Platform | None = None
) -> House:
    """The house with this one channel as it is given here."""
    settings = replace(house.settings, channels={**house.settings.channels, name: options})
    lines = house.lines.follow(settings)
    if platform is not None:
        lines.use(name, platform)
    return replace(house, settings=settings, lines=lines)


def _with_platform(house: House, name: str, template: str | None) -> House:
    """The house with a channel of this platform, its required options as their examples say."""
    platforms = discover_platforms()
    if name not in platforms:
        raise NotFound(f"there is no platform {name!r}", suggest(name, platforms))
    chosen = platforms[name].Options
    fields = chosen.model_json_schema()["properties"]
    given = {
        field: fields[field]["examples"][0]
        for field, info in chosen.model_fields.items()
        if info.is_required()
    }
    context = {"project": house.settings.project, "newsroom": house.settings.newsroom}
    options = chosen.model_validate({**given, "platform": name, "template": template}, context=context)
    return _with_channel(house, _CHANNEL, options)


class _Paper:
    """A platform that is none: it measures characters as people count them, and takes everything."""

    name: ClassVar[str] = _CHANNEL
    label: ClassVar[str] = "Test"
    tokens_url: ClassVar[str] = ""
    Options: ClassVar[type[PlatformOptions]] = PlatformOptions
    repeat = Repeat()

    def __init__(self, limit: int | None) -> None:
        self.limits = Limits(limit, hashtags=2, threads=True)

    def measure(self, text: MarkedText) -> int:
        """Characters as people count them."""
        return count_graphemes(text.text)

    def check(self, post: Post) -> list[Problem]:
        """Nothing is refused."""
        del post
        return []

    async def verify(self) -> Account:
        """Nobody is there. Raises Rejected."""
        raise Rejected(_ON_PAPER)

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        """Nothing is sent. Raises Rejected."""
        del post, key, reply_to
        raise Rejected(_ON_PAPER)

    async def publish(self, payload: Payload) -> Receipt:
        """Nothing is sent. Raises Rejected."""
        del payload
        raise Rejected(_ON_PAPER)
