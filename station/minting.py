"""Gives out identities: crates with internal code and SSCC, and scannable cards.

Only the serial and the ledger's epoch decide (a badge is drawn); events carry what was given. Must
not remember anything: the rows of numbers are the ledger's.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from labels.identity import CodeKind, grai, internal_code, sscc
from labels.scanned import interpret
from station.errors import LedgerError
from station.ledger.epochs import Epoch, blocks_of, sscc_serials

CARD_KINDS: dict[str, CodeKind] = {
    "producer": CodeKind.PRODUCER,
    "product": CodeKind.PRODUCT,
    "customer": CodeKind.CUSTOMER,
    "crate-type": CodeKind.CRATE_TYPE,
    "zone": CodeKind.ZONE,
    "round": CodeKind.ROUND,
    "operator": CodeKind.BADGE,
    "action": CodeKind.ACTION,
    "emergency": CodeKind.EMERGENCY,
}
"""Which kind letter a card of each registered thing begins with."""

RESERVE = 100
"""SSCCs kept back for one command: the largest entry makes sixty crates."""
INTERNAL_KINDS = {CodeKind.EMERGENCY: "emergency", CodeKind.TAG: "tag"}
"""Internal codes that may be put on any crate."""
ASSET_DIGITS = 12
"""Digits of company prefix and asset type in a GRAI."""
ASSET = "8003"
"""The application identifier of a returnable crate (GRAI)."""
BADGES = 31**6
"""Serials of six characters: what a guesser of badges has to try, at the rate log-in allows."""
SSCC_DIGITS = 16
"""Digits of an SSCC between extension and check digit: company prefix and serial."""


def _internal_kind(kind: CodeKind | None) -> str:
    return INTERNAL_KINDS.get(kind, "internal") if kind else "internal"


class EpochMinting:
    """The identities of one epoch of one hub; `company_prefix` is empty without a licence."""

    def __init__(
        self, epoch: Epoch, company_prefix: str, *, before: int = 0, former: Iterable[Epoch] = ()
    ) -> None:
        """`before`: crates that earlier epochs (`former`) numbered; this block starts after."""
        self._epoch, self._before = epoch, before
        self._prefix = company_prefix
        self._extension, self._serials = 0, range(0)
        if company_prefix:
            width = SSCC_DIGITS - len(company_prefix)
            self._extension, self._serials = sscc_serials(epoch.sscc_block, width)
            circle = blocks_of(width)
            if epoch.sscc_block % circle in {each.sscc_block % circle for each in former}:
                self._serials = range(0)  # an earlier epoch gave these out: never again

    def crate(self, serial: int) -> tuple[str, str | None]:
        """Return a crate's internal code and its SSCC, None without a company prefix."""
        code = internal_code(CodeKind.CRATE, self._epoch.tag, serial)
        if not self._prefix:
            return code, None
        place = serial - self._before - 1
        if not 0 <= place < len(self._serials):
            raise LedgerError(
                f"epoch {self._epoch.epoch}: expected a place below {len(self._serials)}, got"
                f" {place}: the SSCC serials under {self._prefix} are used up, get a shorter prefix"
            )
        return code, sscc(self._extension, self._prefix, self._serials[place])

    def nearly_used_up(self, last_serial: int) -> bool:
        """Return whether one more command might need more SSCCs than the block has left."""
        used = last_serial - self._before
        return bool(self._serials) and used + RESERVE > len(self._serials)

    def card(self, kind: str, serial: int) -> str:
        """Return the card of the serial-th registered thing of its kind.

        A badge opens doors, so nobody may compute it from the codes on crates: its place is drawn.
        """
        if kind == "operator":
            serial = secrets.randbelow(BADGES)
        return internal_code(CARD_KINDS[kind], self._epoch.tag, serial)

    def tag(self, asset_type: int, serial: int) -> str:
        """Return the code that one returnable crate bears for good: a GRAI where licensed."""
        code = internal_code(CodeKind.TAG, self._epoch.tag, serial)
        if not self._prefix or asset_type >= 10 ** (ASSET_DIGITS - len(self._prefix)):
            return code
        return f"({ASSET}){grai(self._prefix, asset_type, code)}"

    def read(self, text: str) -> tuple[str, str]:
        """Return the kind of a code that a person or scanner gave, and the code itself."""
        scanned = interpret(text)
        if scanned.kind == "sscc":
            own = self._prefix and scanned.code[1:].startswith(self._prefix)
            return ("own" if own else "sscc"), scanned.code
        if scanned.kind == "internal":
            return _internal_kind(scanned.code_kind), scanned.code
        if scanned.elements and scanned.elements[0][0] == ASSET:
            return "grai", scanned.code
        return ("trade" if scanned.kind in ("gtin", "gs1") else "text"), scanned.code
