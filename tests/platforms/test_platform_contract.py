"""The contract, run over every platform there is, and over the toy that uses every part of it.

A stage is a server, or a folder, that the platform can post to, with the faults it should meet. A new
platform brings one with its test file: `open_stage(folder)` in tests/platforms/test_platform_<name>.py,
with what stands in platform_stage.py.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import json
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENCE, PATIENT, lose_patience
from platform_stage import HastyClock, Stage, make_post
from servers.mastodon import TOKEN, FakeMastodon
from toys.server import ToyServer
from toys.toy import Toy

from bot.errors import DeliveryError, NewscrierError, Rejected, TokenExpired, Unauthorized
from bot.http import Client
from bot.model import CannotTell, Limits, NotThere, Payload, Receipt, Recent, Repeat
from bot.plugin import (
    Editable,
    Findable,
    Platform,
    PlatformOptions,
    Readable,
    Refreshable,
    Withdrawable,
    discover_platforms,
)
from bot.secrecy import Credentials

PLATFORMS: dict[str, Any] = {**discover_platforms(), "toy": Toy}
CALLERS = sorted(
    name for name, kind in PLATFORMS.items() if {"server", "url"} & kind.Options.model_fields.keys()
)
SECTIONS = ("Scopes", "Limits", "Traps", "Cost")
FAULTS = (
    [str(status) for status in (401, 403, 404, 422, 429, 500, 502, 503)]
    + ["drop", "hang", "html"]
    + [f"commit-then-{what}" for what in ("drop", "500", "502", "garbage", "no-id", "hang")]
)


@asynccontextmanager
async def open_mastodon(folder: Path) -> AsyncIterator[Stage]:
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    async with FakeMastodon() as server:
        options = {"platform": "mastodon", "server": server.url, "token": {"file": "token"}}
        yield Stage(options, lambda: len(server.texts), {}, server.misbehave, server.faults.clear, folder)


@asynccontextmanager
async def open_file(folder: Path) -> AsyncIterator[Stage]:
    posts = folder / "out" / "posts"
    yield Stage(
        {"platform": "file"}, lambda: len(list(posts.glob("*.json"))), {}, folder=folder, creating_calls=0
    )


@asynccontextmanager
async def open_toy(folder: Path) -> AsyncIterator[Stage]:
    async with ToyServer() as server:
        options = {"platform": "toy", "server": server.url}
        yield Stage(
            options,
            lambda: len(server.posts),
            server.credentials,
            server.misbehave,
            server.faults.clear,
            folder,
        )


STAGES: dict[str, Any] = {"mastodon": open_mastodon, "file": open_file, "toy": open_toy}


for _name in PLATFORMS.keys() - STAGES.keys():
    STAGES[_name] = importlib.import_module(f"test_platform_{_name}").open_stage


@pytest.fixture(params=sorted(PLATFORMS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def stage(name: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with STAGES[name](tmp_path) as stage:
        yield stage


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(timeout=PATIENT) as client:
        yield client


class Untouchable:
    """Stands for a client that nobody may use yet."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the constructor, measure and check use no network: {name}")


def list_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


