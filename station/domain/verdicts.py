"""The one table of verdicts: look, sound, vibration and words, for Python, screens and tests.

Must not judge: which verdict a refusal leads to stands in `refusals`, the judging in `deciding`.
Colours and sounds: facts measured for colour-blind sight and noise (ui facts, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.domain.refusals import TABLE
from station.domain.words import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a verdict looks, sounds and shakes; milliseconds on, off, on … for the vibration."""

    look: str
    sound: str
    vibration_ms: tuple[int, ...]
    title_fr: str
    title_en: str
    stays: bool


_OK = ("ok", "ok", (60,))
_DUPLICATE = ("duplicate", "duplicate", (80, 80, 80, 80, 80))
_WRONG = ("wrong", "wrong", (300, 100, 300, 100, 500))
_BLOCKED = ("blocked", "blocked", (500, 100, 500, 100, 500))
_DONE = ("done", "done", (60, 60, 60, 60, 200))


def _row(how: tuple[str, str, tuple[int, ...]], fr: str, en: str, *, stays: bool = True) -> Look:
    return Look(
        look=how[0], sound=how[1], vibration_ms=how[2], title_fr=fr, title_en=en, stays=stays
    )


LOOKS: dict[Verdict, Look] = {
    Verdict.OK: _row(_OK, "Bonne caisse", "Right crate", stays=False),
    Verdict.DONE: _row(_DONE, "Arrêt complet", "Stop complete", stays=False),
    Verdict.DUPLICATE: _row(_DUPLICATE, "Déjà scannée", "Already scanned", stays=False),
    Verdict.WRONG_ROUND: _row(_WRONG, "Mauvaise tournée", "Wrong round"),
    Verdict.WRONG_STOP: _row(_WRONG, "Trop tôt", "Too early"),
    Verdict.LOT_BLOCKED: _row(_BLOCKED, "Lot bloqué", "Blocked lot"),
    Verdict.PAST_USE_BY: _row(_BLOCKED, "Date dépassée", "Past use-by"),
    Verdict.TOO_WARM: _row(_BLOCKED, "Trop chaud", "Too warm"),
    Verdict.NOT_READY: _row(_WRONG, "Pas prête", "Not ready"),
    Verdict.NOT_IN_LIST: _row(_WRONG, "Pas dans la liste", "Not in the list"),
    Verdict.NOT_OURS: _row(_WRONG, "Pas une étiquette du MIL", "Not the hub's label"),
    Verdict.UNKNOWN_CODE: _row(_WRONG, "Code inconnu", "Unknown code"),
    Verdict.REFUSED: _row(_WRONG, "Refusé", "Refused"),
}
"""Every verdict; wrong ones stay until a person acknowledges them."""


def verdicts_json() -> list[dict[str, Any]]:
    """Return the table for screens, with the refusals that lead to each verdict."""
    return [
        {
            "verdict": verdict.value,
            "look": look.look,
            "sound": look.sound,
            "vibration": list(look.vibration_ms),
            "stays": look.stays,
            "say": {"fr": look.title_fr, "en": look.title_en},
            "refusals": sorted(code for code, row in TABLE.items() if row.verdict is verdict),
        }
        for verdict, look in LOOKS.items()
    ]
