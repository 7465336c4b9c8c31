"""The errors a maintainer reads; each says what was expected, what came and what to do.

Must not hold what a worker reads: an expected "no" is a `Refusal` of the domain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in the configuration: the key, what came, what is allowed, what to do."""

    key: str
    value: str
    expected: str
    remedy_fr: str

    def __str__(self) -> str:
        """Say the fault on one line, for a maintainer."""
        return f"{self.key}: expected {self.expected}, got {self.value}. {self.remedy_fr}"


class HangarError(Exception):
    """The root of every error of the station."""


class ConfigError(HangarError):
    """The configuration cannot be used; `faults` names every reason at once."""

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([message, *(f"  - {fault}" for fault in self.faults)]))


class LedgerError(HangarError):
    """The ledger could not store or prove something; nothing was acknowledged."""


class LedgerBusy(LedgerError):
    """Another process holds the ledger, or too many commands are waiting."""