async def test_no_input_or_output_before_it_is_asked_for(
    name: str, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list_files(tmp_path)

    def refuse(*_args: Any, **_named: Any) -> Any:
        raise AssertionError("no input or output here")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_text", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    platform = stage.make(PLATFORMS[name], Untouchable())
    assert isinstance(platform.limits, Limits)
    assert isinstance(platform.repeat, Repeat)
    assert platform.check(make_post()) == []
    assert platform.measure(make_post().text) > 0
    monkeypatch.undo()
    assert list_files(tmp_path) == before


async def test_measure_and_check_say_the_same_every_time(name: str, stage: Stage) -> None:
    one, other = (stage.make(PLATFORMS[name], Untouchable()) for _ in range(2))
    for post in (
        make_post(),
        make_post(""),
        make_post("x" * 100_000),
        make_post("👩‍🚀 e\u0301 @you #tag \u202e"),
    ):
        before = repr(post)
        assert one.measure(post.text) == one.measure(post.text) == other.measure(post.text)
        assert one.check(post) == one.check(post) == other.check(post)
        assert repr(post) == before


async def test_a_post_is_made_by_one_creating_call(name: str, stage: Stage, client: Client) -> None:
    platform = stage.make(PLATFORMS[name], client)
    account = await platform.verify()
    assert account.id
    assert account.name
    assert client.creating_calls == 0
    payload = await platform.prepare(make_post(), "key-1", None)
    assert (client.creating_calls, stage.made()) == (0, 0)
    receipt = await platform.publish(payload)
    assert (client.creating_calls, stage.made()) == (stage.creating_calls, 1)
    assert isinstance(receipt, Receipt)
    assert receipt.id
    assert json.loads(json.dumps([receipt.id, receipt.url, receipt.extra]))


async def test_the_payload_alone_is_enough(name: str, stage: Stage, client: Client) -> None:
    prepared = await stage.make(PLATFORMS[name], client).prepare(make_post(), "key-1", None)
    stored = json.loads(json.dumps(prepared.body))
    assert stored == prepared.body
    await stage.make(PLATFORMS[name], client).publish(Payload("key-1", stored))
    assert stage.made() == 1


async def test_a_thread_hangs_together(name: str, stage: Stage, client: Client) -> None:
    platform = stage.make(PLATFORMS[name], client)
    if not platform.limits.threads:
        return
    said: list[str] = []
    last: Receipt | None = None
    for number in range(3):
        payload = await platform.prepare(make_post(f"Part {number}"), f"key-{number}", last)
        said.append(json.dumps(payload.body))
        assert last is None or last.id in said[number]
        last = await platform.publish(payload)
    assert stage.made() == 3
    assert len({*said}) == 3


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CALLERS)
async def test_only_errors_of_the_house_come_out(name: str, tmp_path: Path, fault: str) -> None:
    async with (
        STAGES[name](tmp_path) as stage,
        Client(HastyClock(), timeout=PATIENT) as client,
    ):
        platform = stage.make(PLATFORMS[name], client)
        payload = await platform.prepare(make_post(), "key-1", None)
        stage.misbehave(fault, seconds=PATIENCE)
        if "hang" in fault:
            lose_patience(client)
        if fault in stage.harmless:
            assert (await platform.publish(payload)).id
            return
        with pytest.raises(DeliveryError) as caught:
            await platform.publish(payload)
        assert client.creating_calls == 1
        assert isinstance(caught.value, NewscrierError)
        secrets = [TOKEN, *stage.credentials.values()]
        assert not [secret for secret in secrets if secret in f"{caught.value}{caught.value!r}"]


@pytest.mark.parametrize("fault", ["401", "403", "404", "422", "429", "500", "502", "drop", "html"])
@pytest.mark.parametrize("name", CALLERS)
async def test_look_ups_and_changes_fail_as_the_house_does(name: str, tmp_path: Path, fault: str) -> None:
    async with (
        STAGES[name](tmp_path) as stage,
        Client(HastyClock(), timeout=PATIENT) as client,
    ):
        platform = stage.make(PLATFORMS[name], client)
        learned = (await platform.verify()).learned
        platform = stage.make(PLATFORMS[name], client, learned)
        payload = await platform.prepare(make_post(), "key-1", None)
        receipt = await platform.publish(payload)
        now = datetime.now(UTC)
        acts = [platform.verify]
        acts += [lambda: platform.find(payload, now, None)] if isinstance(platform, Findable) else []
        acts += [lambda: platform.edit(receipt, payload)] if isinstance(platform, Editable) else []
        acts += [lambda: platform.withdraw(receipt)] if isinstance(platform, Withdrawable) else []
        for act in acts:
            stage.misbehave(fault, on="any", n=3, retry_after=60)
            with contextlib.suppress(DeliveryError):
                await act()
            stage.forgive()
        assert stage.made() <= 1


async def test_check_agrees_with_the_server(name: str, stage: Stage, client: Client) -> None:
    platform = stage.make(PLATFORMS[name], client)
    platform = stage.make(PLATFORMS[name], client, (await platform.verify()).learned)
    length = platform.limits.length
    if length is None:
        assert platform.check(make_post("x" * 100_000)) == []
        return
    assert platform.check(make_post("x" * length)) == []
    await platform.publish(await platform.prepare(make_post("x" * length), "fits", None))
    assert platform.check(make_post("x" * (length + 1)))
    with pytest.raises(Rejected):
        await platform.publish(await platform.prepare(make_post("x" * (length + 1)), "over", None))


