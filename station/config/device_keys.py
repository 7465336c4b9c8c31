"""Reads what only scanners and thermometers have: a keyboard layout, the zone that is measured.

Must not know how they are used; that a zone exists is checked in `references`.
"""

from __future__ import annotations

from station.config.reader import NAME, TableReader

KEYBOARD_PROTOCOL = "evdev"


def layout_key(table: TableReader, protocol: str) -> str | None:
    """Return the keyboard layout a scanner is set to; None for scanners that are no keyboard."""
    if protocol != KEYBOARD_PROTOCOL:
        return None
    from drivers.scanners.key_layouts import LAYOUTS  # only here: other files need no driver

    return table.choice("layout", tuple(LAYOUTS)) if "layout" in table else "us"


def zone_key(table: TableReader, kind: str) -> str | None:
    """Return the zone a thermometer hangs in; without one it is shown and nothing is recorded."""
    if kind != "thermometer":
        return None
    return table.optional_text(
        "zone",
        pattern=NAME,
        expected="the id of a zone",
        remedy_fr="Écrivez le nom d'une zone déclarée, par exemple CF-1.",
    )
