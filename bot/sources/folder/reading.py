"""Reading one file: opened without ever blocking, its media type told by its ending."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from bot.errors import Problem, Unreadable
from bot.model import Entry
from bot.sources.folder.decoding import decode_article, decode_text, guess_media_type
from bot.sources.folder.naming import ARTICLES, PICTURES, SIDECARS, ending_of, show_parts, sidecar_stems
from bot.sources.folder.opening import Changing, Refusal, open_below, open_given, read_regular, refuse_kind
from bot.sources.folder.scan import Candidate, Found
from bot.sources.folder.sidecar import LARGEST_SIDECAR, parse_sidecar

_PICTURES = frozenset({".heic", ".tif", ".tiff", ".bmp", ".svg"} | PICTURES)
_FILMS = frozenset({".mp3", ".wav", ".ogg", ".m4a", ".mp4", ".mov", ".webm"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file: an entry or a problem, and the version it was read at."""

    version: str
    entry: Entry | None = None
    problem: Problem | None = None
    lasting: bool = True
    """False where the same file may read otherwise tomorrow (permissions, a faulty disk)."""


def read_candidate(
    folder: Path,
    candidate: Candidate,
    show: Callable[[Found], str],
    *,
    largest: int,
    now: datetime,
    known: str | None,
) -> Reading:
    """Read a file of the folder and its sidecar. Raises Changing where it is being written or vanished.

    A file that is found at the version `known` is not parsed: neither entry nor problem.
    """
    try:
        refuse_kind(candidate.file)
        media_type = _tell_media_type(candidate.file.name)
        text = _read_below(folder, candidate.file, largest)
    except Refusal as refusal:
        return _refused(refusal, show(candidate.file))
    beside: tuple[str, bytes] | None = None
    for sidecar in candidate.sidecars:
        try:
            _refuse_second(beside)
            beside = (show(sidecar), _read_below(folder, sidecar, LARGEST_SIDECAR))
        except Refusal as refusal:
            version = f"{_hash(text, beside)}+{refusal.version}"
            return _refused(refusal, show(sidecar), version)
    if known == _hash(text, beside):
        return Reading(known)
    place = show(candidate.file)
    return read_bytes(text, beside, media_type, source_id=candidate.source_id, place=place, now=now)


def read_file(path: Path, *, place: str, largest: int, now: datetime) -> Entry:
    """One file, wherever it is, with its sidecar, as the folder would offer it. Raises Unreadable.

    `place` is what to call it; `largest` is in bytes. A link is followed here: whoever named it
    meant what it points to.
    """
    place = show_parts((place,))
    try:
        text = _read_given(path, largest)
        media_type = _tell_media_type(path.name)
        beside: tuple[str, bytes] | None = None
        for name in sorted(stem + ending for stem in sidecar_stems(path.name) for ending in SIDECARS):
            if os.path.lexists(path.with_name(name)):
                _refuse_second(beside)
                beside = (name, _read_given(path.with_name(name), LARGEST_SIDECAR))
    except Refusal as refusal:
        raise _unreadable(_refused(refusal, place).problem) from refusal
    except Changing as error:
        raise _unreadable(Problem("it is being written", "wait until it is complete", place)) from error
    if beside:
        beside = (str(Path(place).with_name(beside[0])), beside[1])
    reading = read_bytes(text, beside, media_type, source_id=place, place=place, now=now)
    if reading.entry is None:
        raise _unreadable(reading.problem)
    return reading.entry


def read_bytes(
    text: bytes,
    beside: tuple[str, bytes] | None,
    media_type: str | None = None,
    *,
    source_id: str,
    place: str,
    now: datetime,
) -> Reading:
    """Pure: an entry from a file's bytes and its sidecar's place and bytes.

    Without a media type it is a web page or JSON if it begins as one, else plain text.
    The version is a hash of both, so that a copied or restored folder brings nothing new.
    """
    version = _hash(text, beside)
    media_type = media_type or guess_media_type(text)
    raw = decode_article(text, media_type, place)
    if isinstance(raw, Problem):
        return Reading(version, problem=raw)
    if not raw.strip():
        return Reading(version, problem=Problem("the file is empty", "put the article's text into it", place))
    metadata = {}
    if beside:
        written = decode_text(beside[1], beside[0])
        parsed = written if isinstance(written, Problem) else parse_sidecar(written, beside[0])
        if isinstance(parsed, Problem):
            return Reading(version, problem=parsed)
        metadata = parsed
    entry = Entry(
        source_id=source_id,
        version=version,
        place=place,
        raw=raw,
        media_type=media_type,
        metadata=metadata,
        metadata_place=beside[0] if beside else "",
        seen_at=now,
    )
    return Reading(version, entry)


def _tell_media_type(name: str) -> str:
    ending = ending_of(name)
    if media_type := ARTICLES.get(ending):
        return media_type
    what = "not an article that this version reads"
    if ending in _PICTURES | _FILMS:
        raise Refusal(f"ending:{ending}", what, "pictures, sound and film are left alone", severity="warning")
    raise Refusal(
        f"ending:{ending}", what, "save it as text, with a name that ends in .txt, .md, .html or .json"
    )


def _refuse_second(beside: tuple[str, bytes] | None) -> None:
    if beside:
        hint = "keep one of the two; the article waits until then, for an embargo may stand in it"
        raise Refusal("twins", f"there is another sidecar for this article, {beside[0]}", hint)


def _read_below(folder: Path, found: Found, largest: int) -> bytes:
    refuse_kind(found)
    return read_regular(lambda: open_below(folder, found.parts), found, largest)


def _read_given(path: Path, largest: int) -> bytes:
    return read_regular(lambda: open_given(path), None, largest)


def _hash(text: bytes, beside: tuple[str, bytes] | None) -> str:
    digest = blake2b(len(text).to_bytes(8), digest_size=16)
    digest.update(text)
    if beside:
        digest.update(b"sidecar")
        digest.update(beside[1])
    return digest.hexdigest()


def _refused(refusal: Refusal, place: str, version: str = "") -> Reading:
    problem = Problem(refusal.message, refusal.hint, place, severity=refusal.severity)
    return Reading(version or refusal.version, problem=problem, lasting=refusal.lasting)


def _unreadable(problem: Problem | None) -> Unreadable:
    assert problem
    return Unreadable(str(problem), problems=[problem])
