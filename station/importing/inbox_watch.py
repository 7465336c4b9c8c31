"""Applies dropped order files about which nothing is doubtful, where the hub chose so.

Must leave everything else to a person: problems, late lines, lines that would be cancelled, files
without a day. A file is tried once for each content.
"""

from __future__ import annotations

import logging
from hashlib import sha256

from station.importing.applying import Report, Send, import_file
from station.importing.inbox import Dropped, Inbox, read, settle
from station.importing.orders_applying import Closed
from station.reading import Readers
from station.workers import Regularly

log = logging.getLogger(__name__)

EVERY_S = 5.0
"""Between two looks; order files come some times a day."""


class InboxWatch:
    """Looks from time to time on a thread of its own."""

    def __init__(
        self, inbox: Inbox, readers: Readers, *, send: Send, closed: Closed, preset: str | None
    ) -> None:
        self._inbox, self._readers, self._preset = inbox, readers, preset
        self._send, self._closed = send, closed
        self._tried: set[str] = set()
        self._looks = Regularly("inbox", look=self.once, every_s=EVERY_S)

    def start(self) -> None:
        """Begin to look."""
        self._looks.start()

    def stop(self) -> None:
        """Look no more; a file that is being applied is finished first."""
        self._looks.stop()

    def once(self) -> None:
        """Look once: apply what is certain, leave the rest where it is."""
        for file in self._inbox.look():
            if file.still:
                self._try(file)

    def _try(self, file: Dropped) -> None:
        content = read(file)
        mark = f"{file.id} {sha256(content).hexdigest()}"
        if mark in self._tried:
            return
        self._tried.add(mark)
        if not certain(self._import(file, content, dry_run=True)):
            log.warning("%s waits for a person", file.path.name)
            return
        report = self._import(file, content, dry_run=False)
        if report.applied:
            words = f"Appliqué tout seul : {len(report.added)} lignes ajoutées,"
            words += f" {len(report.changed)} changées, {len(report.unchanged)} identiques."
            settle(file, "done", words)
            log.info("%s was applied", file.path.name)

    def _import(self, file: Dropped, content: bytes, *, dry_run: bool) -> Report:
        return import_file(
            "orders",
            content,
            readers=self._readers,
            send=self._send,
            source=file.path.name,
            preset=self._preset,
            delivery_date=file.day,
            dry_run=dry_run,
            closed=self._closed,
        )


def certain(report: Report) -> bool:
    """Tell whether a difference needs nobody: no problem, nothing late, nothing missing."""
    rows: tuple[dict[str, object], ...] = (*report.added, *report.changed)
    return not report.problems and not report.cancelled and not any(row["late"] for row in rows)
