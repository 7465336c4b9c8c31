"""Lets the hub change its label templates: tried first, saved whole, used from the next label on.

Must not judge a template by itself: `labels.trial` draws it in a limited process, and what has a
fault is never saved.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from labels import template
from labels.shelf import NAME, Shelf
from labels.trial import tried
from station.config import DeviceConfig
from station.config.printer_keys import TAPE_PROTOCOL
from station.errors import HangarError

log = logging.getLogger(__name__)

PREVIEW_DPI = 203
WAIT_FOR_TURN_S = 30.0
"""One trial at a time: drawing takes a whole core of a Pi."""


class TemplateRefused(HangarError):
    """An expected no to an edit: code for programs, sentence and remedy for the person."""

    def __init__(self, code: str, say_fr: str, remedy_fr: str) -> None:
        super().__init__(f"{code}: {say_fr} {remedy_fr}")
        self.code, self.say_fr, self.remedy_fr = code, say_fr, remedy_fr


class LabelTemplates:
    """The hub's templates, as the page that edits them sees them."""

    def __init__(
        self,
        shelf: Shelf,
        devices: Iterable[DeviceConfig],
        *,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """`changed` is called after a save, so that labels queued from now on name the new one."""
        self._shelf, self._changed = shelf, changed
        self._printers: dict[str, list[str]] = {}
        self._taped: set[str] = set()
        for device in devices:
            if device.kind == "printer":
                media = device.media or "a6"
                self._printers.setdefault(media, []).append(device.id)
                if device.protocol == TAPE_PROTOCOL:
                    self._taped.add(media)
        self._turn = threading.Lock()

    def listed(self) -> list[dict[str, Any]]:
        """List the templates: whose they are, their size, and which printers hold their labels."""
        own = self._shelf.own_names()
        return [self._row(name, own) for name in self._shelf.names()]

    def _row(self, name: str, own: Iterable[str]) -> dict[str, Any]:
        row = {
            "name": name,
            "own": name in own,
            "shipped": name in template.names(),
            "printers": self._printers.get(name, []),
            "hash": template.content_hash(self._shelf.content(name)),
        }
        try:
            shown = self._shelf.load(name)
        except template.TemplateError as error:  # edited by hand while the station runs
            return row | {"title": name, "fault": str(error)}
        size = {"width_mm": shown.width_mm, "height_mm": shown.height_mm}
        return row | {"title": shown.title, "use": shown.use, **size, "fault": None}

    def one(self, name: str) -> dict[str, Any] | None:
        """Return a template with its text; None for a name that is not there."""
        if name not in self._shelf.names():
            return None
        text = self._shelf.content(name).decode("utf-8", "replace")
        return {**self._row(name, self._shelf.own_names()), "text": text}

    def trial(self, name: str, text: str) -> dict[str, Any]:
        """Draw a text with its own sample and list its faults; nothing is saved."""
        _checked(name)
        if not self._turn.acquire(timeout=WAIT_FOR_TURN_S):
            raise TemplateRefused("busy", "Un autre essai est en cours.", "Attendez un instant.")
        try:
            answer = tried(name, text, dpi=PREVIEW_DPI)
            return self._on_its_tape(name, text, answer)
        finally:
            self._turn.release()

    def _on_its_tape(self, name: str, text: str, answer: dict[str, Any]) -> dict[str, Any]:
        """Add the fault of a width that a tape printer with this template cannot take."""
        if answer["faults"] or name not in self._taped:
            return answer
        from labels.brother_ql import DPI, TAPE_DOTS

        width_mm = template.parse(name, text.encode("utf-8")).width_mm
        if template.dots(width_mm, DPI) == TAPE_DOTS:
            return answer
        fault = {
            "line": None,
            "element": None,
            "key": "width_mm",
            "fr": "« width_mm » : le ruban de cette imprimante demande 58.9 mm",
            "en": "width_mm: the tape of this printer takes 58.9 mm",
        }
        return answer | {"faults": [fault], "hash": None}

    def save(self, name: str, text: str, was: str | None) -> dict[str, Any]:
        """Save a text that has no fault; `was` is the hash of what the person began from.

        Returns {"saved": bool, "faults"}; raises `TemplateRefused` when somebody else saved first.
        """
        answer = self.trial(name, text)
        if answer["faults"]:
            return {"saved": False, "faults": answer["faults"]}
        with self._turn:
            self._unchanged(name, was)
            try:
                made = self._shelf.save(name, text.encode("utf-8"))
            except OSError as error:
                raise _unwritable(error) from error
            self._changed()
        log.info("label template %s is now the hub's own %s", name, made.hash)
        return {"saved": True, "faults": [], "hash": made.hash}

    def drop(self, name: str) -> dict[str, Any]:
        """Go back to the shipped template; the hub's own stays among the former ones."""
        _checked(name)
        if name not in self._shelf.own_names():
            raise TemplateRefused("not_own", "Ce modèle est celui d'origine.", "Rien à faire.")
        if name not in template.names() and name in self._printers:
            raise TemplateRefused(
                "in_use", "Une imprimante utilise ce modèle.", "Changez d'abord son « media »."
            )
        with self._turn:
            try:
                self._shelf.drop(name)
            except OSError as error:
                raise _unwritable(error) from error
            self._changed()
        log.info("label template %s is the shipped one again", name)
        return {"saved": True, "faults": []}

    def _unchanged(self, name: str, was: str | None) -> None:
        known = name in self._shelf.names()
        now = template.content_hash(self._shelf.content(name)) if known else None
        if now != was:
            raise TemplateRefused(
                "changed_meanwhile",
                "Quelqu'un a changé ce modèle entre-temps.",
                "Copiez votre texte, rechargez la page.",
            )


def _checked(name: str) -> None:
    if not NAME.fullmatch(name):
        raise TemplateRefused(
            "bad_name", "Ce nom ne convient pas.", "Minuscules, chiffres et tirets, 32 au plus."
        )


def _unwritable(error: OSError) -> TemplateRefused:
    return TemplateRefused(
        "unwritable",
        "Le dossier des modèles n'accepte pas l'écriture.",
        f"Donnez-le à l'utilisateur hangar : {error.filename or error}.",
    )
