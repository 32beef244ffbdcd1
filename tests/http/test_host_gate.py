"""Politeness: two at once before a host, a gap between them, and no waiting for others."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from pace import PATIENCE, PATIENT
from servers.outside import Outside

from bot.clock import SystemClock
from bot.http import Client, HostGate


class StillClock(SystemClock):
    """Stands still but for its sleepers, who move it on."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        until = self.seconds + seconds
        await asyncio.sleep(0)
        self.seconds = max(self.seconds, until)


async def test_requests_to_one_host_begin_a_gap_apart() -> None:
    clock = StillClock()
    gate = HostGate(clock, gap=timedelta(seconds=2), jitter=0.5, spread=lambda: 1.0)
    begun = []
    for host in ("a.example", "a.example", "b.example", "a.example"):
        async with gate.enter(host):
            begun.append((host, clock.seconds))
    assert begun == [("a.example", 100), ("a.example", 103), ("b.example", 103), ("a.example", 106)]


async def test_at_most_two_stand_before_a_host() -> None:
    gate = HostGate(StillClock(), gap=timedelta(0))
    inside: dict[str, int] = {"a": 0, "b": 0}
    most = dict(inside)

    async def visit(host: str) -> None:
        async with gate.enter(host):
            inside[host] += 1
            most[host] = max(most[host], inside[host])
            await asyncio.sleep(0.001)
            inside[host] -= 1

    await asyncio.gather(*(visit(host) for host in "ab" * 10))
    assert most == {"a": 2, "b": 2}


async def test_who_gives_up_waiting_frees_the_place() -> None:
    gate = HostGate(SystemClock(), gap=timedelta(seconds=0.05), at_once=1)
    async with gate.enter("a"):
        waiting = asyncio.create_task(gate.enter("a").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    async with asyncio.timeout(PATIENCE), gate.enter("a"):
        assert gate._lanes["a"].users == 1


async def test_hosts_of_the_past_are_forgotten() -> None:
    clock = StillClock()
    gate = HostGate(clock, gap=timedelta(seconds=0))
    for number in range(2500):
        async with gate.enter(f"host-{number}"):
            clock.seconds += 1
    assert len(gate._lanes) <= 1000


async def test_clients_share_a_gate_and_wait_outside_their_time_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, limit = StillClock(), asyncio.timeout
    began: list[float] = []

    def begin(seconds: float | None) -> asyncio.Timeout:
        if seconds == PATIENCE:  # what a whole fetch may take
            began.append(clock.seconds)
        return limit(seconds)

    monkeypatch.setattr(asyncio, "timeout", begin)
    gate = HostGate(clock, gap=timedelta(hours=1), jitter=0)
    ours = {"timeout": PATIENT, "allow_private": ("127.0.0.0/8",), "gate": gate}
    async with Outside() as outside, Client(clock, **ours) as one, Client(clock, **ours) as two:  # type: ignore[arg-type] # one dict for both
        fetched = await asyncio.gather(
            *(client.fetch(f"{outside.url}/fine") for client in (one, two, one, two))
        )
    assert [answer.status for answer in fetched] == [200] * 4
    assert began == [100 + 3600 * turn for turn in range(4)], "each has all its time when its turn comes"
