"""Makes one verified copy: a consistent moment of the ledger and what lies beside it.

Must not call a copy done before it was read back from the medium, proven, and given its name.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from station import __version__
from station.backup.keeping import kept
from station.backup.manifest import (
    LEDGER,
    BackupError,
    CopiedFile,
    Manifest,
    copies_in,
    read_manifest,
    sha256_of,
    write_manifest,
)
from station.clock import instant_text
from station.config.model import TEMPLATES_FOLDER
from station.errors import HangarError
from station.ledger.epochs import all_epochs
from station.ledger.store import open_reader
from station.proving import prove
from station.vault import Vault

BESIDE = "beside"
"""The folder of a copy that holds what lies beside the ledger."""
CONFIGURATION = "hangar.toml"
ROOM = 1.1
"""A copy needs its bytes and a little more for the file system's own."""
PARTIAL = ".partial"
NOT_COPIED = ("-wal", "-shm", "-journal", ".lock", ".sock", "-backups.json")
"""What is of the running process, or tells of the copies themselves."""
SQLITE_MAGIC = b"SQLite format 3\x00"


def make_copy(
    ledger: Path, to: Path, *, configuration: Path | None, hub: str, now: datetime, clock: str
) -> Path:
    """Make a verified copy in the folder `to`; return its folder.

    Raises `BackupError` with nothing left behind; the ledger may be in service meanwhile.
    """
    if not ledger.is_file():
        raise BackupError(f"{ledger}: expected a ledger to copy, found none")
    if not to.is_dir():
        raise BackupError(
            f"{to}: expected a folder that is there: is the stick plugged in?",
            "La clé n'est pas là.",
        )
    sources = dict(belongings(ledger, configuration))
    _require_room(to, [ledger, *sources.values()])
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    partial = to / f".{ledger.stem}-{stamp}-{os.getpid()}{PARTIAL}"
    try:
        partial.mkdir(mode=0o700)
        files = {LEDGER: _copy_database(ledger, partial / LEDGER)}
        for name, source in sources.items():
            files[name] = _copy_beside(source, partial / name)
        manifest = _manifest(partial, files, hub=hub, ledger=ledger, now=now, clock=clock)
        write_manifest(manifest, partial)
        _settle(partial)
        check_copy(partial)
        return _given_its_name(partial, to / f"{ledger.stem}-{stamp}-{manifest.seq:08}")
    except (OSError, sqlite3.Error, HangarError) as error:
        shutil.rmtree(partial, ignore_errors=True)
        if isinstance(error, BackupError):
            raise
        raise BackupError(
            f"{to}: expected room and a sound medium for a copy, got {error}: no copy was made,"
            " try another stick"
        ) from error


