"""Our platform against PyPI's mastodon_mock as a process: somebody else's reading of the same interface."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENCE, PATIENT
from servers.install_mastodon_mock import COMMAND, is_installed
from servers.ports import find_free_port

from bot.errors import Unauthorized
from bot.http import Client
from bot.model import MarkedText, NotThere, Post, Receipt
from bot.platforms.mastodon import Mastodon
from bot.secrecy import Credentials

pytestmark = pytest.mark.skipif(
    not is_installed(), reason="mastodon_mock is not here: python tests/servers/install_mastodon_mock.py"
)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    ends_at = time.monotonic() + PATIENCE
    while time.monotonic() < ends_at:
        if process.poll() is not None:
            pytest.fail(f"mastodon_mock ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("mastodon_mock did not start in time")


@pytest.fixture(scope="module")
def mock_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = find_free_port()
    command = [str(COMMAND), "serve", "--in-memory", "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(command, cwd=tmp_path_factory.mktemp("mock"), stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def make_options(url: str, folder: Path, token: str = "mock_token") -> Any:
    (folder / "token").write_text(token, encoding="utf-8")
    written = {"platform": "mastodon", "server": url, "token": {"file": "token"}}
    return Mastodon.Options.model_validate(written, context={"project": folder})


def make_post(text: str) -> Post:
    return Post(MarkedText(text), "en", "Ferry stays")


async def test_the_whole_life_of_a_post(mock_url: str, tmp_path: Path) -> None:
    options = make_options(mock_url, tmp_path)
    async with Client(timeout=PATIENT) as client:
        account = await Mastodon(options, client, Credentials(), {}).verify()
        assert account.may_post
        assert account.name.startswith("@testuser@")
        platform = Mastodon(options, client, Credentials(), account.learned)
        assert (platform.limits.length, platform.repeat.safe_for) == (500, timedelta(minutes=50))

        since = datetime.now(UTC)
        text = (
            "Ferry stays\n\n“So it is,” & more\n— Ann\n\nhttps://courier.example.org/ferry?a=1&b=2\n\n#Port"
        )
        payload = await platform.prepare(make_post(text), "mock-key-1", None)
        assert await platform.find(payload, since, None) == NotThere()
        receipt = await platform.publish(payload)
        assert (await platform.publish(payload)).id == receipt.id
        found = await platform.find(payload, since, None)
        assert isinstance(found, Receipt)
        assert found.id == receipt.id

        reply = await platform.publish(await platform.prepare(make_post("And more"), "mock-key-2", receipt))
        later = await platform.prepare(make_post("And more"), "mock-key-2", receipt)
        found = await platform.find(later, since, receipt)
        assert isinstance(found, Receipt)
        assert found.id == reply.id

        change = await platform.prepare(make_post("Ferry stays, says the town"), "mock-key-3", None)
        assert (await platform.edit(receipt, change)).id == receipt.id
        assert isinstance(await platform.find(change, since, None), Receipt)
        for _ in range(2):
            await platform.withdraw(receipt)
        assert await platform.find(change, since, None) == NotThere()


async def test_a_wrong_token_is_refused(mock_url: str, tmp_path: Path) -> None:
    async with Client(timeout=PATIENT) as client:
        platform = Mastodon(make_options(mock_url, tmp_path, "wrong_token"), client, Credentials(), {})
        with pytest.raises(Unauthorized):
            await platform.verify()
        with pytest.raises(Unauthorized):
            await platform.publish(await platform.prepare(make_post("x"), "k", None))
