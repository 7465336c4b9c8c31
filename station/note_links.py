"""Links of delivery notes: what their QR opens without a log-in, for some days.

Must not say what a link opens; the signature and its last day decide, and the ledger has the note.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from station.links import Signer

LASTS_DAYS = 30
"""A claim comes within days; a canteen counts once a month."""
PURPOSE = b"hangar note link 1|"
"""Keeps these signatures from ever meaning anything else."""


class NoteLinks:
    """Makes and reads the links of delivery notes; the same note has the same link."""

    def __init__(self, key_path: Path) -> None:
        self._signer = Signer(key_path, PURPOSE)

    def make(self, note: str, issued_on: str) -> str:
        """Return the text of a note's link."""
        last = date.fromisoformat(issued_on) + timedelta(days=LASTS_DAYS)
        return self._signer.sealed(f"{last.isoformat()}|{note}".encode())

    def read(self, text: str, *, today: str) -> str | None:
        """Return the note that a link is for; None when it was changed, forged, or is too old."""
        body = self._signer.opened(text)
        if body is None:
            return None
        last_day, note = body.split("|", 1)
        return note if today <= last_day else None