def belongings(ledger: Path, configuration: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield what belongs to a ledger: configuration, own label templates, `STEM-…` beside it."""
    if configuration and configuration.is_file():
        yield CONFIGURATION, configuration
        for template in sorted((configuration.parent / TEMPLATES_FOLDER).glob("*.toml")):
            yield f"{TEMPLATES_FOLDER}/{template.name}", template
    for path in sorted(ledger.parent.glob(f"{ledger.stem}-*")):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and not file.name.endswith(NOT_COPIED):
                yield f"{BESIDE}/{file.relative_to(ledger.parent).as_posix()}", file


def check_copy(folder: Path) -> Manifest:
    """Read a copy back and prove it; raise `BackupError` naming what is wrong."""
    manifest = read_manifest(folder)
    for name, expected in manifest.files.items():
        found = _read_back(folder / name)
        if found != expected:
            raise BackupError(
                f"{folder / name}: expected {expected.bytes} bytes of {expected.sha256[:12]}…, the"
                f" medium gave back {found.bytes} of {found.sha256[:12]}…: use another one",
                "La clé rend autre chose que ce qui fut écrit. Changez-la.",
            )
    if not _stands_still(folder / LEDGER):
        raise BackupError(f"{folder / LEDGER}: expected a ledger without a log of its own")
    return manifest


def _read_back(file: Path) -> CopiedFile:
    try:
        return sha256_of(file)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise BackupError(
            f"{file}: expected a file that can be read, got {error}: use another copy",
            "La clé ne se lit pas. Changez-la.",
        ) from error


def prove_copy(ledger: Path, manifest: Manifest) -> None:
    """Prove a copied ledger against its manifest: chain, projections, vault, and its end."""
    proof = prove(ledger)
    if not proof.good:
        raise BackupError(
            f"{ledger}: {proof.verdict}: {'; '.join(proof.problems[:5])}",
            "Le grand livre a un défaut : lancez « hangar verify ».",
        )
    if (proof.events, proof.head) != (manifest.seq, manifest.head):
        raise BackupError(
            f"{ledger}: expected {manifest.seq} events up to {manifest.head}, found"
            f" {proof.events} up to {proof.head or 'nothing'}"
        )


def prune(folder: Path, *, hub: str) -> list[Path]:
    """Remove the copies of a hub that the rule does not keep, and halves of broken runs."""
    mine = [(path, made) for path, made in copies_in(folder) if made.hub == hub]
    stay = kept(made.made_at for _, made in mine)
    gone = [path for path, made in mine if made.made_at not in stay]
    gone += [path for path in folder.glob(f".*{PARTIAL}") if not _being_made(path)]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return gone


def _being_made(partial: Path) -> bool:
    """Tell whether the process that makes this copy still lives."""
    pid = partial.name.removesuffix(PARTIAL).rpartition("-")[2]
    return pid.isdigit() and Path(f"/proc/{pid}").exists()


def _require_room(to: Path, sources: list[Path]) -> None:
    needed = int(sum(path.stat().st_size for path in sources) * ROOM)
    disk = os.statvfs(to)
    free = disk.f_bavail * disk.f_frsize
    if free < needed:
        raise BackupError(
            f"{to}: expected {needed // 1000 + 1} kB free for a copy, found {free // 1000} kB:"
            " remove what is not needed there, or use another stick",
            "Il n'y a plus de place. Changez de clé.",
        )


def _copy_database(source: Path, to: Path) -> CopiedFile:
    """Copy one moment of a database in service; the copy is one plain file without a log."""
    os.close(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(open_reader(source)) as live, closing(sqlite3.connect(to)) as copy:
        live.backup(copy)
        mode = copy.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":
            raise BackupError(f"{to}: expected a plain database, got journal mode {mode!r}")
    return sha256_of(to)


def _copy_beside(source: Path, to: Path) -> CopiedFile:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with source.open("rb") as file:
        database = file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    if database:
        return _copy_database(source, to)
    os.close(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    shutil.copyfile(source, to)
    return sha256_of(to)


def _manifest(
    partial: Path,
    files: dict[str, CopiedFile],
    *,
    hub: str,
    ledger: Path,
    now: datetime,
    clock: str,
) -> Manifest:
    with closing(sqlite3.connect(partial / LEDGER)) as copy:
        row = copy.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        epochs = tuple(all_epochs(copy))
        erased = tuple(Vault(copy).erased())
    if not epochs:
        raise BackupError(f"{ledger}: expected an epoch, found none: nothing to copy yet")
    made = Manifest(
        made_at=instant_text(now),
        clock=clock,
        version=__version__,
        hub=hub,
        ledger=ledger.name,
        epoch=epochs[-1].epoch,
        seq=row[0] if row else 0,
        head=row[1] if row else "",
        epochs=epochs,
        erased=erased,
        files=files,
    )
    prove_copy(partial / LEDGER, made)
    return replace(made, files={**files, LEDGER: sha256_of(partial / LEDGER)})


def _settle(folder: Path) -> None:
    """Push a copy down to the medium and forget what memory holds of it, so that it is read."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            if path.is_file():
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def _stands_still(database: Path) -> bool:
    return not any(database.with_name(database.name + end).exists() for end in NOT_COPIED[:3])


def _given_its_name(partial: Path, name: Path) -> Path:
    """Rename a finished copy; one made in the same second gets a number."""
    final, number = name, 1
    while final.exists():
        number += 1
        final = name.with_name(f"{name.name}-{number}")
    partial.rename(final)
    descriptor = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return final
