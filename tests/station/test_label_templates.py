"""An edited template is used from the next label on; what was queued before comes out as meant."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

import labels
from drivers.simulated.printer_zpl import SimulatedZplPrinter
from labels import template
from station.config import ConfigError, load_config
from station.domain.model import Label
from station.domain.words import LabelState, Role
from station.hangar import Hangar
from station.label_templates import TemplateRefused
from station.messages import Sender

WORKER = Sender(name="essai", role=Role.WORKER)
A6 = template.shipped("a6").decode()
OWN = A6.replace("reçu {received}", "arrivé {received}")
CONFIG = """
[hub]
name = "MIL d'essai"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"

[[device]]
id = "etiqueteuse-1"
kind = "printer"
protocol = "zpl"
url = "{url}"
media = "a6"

[[post]]
id = "reception"
role = "reception"
printer = "etiqueteuse-1"
"""


class Workshop:
    """A station with one printer, which can be started again on the same folder."""

    def __init__(self, folder: Path, ledger: bytes) -> None:
        self.folder = folder
        self.printer = SimulatedZplPrinter(label_s=0.02)
        self.config = folder / "hangar.toml"
        self.config.write_text(CONFIG.format(url=self.printer.url))
        database = folder / "hangar.db"
        database.touch(mode=0o600)
        database.write_bytes(ledger)
        self.start()

    def start(self) -> None:
        self.hangar = Hangar(load_config(self.config))
        self.hangar.start()

    def close(self) -> None:
        self.hangar.stop()
        self.printer.close()

    def receive(self) -> None:
        asked = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 6}
        self.send("ReceiveCrate", asked)

    def send(self, type: str, data: dict[str, object]) -> None:
        id = self.hangar.new_command_id()
        body = {"command_id": id, "type": type, "post": "reception", "data": data}
        assert self.hangar.command(body, WORKER).answer["outcome"] == "accepted"

    def labels(self) -> list[Label]:
        with self.hangar.readers.present() as present:
            return sorted(present.world.labels.all(), key=lambda label: label.queued_seq)

    def save(self, text: str) -> None:
        was = template.content_hash(self.hangar.shelf.content("a6"))
        assert self.hangar.label_templates.save("a6", text, was)["saved"]

    def meant(self, label: Label, text: str) -> Image.Image:
        """Draw a label as a template would."""
        with self.hangar.readers.present() as present:
            fields = present.vault.get(f"label/{label.id}")
        assert fields is not None
        return labels.render(template.parse("a6", text.encode()), fields, 203).image


@pytest.fixture
def workshop(registered: bytes, tmp_path: Path) -> Iterator[Workshop]:
    made = Workshop(tmp_path, registered)
    yield made
    made.close()


def eventually(holds: Callable[[], bool], *, timeout_s: float = 30.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline_s, "the condition did not come true in time"
        time.sleep(0.01)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_label_queued_before_an_edit_comes_out_as_it_was_meant(
    workshop: Workshop, restarted: bool
) -> None:
    workshop.printer.set(fault="paper-out")
    workshop.receive()
    workshop.save(OWN)
    workshop.receive()
    if restarted:
        workshop.hangar.stop()
        workshop.start()

    workshop.printer.set(fault=None)
    eventually(lambda: len(workshop.printer.labels) == 2)

    before, after = workshop.labels()
    assert before.template_hash == template.content_hash(A6.encode())
    assert after.template_hash == template.content_hash(OWN.encode())
    for label, text, paper in zip((before, after), (A6, OWN), workshop.printer.labels, strict=True):
        assert paper.tobytes() == workshop.meant(label, text).tobytes()
    assert workshop.meant(before, A6).tobytes() != workshop.meant(before, OWN).tobytes()


def test_a_label_whose_template_is_nowhere_any_more_fails_visibly(workshop: Workshop) -> None:
    workshop.printer.set(fault="paper-out")
    workshop.save(A6.replace("reçu {received}", "entré {received}"))
    workshop.receive()
    workshop.hangar.stop()
    (workshop.folder / "templates" / "a6.toml").write_text(OWN)  # by hand: nothing is kept
    workshop.printer.set(fault=None)
    workshop.start()

    eventually(lambda: workshop.labels()[0].state is LabelState.FAILED)

    assert workshop.labels()[0].evidence == "modèle a6 changé"
    assert len(workshop.printer.labels) == 0
    with workshop.hangar.readers.present() as present:
        assert [one.kind for one in present.world.troubles.where(state="open")] == [
            "label_outdated"
        ]


def test_a_crate_s_label_goes_before_the_emergency_labels_that_wait(workshop: Workshop) -> None:
    workshop.printer.set(fault="paper-out")
    workshop.send("MakeEmergencyLabels", {"count": 3, "printer": "etiqueteuse-1"})
    workshop.receive()

    workshop.printer.set(fault=None)
    eventually(lambda: len(workshop.printer.labels) == 4)

    order = sorted(workshop.labels(), key=lambda label: label.changed_at)
    places = [place for place, label in enumerate(order) if label.crate]
    assert places in ([0], [1])  # 1: the worker had the first blank one in hand already


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("modules_mm = [0.5, 0.375]", "modules_mm = [0.375]", "GS1"),
        ("Carottes fanées", "Carottes " * 40, "ne tiennent pas"),
        ("height_mm = 31.75", "height_mm = 20", "31.75"),
        ('shape = "linear"', 'shape = "matrix"', "barres"),
        ('text = "{mentions}"', 'text = "."', "{mentions}"),
        ('text = "L {lot}"', 'text = "L"', "{lot}"),
        ('text = "{producer}"', 'text = "."', "{producer}"),
        ('text = "{hub}"', 'text = "."', "{hub}"),
        ('sscc = "395212340000004128"', 'sscc = "395212340000004120"', "sscc"),
        ("width_mm = 96\nheight_mm = 31.75", "width_mm = 20\nheight_mm = 31.75", "ne tient pas"),
    ],
)
def test_what_does_not_fit_or_read_or_keep_the_rules_is_not_saved(
    workshop: Workshop, right: str, wrong: str, told: str
) -> None:
    was = template.load("a6").hash

    answer = workshop.hangar.label_templates.save("a6", A6.replace(right, wrong, 1), was)

    assert not answer["saved"]
    assert told in answer["faults"][0]["fr"]
    assert not (workshop.folder / "templates").exists()


def test_two_people_do_not_overwrite_each_other(workshop: Workshop) -> None:
    was = template.load("a6").hash
    workshop.save(OWN)

    with pytest.raises(TemplateRefused, match="entre-temps"):
        workshop.hangar.label_templates.save("a6", A6 + "# encore\n", was)


def test_a_template_made_faulty_by_hand_is_named_at_the_start(workshop: Workshop) -> None:
    folder = workshop.folder / "templates"
    folder.mkdir()
    (folder / "a6.toml").write_text(A6.replace("modules_mm = [0.5, 0.375]", "modules_mm = [0.25]"))

    with pytest.raises(ConfigError) as refused:
        load_config(workshop.config)

    assert refused.value.faults[0].key.startswith("templates/a6.toml, line ")
    assert "GS1" in refused.value.faults[0].remedy_fr


def test_a_printer_may_hold_a_template_that_the_hub_made(workshop: Workshop) -> None:
    folder = workshop.folder / "templates"
    folder.mkdir()
    (folder / "a6-marche.toml").write_text(OWN)
    workshop.config.write_text(workshop.config.read_text().replace('"a6"', '"a6-marche"'))
    workshop.hangar.stop()

    workshop.start()
    workshop.receive()

    eventually(lambda: len(workshop.printer.labels) == 1)
    assert workshop.labels()[0].template == "a6-marche"
    with pytest.raises(TemplateRefused, match="utilise"):
        workshop.hangar.label_templates.drop("a6-marche")
