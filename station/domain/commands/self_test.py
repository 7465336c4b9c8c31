"""Commands that record how a post's devices did when tried.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import STATION, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleTrial:
    """A scale under its check weight; `weight_g` None: it has none. `detail`: why nothing was read.

    `tolerance_g` is how far the reading may be from the check weight, one division.
    """

    device: str
    weight_g: int | None = None
    read_g: int | None = None
    tolerance_g: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterTrial:
    """A printer and its test label: `printed` None where nobody asked for one."""

    device: str
    label: str = ""
    printed: bool | None = None
    read_back: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerTrial:
    """A wired scanner, and whether a scan of it came in during the test."""

    device: str
    heard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSelfTest:
    """Record how the devices of a post did when tried (the station itself sends this)."""

    scale: ScaleTrial | None = None
    printer: PrinterTrial | None = None
    scanners: tuple[ScannerTrial, ...] = ()


ROLES: Roles = ((STATION, (RecordSelfTest,)),)
"""Who may send which of these."""
