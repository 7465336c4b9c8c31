"""What simulated label printers of several languages share: a socket, a queue, paper and faults.

It must not know any printer language: a reader cuts the bytes, a subclass answers questions.
"""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from drivers.simulated.paper import Fault, PaperPath, Prints
from drivers.simulated.printer_socket import PrinterSocket

#: How long a closing simulator waits for its printing thread.
JOIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something the host asks; `in_order`: answered behind all that was sent before it."""

    name: str
    in_order: bool = False


class LabelReader(Protocol):
    """One language: bytes in, questions and pictures out, in the order in which they came."""

    unknown: list[str]

    @property
    def half_arrived(self) -> bool:
        """Return whether half of the picture under way is here."""

    def feed(self, data: bytes) -> list[Question | Image.Image]:
        """Take bytes as they come; an incomplete command waits for its end."""

    def reset(self) -> None:
        """Forget what is half read, as a power cut does."""


class SimulatedLabelPrinter:
    """A label printer on 127.0.0.1 that prints one picture a label and breaks when told."""

    def __init__(self, reader: LabelReader, *, port: int = 0, label_s: float = 0.05) -> None:
        self._reader = reader
        self._paper = PaperPath(label_s=label_s, on_dry=self._fault_begins)
        self._work: deque[Question | Image.Image] = deque()
        self._waiting = threading.Condition()
        self._closed = False
        self._dying = False
        self._socket = PrinterSocket(port=port, on_bytes=self._receive)
        self._thread = threading.Thread(target=self._print, name="label-paper", daemon=True)
        self._thread.start()
        self._socket.power_on()

    def _answer(self, name: str) -> None:
        """Answer one question of the host, with `self._say`; by default it is not understood."""
        self._reader.unknown.append(name)

    def _label_begins(self) -> None:
        """Do what the language does when a label goes under the head."""

    def _label_is_out(self) -> None:
        """Do what the language does when a label is on paper."""

    def _fault_begins(self) -> None:
        """Do what the language does when something breaks while a label is under the head."""

    @property
    def url(self) -> str:
        """Return the address a driver opens."""
        return self._socket.url

    @property
    def labels(self) -> Prints:
        """Return what is on paper, first label first."""
        return self._paper.labels

    @property
    def unknown(self) -> list[str]:
        """Return what this printer did not understand, and so left off the paper."""
        return list(self._reader.unknown)

    def set(self, **changes: object) -> None:
        """Change what the printer does: `fault`, `paper_left` (labels), `label_s`."""
        for name, value in changes.items():
            match name, value:
                case "fault", None:
                    self._mend()
                case "fault", str():
                    self._break(Fault(value))
                case "paper_left", int() | None:
                    self._paper.run_dry_after(value)
                case "label_s", int() | float():
                    self._paper.label_s = float(value)
                case _:
                    raise ValueError(f"a simulated printer has no {name}={value!r}")

    def state(self) -> dict[str, object]:
        """Return what a look at the printer shows."""
        fault = Fault.HALF_JOB if self._dying else self._paper.fault
        return {
            "fault": None if fault is None else str(fault),
            "labels": len(self._paper.labels),
            "waiting": sum(isinstance(each, Image.Image) for each in list(self._work)),
            "scraps": self._paper.scraps,
        }

    def close(self) -> None:
        """Switch off for good."""
        self._socket.close()
        with self._waiting:
            self._closed = True
            self._waiting.notify_all()
        self._paper.wipe()
        self._thread.join(JOIN_S)

    @property
    def fault(self) -> Fault | None:
        """Return what is broken now."""
        return self._paper.fault

    @property
    def busy(self) -> bool:
        """Return whether a label is under the head or waits for it."""
        return self._paper.printing or any(
            isinstance(each, Image.Image) for each in list(self._work)
        )

    def _say(self, data: bytes) -> None:
        if self._paper.fault is not Fault.SILENT:
            self._socket.send(data)

    def _mend(self) -> None:
        self._dying = False
        if self._paper.fault is Fault.OFF:
            # Bytes that were still on their way when the power went must not begin the next job.
            self._reader.reset()
        self._paper.set_fault(None)
        self._socket.power_on()

    def _break(self, fault: Fault) -> None:
        if fault is Fault.HALF_JOB:
            self._mend()
            self._dying = True
            return
        self._dying = False
        if fault is not Fault.OFF:
            self._socket.power_on()
        self._paper.set_fault(fault)
        if fault is Fault.OFF:
            self._lose_power()
        else:
            self._fault_begins()

    def _lose_power(self) -> None:
        with self._waiting:
            self._work.clear()
        self._paper.wipe()
        self._socket.power_off()
        self._reader.reset()

    def _die(self) -> None:
        """Stop in the middle of a label: a part of it hangs out, the rest is lost."""
        self._dying = False
        self._paper.set_fault(Fault.OFF)
        self._paper.spoil()
        self._lose_power()

    def _receive(self, data: bytes) -> None:
        if self._paper.fault is Fault.SILENT:
            return
        for outcome in self._reader.feed(data):
            if isinstance(outcome, Question) and not outcome.in_order:
                self._answer(outcome.name)
            elif self._dying and isinstance(outcome, Image.Image):
                self._die()
                return
            else:
                with self._waiting:
                    self._work.append(outcome)
                    self._waiting.notify_all()
        if self._dying and self._reader.half_arrived:
            self._die()

    def _print(self) -> None:
        while True:
            with self._waiting:
                self._waiting.wait_for(lambda: self._closed or bool(self._work))
                if self._closed:
                    return
                power_cycle = self._paper.power_cycle
                work = self._work[0]
            if isinstance(work, Question):
                if self._paper.wait_clear(power_cycle):
                    self._answer(work.name)
                came_out = False
            else:
                self._label_begins()
                came_out = self._paper.print_label(work, power_cycle)
            with self._waiting:
                if self._work and self._paper.power_cycle == power_cycle:
                    self._work.popleft()
            if came_out:
                self._label_is_out()
