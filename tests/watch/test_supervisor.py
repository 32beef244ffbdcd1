"""What the supervisor hears, over a real socket."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pace import PATIENCE
from structlog.testing import capture_logs

from bot.watch.supervisor import Supervisor

Listen = Callable[[str], socket.socket]


@pytest.fixture
def listen() -> Iterator[Listen]:
    opened = []

    def open_one(address: str) -> socket.socket:
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        opened.append(channel)
        channel.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        channel.settimeout(PATIENCE)
        return channel

    yield open_one
    for channel in opened:
        channel.close()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(name, raising=False)

    def give(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return give


def test_every_state_arrives_as_one_datagram(
    tmp_path: Path, listen: Listen, environment: Callable[..., None]
) -> None:
    address = str(tmp_path / "notify")
    heard = listen(address)
    environment(NOTIFY_SOCKET=address, WATCHDOG_USEC="90000000", WATCHDOG_PID=str(os.getpid()))
    supervisor = Supervisor.find()
    assert (supervisor.limit, supervisor.interval) == (90, 30)
    supervisor.tell_ready("working")
    supervisor.tell_alive("a line\nREADY=1 that would end the status")
    supervisor.tell_stopping()
    assert heard.recv(4096) == b"READY=1\nSTATUS=working"
    assert heard.recv(4096) == b"WATCHDOG=1\nSTATUS=a line READY=1 that would end the status"
    assert heard.recv(4096).startswith(b"STOPPING=1\nSTATUS=stopping")


@pytest.mark.skipif(not hasattr(socket, "SO_PASSCRED"), reason="abstract addresses are Linux's own")
def test_an_abstract_address_is_understood(listen: Listen, environment: Callable[..., None]) -> None:
    address = f"@newscrier-test-{os.getpid()}"
    heard = listen(address)
    environment(NOTIFY_SOCKET=address)
    Supervisor.find().tell_ready("working")
    assert heard.recv(4096).startswith(b"READY=1\n")


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"WATCHDOG_USEC": "90000000"},
        {"NOTIFY_SOCKET": "", "WATCHDOG_USEC": "90000000"},
        {"NOTIFY_SOCKET": "vsock:2:1234", "WATCHDOG_USEC": "90000000"},
        {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "0"},
        {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "soon"},
        {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "90000000", "WATCHDOG_PID": "1"},
    ],
)
def test_signs_of_life_are_given_only_to_who_asks_us(
    environment: Callable[..., None], variables: dict[str, str]
) -> None:
    environment(**variables)
    assert Supervisor.find().interval is None


def test_nobody_to_tell_is_no_fault_and_a_deaf_one_is_only_logged(tmp_path: Path, listen: Listen) -> None:
    with capture_logs() as logs:
        Supervisor().tell_ready("working")
        assert logs == []
        Supervisor(str(tmp_path / "nobody")).tell_ready("working")
        assert [line["event"] for line in logs] == ["the supervisor cannot be told"]
        listen(str(tmp_path / "full"))
        deaf = Supervisor(str(tmp_path / "full"), 1)
        for _ in range(2000):  # far more than a socket's buffer holds: it must not wait for a reader
            deaf.tell_alive("x" * 200)
        assert len(logs) > 1
