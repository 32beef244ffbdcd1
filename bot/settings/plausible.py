"""What is valid field by field, and still cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.errors import Problem
from bot.plugin import PlatformOptions, SourceOptions
from bot.plugin.schedule import longest_gap
from bot.plugin.values import show_duration
from bot.settings.effective import work_out_pace
from bot.settings.newsroom import NewsroomFile
from bot.settings.values import check_language
from bot.settings.written.positions import Document
from bot.settings.written.wording import quote_name

_SHORTEST_POLL: Final = timedelta(seconds=1)


def find_doubts(
    documents: Mapping[str, Document],
    main: NewsroomFile,
    sources: Mapping[str, SourceOptions],
    channels: Mapping[str, PlatformOptions],
) -> Iterator[Problem]:
    """Errors and warnings about sources and channels that were read without a problem."""
    for name, source in sources.items():
        yield from _source_doubts(documents["sources"], name, source)
    for name, channel in channels.items():
        yield from _channel_doubts(documents["channels"], name, channel, main)
    yield from _find_former(documents["sources"], sources)
    yield from _find_former(documents["channels"], channels)
    yield from _twins(documents["sources"], sources, SourceOptions, "reads")
    yield from _twins(documents["channels"], channels, PlatformOptions, "posts to")
    for part, doing in (("sources", "no articles come in"), ("channels", "nothing is posted")):
        document = documents[part]
        if document.readable and not document.value and not document.problems:
            yield document.problem(None, f"no {part}: {doing}", "add one, as the comments show", warning=True)


def _source_doubts(document: Document, name: str, options: SourceOptions) -> Iterator[Problem]:
    if options.every < _SHORTEST_POLL:
        place = document.value_place((name, "every"))
        yield document.problem(place, "'every' must be 1s or more", "for example every: 2m")
    folder = getattr(options, "folder", None)
    if isinstance(folder, Path) and not folder.is_dir():
        place = document.value_place((name, "path"))
        message = f"there is no folder {getattr(options, 'shown', folder)}"
        yield document.problem(place, message, "make it, or mend the path", warning=True)
    yield from _language_doubts(document, name, options.language)


def _channel_doubts(
    document: Document, name: str, options: PlatformOptions, main: NewsroomFile
) -> Iterator[Problem]:
    yield from _language_doubts(document, name, options.language)
    pace = work_out_pace(options, main.defaults)
    if pace.stale_after is not None and pace.stale_after <= pace.settle:
        shown = f"stale_after {show_duration(pace.stale_after)} and settle {show_duration(pace.settle)}"
        field = "stale_after" if options.stale_after is not None else "settle"
        place = document.value_place((name, field))
        message = f"each post of {quote_name(name)} would expire before it leaves, with {shown}"
        yield document.problem(place, message, "make stale_after longer than settle")
    gap = longest_gap(pace.schedule)
    if pace.stale_after is not None and pace.stale_after < gap:
        place = document.value_place((name, "schedule"))
        message = f"posts of {quote_name(name)} may expire before the next slot, {show_duration(gap)} away"
        hint = f"set stale_after: {show_duration(gap)} or more, or never"
        yield document.problem(place, message, hint, warning=True)


def _language_doubts(document: Document, name: str, language: str | None) -> Iterator[Problem]:
    if language is not None:
        try:
            check_language(language)
        except ValueError as error:
            yield document.problem(document.value_place((name, "language")), f"'language': {error}")


def _find_former(
    document: Document, entries: Mapping[str, SourceOptions | PlatformOptions]
) -> Iterator[Problem]:
    """A former name that is in use: nobody could say whose its posts or articles are."""
    taken: dict[str, str] = {}
    for name, options in entries.items():
        if options.was is None:
            continue
        place = document.value_place((name, "was"))
        if options.was in entries:
            message = f"{quote_name(options.was)} is not the former name of another: it is there"
            yield document.problem(place, message, "take 'was' out, or the old name")
        elif options.was in taken:
            message = f"{quote_name(name)} and {quote_name(taken[options.was])} cannot both have been that"
            yield document.problem(place, message, "take one 'was' out")
        taken.setdefault(options.was, name)


def _twins(
    document: Document,
    entries: Mapping[str, SourceOptions | PlatformOptions],
    general: type[SourceOptions | PlatformOptions],
    does: str,
) -> Iterator[Problem]:
    """Two entries that differ in nothing of their own: most likely the same account or folder twice."""
    seen: dict[str, str] = {}
    for name, options in entries.items():
        own = {
            key: getattr(options, key)
            for key in type(options).model_fields
            if key not in general.model_fields
        }
        sign = repr((type(options).__qualname__, own))
        if own and sign in seen:
            message = f"{quote_name(name)} {does} the same place as {quote_name(seen[sign])}"
            yield document.problem(document.key_place((name,)), message, "delete one of them", warning=True)
        seen.setdefault(sign, name)
