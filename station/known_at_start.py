"""What a station does with its ledger before it starts: zones, action cards, orphaned labels.

Must not start anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from station.config.model import ZoneConfig
from station.domain.deciding.actions import ACTIONS
from station.domain.words import LabelState
from station.reading import Readers

Send = Callable[..., object]
"""Sends a command of the station's own: type, then its data by name."""
Mark = Callable[[str, str, str, str], bool]
"""Records (label, state, evidence, printer)."""


def register_zones(zones: Iterable[ZoneConfig], readers: Readers, send: Send) -> None:
    """Make each configured zone known that is new or has changed."""
    with readers.present() as present:
        known = {
            zone.code: (
                zone.name,
                zone.temperature_class.value,
                zone.max_celsius_tenths,
                zone.quarantine,
            )
            for zone in present.world.zones.all()
        }
    for zone in zones:
        now = (zone.name, zone.temperature_class, zone.max_celsius_tenths, zone.quarantine)
        if known.get(zone.id) != now:
            send(
                "RegisterZone",
                code=zone.id,
                name=zone.name,
                temperature_class=zone.temperature_class,
                max_celsius_tenths=zone.max_celsius_tenths,
                quarantine=zone.quarantine,
            )


def register_actions(readers: Readers, send: Send) -> None:
    """Make each action card known that is new."""
    with readers.present() as present:
        known = {action.code for action in present.world.actions.all()}
    for action in ACTIONS:
        if action not in known:
            send("RegisterAction", action=action)


def settle_orphans(readers: Readers, printers: Collection[str], mark: Mark) -> None:
    """Show the labels that wait for a printer which is no longer configured."""
    with readers.present() as present:
        waiting = [
            label
            for state in (LabelState.QUEUED, LabelState.SENDING)
            for label in present.world.labels.where(state=state.value)
            if label.printer and label.printer not in printers
        ]
    for label in waiting:
        state = "failed" if label.state is LabelState.QUEUED else "uncertain"
        mark(label.id, state, f"{label.printer} n'est plus configurée", label.printer or "")


def last_sure_event(readers: Readers) -> datetime | None:
    """Return when the last event was stored under a sure clock: that day has surely begun."""
    with readers.present() as present:
        row = present.connection.execute(
            "SELECT recorded_at FROM events WHERE clock = 'synchronised' ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def last_gross_g(readers: Readers) -> dict[str, int]:
    """Return the grams that each scale's last used receipt showed."""
    last: dict[str, tuple[int, int]] = {}
    with readers.present() as present:
        for consumed in present.world.consumed.all():
            if consumed.seq > last.get(consumed.scale, (0, 0))[0]:
                last[consumed.scale] = (consumed.seq, consumed.gross_g)
    return {scale: gross_g for scale, (_, gross_g) in last.items()}
