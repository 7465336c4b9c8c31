"""The folder where order files are dropped: seen once they stand still, then done or refused.

Must not apply anything: a person does, after seeing the difference. A file is moved, never deleted,
and a text beside it says what became of it.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from station.importing.text import MAX_FILE_BYTES

STICK_FOLDER = "commandes"
"""Where order files lie on a stick that the station knows (`[storage] backup_sticks`)."""
STILL_S = 2.0
"""A file that has not grown for so long is whole; copies over a slow Wi-Fi pause for less."""
MAX_FILES = 50
"""Files shown at once; more are seen when these are settled."""
ENDINGS = (".csv", ".json", ".txt")
DAY_IN_NAME = re.compile(r"(?<![0-9])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """One file that waits; `still` once it has stopped growing; `day` where its name says one."""

    id: str
    path: Path
    bytes: int
    still: bool
    day: str | None


class Inbox:
    """Looks into the folders when asked; remembers only how each file looked before."""

    def __init__(
        self, folders: Iterable[Path], *, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._folders, self._now_s = tuple(folders), now_s
        self._seen: dict[Path, tuple[int, int, float]] = {}
        self._lock = threading.Lock()

    def look(self) -> list[Dropped]:
        """Return the files that wait, by name; a folder that is not there holds none."""
        with self._lock:
            found = [self._one(path, place) for place, path in self._paths()]
            self._seen = {one.path: self._seen[one.path] for one in found}
            return found

    def file(self, id: str) -> Dropped | None:
        """Return a waiting file by the id that `look` gave; never any other file."""
        return next((one for one in self.look() if one.id == id), None)

    def _paths(self) -> list[tuple[int, Path]]:
        found = []
        for place, folder in enumerate(self._folders):
            try:
                inside = sorted(folder.iterdir())
            except OSError:
                continue  # a stick that is not plugged in, a folder not made yet
            found += [(place, path) for path in inside if _is_order_file(path)]
        return found[:MAX_FILES]

    def _one(self, path: Path, place: int) -> Dropped:
        stat = path.stat() if path.exists() else os.stat_result((0,) * 10)
        look = (stat.st_size, stat.st_mtime_ns)
        before = self._seen.get(path)
        since = before[2] if before and before[:2] == look else self._now_s()
        self._seen[path] = (*look, since)
        day = DAY_IN_NAME.search(path.name)
        return Dropped(
            id=f"{place}:{path.name}",
            path=path,
            bytes=stat.st_size,
            still=self._now_s() - since >= STILL_S,
            day=day[1] if day else None,
        )


def _is_order_file(path: Path) -> bool:
    """Tell whether a path is a plain file of a kind we read: not hidden, no link."""
    plain = path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~"))
    return plain and path.suffix.casefold() in ENDINGS


def read(file: Dropped) -> bytes:
    """Return a file's bytes, at most one more than the reader of files takes."""
    with file.path.open("rb") as opened:
        return opened.read(MAX_FILE_BYTES + 1)


def settle(file: Dropped, where: str, words: str) -> Path:
    """Move a file to `done` or `refused` beside the inbox's files; write why beside it."""
    folder = file.path.parent / where
    folder.mkdir(exist_ok=True)
    target, count = folder / file.path.name, 1
    while target.exists():
        count += 1
        target = folder / f"{file.path.stem} ({count}){file.path.suffix}"
    file.path.rename(target)
    target.with_name(target.name + ".txt").write_text(words.strip() + "\n", encoding="utf-8")
    return target
