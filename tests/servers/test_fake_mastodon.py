"""The fake server itself: a test that trusts a liar proves nothing."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENCE, PATIENT, lose_patience

from bot.errors import DeliveryError
from bot.http import Answer, Client
from servers import mastodon
from servers.faults import FAULTS
from servers.mastodon import TOKEN, FakeMastodon

SCRIPT = Path(mastodon.__file__)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(timeout=PATIENT) as client:
        yield client


async def post(client: Client, url: str, text: str, key: str = "") -> Answer:
    headers = {"authorization": f"Bearer {TOKEN}", **({"idempotency-key": key} if key else {})}
    return await client.create("POST", f"{url}/api/v1/statuses", headers=headers, json={"status": text})


@pytest.mark.parametrize(
    ("flavour", "posts"),
    [("mastodon", 1), ("mastodon-lock", 1), ("hollo", 1), ("pleroma", 1), ("gotosocial", 2), ("snac", 2)],
)
async def test_the_key_is_honoured_or_not(client: Client, flavour: str, posts: int) -> None:
    async with FakeMastodon(flavour) as server:
        first, second = [(await post(client, server.url, "x", "k")).json()["id"] for _ in range(2)]
        assert len(server.texts) == posts
        assert (first == second) == (posts == 1)


async def test_the_bug_answers_500_to_a_replayed_key(client: Client) -> None:
    async with FakeMastodon("mastodon-lock-bug") as server:
        assert (await post(client, server.url, "x", "k")).ok
        with pytest.raises(DeliveryError, match="500"):
            await post(client, server.url, "x", "k")
        assert server.texts == ["x"]


async def test_pleroma_replays_the_whole_answer(client: Client) -> None:
    async with FakeMastodon("pleroma") as server:
        first = await post(client, server.url, "x", "k")
        server.statuses.rows[0].text = "changed"
        assert (await post(client, server.url, "y", "k")).content == first.content


@pytest.mark.parametrize("name", sorted(FAULTS))
async def test_a_fault_commits_exactly_when_it_says_so(client: Client, name: str) -> None:
    commits = name.startswith("commit-then") or name in {"slow-drip", "late-commit", "ignore-key"}
    async with FakeMastodon() as server:
        if "hang" in name or name in {"late-commit", "slow-drip"}:
            lose_patience(client, whole=name == "slow-drip")
        server.misbehave(name, seconds=0.05 if name == "slow-drip" else PATIENCE)
        try:
            outcome = (await post(client, server.url, "x", "k")).status
        except DeliveryError:
            outcome = 0
        wanted = {"ignore-key": 200, "html": 200, "commit-then-garbage": 200, "commit-then-no-id": 200}
        assert outcome == wanted.get(name, int(name) if name.startswith("4") and name != "429" else 0)
    assert len(server.texts) == commits


async def test_pages_go_up_and_down(client: Client) -> None:
    async with FakeMastodon() as server:
        for number in range(100):
            server.statuses.commit(server.account, {"status": str(number)}, "", trims=False)
        ids = [row.id for row in server.statuses.rows]
        url = f"{server.url}/api/v1/accounts/{server.account}/statuses"

        async def page(**query: str) -> list[int]:
            headers = {"authorization": f"Bearer {TOKEN}"}
            answer = await client.call("GET", url, headers=headers, params={"limit": "80", **query})
            assert answer.headers["x-ratelimit-reset"].endswith("Z")
            return [ids.index(status["id"]) for status in answer.json()]

        assert await page() == list(range(99, 59, -1))
        assert await page(max_id=ids[60]) == list(range(59, 19, -1))
        assert await page(min_id=ids[9]) == list(range(49, 9, -1))
        assert await page(min_id=ids[99]) == []


async def test_chance_is_the_same_for_the_same_seed(client: Client) -> None:
    done = []
    for _ in range(2):
        async with FakeMastodon() as server:
            server.faults.load({"random": {"seed": 7, "rates": {"422": 0.3, "401": 0.3}}})
            for number in range(20):
                await post(client, server.url, str(number))
            done.append(server.faults.done)
    assert done[0] == done[1]
    assert {"401", "422"} == set(done[0])


@contextmanager
def run_server(*arguments: str) -> Iterator[dict[str, Any]]:
    command = [sys.executable, str(SCRIPT), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=PATIENCE) == 0


async def test_as_a_process_with_a_journal(client: Client, tmp_path: Path) -> None:
    journal = ["--journal", str(tmp_path / "journal.jsonl")]
    with run_server(*journal) as told:
        await post(client, told["url"], "one", "k")
        await client.call("POST", f"{told['control']}/commit", json={"status": "by hand"})
    with run_server(*journal, "--flavour", "mastodon-lock") as told:
        assert (await post(client, told["url"], "one", "k")).ok
        rows = (await client.call("GET", f"{told['control']}/statuses")).json()
        assert [(row["text"], row["key"]) for row in rows] == [("one", "k"), ("by hand", "")]
        answer = await client.call(
            "POST", f"{told['control']}/faults", json={"script": [{"fault": "nonsense"}]}
        )
        assert answer.status == 422


CLIENT = """
import json, sys, urllib.request
request = urllib.request.Request(sys.argv[1] + "/api/v1/statuses", json.dumps({"status": "x"}).encode())
request.add_header("content-type", "application/json")
request.add_header("authorization", "Bearer fake-token")
sys.stdin.readline()
urllib.request.urlopen(request).read()
sys.stdin.readline()
"""


@pytest.mark.parametrize(
    ("at", "event", "commits"),
    [
        (1, "accept", None),
        (2, "request read", 1),
        (3, "before commit", 1),
        (4, "after commit", 1),
        (5, "half the answer", 1),
        (6, "after answer", 1),
    ],
)
async def test_a_process_is_killed_at_the_chosen_event(at: int, event: str, commits: int | None) -> None:
    async with FakeMastodon() as server:
        command = [sys.executable, "-c", CLIENT, server.url]
        killed = await start_client(command)
        server.killing.arm(killed.pid, at)
        assert killed.stdin
        killed.stdin.write(b"go\n")
        await killed.stdin.drain()
        assert await killed.wait() == -signal.SIGKILL
        assert server.killing.killed_at == event
    assert commits is None or len(server.texts) == commits


async def start_client(command: list[str]) -> Any:
    return await asyncio.create_subprocess_exec(*command, stdin=subprocess.PIPE)
