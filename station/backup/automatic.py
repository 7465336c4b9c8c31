"""Makes copies without being asked: each night, and when a known stick is plugged in.

Must not make them inside the server: a copy is proven by a process of its own that steps back for
the floor. What became of it stands in the state beside the ledger.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from station.backup.manifest import Manifest, copies_in
from station.backup.state import read_state
from station.config import Config

log = logging.getLogger(__name__)

FIRST_LOOK_S = 120.0
"""After a start the floor comes first."""
LOOK_S = 20.0
"""How soon a plugged stick gets its copy."""
NIGHT = time(2, 30)
"""Local time of the nightly copy; a station that was off makes it when it is on again."""
RETRY_S = 3600.0
MOST_S = 1800
"""A copy that takes longer is stopped: the medium is failing."""
STEP_BACK = ("nice", "-n", "10")
"""Scans come first."""
LATE = timedelta(hours=36)


class AutomaticBackups:
    """Watches the places where copies go; `start` it, `stop` it."""

    def __init__(
        self,
        config: Config,
        *,
        now: Callable[[], datetime],
        seq: Callable[[], int],
        first_look_s: float = FIRST_LOOK_S,
        look_s: float = LOOK_S,
    ) -> None:
        """`seq`: the last event's number now."""
        self._config, self._now, self._seq = config, now, seq
        self._first_look_s, self._look_s = first_look_s, look_s
        self._wish = threading.Event()
        self._stopping = False
        self._there: set[Path] = set()
        self._failed_at: dict[Path, datetime] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; a copy that is being made is given up and leaves nothing behind."""
        self._stopping = True
        self._wish.set()
        if child := self._child:
            child.terminate()
        if self._thread.is_alive():
            self._thread.join(10)

    def ask(self) -> None:
        """Wish for a copy now, at every place that is there."""
        self._wish.set()

    def status(self) -> dict[str, Any]:
        """Return what the status document tells of copies."""
        state = read_state(self._config.storage.ledger)
        last = state.last
        age = self._now() - datetime.fromisoformat(last.at) if last else None
        return {
            "last": asdict(last) if last else None,
            "failure": asdict(state.failure) if state.failure else None,
            "late": age is None or age > LATE,
            "running": self._child is not None,
            "sticks": [
                {"path": str(stick), "there": stick.is_mount()}
                for stick in self._config.storage.backup_sticks
            ],
        }

    def second_copy(self) -> dict[str, Any] | None:
        """Return the newest verified copy that lies elsewhere, None where there is none."""
        made = read_state(self._config.storage.ledger).elsewhere
        if made is None:
            return None
        return {"epoch": made.epoch, "seq": made.seq, "at": made.at, "epochs": made.epochs}

    # --- the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        asked = self._wish.wait(self._first_look_s)
        while not self._stopping:
            self._wish.clear()
            try:
                self._look(asked)
            except Exception:
                log.exception("looking after the copies failed; tried again in %s s", self._look_s)
            asked = self._wish.wait(self._look_s)

    def _look(self, asked: bool) -> None:
        storage = self._config.storage
        storage.backup_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        sticks = {stick for stick in storage.backup_sticks if stick.is_mount()}
        plugged, self._there = sticks - self._there, sticks
        for place in (storage.backup_dir, *sorted(sticks)):
            if self._stopping:
                return
            if asked or self._due(place, plugged=place in plugged):
                self._copy(place)

    def _due(self, place: Path, *, plugged: bool) -> bool:
        failed = self._failed_at.get(place)
        if failed and not plugged and abs((self._now() - failed).total_seconds()) < RETRY_S:
            return False
        newest = newest_copy(place, self._config.hub.name)
        if newest is None or (plugged and newest.seq < self._seq()):
            return True
        return due(newest.made_at, self._now(), self._config.hub.timezone)

    def _copy(self, place: Path) -> None:
        command = [*STEP_BACK, sys.executable, "-m", "station.main", "backup", "--to", str(place)]
        house = str(Path(__file__).parents[2])
        search = os.pathsep.join(filter(None, (house, os.environ.get("PYTHONPATH"))))
        self._child = subprocess.Popen(
            [*command, "--config", str(self._config.path)],
            env=os.environ | {"PYTHONPATH": search},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            _, said = self._child.communicate(timeout=MOST_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            _, said = self._child.communicate()
        status, self._child = self._child.returncode, None
        if status == 0:
            self._failed_at.pop(place, None)
            log.info("a verified copy was made in %s", place)
        elif not self._stopping:
            self._failed_at[place] = self._now()
            log.warning("no copy in %s: %s", place, said.decode("utf-8", "replace").strip())


def newest_copy(place: Path, hub: str) -> Manifest | None:
    """Return the manifest of a hub's newest copy at a place."""
    mine = [made for _, made in copies_in(place) if made.hub == hub]
    return mine[-1] if mine else None


def due(made_at: str, now: datetime, timezone: str) -> bool:
    """Tell whether the last night that has begun has no copy yet.

    A copy from the future (the clock was set back) counts as made: no copy after another.
    """
    local = now.astimezone(ZoneInfo(timezone))
    night = datetime.combine(local.date(), NIGHT, tzinfo=ZoneInfo(timezone))
    if local < night:
        night -= timedelta(days=1)
    return datetime.fromisoformat(made_at) < night.astimezone(UTC)
