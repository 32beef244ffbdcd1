"""Hearing of changes from the system, also when the folder comes, goes and comes again."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path

import watchfiles

_log = logging.getLogger(__name__)
_LOOK = 500  # ms between two looks whether the folder is still the same one
_GATHER = 200  # ms in which changes are taken together, at most
_STEP = 40  # ms of quiet that end the gathering


async def watch_folder(folder: Path, *, recursive: bool) -> AsyncIterator[None]:
    """Yields after every change in the folder, and when it comes or goes; may yield too often.

    Ends where the system cannot tell of changes: then the interval alone remains.
    """
    while True:
        identity = _identify(folder)
        place = folder if identity else _nearest(folder)
        try:
            async with aclosing(_listen(place, recursive=recursive and identity is not None)) as heard:
                first = True
                async for paths in heard:
                    # The first silence too: something may have come just before we listened.
                    if identity and (paths or first):
                        yield
                    first = False
                    if _identify(folder) != identity or str(place) in paths or not place.is_dir():
                        break
        except (OSError, RuntimeError) as error:
            if _identify(folder) == identity and place.is_dir():
                _log.warning("%s cannot be watched, so it is looked at in intervals only: %s", folder, error)
                return
        yield


async def _listen(place: Path, *, recursive: bool) -> AsyncGenerator[set[str], None]:
    """The paths that changed, at the latest after every `_LOOK`: then perhaps none."""
    heard = watchfiles.awatch(
        place,
        watch_filter=None,
        debounce=_GATHER,
        step=_STEP,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=recursive,
        force_polling=False,
        ignore_permission_denied=True,
    )
    async with aclosing(heard):
        async for changes in heard:
            yield {path for _, path in changes}


def _identify(folder: Path) -> tuple[int, int] | None:
    try:
        seen = folder.stat()
    except OSError:
        return None
    return (seen.st_dev, seen.st_ino) if folder.is_dir() else None


def _nearest(folder: Path) -> Path:
    return next((above for above in folder.absolute().parents if above.is_dir()), Path("/"))
