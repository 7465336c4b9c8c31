"""What handhelds said of themselves last: what they still hold, how old their lists are.

It lies in a small file beside the ledger, outside the chain: it is news, not history. Must judge
nothing: the departure of a round asks for the facts through its desk.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from station.domain.codec import Malformed, from_plain
from station.domain.desk import Handheld

MAX_DEVICES = 200
"""Devices remembered; the one seen longest ago makes room."""
MAX_PENDING = 1_000_000
LONGEST_TEXT = 80

_SCHEMA = """
CREATE TABLE IF NOT EXISTS handhelds (
    device TEXT PRIMARY KEY, round TEXT, seen_at TEXT NOT NULL, report TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSnapshot:
    """The list a device judges with: its ETag, the ledger's seq it shows, when it was asked for."""

    etag: str = ""
    seq: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one device says; what it does not know is null (`battery` in percent)."""

    device: str
    name: str = ""
    post: str | None = None
    round: str | None = None
    pending: int = 0
    snapshot: HeldSnapshot | None = None
    persisted: bool | None = None
    secure: bool | None = None
    battery: int | None = None
    version: str = ""
    doubled: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.device) <= LONGEST_TEXT or not self.device.isprintable():
            raise Malformed("device", f"1 to {LONGEST_TEXT} characters", self.device)
        if not 0 <= self.pending <= MAX_PENDING:
            raise Malformed("pending", f"0 to {MAX_PENDING}", self.pending)
        if self.battery is not None and not 0 <= self.battery <= 100:
            raise Malformed("battery", "0 to 100 percent", self.battery)
        for name in ("name", "version"):
            if len(getattr(self, name)) > LONGEST_TEXT:
                raise Malformed(name, f"at most {LONGEST_TEXT} characters", getattr(self, name))


class Handhelds:
    """The handhelds of one hub, by device."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL").fetchone()
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def take(self, body: object, *, now: str, sender: str) -> Report:
        """Keep a device's newest report; raise `Malformed`."""
        report = from_plain(Report, body)
        told = json.dumps({**asdict(report), "sender": sender}, ensure_ascii=False)
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO handhelds VALUES (?, ?, ?, ?)",
                (report.device, report.round, now, told),
            )
            self._connection.execute(
                "DELETE FROM handhelds WHERE device NOT IN"
                " (SELECT device FROM handhelds ORDER BY seen_at DESC LIMIT ?)",
                (MAX_DEVICES,),
            )
        return report

    def forget(self, device: str) -> bool:
        """Drop a device that is gone for good; return whether it was known."""
        with self._lock:
            found = self._connection.execute("DELETE FROM handhelds WHERE device = ?", (device,))
            return found.rowcount > 0

    def all(self) -> list[dict[str, Any]]:
        """Return every report with when it came, the newest first."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT seen_at, report FROM handhelds ORDER BY seen_at DESC"
            ).fetchall()
        return [{**json.loads(report), "seen_at": seen_at} for seen_at, report in rows]

    def of_round(self, round: str, now: datetime) -> tuple[Handheld, ...]:
        """Return what the departure of a round must know of the devices that load it."""
        return tuple(
            Handheld(
                name=one["name"] or one["device"],
                pending=one["pending"],
                snapshot_seq=(one["snapshot"] or {}).get("seq", 0),
                age_s=int((now - datetime.fromisoformat(one["seen_at"])).total_seconds()),
            )
            for one in self.all()
            if one["round"] == round
        )
