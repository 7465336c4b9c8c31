"""Keep a hub's own templates beside those that the package ships: its own win, and none is lost.

It must not judge a template beyond its rules: `trial.py` draws it before anybody may save it.
"""

from __future__ import annotations

import re
from pathlib import Path

from labels import template
from labels.parts import Template
from labels.whole_file import write_whole

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
"""Names of templates: they become file names and the `media` of a printer."""

FORMER = "former"
"""Folder of versions that were replaced, by their hash: a label that waits is drawn as meant."""
MOST_FORMER = 100
"""Older versions than these are thrown away; a label waits for hours, not for a hundred edits."""


class Shelf:
    """The templates of one hub. What it has loaded stays until `refresh`: files are read once."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds the hub's own `NAME.toml`; None (or an absent one): shipped ones only."""
        self._folder = folder
        self._loaded: dict[str, Template] = {}
        self._versions: dict[tuple[str, str], Template] = {}

    def names(self) -> tuple[str, ...]:
        """List shipped and own templates."""
        return tuple(sorted({*template.names(), *self.own_names()}))

    def own_names(self) -> tuple[str, ...]:
        """List the templates that the hub made or changed."""
        if self._folder is None or not self._folder.is_dir():
            return ()
        return tuple(sorted(path.stem for path in self._folder.glob("*.toml")))

    def content(self, name: str) -> bytes:
        """Give the file in use: the hub's own, else the shipped one; raise `TemplateError`."""
        own = self._own_path(name)
        return own.read_bytes() if own is not None and own.exists() else template.shipped(name)

    def load(self, name: str) -> Template:
        """Give the template in use; raise `TemplateError` for a faulty or unknown one."""
        if name not in self._loaded:
            self._keep(template.parse(name, self.content(name)))
        return self._loaded[name]

    def refresh(self, name: str) -> None:
        """Read a template anew: the next label is drawn with it."""
        self._loaded.pop(name, None)
        self.load(name)

    def version(self, name: str, hash: str) -> Template | None:
        """Give the very version that a label was queued with; None when it is nowhere any more."""
        current = self.load(name)
        if current.hash == hash:
            return current
        known = self._versions.get((name, hash))
        return known or self._read_former(name, hash)

    def save(self, name: str, content: bytes) -> Template:
        """Put the hub's own version in place, whole or not at all; the former one is kept.

        Raises `TemplateError` (a fault), `OSError` (the folder cannot be written).
        """
        own = self._own_path(name)
        if own is None:
            raise FileNotFoundError("this shelf has no folder for the hub's own templates")
        made = template.parse(name, content)
        own.parent.mkdir(parents=True, exist_ok=True)
        self._archive(name)
        write_whole(own, content, mode=0o666)
        self._keep(made)
        return made

    def drop(self, name: str) -> Template | None:
        """Go back to the shipped template; None when the hub's own was the only one."""
        own = self._own_path(name)
        if own is not None and own.exists():
            self._archive(name)
            own.unlink()
        self._loaded.pop(name, None)
        return self.load(name) if name in template.names() else None

    def _own_path(self, name: str) -> Path | None:
        if self._folder is None or not NAME.fullmatch(name):
            return None
        return self._folder / f"{name}.toml"

    def _keep(self, made: Template) -> None:
        self._loaded[made.name] = made
        self._versions[made.name, made.hash] = made

    def _archive(self, name: str) -> None:
        """Keep the version in use under its hash before another takes its place."""
        assert self._folder is not None
        try:
            content = self.content(name)
        except template.TemplateError:
            return  # a new name: nothing was in use
        former = self._folder / FORMER
        former.mkdir(exist_ok=True)
        path = former / _former_name(name, template.content_hash(content))
        if not path.exists():
            write_whole(path, content, mode=0o666)
        oldest_first = sorted(former.glob("*.toml"), key=lambda each: each.stat().st_mtime)
        for old in oldest_first[:-MOST_FORMER]:
            old.unlink(missing_ok=True)

    def _read_former(self, name: str, hash: str) -> Template | None:
        if self._folder is None or not re.fullmatch(r"sha256:[0-9a-f]{64}", hash):
            return None
        shipped = template.shipped(name) if name in template.names() else b""
        path = self._folder / FORMER / _former_name(name, hash)
        for content in (shipped, path.read_bytes() if path.exists() else b""):
            if template.content_hash(content) == hash:
                made = template.parse(name, content)
                self._versions[name, hash] = made
                return made
        return None


def _former_name(name: str, hash: str) -> str:
    return f"{name}.{hash.removeprefix('sha256:')}.toml"
