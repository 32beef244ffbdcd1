"""What the worker keeps of templates: the last version of each that rendered cleanly, beside the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from bot.disk import replace_whole
from bot.settings.effective import Settings

GONE = "gone"
"""Stands for the digest of a template whose file is gone."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A saved version that was not taken: which, when it was looked at, and why."""

    digest: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The version of a template in use: its text and those of everything it includes, by name.

    Times are ISO 8601 in UTC. `refused` is the newer version that lies in the folder, where there is one.
    """

    digest: str
    taken_at: str
    texts: dict[str, str] = field(default_factory=dict)
    refused: Refusal | None = None

    @property
    def taken(self) -> datetime | None:
        """When this version was taken; None where there is none, but a refused one."""
        return datetime.fromisoformat(self.taken_at) if self.taken_at else None


def digest_texts(texts: Mapping[str, str]) -> str:
    """Another digest, another template or something else that it includes."""
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()


def kept_folder(settings: Settings) -> Path:
    """Where the versions in use lie."""
    return settings.store.path.parent / "templates"


def read_kept(folder: Path) -> dict[str, Kept]:
    """Every version in use, by the template's name; what cannot be read is as if it were not there."""
    found = {}
    for path in sorted(folder.rglob("*.j2.json")):
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            refused = Refusal(**raw.pop("refused")) if raw.get("refused") else None
            kept = Kept(**{**raw, "refused": refused})
            _ = kept.taken
        except (OSError, ValueError, TypeError, AttributeError):
            continue
        found[path.relative_to(folder).as_posix().removesuffix(".json")] = kept
    return found


def write_kept(folder: Path, name: str, kept: Kept) -> None:
    """Put the record there, in the place of the one before. Raises OSError."""
    path = folder / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    with replace_whole(path, 0o644) as file:
        file.write(json.dumps(asdict(kept), ensure_ascii=False, indent=1).encode())


def drop_kept(folder: Path, name: str) -> None:
    """Forget a template that nobody needs any more. Raises OSError."""
    (folder / f"{name}.json").unlink(missing_ok=True)
