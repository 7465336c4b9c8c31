"""Gives a demonstration that runs over midnight the rounds and orders of the day that has begun.

Must not move its clock, nor do anything of a person's: it is what opening the folder that day does.
"""

from __future__ import annotations

from station.clock import SystemClock
from station.demo.folder import import_day
from station.hangar import Hangar

LOOK_S = 5.0
"""Longest time that a new day has no rounds."""


class NewDay:
    """Looks whether the machine's day is another one by now.

    A demonstration that was moved ahead is somebody's play, with orders of its own: left alone.
    """

    def __init__(self, hangar: Hangar, machine: SystemClock) -> None:
        self._hangar, self._machine = hangar, machine
        self._seen = machine.today()

    def look(self) -> None:
        """Add the made-up rounds and orders of today, once."""
        today = self._machine.today()
        hangar = self._hangar
        if today != self._seen and hangar.clock.today() == today:
            import_day(today, hangar.readers, lambda type, data: hangar.send(type, **data))
        self._seen = today
