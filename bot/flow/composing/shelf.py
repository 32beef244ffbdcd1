"""The stored pictures: one folder per picture, named by a digest of what was fetched.

`data/pictures/<digest>/<fit>-<width>x<height>.<ending>`: what a file is stands in its name, so that a draft
needs no decoder. A rehearsal writes beside its copy of the store, and both vanish together.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bot.clock import from_micros
from bot.disk import replace_whole
from bot.flow.house import House
from bot.image import Fit, Picture
from bot.image.picture import ENDINGS
from bot.model import Attachment

FOLDER = "pictures"
WHOLE = Fit(side=2560)
"""What is kept of every picture, to make others from later."""

_NAME = re.compile(r"([0-9a-f]{8})-([0-9]{1,6})x([0-9]{1,6})\.([a-z]{3,4})")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_TYPES = {ending: media_type for media_type, ending in ENDINGS.items()}


class Shelf:
    """Pictures of one project; `path`s count from the folder of its records."""

    def __init__(self, house: House) -> None:
        self._own = house.store.path.parent
        self._places = (self._own, house.settings.store.path.parent)

    def find(self, digest: str, fit: Fit) -> Attachment | None:
        """The picture made for `fit`, without alt text; None where there is none."""
        for place in self._places if _DIGEST.fullmatch(digest) else ():
            for name in _list(place / FOLDER / digest):
                found = _NAME.fullmatch(name)
                if found and found[1] == _tag(fit) and found[4] in _TYPES:
                    path = f"{FOLDER}/{digest}/{name}"
                    return Attachment(path, _TYPES[found[4]], "", int(found[2]), int(found[3]))
        return None

    def put(self, digest: str, fit: Fit, picture: Picture) -> None:
        """Keep a picture; whole or not at all. Raises OSError."""
        folder = self._own / FOLDER / digest
        folder.mkdir(parents=True, exist_ok=True)
        ending = ENDINGS[picture.media_type]
        with replace_whole(folder / f"{_tag(fit)}-{picture.width}x{picture.height}.{ending}") as file:
            file.write(picture.content)

    def keep(self, digest: str) -> None:
        """A picture that came again counts as fetched now, so that it stays until its article is stored."""
        with contextlib.suppress(OSError):  # one of the project, in a rehearsal
            os.utime(self._own / FOLDER / digest)

    def locate(self, path: str) -> Path | None:
        """Where a picture of a stored post lies; None where it is gone, or no path of ours."""
        match path.split("/"):
            case [folder, digest, name] if folder == FOLDER and _DIGEST.fullmatch(digest):
                found = (place / FOLDER / digest / name for place in self._places if _NAME.fullmatch(name))
                return next((file.absolute() for file in found if file.is_file()), None)
        return None

    def forget(self, used: Collection[str], before: datetime) -> int:
        """Remove every picture that is not among the `used` digests and was fetched before then."""
        removed = 0
        for digest in _list(self._own / FOLDER):
            folder = self._own / FOLDER / digest
            if digest in used or not _DIGEST.fullmatch(digest):
                continue
            with contextlib.suppress(OSError):  # one that somebody holds stays until the next time
                if from_micros(folder.stat().st_mtime_ns // 1000) < before:
                    shutil.rmtree(folder)
                    removed += 1
        return removed


def digest_of(content: bytes) -> str:
    """What a picture is known by: 32 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()[:32]


def _tag(fit: Fit) -> str:
    return hashlib.sha256(json.dumps(asdict(fit)).encode()).hexdigest()[:8]


def _list(folder: Path) -> list[str]:
    try:
        return sorted(file.name for file in folder.iterdir())
    except OSError:
        return []