async def test_what_may_be_found_changed_and_withdrawn(name: str, stage: Stage, client: Client) -> None:
    unverified = stage.make(PLATFORMS[name], client)
    platform = stage.make(PLATFORMS[name], client, (await unverified.verify()).learned)
    payload, since = await platform.prepare(make_post(), "key-1", None), datetime.now(UTC)
    if isinstance(platform, Findable):
        assert isinstance(await platform.find(payload, since, None), NotThere)
    change = await platform.prepare(make_post("Corrected"), "key-2", None)
    receipt = await platform.publish(payload)
    if isinstance(platform, Findable):
        found = await platform.find(payload, since, None)
        assert not isinstance(found, NotThere | CannotTell)
        assert found.id == receipt.id
    if isinstance(platform, Editable):
        assert {(await platform.edit(receipt, change)).id for _ in range(2)} == {receipt.id}
    if isinstance(platform, Withdrawable):
        for _ in range(2):
            await platform.withdraw(receipt)
        assert stage.made() == 0
    assert client.creating_calls == stage.creating_calls


async def test_what_may_be_sent_again_makes_no_second_post(name: str, stage: Stage, client: Client) -> None:
    platform = stage.make(PLATFORMS[name], client)
    platform = stage.make(PLATFORMS[name], client, (await platform.verify()).learned)
    payload = await platform.prepare(make_post(), "key-1", None)
    first = await platform.publish(payload)
    if platform.repeat.safe_for == timedelta(0):
        assert isinstance(platform, Findable), "neither repeat nor find: every doubt would need a person"
        return
    assert (await platform.publish(payload)).id == first.id
    assert stage.made() == 1


async def test_nothing_secret_shows(name: str, stage: Stage, client: Client) -> None:
    platform = stage.make(PLATFORMS[name], client)
    await platform.publish(await platform.prepare(make_post(), "key-1", None))
    shown = repr(platform) + repr(vars(platform)) + repr(platform._options) + str(platform._options)
    assert not [secret for secret in [TOKEN, *stage.credentials.values()] if secret in shown]


def test_the_docstring_is_a_how_to_page(name: str) -> None:
    page = inspect.getdoc(sys.modules[PLATFORMS[name].__module__]) or ""
    assert re.search(r"^1\. .+", page, re.MULTILINE)
    assert re.search(r"^2\. .+", page, re.MULTILINE)
    for section in SECTIONS:
        assert re.search(rf"^{section}$", page, re.MULTILINE), f"the page of {name} has no part {section}"


def test_every_option_is_described_with_an_example(name: str) -> None:
    options = PLATFORMS[name].Options
    assert issubclass(options, PlatformOptions)
    for option, field in options.model_fields.items():
        assert field.description, option
        assert field.examples, option
    assert options.model_json_schema()["additionalProperties"] is False


def test_the_name_is_the_modules_own(name: str) -> None:
    kind = PLATFORMS[name]
    assert kind.name == name == kind.__module__.rpartition(".")[2]
    assert kind.label
    assert isinstance(kind.tokens_url, str)
    for verb in ("measure", "check", "verify", "prepare", "publish"):
        assert callable(getattr(kind, verb))
        assert inspect.iscoroutinefunction(getattr(kind, verb)) == (verb in {"verify", "prepare", "publish"})


async def test_the_toy_uses_every_part_of_the_contract(tmp_path: Path) -> None:
    parts = (Findable, Editable, Withdrawable, Refreshable, Readable)
    async with ToyServer() as server, Client() as client:
        stage = Stage({"platform": "toy", "server": server.url}, lambda: 0, server.credentials)
        toy: Platform = stage.make(Toy, client)
        assert all(isinstance(toy, part) for part in parts)
        payload = await toy.prepare(make_post(), "key-1", None)
        server.expire()
        with pytest.raises(TokenExpired):
            await toy.publish(payload)
        assert server.made == 0
        assert isinstance(toy, Refreshable)
        renewed = await toy.refresh(Credentials(stage.credentials))
        assert "access-2" not in repr(renewed)
        with pytest.raises(Unauthorized):
            await toy.refresh(Credentials(stage.credentials))
        again = replace(stage, credentials=dict(renewed)).make(Toy, client)
        receipt = await again.publish(payload)
        assert await again.recent() == [Recent(Receipt(receipt.id))]
