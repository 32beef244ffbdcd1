"""Prometheus is answered while the worker runs."""

from __future__ import annotations

import urllib.request
from contextlib import closing
from itertools import count
from socket import socket

import pytest
from pace import PATIENCE

from bot.errors import ConfigError, StoreError
from bot.watch.exposition import Series, expose

POSTS = Series("newscrier_posts", "gauge", "Posts.", ("channel",))


def ask(port: int) -> str:
    with closing(urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE)) as answer:
        return str(answer.read().decode())


def test_every_look_reads_anew() -> None:
    values = count(1)
    with expose(("127.0.0.1", 0), lambda: [(POSTS, [(('ma"in',), next(values))])]) as port:
        assert 'newscrier_posts{channel="ma\\"in"} 1.0' in ask(port)
        assert 'newscrier_posts{channel="ma\\"in"} 2.0' in ask(port)
        assert "process_resident_memory_bytes" in ask(port)


def test_a_store_that_cannot_be_read_leaves_the_rest() -> None:
    def fail() -> list[object]:
        raise StoreError("the disk is gone")

    with expose(("127.0.0.1", 0), fail) as port:  # type: ignore[arg-type]  # it never returns
        told = ask(port)
    assert "process_" in told
    assert "newscrier_" not in told


def test_a_port_in_use_is_said() -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port}"), expose(("127.0.0.1", port), list):
            pass
