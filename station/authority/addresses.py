"""Under which names and addresses this machine is reached on its own network.

Must not ask the network: a router that is off must not slow the start.
"""

from __future__ import annotations

import fcntl
import ipaddress
import socket
import struct
from collections.abc import Iterable
from pathlib import Path

NETWORK_CARDS = Path("/sys/class/net")
SIOCGIFADDR, SIOCGIFNETMASK = 0x8915, 0x891B
NAME = "hangar.local"
"""The name that avahi announces; always certified."""
WIDEST = 16
"""A constraint is never wider than this, whatever mask a router hands out."""


def local_interfaces() -> list[ipaddress.IPv4Interface]:
    """Return this machine's private IPv4 addresses with their networks, loopback left out."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for card in sorted(NETWORK_CARDS.iterdir()) if NETWORK_CARDS.is_dir() else ():
            try:
                address = _asked(asking, card.name, SIOCGIFADDR)
                mask = _asked(asking, card.name, SIOCGIFNETMASK)
            except OSError:
                continue  # a card without an address
            interface = ipaddress.IPv4Interface(f"{address}/{mask}")
            if interface.is_private and not interface.is_loopback:
                found.append(interface)
    return found


def _asked(asking: socket.socket, card: str, what: int) -> ipaddress.IPv4Address:
    answer = fcntl.ioctl(asking, what, struct.pack("256s", card.encode()[:15]))
    return ipaddress.IPv4Address(answer[20:24])


def networks_of(
    interfaces: Iterable[ipaddress.IPv4Interface],
) -> tuple[ipaddress.IPv4Network, ...]:
    """Return the networks that the root may certify addresses of, none wider than a /16."""
    return tuple(
        dict.fromkeys(
            ipaddress.IPv4Network(f"{each.ip}/{max(WIDEST, each.network.prefixlen)}", strict=False)
            for each in interfaces
        )
    )


def local_names(trusted_hosts: Iterable[str]) -> tuple[str, ...]:
    """Return the certified names: hangar.local, and the hub's own names that end in .local.

    A name of the public Internet gets no certificate of ours, whatever the file says.
    """
    given = (name.lstrip(".").lower() for name in trusted_hosts)
    return tuple(dict.fromkeys([NAME, *(name for name in given if name.endswith(".local"))]))
