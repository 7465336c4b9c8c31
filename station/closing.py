"""Closes the day: the chain's head and the day's crates into the ledger, and onto a label.

Must not decide what a closing is; it counts, and chooses a printer whose paper is large enough.
Whoever keeps the labels sees a ledger that was cut short or written anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from labels.parts import Template
from labels.shelf import Shelf
from station.clock import SystemClock
from station.config import Config
from station.domain.deciding.closing import TEMPLATE, evening_fields
from station.domain.model import DayClosing
from station.ledger.seeking import events_between
from station.paper import fits
from station.reading import Present, Readers
from station.views.ledger import bounds_of
from station.workers import Regularly

LOOK_EVERY_S = 30.0
"""How often the time of closing is looked for."""
STOP_S = 30.0
"""Longest a stop waits for a closing under way."""
CLOSED_BEFORE = timedelta(hours=2)
"""A closing by hand this long before the set time is the day's closing."""
CAME = ("CrateReceived", "CrateDroppedOff")
"""Events by which a crate comes in."""
GONE = {"RoundDeparted": "crates", "CrateHandedOver": ""}
"""Events by which crates leave; the field that lists them, or one crate."""

Answer = dict[str, Any]
Record = Callable[[Answer, str | None], Answer]
"""Takes the payload of CloseDay and who asked for it; returns the answer."""


class Closings:
    """The closings of one hub, by hand and at the configured time."""

    def __init__(
        self,
        config: Config,
        clock: SystemClock,
        readers: Readers,
        shelf: Shelf,
        *,
        record: Record,
        sure_of_date: Callable[[], bool],
    ) -> None:
        """`sure_of_date`: whether the clock may be believed; a day is not closed by a guess."""
        self._hub, self._printers = config.hub, [d for d in config.devices if d.kind == "printer"]
        self._clock, self._readers, self._shelf, self._record = clock, readers, shelf, record
        self._sure_of_date = sure_of_date
        self._looks = Regularly("closing", look=self._look, every_s=LOOK_EVERY_S)

    def close(self, operator: str | None) -> Answer:
        """Close today; the label comes out of a printer with large enough paper, where one is."""
        shape = self._shelf.load(TEMPLATE)
        printer = self._printer(shape)
        with self._readers.present() as present:
            data = self._counted(present)
        data |= {"printer": printer, "template_hash": shape.hash if printer else ""}
        return self._record(data, operator)

    def listed(self, most: int = 30) -> list[Answer]:
        """Return the newest closings, newest first."""
        with self._readers.present() as present:
            newest = sorted(present.world.closings.all(), key=lambda one: one.seq, reverse=True)
            return [_plain(one, present) for one in newest[:most]]

    def pdf(self, id: str) -> bytes | None:
        """Draw the evening label of a closing on a page, for a hub without such a printer."""
        import labels

        with self._readers.present() as present:
            closing = present.world.closings.get(id)
        if closing is None:
            return None
        fields = evening_fields(self._hub.name, closing)
        return labels.make(self._shelf.load(TEMPLATE), fields, dpi=300, language="pdf").payload

    def start(self) -> None:
        """Watch for the configured time of closing; without one nobody watches."""
        if self._hub.closes_at is not None:
            self._looks.start()

    def stop(self) -> None:
        """Stop watching."""
        self._looks.stop(STOP_S)

    def _look(self) -> None:
        if self._sure_of_date() and self.due(self._clock.local(self._clock.now())):
            self.close(None)

    def due(self, local: datetime) -> bool:
        """Tell whether the set time has passed and nobody has closed the day for it."""
        hour, minute = (int(part) for part in (self._hub.closes_at or "").split(":"))
        set_time = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if local < set_time:
            return False
        with self._readers.present() as present:
            today = present.world.closings.where(date=local.date().isoformat())
        return all(datetime.fromisoformat(one.at) < set_time - CLOSED_BEFORE for one in today)

    def _counted(self, present: Present) -> Answer:
        """Return the crates that came and went today."""
        bounds = bounds_of(self._clock.today(), self._clock.zone)
        received = gone = 0
        for event in events_between(present.connection, *bounds, types=(*CAME, *GONE)):
            listed = GONE.get(event.type)
            if event.type in CAME:
                received += 1
            elif listed is not None:
                gone += len(json.loads(event.data)[listed]) if listed else 1
        return {"received": received, "gone": gone}

    def _printer(self, shape: Template) -> str:
        return next((one.id for one in self._printers if fits(one, shape, self._shelf)), "")


def _plain(closing: DayClosing, present: Present) -> Answer:
    label = present.world.labels.get(f"SOIR-{closing.id}")
    return {
        "id": closing.id,
        "date": closing.date,
        "at": closing.at,
        "epoch": closing.epoch,
        "seq": closing.seq,
        "head": closing.head,
        "received": closing.received,
        "gone": closing.gone,
        "in_stock": closing.in_stock,
        "label": {"id": label.id, "state": label.state.value, "printer": label.printer}
        if label
        else None,
    }
