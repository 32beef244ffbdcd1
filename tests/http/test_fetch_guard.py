"""The guard: which addresses are public, one answer of the name service for check and use, TLS by name."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from dialled import PUBLIC, Lines
from hypothesis import given
from hypothesis import strategies as st
from pace import PATIENCE, PATIENT
from servers.outside import Outside

from bot.errors import Blocked, SourceError, Unreachable
from bot.http import Client, fetch
from bot.http import client as client_module
from bot.http.address import explain_refusal, in_turn, read_address, read_networks
from bot.http.guard import Guard


class Names:
    """A name service that gives one answer after the other, the last one for ever."""

    def __init__(self, *answers: Sequence[str] | OSError) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, OSError):
            raise answer
        return answer


def test_public_first_and_private_second_never_meets_the_private_one() -> None:
    names, lines = Names([PUBLIC], ["127.0.0.1"]), Lines(PUBLIC, "127.0.0.1")

    async def fetch_twice() -> None:
        async with Client(guard=Guard(resolve=names, network=lines)) as client:
            assert (await client.fetch("http://rebound.example/")).content == b"ok"
            assert lines.dialled == [PUBLIC]  # one look-up, and what it said was dialled
            assert names.asked == ["rebound.example"]
        async with Client(guard=Guard(resolve=names, network=lines)) as client:
            with pytest.raises(Blocked) as caught:
                await client.fetch("http://rebound.example/")
        assert caught.value.message == "rebound.example is at 127.0.0.1, an address of this machine"

    asyncio.run(fetch_twice())
    assert lines.dialled == [PUBLIC]


async def test_a_redirect_is_looked_up_again() -> None:
    moved = b"HTTP/1.1 302 Found\r\nlocation: http://inner.example/\r\ncontent-length: 0\r\n\r\n"
    names, lines = Names([PUBLIC], ["10.0.0.5"]), Lines(PUBLIC, "10.0.0.5", answer=[moved])
    async with Client(guard=Guard(resolve=names, network=lines)) as client:
        with pytest.raises(Blocked) as caught:
            await client.fetch("http://news.example/")
    assert caught.value.message == (
        "news.example leads on, and inner.example is at 10.0.0.5, a private address"
    )
    assert lines.dialled == [PUBLIC]


@pytest.mark.parametrize("answer", [[PUBLIC, "10.0.0.5"], ["10.0.0.5", PUBLIC], [PUBLIC, "::1"]])
async def test_one_private_address_is_enough_to_refuse(answer: list[str]) -> None:
    lines = Lines(PUBLIC)
    async with Client(guard=Guard(resolve=Names(answer), network=lines)) as client:
        with pytest.raises(Blocked):
            await client.fetch("http://news.example/")
    assert not lines.dialled


async def test_a_broken_family_costs_one_try() -> None:
    lines = Lines(PUBLIC)
    names = Names(["2606:2800::1", "2606:2800::2", "2606:2800::3", PUBLIC])
    async with Client(guard=Guard(resolve=names, network=lines)) as client:
        assert (await client.fetch("http://news.example/")).content == b"ok"
    assert lines.dialled == ["2606:2800::1", PUBLIC]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (socket.gaierror(socket.EAI_NONAME, "hidden"), "there is no such name"),
        (socket.gaierror(socket.EAI_AGAIN, "hidden"), "the name service does not answer"),
        ([], "the name has no address"),
        ([PUBLIC, "93.184.215.15"], "the connection broke"),
    ],
)
async def test_names_that_lead_nowhere(answer: Sequence[str] | OSError, why: str) -> None:
    async with Client(guard=Guard(resolve=Names(answer), network=Lines())) as client:
        with pytest.raises(Unreachable) as caught:
            await client.fetch("http://news.example/x?token=hidden")
    assert caught.value.message == f"news.example cannot be reached: {why}"


async def test_a_name_service_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_LONGEST_CONNECT", 0.1)

    async def hang(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(2 * PATIENCE)
        return []

    async with Client(timeout=PATIENT, guard=Guard(resolve=hang)) as client:
        with pytest.raises(Unreachable, match="looking up its name took too long"):
            await client.fetch("http://news.example/")


async def test_a_closed_door_is_named() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        async with Client(allow_private=["127.0.0.1"]) as client:
            with pytest.raises(Unreachable, match="it refuses the connection"):
                await client.fetch(f"http://127.0.0.1:{held.getsockname()[1]}/")


def test_networks_that_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Client(allow_private=["nonsense"])


# Addresses

KINDS = {
    "127.0.0.1": "an address of this machine",
    "::1": "an address of this machine",
    "0.0.0.0": "no real address",
    "::": "no real address",
    "10.1.2.3": "a private address",
    "172.31.0.1": "a private address",
    "192.168.1.1": "a private address",
    "100.64.0.1": "a private address",
    "100.100.100.200": "a private address",
    "fd00::1": "a private address",
    "fec0::1": "a private address",
    "169.254.1.1": "a link-local address",
    "fe80::1": "a link-local address",
    "fe80::1%eth0": "a link-local address",
    "169.254.169.254": "the address of a cloud's own service",
    "168.63.129.16": "the address of a cloud's own service",
    "fd00:ec2::254": "the address of a cloud's own service",
    "224.0.0.1": "an address for many at once",
    "255.255.255.255": "an address for many at once",
    "ff0e::1": "an address for many at once",
    "192.0.0.192": "a reserved address",
    "192.0.2.1": "a reserved address",
    "198.18.0.1": "a reserved address",
    "240.0.0.1": "a reserved address",
    "192.88.99.1": "a reserved address",
    "2001:db8::1": "a reserved address",
    "2001::1": "a reserved address",
    "3fff::1": "a reserved address",
    "5f00::1": "a reserved address",
    "100::1": "a reserved address",
    "64:ff9b:1::1": "a reserved address",
    "4000::1": "a reserved address",
    "::5db8:d70e": "a reserved address",  # IPv4-compatible, of a public address
    "::7f00:1": "an address of this machine",
    "::ffff:127.0.0.1": "an address of this machine",
    "::ffff:169.254.169.254": "the address of a cloud's own service",
    "64:ff9b::a00:1": "a private address",
    "2002:7f00:1::1": "an address of this machine",
    PUBLIC: None,
    "8.8.8.8": None,
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c": None,
    "::ffff:8.8.8.8": None,
    "64:ff9b::808:808": None,
    "2002:808:808::1": None,
}


@pytest.mark.parametrize("text", KINDS)
def test_kinds_of_addresses(text: str) -> None:
    assert explain_refusal(ipaddress.ip_address(text)) == KINDS[text]
    assert explain_refusal(read_address(text)) == KINDS[text]


@given(st.ip_addresses(v=4))
def test_ipv4_agrees_with_the_standard_library(address: ipaddress.IPv4Address) -> None:
    if explain_refusal(address) is None:
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved
    else:
        special = read_networks(["192.0.0.0/24", "192.88.99.0/24", "168.63.129.16", "224.0.0.0/4"])
        assert not address.is_global or any(address in network for network in special)


@given(st.ip_addresses(v=6) | st.ip_addresses(v=6, network="2000::/3"))
def test_ipv6_agrees_with_the_standard_library(address: ipaddress.IPv6Address) -> None:
    special = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]
    ordinary = address in ipaddress.IPv6Network("2000::/3") and not any(
        address in network for network in read_networks(special)
    )
    if ordinary:
        assert (explain_refusal(address) is None) == address.is_global
    elif explain_refusal(address) is None:
        assert address.sixtofour or address in ipaddress.IPv6Network("64:ff9b::/96") or address.ipv4_mapped


@given(st.ip_addresses(v=4))
def test_what_carries_an_address_is_no_safer_than_it(inner: ipaddress.IPv4Address) -> None:
    carriers = [
        ipaddress.IPv6Address(0xFFFF << 32 | int(inner)),
        ipaddress.IPv6Address(0x64FF9B << 96 | int(inner)),
        ipaddress.IPv6Address(0x2002 << 112 | int(inner) << 80 | 1),
    ]
    for carrier in carriers:
        assert (explain_refusal(carrier) is None) == (explain_refusal(inner) is None)


@given(st.ip_addresses(), st.sampled_from(["10.0.0.0/8", "127.0.0.1", "::1", "fd00::/8"]))
def test_allowing_opens_that_network_alone(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, network: str
) -> None:
    allowed = read_networks([network])
    opened = explain_refusal(address, allowed) != explain_refusal(address)
    carried = getattr(address, "sixtofour", None)
    assert not opened or address in allowed[0] or carried in allowed[0]
    assert explain_refusal(allowed[0].network_address, allowed) is None


@given(st.lists(st.ip_addresses(), max_size=8))
def test_taking_turns_loses_none(addresses: list[ipaddress.IPv4Address | ipaddress.IPv6Address]) -> None:
    turns = in_turn(addresses)
    assert sorted(turns, key=str) == sorted(addresses, key=str)
    assert turns[:1] == addresses[:1]


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for news.example, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "news.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def asked_names(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str | None]]:
    """The names that a client asks a TLS server for; clients trust the certificate."""
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(client_module, "shared_tls", lambda: trusting)
    names: list[str | None] = []
    yield names
    assert names


def make_tls(certificate: Path, names: list[str | None]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    return context


async def test_tls_and_host_stay_with_the_name(certificate: Path, asked_names: list[str | None]) -> None:
    guard = Guard(["127.0.0.0/8"], resolve=Names(["127.0.0.1"]))
    async with Outside(make_tls(certificate, asked_names)) as outside, Client(guard=guard) as client:
        fetched = await client.fetch(f"https://news.example:{outside.port}/fine")
        assert fetched.status == 200
        assert outside.requests[0].headers["host"] == f"news.example:{outside.port}"
    assert asked_names == ["news.example"]


async def test_another_name_at_the_same_address_does_not_hold(
    certificate: Path, asked_names: list[str | None]
) -> None:
    guard = Guard(["127.0.0.0/8"], resolve=Names(["127.0.0.1"]))
    async with Outside(make_tls(certificate, asked_names)) as outside, Client(guard=guard) as client:
        await client.fetch(f"https://news.example:{outside.port}/fine")
        with pytest.raises(SourceError) as caught:
            await client.fetch(f"https://other.example:{outside.port}/fine")
        assert len(outside.requests) == 1
    assert type(caught.value) is Unreachable
    assert "its certificate does not hold (Hostname mismatch" in caught.value.message


async def test_no_tls_where_it_should_be() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read(100)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Client(allow_private=["127.0.0.0/8"]) as client:
        with pytest.raises(Unreachable, match="it does not answer in proper TLS"):
            await client.fetch(f"https://127.0.0.1:{port}/fine")
