"""Reads the newsroom's config whole: a valid `Settings`, or every problem of every file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import ConfigError
from bot.plugin import discover_platforms, discover_sources
from bot.settings.effective import Settings, StoreUrl
from bot.settings.entries import read_entries
from bot.settings.files import Files, read_files
from bot.settings.legal import Restriction, read_restrictions
from bot.settings.newsroom import NewsroomFile
from bot.settings.plausible import find_doubts
from bot.settings.project import CONFIG
from bot.settings.rules.file import find_rule_doubts, read_rules
from bot.settings.rules.rule import Rule
from bot.settings.values import check_store
from bot.settings.written.validation import validate_part
from bot.settings.written.yaml_reading import read_yaml


class _Parts(NamedTuple):
    """What stands in the files beside the main one; `rules` by their number in the file."""

    sources: dict[str, Any]
    channels: dict[str, Any]
    rules: dict[int, Rule]
    restrictions: tuple[Restriction, ...]


def load_settings(
    project: Path,
    *,
    platforms: Mapping[str, Any] | None = None,
    sources: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings in `project`/config. Raises ConfigError with all problems of all files.

    `platforms` and `sources` map names to classes with `Options`; tests give their own. Options are
    validated with the context `project` (Path) and `newsroom` (Newsroom, or None where it is broken).
    """
    platforms = discover_platforms() if platforms is None else platforms
    sources = discover_sources() if sources is None else sources
    project = project.absolute()
    files = read_files(project)
    main = _main_file(files)
    files.context["newsroom"] = main.newsroom if main else None
    parts = _read_parts(files, platforms, sources)
    files.problems += find_rule_doubts(files.documents, parts.rules)
    if main:
        files.problems += find_doubts(files.documents, main, parts.sources, parts.channels)
    problems = files.list_problems()
    if main is None or any(problem.severity == "error" for problem in problems):
        raise ConfigError(problems)
    return Settings(
        project=project,
        newsroom=main.newsroom,
        store=StoreUrl(main.store, project),
        defaults=main.defaults,
        network=main.network,
        retention=main.retention,
        alerts=main.alerts,
        certainty=main.certainty,
        sources=parts.sources,
        channels=parts.channels,
        rules=tuple(parts.rules.values()),
        restrictions=parts.restrictions,
        warnings=tuple(problems),
        documents=files.documents,
    )


def find_store(project: Path) -> Path:
    """Where the store is, as far as a broken config tells: else where it is by default."""
    document = read_yaml(project / CONFIG / "newscrier.yaml", f"{CONFIG}/newscrier.yaml")
    written = document.find(("store",))
    try:
        raw = check_store(written if isinstance(written, str) else "")
    except ValueError:
        raw = NewsroomFile.model_fields["store"].default
    return StoreUrl(raw, project.absolute()).path


def _read_parts(files: Files, platforms: Mapping[str, Any], sources: Mapping[str, Any]) -> _Parts:
    documents, context = files.documents, files.context
    read_sources = read_entries(documents["sources"], "source", "source", sources, context)
    read_channels = read_entries(documents["channels"], "channel", "platform", platforms, context)
    return _Parts(
        files.take("sources", read_sources),
        files.take("channels", read_channels),
        files.take("rules", read_rules(documents["rules"], context)),
        files.take("legal", read_restrictions(documents["legal"], context)),
    )


def _main_file(files: Files) -> NewsroomFile | None:
    document = files.documents["newscrier"]
    if not document.readable:
        return None
    return files.take("newscrier", validate_part(NewsroomFile, document, (), files.context))
