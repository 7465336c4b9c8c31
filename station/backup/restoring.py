"""Puts a copy in the place of a ledger: proven first, the old one kept aside, a new epoch begun.

Must not run beside a server, and must not touch the ledger in place before the copy is whole.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.backup.copying import BESIDE, NOT_COPIED, check_copy, prove_copy
from station.backup.manifest import (
    LEDGER,
    NAME,
    BackupError,
    Manifest,
    copies_in,
)
from station.bus import CommandBus
from station.clock import instant_text
from station.config import Config
from station.config.model import TEMPLATES_FOLDER
from station.control import COMMAND_LINE
from station.errors import HangarError
from station.ledger.epochs import Epoch, all_epochs, current_epoch, mint_epoch
from station.ledger.events import Head
from station.ledger.lock import LedgerLock, lock_path
from station.ledger.schema import NEWEST, ensure_schema, schema_version
from station.ledger.store import open_reader, open_writer
from station.messages import open_envelope
from station.offline import offline_bus
from station.proving import prove
from station.reading import world_on
from station.rebuilding import rebuild_on
from station.vault import Vault

STAGED = ".restoring"
LOG_FILES = ("-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What could be read of the ledger that stood there: its end, its epochs, what was erased."""

    head: Head | None = None
    epochs: tuple[Epoch, ...] = ()
    erased: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did. `aside`: where the replaced ledger is; `kept`: files not taken."""

    source: Path
    manifest: Manifest
    epoch: str
    seq: int
    aside: Path | None
    taken: tuple[str, ...]
    kept: tuple[str, ...]
    erased_again: int
    newer: tuple[Path, ...]


def choose(source: Path, *, hub: str | None = None) -> Path:
    """Return the copy that is meant: the folder itself, or the newest of a hub's copies in it."""
    if (source / NAME).is_file():
        return source
    found = list(copies_in(source))
    mine = [path for path, made in found if hub in (None, made.hub)]
    hubs = sorted({made.hub for _, made in found})
    if not mine or (hub is None and len(hubs) > 1):
        there = f"copies of {', '.join(hubs)}" if hubs else "no copy"
        raise BackupError(
            f"{source}: expected a copy{f' of {hub}' if hub else ''}, found {there}: name the"
            " folder of one copy"
        )
    return mine[-1]


def restore(source: Path, config: Config, *, now: datetime) -> Restored:
    """Replace the hub's ledger by the copy `source`; raise before anything is replaced."""
    ledger = config.storage.ledger
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with LedgerLock(ledger):
        manifest = check_copy(source)
        replaced = _look_at(ledger)
        others = _other_copies(source, config)
        newer = [made for _, made in others if _later(made, manifest)]
        erased = replaced.erased if replaced.head else newer[-1].erased if newer else ()
        staged = _staged(source, ledger, manifest)
        _begin_epoch(
            staged,
            now=now,
            apart_from=[*replaced.epochs, *(each for _, made in others for each in made.epochs)],
        )
        again = _still_there(staged, erased)
        epoch, seq = _mark(staged, config, manifest, replaced, again)
        aside = _swap(staged, ledger, now)
        taken, kept = _beside(source, config, manifest)
    return Restored(
        source=source,
        manifest=manifest,
        epoch=epoch,
        seq=seq,
        aside=aside,
        taken=taken,
        kept=kept,
        erased_again=len(again),
        newer=tuple(path for path, made in others if _later(made, manifest)),
    )


def _later(made: Manifest, than: Manifest) -> bool:
    return (made.made_at, made.seq) > (than.made_at, than.seq)


def _other_copies(source: Path, config: Config) -> list[tuple[Path, Manifest]]:
    """Return this hub's other copies that can be seen, oldest first."""
    found = {
        path.resolve(): made
        for folder in (source.resolve().parent, config.storage.backup_dir)
        for path, made in copies_in(folder)
        if made.hub == config.hub.name
    }
    found.pop(source.resolve(), None)
    return sorted(found.items(), key=lambda each: (each[1].made_at, each[1].seq))


def _look_at(ledger: Path) -> Replaced:
    """Read what the restored ledger must know of the one it replaces, where that can be read."""
    try:
        if not ledger.exists() or schema_version(ledger) != NEWEST:
            return Replaced()
        with closing(open_reader(ledger)) as old:
            row = old.execute(
                "SELECT epoch, seq, hash FROM events ORDER BY seq DESC LIMIT 1"
            ).fetchone()
            return Replaced(
                head=Head(epoch=row[0], seq=row[1], hash=row[2]) if row else None,
                epochs=tuple(all_epochs(old)),
                erased=tuple(Vault(old).erased()),
            )
    except (HangarError, sqlite3.Error):
        return Replaced()


