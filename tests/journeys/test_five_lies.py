"""The five cases in which every peer lied, end to end through the running server.

A scale switched off gave the last weight, a moving one a zero, 112.345 kg became nothing, four of
ten labels came out, and labels for a printer that was down were « printed » or lost.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drivers.waiting import wait_for
from tests.journeys.floor import Floor, open_floor

SCALES = {"essai-1": "balance-1", "essai-2": "balance-2"}
PRINTERS = {"essai-1": "etiqueteuse-1", "essai-2": "etiqueteuse-2"}
PRINT_TIMEOUT_S = 60.0

pytestmark = pytest.mark.parametrize("post", ["essai-1", "essai-2"])


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    with open_floor(tmp_path) as floor:
        yield floor


def receipt_of(floor: Floor, post: str, gross_g: int) -> str:
    """Put a load on the post's scale and wait for its receipt."""
    floor.set(SCALES[post], load_g=gross_g)

    def opened() -> str | None:
        receipt = floor.weighing(post)["receipt"]
        return str(receipt["id"]) if receipt and receipt["gross_g"] == gross_g else None

    return wait_for(opened)


def await_printed(floor: Floor, post: str, how_many: int) -> None:
    """Wait until every label of the post is out and the station says so."""

    def printed() -> bool:
        states = floor.label_states(post)
        return len(states) == how_many and set(states) <= {"sent", "confirmed"}

    wait_for(printed, PRINT_TIMEOUT_S)


def refused(answer: dict[str, object]) -> str:
    assert answer["outcome"] == "refused", answer
    refusal = answer["refusal"]
    assert isinstance(refusal, dict)
    return str(refusal["code"])


def test_a_scale_that_is_off_gives_no_weight_not_even_the_last(floor: Floor, post: str) -> None:
    last = receipt_of(floor, post, 12_340)

    floor.set(SCALES[post], fault="off")
    wait_for(lambda: floor.state(SCALES[post]) == "offline")

    shown = floor.weighing(post)
    assert (shown["grams"], shown["receipt"], shown["state"]) == (None, None, "offline")
    assert refused(floor.receive(post, weigh="post")) == "scale_offline"
    assert refused(floor.receive(post, weigh={"receipt": last})) in (
        "scale_offline",
        "weight_stale",
    )
    assert floor.crates_received() == 0

    floor.set(SCALES[post], load_g=0, fault=None)
    wait_for(lambda: floor.state(SCALES[post]) == "online")
    back = receipt_of(floor, post, 8_000)
    assert floor.receive(post, weigh={"receipt": back})["crate"]["net_g"] == 6_000


def test_a_moving_scale_gives_no_weight(floor: Floor, post: str) -> None:
    floor.set(SCALES[post], load_g=12_340, moving=True)
    wait_for(lambda: floor.weighing(post)["stable"] is False)

    answer = floor.receive(post, weigh="post")

    assert refused(answer) == "weight_not_stable"
    assert floor.weighing(post)["receipt"] is None
    assert floor.crates_received() == 0


def test_more_than_a_hundred_kilograms_are_weighed_to_the_gram(floor: Floor, post: str) -> None:
    receipt = receipt_of(floor, post, 112_345)

    crate = floor.receive(post, weigh={"receipt": receipt})["crate"]

    assert (crate["gross_g"], crate["net_g"]) == (112_345, 110_345)


def test_ten_labels_at_once_all_come_out_once(floor: Floor, post: str) -> None:
    answer = floor.receive(post, crates=10)
    wanted = sorted(crate["sscc"] for crate in answer["crates"])

    await_printed(floor, post, 10)

    assert len(wanted) == 10
    assert sorted(floor.on_paper(PRINTERS[post])) == wanted


@pytest.mark.parametrize("fault", ["off", "paper-out"])
def test_labels_of_a_printer_that_is_down_wait_and_then_all_come_out_once(
    floor: Floor, post: str, fault: str
) -> None:
    printer = PRINTERS[post]
    floor.set(printer, fault=fault)
    wait_for(lambda: floor.state(printer) in ("offline", "fault"), PRINT_TIMEOUT_S)
    answer = floor.receive(post, crates=4)
    wanted = sorted(crate["sscc"] for crate in answer["crates"])
    assert set(floor.label_states(post)) <= {"queued", "uncertain"}
    assert floor.on_paper(printer) == []

    floor.set(printer, fault=None)

    await_printed(floor, post, 4)
    assert sorted(floor.on_paper(printer)) == wanted
