"""What a power cut in the middle of printing leaves: honest labels, and nothing printed twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.simulated.bench import Bench
from tests.domain.hub import Hub, register
from tests.drivers.waiting import wait_for
from tests.journeys.floor import DEVICES, Floor, served_floor

POST, PRINTER = "essai-1", "etiqueteuse-1"
TIMEOUT_S = 60.0


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    hub = Hub(tmp_path / "hangar.db")
    register(hub)
    hub.close()
    bench = Bench(list(DEVICES))
    yield bench
    bench.close()


def state(floor: Floor, label: str) -> str:
    items = floor.call("GET", f"/api/v1/labels?post={POST}")["items"]
    return str(next(item["state"] for item in items if item["id"] == label))


def test_labels_that_waited_are_printed_once_after_a_restart(bench: Bench, tmp_path: Path) -> None:
    bench.devices[PRINTER].set(fault="paper-out")
    with served_floor(tmp_path, bench) as floor:
        wanted = sorted(crate["sscc"] for crate in floor.receive(POST, crates=3)["crates"])

    bench.devices[PRINTER].set(fault=None)
    with served_floor(tmp_path, bench) as floor:
        wait_for(lambda: set(floor.label_states(POST)) <= {"sent", "confirmed"}, TIMEOUT_S)

        assert sorted(floor.on_paper(PRINTER)) == wanted


def test_a_label_that_was_being_sent_is_uncertain_after_a_restart_and_blocks_nothing(
    bench: Bench, tmp_path: Path
) -> None:
    bench.devices[PRINTER].set(fault="paper-out")
    with served_floor(tmp_path, bench) as floor:
        label = floor.receive(POST)["label"]["id"]
        mark = {"label": label, "state": "sending", "evidence": "", "printer": PRINTER}
        body = {"command_id": "coupure-001", "type": "MarkLabel", "data": mark}
        floor.call("POST", "/api/v1/commands", body, role="admin")

    bench.devices[PRINTER].set(fault=None)
    with served_floor(tmp_path, bench) as floor:
        wait_for(lambda: state(floor, label) == "uncertain", TIMEOUT_S)
        following = floor.receive(POST)
        wait_for(lambda: state(floor, following["label"]["id"]) in ("sent", "confirmed"), TIMEOUT_S)

        assert floor.on_paper(PRINTER) == [following["crate"]["sscc"]]
        assert state(floor, label) == "uncertain"


def test_a_printer_that_dies_in_the_middle_leaves_one_doubt_and_a_person_settles_it(
    bench: Bench, tmp_path: Path
) -> None:
    with served_floor(tmp_path, bench) as floor:
        floor.set(PRINTER, fault="half-job")
        answer = floor.receive(POST)
        label = answer["label"]["id"]
        wait_for(lambda: state(floor, label) == "uncertain", TIMEOUT_S)
        floor.set(PRINTER, fault=None)
        reprint = {"command_id": "reprise-001", "post": POST}
        copy = floor.call("POST", f"/api/v1/labels/{label}/reprint", reprint)["label"]["id"]

        wait_for(lambda: state(floor, copy) in ("sent", "confirmed"), TIMEOUT_S)

        assert floor.on_paper(PRINTER) == [answer["crate"]["sscc"]]
        assert state(floor, label) == "voided"