def _staged(source: Path, ledger: Path, manifest: Manifest) -> Path:
    """Copy the ledger of the copy beside the one it will replace, and prove it there."""
    staged = ledger.with_name(ledger.name + STAGED)
    for end in ("", *LOG_FILES):
        staged.with_name(staged.name + end).unlink(missing_ok=True)
    try:
        os.close(os.open(staged, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        shutil.copyfile(source / LEDGER, staged)
        ensure_schema(staged)
        with closing(open_writer(staged)) as connection:
            if not world_on(connection).is_current():
                connection.execute("BEGIN IMMEDIATE")
                rebuild_on(connection)
                connection.execute("COMMIT")
        prove_copy(staged, manifest)
    except BaseException:
        _forget(staged)
        raise
    return staged


def _begin_epoch(staged: Path, *, now: datetime, apart_from: Iterable[Epoch]) -> None:
    """Mint the new epoch, apart from all that are in sight."""
    with closing(open_writer(staged)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        mint_epoch(
            connection,
            station="s1",
            minted_at=instant_text(now),
            apart_from=apart_from,
        )
        connection.execute("COMMIT")


def _still_there(staged: Path, erased: Iterable[str]) -> tuple[str, ...]:
    """Return which entries the copy holds that were erased since it was made."""
    with closing(open_reader(staged)) as connection:
        vault = Vault(connection)
        return tuple(id for id in erased if vault.get(id) is not None)


def _mark(
    staged: Path,
    config: Config,
    manifest: Manifest,
    replaced: Replaced,
    erased: tuple[str, ...],
) -> tuple[str, int]:
    """Store what happened, and erase again what was erased since; prove the whole."""
    bus: CommandBus = offline_bus(config, staged)
    try:
        body = {
            "command_id": f"restore-{manifest.seq}-{os.urandom(8).hex()}",
            "type": "MarkRestored",
            "data": {
                "copied_at": manifest.made_at,
                "copied_epoch": manifest.epoch,
                "copied_seq": manifest.seq,
                "replaced_epoch": replaced.head.epoch if replaced.head else None,
                "replaced_seq": replaced.head.seq if replaced.head else None,
                "erased": list(erased),
            },
        }
        answer = bus.run(open_envelope(body, COMMAND_LINE)).answer
    finally:
        bus.close()
    proof = prove(staged)
    if answer["outcome"] != "accepted" or not proof.good:
        _forget(staged)
        raise BackupError(f"{staged}: expected a whole ledger, found {proof.problems[:5]}")
    with closing(open_reader(staged)) as made:
        epoch = current_epoch(made)
    assert epoch is not None
    return epoch.epoch, proof.events


def _swap(staged: Path, ledger: Path, now: datetime) -> Path | None:
    """Keep the old ledger aside, then put the new one into its place in one step."""
    with closing(sqlite3.connect(staged)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    _synced(staged)
    aside = None
    if ledger.exists():
        with suppress(HangarError, sqlite3.Error, OSError):
            _fold_log(ledger)
        aside = _set_aside(ledger, now)
    for end in LOG_FILES:  # the log of the old ledger must never be read into the new one
        ledger.with_name(ledger.name + end).unlink(missing_ok=True)
    staged.replace(ledger)
    _own(ledger)
    _synced(ledger.parent)
    for path in (lock_path(staged), *(staged.with_name(staged.name + end) for end in LOG_FILES)):
        path.unlink(missing_ok=True)
    return aside


def _fold_log(ledger: Path) -> None:
    """Bring what stands in the log into the file; the last connection that closes removes it.

    So the file alone is whole. What a forgotten reader holds is not waited for: its log stays.
    """
    with closing(sqlite3.connect(ledger, timeout=0)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _set_aside(ledger: Path, now: datetime) -> Path:
    name, number = f"replaced-{ledger.stem}-{now:%Y%m%dT%H%M%SZ}", 1
    aside = ledger.with_name(name)
    while aside.exists():
        number += 1
        aside = ledger.with_name(f"{name}-{number}")
    aside.mkdir(mode=0o700)
    for end in ("", *LOG_FILES):
        path = ledger.with_name(ledger.name + end)
        if path.exists():
            shutil.copy2(path, aside / path.name)
            _synced(aside / path.name)
    _own(aside)
    _synced(aside)
    return aside


def _beside(
    source: Path, config: Config, manifest: Manifest
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bring back what lay beside the ledger and is missing here; what is here is newer, and stays.

    So a token or tablet that was revoked after the copy stays revoked. A log is never brought back,
    whatever a copy lists: it would be read into the ledger that was proven without it.
    """
    homes = {BESIDE: config.storage.ledger.parent, TEMPLATES_FOLDER: config.templates}
    taken, kept = [], []
    for name in manifest.files:
        folder, _, rest = name.partition("/")
        if folder not in homes or not rest:
            continue
        to = homes[folder] / rest
        if to.exists() or to.name.endswith(NOT_COPIED):
            kept.append(to.name)
            continue
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        shutil.copyfile(source / name, to)
        _own(to)
        _synced(to)
        taken.append(to.name)
    return tuple(taken), tuple(kept)


def _own(path: Path) -> None:
    """Give a file to whom its folder belongs: root restores, the station's account runs."""
    owner = path.parent.stat()
    with suppress(OSError):
        os.chown(path, owner.st_uid, owner.st_gid)


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget(staged: Path) -> None:
    for path in (staged, *(staged.with_name(staged.name + end) for end in (*LOG_FILES, ".lock"))):
        path.unlink(missing_ok=True)
