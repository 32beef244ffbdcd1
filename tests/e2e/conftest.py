"""A server and newsrooms that end with the test, whatever happens in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from accounts import mastodon_channel
from bounds import NEWSCRIER
from fake_server import Server
from launched import launcher
from newsroom import Newsroom


@pytest.fixture(scope="session", autouse=True)
def console_script() -> Iterator[None]:
    if not NEWSCRIER.exists():
        pytest.fail(f"{NEWSCRIER} is not there: the end-to-end proofs run the installed command")
    yield
    launcher.end()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def open_newsroom(tmp_path: Path, server: Server) -> Iterator[Callable[..., Newsroom]]:
    """Newsrooms in this test's folder; without channels, one on the fake server."""
    with ExitStack() as stack:
        opened = 0

        def open_one(channels: dict[str, Any] | None = None, **more: Any) -> Newsroom:
            nonlocal opened
            opened += 1
            folder = tmp_path / f"newsroom-{opened}"
            return stack.enter_context(
                Newsroom(folder, channels or {"main": mastodon_channel(server.url)}, **more)
            )

        yield open_one
