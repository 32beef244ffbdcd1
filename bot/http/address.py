"""Which addresses of the internet protocol lie in the outside world, and which nearer home."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from itertools import chain, zip_longest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_KINDS = (
    ("the address of a cloud's own service", ("169.254.169.254", "fd00:ec2::254", "168.63.129.16")),
    ("an address of this machine", ("127.0.0.0/8", "::1")),
    ("no real address", ("0.0.0.0/8", "::")),
    (
        "a private address",
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10"),
    ),
    ("a link-local address", ("169.254.0.0/16", "fe80::/10")),
    ("an address for many at once", ("224.0.0.0/4", "255.255.255.255", "ff00::/8")),
)
_NAMED = tuple((kind, tuple(map(ip_network, networks))) for kind, networks in _KINDS)
# From the IANA special-purpose registries; older patch releases of Python call some of these global.
_RESERVED = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
        ),
    )
)
_UNICAST_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


def read_networks(networks: Sequence[str]) -> tuple[Network, ...]:
    """Networks or single addresses as a newsroom writes them (`127.0.0.0/8`, `::1`). Raises ValueError."""
    return tuple(ip_network(network.strip(), strict=False) for network in networks)


def read_address(text: str) -> Address:
    """An address as a resolver writes it, out of its IPv4-mapped form. Raises ValueError."""
    address = ip_address(text)
    return getattr(address, "ipv4_mapped", None) or address


def explain_refusal(address: Address, allowed: Sequence[Network] = ()) -> str | None:
    """What kind of address it is (`a private address`), or None where one may connect to it.

    Anything but an address of the global unicast space is refused; so is one that carries another
    inside it (IPv4-mapped and -compatible, 6to4, NAT64) which is refused. `allowed` opens networks.
    """
    if any(address in network for network in allowed):
        return None
    inner = _carried(address)
    if inner is None:
        return _explain_outer(address)
    refusal = explain_refusal(inner, allowed)
    return refusal if refusal or _only_carries(address) else _explain_outer(address)


def _explain_outer(address: Address) -> str | None:
    for kind, networks in _NAMED:
        if any(address in network for network in networks):
            return kind
    if (
        any(address in network for network in _RESERVED)
        or not address.is_global
        or (isinstance(address, IPv6Address) and address not in _UNICAST_6)
    ):
        return "a reserved address"
    return None


def _carried(address: Address) -> IPv4Address | None:
    """The IPv4 address to which a packet for this IPv6 address would really go."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _only_carries(address: Address) -> bool:
    """Whether it says nothing but what it carries; of 6to4, some releases of Python say it is not global."""
    return isinstance(address, IPv6Address) and (
        address in _NAT64 or address.ipv4_mapped is not None or address.sixtofour is not None
    )


def in_turn(addresses: Sequence[Address]) -> list[Address]:
    """The same addresses with the families taking turns, so that a broken one costs one try."""
    first = [address for address in addresses if address.version == addresses[0].version]
    other = [address for address in addresses if address.version != addresses[0].version]
    turns = chain.from_iterable(zip_longest(first, other))
    return [address for address in turns if address is not None]
