"""What is known of the copies: the last good one, the last one that lies elsewhere, a failure.

Kept in a small file beside the ledger, so that the server and the command line tell the same. Must
not be trusted for a restore: there the copies themselves are read.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from labels.whole_file import write_whole

MAX_STATE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One verified copy; `epochs` says, for each epoch, the last event of it that it holds."""

    at: str
    epoch: str
    seq: int
    to: str
    elsewhere: bool
    epochs: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A copy that was not made, and why: for the maintainer, and in French for the office."""

    at: str
    to: str
    why: str
    say_fr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """All of it; `elsewhere` is the newest verified copy on another medium."""

    last: Made | None = None
    elsewhere: Made | None = None
    failure: Failed | None = None


def state_path(ledger: Path) -> Path:
    """Return the file that belongs to a ledger."""
    return ledger.with_name(f"{ledger.stem}-backups.json")


def read_state(ledger: Path) -> BackupState:
    """Return what is known; nothing where the file is absent or unreadable."""
    try:
        with state_path(ledger).open("rb") as file:
            found = json.loads(file.read(MAX_STATE_BYTES))
        made = {name: Made(**each) for name, each in found["made"].items()}
        failure = Failed(**found["failure"]) if found["failure"] else None
        return BackupState(last=made.get("last"), elsewhere=made.get("elsewhere"), failure=failure)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return BackupState()


def note_made(ledger: Path, made: Made) -> None:
    """Remember a verified copy; it ends an earlier failure at the same place."""
    state = read_state(ledger)
    failure = state.failure if state.failure and state.failure.to != made.to else None
    elsewhere = made if made.elsewhere else state.elsewhere
    _write(ledger, replace(state, last=made, elsewhere=elsewhere, failure=failure))


def note_failure(ledger: Path, failed: Failed) -> None:
    """Remember that a copy could not be made."""
    _write(ledger, replace(read_state(ledger), failure=failed))


def _write(ledger: Path, state: BackupState) -> None:
    made = {"last": state.last, "elsewhere": state.elsewhere}
    content: dict[str, Any] = {
        "made": {name: asdict(each) for name, each in made.items() if each},
        "failure": asdict(state.failure) if state.failure else None,
    }
    write_whole(state_path(ledger), json.dumps(content, ensure_ascii=False).encode())
