"""Learns how a wired scanner is set from the three codes of the calibration sheet.

Must not judge crates: these three codes are the sheet's own, and nothing else is taken.
"""

from __future__ import annotations

import functools
import json
import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from drivers.readings import Scan
from drivers.scanners.garble import as_read
from drivers.scanners.key_layouts import LAYOUTS
from labels.whole_file import write_whole

log = logging.getLogger(__name__)

LAYOUT_CODE = "HGCAL1-qwYZM"
"""Tells layouts and Caps Lock apart: Q W Y Z M, the hyphen, small and capital letters."""
SEPARATED = ("10HGCAL2", "21Z9")
"""Two elements of variable length: between them GS must come through."""
AIM_CODE = "HGCAL3"
STEPS = (1, 2, 3)

SUFFIXES = {"": "none", "\r": "cr", "\n": "lf", "\r\n": "crlf"}
AIM = "]"
LONGEST_SEPARATOR = 5
"""What scanners are set to send for GS: a sign, or a word such as {GS}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one scan of a sheet's code says; `separator` is None where the code has none."""

    step: int
    layout: str | None
    caps_lock: bool
    aim: bool
    separator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What is known of one scanner; None is not known yet.

    `separator`: "kept", "dropped", or the characters that are sent in its place.
    """

    steps: tuple[int, ...] = ()
    layout: str | None = None
    caps_lock: bool | None = None
    suffix: str | None = None
    aim: bool | None = None
    separator: str | None = None
    at: str | None = None

    @property
    def complete(self) -> bool:
        """Tell whether all three codes were read."""
        return set(self.steps) == set(STEPS)


def recognise(text: str, host_layout: str | None) -> Found | None:
    """Return what a scan of the sheet says, None for any other scan.

    `host_layout`: the layout this keyboard scanner is read with; None where there is no keyboard.
    """
    if not 0 < len(text) < 40:
        return None
    for sent, caps in _settings(host_layout):
        for step, pattern in _patterns(sent, host_layout, caps).items():
            match = pattern.fullmatch(text)
            if match is not None:
                parts = match.groupdict()
                return Found(
                    step=step,
                    layout=sent,
                    caps_lock=caps,
                    aim=parts["aim"] is not None,
                    separator=_separator(parts.get("separator")),
                )
    return None


def _settings(host_layout: str | None) -> Iterator[tuple[str | None, bool]]:
    if host_layout is None:
        yield None, False
        return
    for caps in (False, True):
        yield host_layout, caps
        yield from ((name, caps) for name in LAYOUTS if name != host_layout)


@functools.lru_cache(maxsize=64)  # 3 layouts sent, 3 read, Caps Lock on or off
def _patterns(sent: str | None, host: str | None, caps: bool) -> dict[int, re.Pattern[str]]:
    def seen(text: str) -> str:
        if sent is None or host is None:
            return re.escape(text)
        return re.escape(as_read(text, sent=sent, read=host, caps=caps))

    aim = f"(?P<aim>{seen(AIM)}..)?"
    separator = f"(?P<separator>.{{0,{LONGEST_SEPARATOR}}})"
    first, second = SEPARATED
    return {
        1: re.compile(aim + seen(LAYOUT_CODE), re.DOTALL),
        2: re.compile(f"{aim}\x1d?{seen(first)}{separator}{seen(second)}", re.DOTALL),
        3: re.compile(aim + seen(AIM_CODE), re.DOTALL),
    }


def _separator(sent: str | None) -> str | None:
    if sent is None:
        return None
    return {"\x1d": "kept", "": "dropped"}.get(sent, sent)


def learnt(before: Calibration, found: Found, scan: Scan, at: str) -> Calibration:
    """Return what is known of a scanner after one more scan; the newest scan wins."""
    rest = scan.raw[len(scan.data) :].decode("latin-1") if scan.raw.startswith(scan.data) else ""
    now = replace(
        before,
        steps=tuple(sorted({*before.steps, found.step})),
        suffix=SUFFIXES.get(rest, "other"),
        aim=found.aim,
        at=at,
    )
    if found.step == 1:
        return replace(now, layout=found.layout, caps_lock=found.caps_lock)
    return replace(now, separator=found.separator) if found.step == 2 else now


def advice(known: Calibration, host_layout: str | None) -> list[str]:
    """Return what to change at the scanner or in `hangar.toml`, in the worker's words."""
    says = []
    if known.layout is not None and known.layout != host_layout:
        says.append(f'Écrivez layout = "{known.layout}" dans hangar.toml.')
    if known.caps_lock:
        says.append("Coupez « Verr. Maj. » sur la douchette.")
    if known.suffix in ("none", "other"):
        says.append("Réglez le suffixe de la douchette sur Entrée (CR).")
    if known.separator not in (None, "kept"):
        says.append("Réglez la douchette pour envoyer GS (FNC1) tel quel.")
    if known.aim is False:
        says.append("Activez l’identifiant AIM de la douchette.")
    return says


class Calibrations:
    """What is known of each scanner, in a small file beside the ledger."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._known = _read(path)

    def take(self, reader: str, host_layout: str | None, scan: Scan, at: str) -> Found | None:
        """Learn from a scan of the sheet; None when the scan is something else."""
        found = recognise(scan.text, host_layout)
        if found is None:
            return None
        with self._lock:
            self._known[reader] = learnt(self.of(reader), found, scan, at)
            self._write()
        log.info("%s: calibration code %d: %s", reader, found.step, self._known[reader])
        return found

    def of(self, reader: str) -> Calibration:
        """Return what is known of a scanner; nothing yet is an empty one."""
        return self._known.get(reader, Calibration())

    def _write(self) -> None:
        plain = {reader: asdict(known) for reader, known in self._known.items()}
        write_whole(self._path, json.dumps(plain, indent=1).encode())


def _read(path: Path) -> dict[str, Calibration]:
    """Read the file; one that cannot be read is said and begun anew: three scans make it again."""
    if not path.exists():
        return {}
    try:
        plain = json.loads(path.read_text("utf-8"))
        return {
            reader: Calibration(**{**known, "steps": tuple(known["steps"])})
            for reader, known in plain.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        log.warning("%s: expected calibrations by scanner, got %s; begun anew", path, error)
        return {}


def calibration_json(known: Calibration, host_layout: str | None) -> dict[str, Any]:
    """Return a scanner's calibration as screens get it."""
    return {
        **asdict(known),
        "steps": list(known.steps),
        "complete": known.complete,
        "advice": advice(known, host_layout),
    }


def verdict(known: Calibration) -> dict[str, Any]:
    """Return what the post shows after a scan of the sheet."""
    missing = [step for step in STEPS if step not in known.steps]
    following = (
        {"fr": f"Scannez le code {missing[0]} de la feuille.", "en": f"Scan code {missing[0]}."}
        if missing
        else {"fr": "Douchette connue : voir la page Appareils.", "en": "See the devices page."}
    )
    return {
        "verdict": "ok",
        "say": {"fr": "Code de réglage lu.", "en": "Calibration code read."},
        "next": following,
        **dict.fromkeys(("crate", "label", "round", "refusal", "command")),
    }
