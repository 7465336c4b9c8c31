"""Takes one copy for a hub: made, judged where it lies, remembered, and the old ones tidied away.

Must not tidy by a clock that is not sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.backup.copying import make_copy, prune
from station.backup.manifest import BackupError, Manifest, read_manifest
from station.backup.places import lies_elsewhere
from station.backup.state import Failed, Made, note_failure, note_made
from station.clock import instant_text
from station.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One verified copy, and the old ones that went."""

    folder: Path
    manifest: Manifest
    elsewhere: bool
    removed: tuple[Path, ...]


def take_copy(config: Config, to: Path | None, *, now: datetime, sure: bool) -> Taken:
    """Make a verified copy in `to`, else in `backup_dir`; raise `BackupError`, remembered too.

    `sure`: whether a time source disciplines the clock that said `now`.
    """
    home, ledger = config.storage.backup_dir, config.storage.ledger
    place = (to or home).absolute()
    if place == home:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    clock = "synchronised" if sure else "unsure"
    try:
        folder = make_copy(
            ledger, place, configuration=config.path, hub=config.hub.name, now=now, clock=clock
        )
    except BackupError as error:
        if ledger.is_file():
            _remember_failure(ledger, place, error, now)
        raise
    manifest = read_manifest(folder)
    declared = place == home and config.storage.backup_elsewhere
    elsewhere = lies_elsewhere(place, ledger, declared=declared)
    _remember(ledger, place, manifest, elsewhere)
    # A clock that is not sure could make the newest copy look like the oldest.
    removed = tuple(prune(place, hub=config.hub.name)) if sure else ()
    return Taken(folder=folder, manifest=manifest, elsewhere=elsewhere, removed=removed)


def _remember(ledger: Path, place: Path, manifest: Manifest, elsewhere: bool) -> None:
    note_made(
        ledger,
        Made(
            at=manifest.made_at,
            epoch=manifest.epoch,
            seq=manifest.seq,
            to=str(place),
            elsewhere=elsewhere,
            epochs=manifest.covers(),
        ),
    )


def _remember_failure(ledger: Path, place: Path, error: BackupError, now: datetime) -> None:
    at = instant_text(now)
    note_failure(ledger, Failed(at=at, to=str(place), why=str(error), say_fr=error.say_fr))
