"""One look at the folder: which names are there, what they are, and which sidecar goes with which file."""

from __future__ import annotations

import errno
import os
import stat
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Blocked, Gone, Problem, SourceError, Unreadable
from bot.sources.folder.naming import (
    ARTICLES,
    PICTURES,
    SIDECARS,
    ending_of,
    give_ids,
    is_passing,
    show_parts,
    sidecar_stems,
    stem_of,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One name as a look saw it; `parts` are the raw names below the folder, times in nanoseconds.

    `mode` is 0 where the system would not tell what it is.
    """

    parts: tuple[str, ...]
    mode: int = 0
    inode: int = 0
    size: int = 0
    modified: int = 0
    changed: int = 0

    @property
    def name(self) -> str:
        """The last part."""
        return self.parts[-1]

    @property
    def signature(self) -> tuple[int, ...]:
        """Differs whenever the file was touched; reading it needs no opening."""
        return (self.mode, self.inode, self.size, self.modified, self.changed)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an article, under its safe id, with the sidecars that carry its name."""

    source_id: str
    file: Found
    sidecars: tuple[Found, ...] = ()

    @property
    def signature(self) -> tuple[tuple[int, ...], ...]:
        """Differs whenever the file or a sidecar was touched, came or went."""
        return tuple(found.signature for found in (self.file, *self.sidecars))


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything in the folder that is not ignored, oldest first.

    `problems` are folders that could not be listed, by id: while there are any, a missing file
    may still be there.
    """

    candidates: tuple[Candidate, ...]
    orphans: tuple[Candidate, ...]
    problems: dict[str, Problem]


def scan_folder(folder: Path, *, recursive: bool, shown: str = "") -> Listing:
    """Look through the folder without opening a file. Raises Gone, Blocked, Unreadable."""
    by_folder: dict[tuple[str, ...], list[Found]] = defaultdict(list)
    problems: dict[str, Problem] = {}
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        above = waiting.pop()
        try:
            for found in _list_names(folder, above):
                if stat.S_ISDIR(found.mode) and ending_of(found.name) not in {*ARTICLES, *SIDECARS}:
                    if recursive:
                        waiting.append(found.parts)
                else:
                    by_folder[above].append(found)
        except OSError as error:
            if not above:
                raise _explain_failure(shown or str(folder), error) from error
            place = show_parts((str(Path(shown, *above)),))
            problems[show_parts(above) + "/"] = Problem(
                f"this folder cannot be listed: {error.strerror}", "let Newscrier read it", place
            )
    return _pair(by_folder, problems)


def _list_names(folder: Path, above: tuple[str, ...]) -> Iterator[Found]:
    with os.scandir(folder.joinpath(*above)) as names:
        for entry in names:
            if is_passing(entry.name):
                continue
            parts = (*above, entry.name)
            try:
                seen = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            except OSError:
                yield Found(parts)
            else:
                if not (stat.S_ISREG(seen.st_mode) and ending_of(entry.name) in PICTURES):
                    yield found_from(parts, seen)


def found_from(parts: tuple[str, ...], seen: os.stat_result) -> Found:
    """A `Found` from what the system says about a file."""
    return Found(parts, seen.st_mode, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


def _pair(by_folder: dict[tuple[str, ...], list[Found]], problems: dict[str, Problem]) -> Listing:
    files: list[tuple[Found, tuple[Found, ...]]] = []
    orphans: list[Found] = []
    for names in by_folder.values():
        sidecars: dict[str, list[Found]] = defaultdict(list)
        texts: list[Found] = []
        for found in names:
            if ending_of(found.name) in SIDECARS:
                sidecars[stem_of(found.name)].append(found)
            else:
                texts.append(found)
        used: set[str] = set()
        if not sidecars:
            files += [(found, ()) for found in texts]
            continue
        for found in texts:
            stems = sidecar_stems(found.name) & sidecars.keys()
            used |= stems
            beside = [sidecar for stem in stems for sidecar in sidecars[stem]]
            files.append((found, tuple(sorted(beside, key=lambda sidecar: sidecar.name))))
        orphans += [found for stem in sidecars.keys() - used for found in sidecars[stem]]
    ids = give_ids([found.parts for found, _ in files] + [found.parts for found in orphans])
    candidates = [Candidate(ids[found.parts], found, beside) for found, beside in files]
    candidates.sort(key=lambda one: (one.file.modified, one.source_id))
    return Listing(tuple(candidates), tuple(Candidate(ids[one.parts], one) for one in orphans), problems)


def _explain_failure(shown: str, error: OSError) -> SourceError:
    if error.errno in {errno.ENOENT, errno.ESTALE}:
        return Gone(f"the folder {shown} is not there", "make it, mount it, or mend `path`")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Blocked(f"the folder {shown} may not be read", "let Newscrier's user read it")
    return Unreadable(f"the folder {shown} cannot be listed: {error.strerror}", "mend `path`")
