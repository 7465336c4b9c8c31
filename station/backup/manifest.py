"""The manifest of a copy: what it holds, up to where, and the digest of each of its files.

Must hold no personal data: erased entries are named by their opaque ids only.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from station.errors import HangarError
from station.ledger.epochs import Epoch
from station.ledger.events import Head

FORMAT = 1
NAME = "manifest.json"
LEDGER = "ledger.db"
"""The name of the ledger inside a copy, whatever it is called at home."""
READ_BYTES = 1024 * 1024
MAX_MANIFEST_BYTES = 64 * 1024 * 1024


class BackupError(HangarError):
    """A copy was not made, or cannot be trusted; nothing was replaced. `say_fr`: for the office."""

    def __init__(self, message: str, say_fr: str = "L'écriture a échoué. Changez de clé.") -> None:
        self.say_fr = say_fr
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedFile:
    """One file of a copy: its size and the digest of its bytes."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one copy holds.

    `clock`: whether a time source disciplined the clock at `made_at`. `epochs`: every life of the
    ledger up to here. `erased`: opaque ids whose personal data was erased before this copy.
    """

    made_at: str
    clock: str
    version: str
    hub: str
    ledger: str
    epoch: str
    seq: int
    head: str
    epochs: tuple[Epoch, ...]
    erased: tuple[str, ...]
    files: dict[str, CopiedFile]

    def witness(self) -> Head:
        """Return the head that the copied ledger must end with."""
        return Head(epoch=self.epoch, seq=self.seq, hash=self.head)

    def covers(self) -> dict[str, int]:
        """Return, for each epoch of this ledger, the last event of it that the copy holds."""
        ends = [*(epoch.from_seq - 1 for epoch in self.epochs[1:]), self.seq]
        return {epoch.epoch: end for epoch, end in zip(self.epochs, ends, strict=True)}


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into a copy, durably."""
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1)
    descriptor = os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """Read a copy's manifest; raise `BackupError` for anything else."""
    path = folder / NAME
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(MAX_MANIFEST_BYTES).decode("utf-8"))
        return _manifest(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(
            f"{path}: expected the manifest of a copy, got {error!r}: choose another copy"
        ) from error


def _manifest(found: dict[str, Any]) -> Manifest:
    if found.pop("format") != FORMAT:
        raise ValueError(f"a format of this version ({FORMAT})")
    found["epochs"] = tuple(Epoch(**each) for each in found["epochs"])
    found["erased"] = tuple(str(each) for each in found["erased"])
    found["files"] = {
        _inside(name): CopiedFile(bytes=int(each["bytes"]), sha256=str(each["sha256"]))
        for name, each in found["files"].items()
    }
    return Manifest(**found)


def _inside(name: str) -> str:
    """Refuse a name that leads out of the copy, or would once a part of it is taken off."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or path.as_posix() != name:
        raise ValueError(f"a file inside the copy, not {name!r}")
    return name


def copies_in(folder: Path) -> Iterator[tuple[Path, Manifest]]:
    """Yield the finished copies in a folder, oldest first; what is no copy is passed over."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if (path / NAME).is_file() and not path.name.startswith("."):
            try:
                found.append((path, read_manifest(path)))
            except BackupError:
                continue
    yield from sorted(found, key=lambda each: (each[1].made_at, each[1].seq))


def sha256_of(path: Path) -> CopiedFile:
    """Return size and digest of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(READ_BYTES):
            digest.update(piece)
            size += len(piece)
    return CopiedFile(bytes=size, sha256=digest.hexdigest())
