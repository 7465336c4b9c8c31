"""A printer that stays down: its labels come out of the fallback, each once, and say so."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from drivers.simulated.printer_tspl import SimulatedTsplPrinter
from drivers.simulated.printer_zpl import SimulatedZplPrinter
from station.config import load_config
from station.domain.desk import PostFacts
from station.domain.model import Label
from station.domain.words import LabelState, PostRole, Role
from station.hangar import Hangar
from station.messages import Sender
from station.relief import Outage, reliefs

LASTING_S = 0.3
WORKER = Sender(name="essai", role=Role.WORKER)
CONFIG = """
[hub]
name = "MIL d'essai"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"

[[device]]
id = "etiqueteuse-1"
kind = "printer"
protocol = "zpl"
url = "{home}"
media = "a6"

[[device]]
id = "etiqueteuse-2"
kind = "printer"
protocol = "tspl"
url = "{fallback}"
media = "100x60"

[[post]]
id = "reception"
role = "reception"
printer = "etiqueteuse-1"
fallback_printer = "etiqueteuse-2"
"""


class Workshop:
    """A station with one post and two simulated printers."""

    def __init__(self, folder: Path, ledger: bytes) -> None:
        self.home = SimulatedZplPrinter(label_s=0.02)
        self.fallback = SimulatedTsplPrinter(label_s=0.02)
        config = folder / "hangar.toml"
        config.write_text(CONFIG.format(home=self.home.url, fallback=self.fallback.url))
        database = folder / "hangar.db"
        database.touch(mode=0o600)
        database.write_bytes(ledger)
        self.hangar = Hangar(load_config(config), relieve_after_s=LASTING_S)
        self.hangar.start()

    def close(self) -> None:
        self.hangar.stop()
        self.home.close()
        self.fallback.close()

    def receive(self, crates: int) -> list[str]:
        """Take in counted crates; return their SSCCs."""
        data = {
            "producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 6, "crates": crates,
        }  # fmt: skip
        body = {
            "command_id": self.hangar.new_command_id(),
            "type": "ReceiveCrate",
            "post": "reception",
            "data": data,
        }
        answer = self.hangar.command(body, WORKER).answer
        assert answer["outcome"] == "accepted", answer
        with self.hangar.readers.present() as present:
            newest = sorted(present.world.crates.all(), key=lambda crate: crate.id)[-crates:]
        return [str(crate.sscc) for crate in newest]

    def labels(self) -> list[Label]:
        with self.hangar.readers.present() as present:
            return list(present.world.labels.all())

    def shown(self, printer: str) -> dict[str, Any]:
        return self.hangar.printer_json(printer) or {}


@pytest.fixture
def workshop(registered: bytes, tmp_path: Path) -> Iterator[Workshop]:
    made = Workshop(tmp_path, registered)
    yield made
    made.close()


def eventually(holds: Callable[[], bool], *, timeout_s: float = 20.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline_s, "the condition did not come true in time"
        time.sleep(0.01)


def codes_on(printer: SimulatedZplPrinter | SimulatedTsplPrinter) -> list[str]:
    """Return the SSCC in the bars of each label on paper."""
    return [
        symbol.text.removeprefix("(00)")
        for picture in printer.labels
        for symbol in zxingcpp.read_barcodes(picture.convert("L"))
        if symbol.symbology_identifier == "]C1"
    ]


def test_labels_of_a_dead_printer_come_out_of_the_fallback_once_each(workshop: Workshop) -> None:
    workshop.home.set(fault="off")
    received = workshop.receive(3)

    eventually(lambda: len(workshop.fallback.labels) == 3)
    eventually(lambda: all(label.state is LabelState.SENT for label in workshop.labels()))

    assert codes_on(workshop.fallback) == received
    assert {label.printer for label in workshop.labels()} == {"etiqueteuse-2"}
    assert workshop.shown("etiqueteuse-1")["relieved_by"] == "etiqueteuse-2"
    assert workshop.shown("etiqueteuse-1")["say"]["fr"] == (
        "L'imprimante est éteinte ou débranchée. Étiquettes sur etiqueteuse-2."
    )


def test_a_printer_that_is_back_takes_the_next_label_and_none_of_the_moved(
    workshop: Workshop,
) -> None:
    workshop.home.set(fault="off")
    moved = workshop.receive(2)
    eventually(lambda: len(workshop.fallback.labels) == 2)

    workshop.home.set(fault=None)
    eventually(lambda: workshop.shown("etiqueteuse-1")["state"] == "online")
    following = workshop.receive(1)
    eventually(lambda: len(workshop.home.labels) == 1)

    assert codes_on(workshop.home) == following
    assert codes_on(workshop.fallback) == moved
    assert workshop.shown("etiqueteuse-1")["relieved_by"] is None


def test_a_label_that_the_dead_printer_had_begun_stays_with_it_and_is_uncertain(
    workshop: Workshop,
) -> None:
    eventually(lambda: workshop.shown("etiqueteuse-1")["state"] == "online")
    workshop.home.set(fault="half-job")
    received = workshop.receive(3)

    eventually(lambda: len(workshop.fallback.labels) == 2)
    eventually(lambda: {str(label.state) for label in workshop.labels()} == {"uncertain", "sent"})

    printers = {label.printer for label in workshop.labels() if label.state is LabelState.UNCERTAIN}
    assert printers == {"etiqueteuse-1"}
    assert codes_on(workshop.fallback) == received[1:]
    assert len(workshop.home.labels) == 0


def test_with_both_printers_down_the_labels_wait_and_none_is_lost(workshop: Workshop) -> None:
    workshop.home.set(fault="cover-open")
    workshop.fallback.set(fault="paper-out")
    received = workshop.receive(2)
    eventually(lambda: workshop.shown("etiqueteuse-1")["state"] == "fault")
    assert {label.state for label in workshop.labels()} == {LabelState.QUEUED}

    workshop.fallback.set(fault=None)

    eventually(lambda: len(workshop.fallback.labels) == 2)
    assert codes_on(workshop.fallback) == received
    assert len(workshop.home.labels) == 0


def test_a_short_outage_moves_nothing() -> None:
    now_s = [100.0]
    outage = Outage(lasting_s=30, clock=lambda: now_s[0])
    outage.note(online=False)
    now_s[0] += 29
    outage.note(online=False)
    assert not outage.lasting

    now_s[0] += 1
    assert outage.lasting
    outage.note(online=True)
    outage.note(online=False)
    assert not outage.lasting


POSTS = {
    "reception": PostFacts(
        id="reception", role=PostRole.RECEPTION, printer="one", fallback_printer="two"
    ),
    "shop": PostFacts(id="shop", role=PostRole.SHOP, printer="one"),
}
LABEL = Label(
    id="l", crate="c", copy=1, state=LabelState.QUEUED, printer="one", post="reception",
    template="a6", template_hash="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("label", "states", "others"),
    [
        (LABEL, {"two": "online"}, {"two"}),
        (LABEL, {"two": "offline"}, set()),
        (LABEL, {}, set()),
        (replace(LABEL, printer="two"), {"one": "online"}, {"one"}),
        (replace(LABEL, post="shop"), {"two": "online"}, set()),
        (replace(LABEL, post="gone"), {"two": "online"}, set()),
    ],
)
def test_a_label_goes_to_its_posts_other_printer_when_that_one_is_there(
    label: Label, states: dict[str, str], others: set[str]
) -> None:
    assert reliefs([label], POSTS, states) == others
