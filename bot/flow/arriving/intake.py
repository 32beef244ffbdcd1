"""What one poll knows beforehand and does: for the store, for logs, and for who wakes the channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.flow.arriving.reading import Misread, Read
from bot.flow.composing.draft import Draft
from bot.plugin import Batch, Memo

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class StoredVersions:
    """What the store has of a source already."""

    versions: dict[str, str]

    def version(self, source_id: str) -> str | None:
        """The version of the stored entry or recorded problem."""
        return self.versions.get(source_id)

    def source_ids(self) -> set[str]:
        """Every entry that the source has not taken away."""
        return set(self.versions)


@dataclass(slots=True)
class Intake:
    """What one poll did, for logs and for who wakes the channels; `memo` is what the store has of it now."""

    new: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    baseline: int = 0
    problems: int = 0
    memo: Memo | None = None
    held: int = 0
    unknown: int = 0
    again_at: datetime | None = None
    not_before: datetime | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """An article as read, with the draft of every channel."""

    read: Read
    drafts: tuple[Draft, ...]


def tell(name: str, intake: Intake, read: list[Composed | Misread], batch: Batch) -> None:
    """Log what came in, what could not be read, and what was held."""
    for problem in batch.problems.values():
        log.warning("not readable", source=name, problem=str(problem))
    for one in read:
        if isinstance(one, Misread):
            for problem in one.problems:
                log.warning("not readable", source=name, place=one.entry.place, problem=str(problem))
    if intake.new or intake.revised or intake.duplicates or intake.baseline:
        log.info(
            "articles taken in",
            source=name,
            new=len(intake.new),
            revised=len(intake.revised),
            duplicates=len(intake.duplicates),
            baseline=intake.baseline,
        )
    if intake.unknown:
        log.warning(
            "posts held: they may have left before the backup was restored", source=name, held=intake.unknown
        )
    if intake.held:
        log.warning(
            "flood: posts held",
            source=name,
            held=intake.held,
            release=f"newscrier post retry --state held --source {name}",
        )
