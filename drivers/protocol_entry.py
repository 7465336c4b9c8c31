"""Says what the registry knows of one protocol, its usual serial settings included.

It lists no protocol and builds nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialSettings:
    """How a device's serial line is usually set when it leaves the maker."""

    baudrate: int = 9600
    bytesize: int = 8
    parity: str = "N"
    stopbits: int = 1

    def query(self) -> str:
        """Return them as the part of a device URL after "?"."""
        return (
            f"baudrate={self.baudrate}&bytesize={self.bytesize}"
            f"&parity={self.parity}&stopbits={self.stopbits}"
        )

    def short(self) -> str:
        """Return them as people write them: "9600 7E1"."""
        return f"{self.baudrate} {self.bytesize}{self.parity}{self.stopbits}"

    @classmethod
    def from_short(cls, text: str) -> SerialSettings | None:
        """Return the settings of "9600 7E1"; None for anything else."""
        match = _SHORT.fullmatch(text)
        if match is None:
            return None
        baudrate, bytesize, parity, stopbits = match.groups()
        return cls(
            baudrate=int(baudrate), bytesize=int(bytesize), parity=parity, stopbits=int(stopbits)
        )


_SHORT = re.compile(r"([1-9][0-9]{2,6}) ([5-8])([NEOMS])([12])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a protocol that has a name is not spoken here, and what to do instead."""

    reason: str
    remedy_fr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolEntry:
    """One protocol. The texts are shown to people who choose a device.

    `build` takes nothing for a scale or a scanner, and a printer's Waits for a printer. It also
    takes, by name, those settings of a device that `options` lists. `serial`: the usual
    settings, the likeliest first; empty where the device has no serial line. A protocol that is
    `refused` is known by name only.
    """

    kind: str
    protocol: str
    name: str
    stability: str | None
    tare: str | None
    status: str | None
    proof_of_print: str | None
    tested_against: str
    build: Callable[..., object]
    options: tuple[str, ...] = ()
    serial: tuple[SerialSettings, ...] = ()
    refused: Refused | None = None
