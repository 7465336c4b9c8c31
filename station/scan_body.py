"""The body of a scan call, as the contract shapes it.

Must not judge what was scanned.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from station.domain.codec import Malformed
from station.domain.desk import Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanBody:
    """One scan: text in `data`, or bytes in `data_b64` when they are not text."""

    command_id: str
    data: str | None = None
    data_b64: str | None = None
    reader: str | None = None
    context: dict[str, Any] | None = None
    operator: str | None = None
    at: str | None = None
    judged: Judged | None = None

    def content(self) -> bytes | str:
        """Return what the symbol held; raise `Malformed` unless exactly one form is given."""
        if (self.data is None) == (self.data_b64 is None):
            raise Malformed("data", "exactly one of data and data_b64", self.data)
        if self.data is not None:
            return self.data
        try:
            return base64.b64decode(self.data_b64 or "", validate=True)
        except (binascii.Error, ValueError):
            raise Malformed("data_b64", "base64", self.data_b64) from None
