"""The rules of the weighing receipt, one test each. Time is handed in, in seconds."""

from __future__ import annotations

import pytest

from drivers.readings import DeviceState, Kind, Range, Reading
from drivers.weighing import DWELL_S, FRESH_S, NotWeighed, Receipt, Weigher

DIVISION_G = 20
MAX_G = 60_000
STEP_S = 0.1
MOTION = Reading(
    grams=None,
    stable=False,
    range=Range.OK,
    kind=Kind.GROSS,
    tare_g=None,
    unit="kg",
    raw=b"\x02?I\r",
)


def stable(grams: int | None, **changes: object) -> Reading:
    values: dict[str, object] = {
        "grams": grams,
        "stable": True,
        "range": Range.OK,
        "kind": Kind.GROSS,
        "tare_g": None,
        "unit": "kg",
        "raw": b"frame %d" % (grams or 0),
    }
    return Reading(**{**values, **changes})  # type: ignore[arg-type]  # a table of fields


class Bench:
    """A weigher and its clock; ten readings a second."""

    def __init__(self, **changes: int) -> None:
        self.weigher = Weigher(**{"max_g": MAX_G, "division_g": DIVISION_G, **changes})
        self.now_s = 100.0

    def hold(self, reading: Reading, for_s: float = 1.0) -> Receipt | None:
        for _ in range(round(for_s / STEP_S)):
            self.now_s += STEP_S
            self.weigher.feed(reading, self.now_s)
        return self.open

    @property
    def open(self) -> Receipt | None:
        return self.weigher.view(self.now_s).receipt

    @property
    def why_not(self) -> NotWeighed | None:
        return self.weigher.view(self.now_s).why_not

    def use(self, receipt: Receipt | None) -> Receipt | NotWeighed:
        assert receipt is not None
        return self.weigher.consume(receipt.id, self.now_s)


def test_a_stable_load_opens_one_receipt_with_its_evidence() -> None:
    bench = Bench()

    receipt = bench.hold(stable(12_340))

    assert receipt is not None
    assert (receipt.gross_g, receipt.raw, receipt.unit_as_sent) == (12_340, b"frame 12340", "kg")
    assert bench.hold(stable(12_340)) is receipt
    assert bench.why_not is None


def test_no_receipt_opens_before_the_dwell() -> None:
    bench = Bench()

    assert bench.hold(stable(12_340), DWELL_S) is None
    assert bench.why_not is NotWeighed.NOT_STABLE
    assert bench.hold(stable(12_340), 2 * STEP_S) is not None


def test_a_weight_that_still_changes_begins_its_dwell_again() -> None:
    bench = Bench()

    for grams in range(12_000, 12_400, 20):
        assert bench.hold(stable(grams), 0.2) is None


def test_a_moving_scale_gives_no_weight() -> None:
    bench = Bench()

    assert bench.hold(MOTION) is None
    view = bench.weigher.view(bench.now_s)
    assert (view.grams, view.stable, view.why_not) == (None, False, NotWeighed.NOT_STABLE)


def test_motion_ends_the_receipt() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    bench.hold(MOTION, STEP_S)

    assert bench.open is None
    assert bench.use(receipt) is NotWeighed.NOT_STABLE


def test_a_change_of_one_division_ends_the_receipt() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    bench.hold(stable(12_360), STEP_S)

    assert bench.use(receipt) is NotWeighed.NOT_STABLE
    following = bench.hold(stable(12_360))
    assert following is not None and following.gross_g == 12_360


def test_less_than_a_division_does_not_end_the_receipt() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    assert bench.hold(stable(12_350)) is receipt


def test_unloading_ends_the_receipt() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    bench.hold(stable(0), STEP_S)

    assert bench.open is None
    assert bench.use(receipt) is NotWeighed.NOT_STABLE


def test_an_overload_ends_the_receipt_and_gives_no_weight() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    bench.hold(stable(None, range=Range.OVER), STEP_S)

    assert bench.use(receipt) is NotWeighed.OUT_OF_RANGE
    assert bench.why_not is NotWeighed.OUT_OF_RANGE
    assert bench.weigher.view(bench.now_s).grams is None


def test_a_fault_ends_the_receipt() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    bench.weigher.fault(bench.now_s)

    view = bench.weigher.view(bench.now_s)
    assert (view.state, view.grams, view.why_not) == (DeviceState.FAULT, None, NotWeighed.OFFLINE)
    assert bench.use(receipt) is NotWeighed.OFFLINE


def test_an_error_the_scale_reports_is_a_fault() -> None:
    bench = Bench()

    bench.hold(stable(None, range=Range.ERROR))

    assert bench.weigher.view(bench.now_s).state is DeviceState.FAULT


def test_a_weight_that_is_not_renewed_goes_stale() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    bench.now_s += FRESH_S + 0.01

    view = bench.weigher.view(bench.now_s)
    assert (view.grams, view.receipt, view.why_not) == (None, None, NotWeighed.STALE)
    assert bench.use(receipt) is NotWeighed.STALE


def test_silence_inside_the_dwell_begins_it_again() -> None:
    bench = Bench()
    bench.hold(stable(12_340), 0.3)

    bench.now_s += FRESH_S + 0.01

    assert bench.hold(stable(12_340), 0.3) is None


def test_a_lost_scale_is_offline_and_shows_nothing() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    bench.weigher.lost(bench.now_s)

    view = bench.weigher.view(bench.now_s)
    assert (view.state, view.grams, view.receipt) == (DeviceState.OFFLINE, None, None)
    assert view.why_not is NotWeighed.OFFLINE
    assert bench.use(receipt) is NotWeighed.OFFLINE


def test_before_the_first_reading_the_scale_is_starting() -> None:
    bench = Bench()

    view = bench.weigher.view(bench.now_s)

    assert (view.state, view.grams, view.age_ms) == (DeviceState.STARTING, None, None)
    assert view.why_not is NotWeighed.OFFLINE


def test_the_first_consume_takes_the_receipt_and_the_second_does_not() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))

    assert bench.use(receipt) is receipt
    assert bench.use(receipt) is NotWeighed.NOT_CLEARED


def test_the_same_load_is_not_weighed_twice() -> None:
    bench = Bench()
    bench.use(bench.hold(stable(12_340)))

    assert bench.hold(stable(12_340), 5.0) is None
    assert bench.why_not is NotWeighed.NOT_CLEARED


def test_another_load_on_top_is_not_weighed_before_clearing() -> None:
    bench = Bench()
    bench.use(bench.hold(stable(12_340)))

    bench.hold(MOTION, 0.3)
    assert bench.hold(stable(20_000)) is None
    assert bench.why_not is NotWeighed.NOT_CLEARED


def test_after_clearing_the_next_load_opens() -> None:
    bench = Bench()
    first = bench.hold(stable(12_340))
    bench.use(first)

    bench.hold(stable(40), 0.1)
    second = bench.hold(stable(12_340))

    assert first and second and first.id != second.id


@pytest.mark.parametrize(("left_g", "opens"), [(100, True), (120, False), (-100, True)])
def test_the_scale_is_cleared_within_five_divisions_of_zero(left_g: int, opens: bool) -> None:
    bench = Bench()
    bench.use(bench.hold(stable(12_340)))

    bench.hold(stable(left_g), 0.3)

    assert (bench.hold(stable(12_340)) is not None) is opens


def test_a_scale_that_swings_through_zero_is_not_cleared() -> None:
    bench = Bench()
    bench.use(bench.hold(stable(12_340)))

    bench.hold(stable(0, stable=False), 0.3)

    assert bench.hold(stable(12_340)) is None


def test_below_zero_is_not_cleared() -> None:
    bench = Bench()
    bench.use(bench.hold(stable(12_340)))

    bench.hold(stable(None, range=Range.UNDER), 0.3)

    assert bench.hold(stable(12_340)) is None


def test_going_away_and_coming_back_is_not_clearing() -> None:
    bench = Bench()
    bench.use(bench.hold(stable(12_340)))

    bench.weigher.lost(bench.now_s)

    assert bench.hold(stable(12_340)) is None
    assert bench.why_not is NotWeighed.NOT_CLEARED


@pytest.mark.parametrize(("grams", "opens"), [(380, False), (400, True), (60_000, True)])
def test_the_scale_has_a_minimum_of_twenty_divisions(grams: int, opens: bool) -> None:
    bench = Bench()

    assert (bench.hold(stable(grams)) is not None) is opens


def test_above_the_maximum_there_is_no_receipt() -> None:
    bench = Bench()

    assert bench.hold(stable(60_020)) is None
    assert bench.why_not is NotWeighed.OUT_OF_RANGE


def test_an_empty_scale_says_out_of_range() -> None:
    bench = Bench()
    bench.hold(stable(0))

    assert bench.why_not is NotWeighed.OUT_OF_RANGE


def test_more_than_a_hundred_kilos_are_weighed() -> None:
    bench = Bench(max_g=150_000)

    receipt = bench.hold(stable(112_345))

    assert receipt is not None and receipt.gross_g == 112_345


def test_after_a_restart_the_load_that_was_used_must_leave_first() -> None:
    bench = Bench(last_consumed_gross_g=12_340)

    assert bench.hold(stable(12_360)) is None
    assert bench.why_not is NotWeighed.NOT_CLEARED
    bench.hold(stable(0), 0.2)
    assert bench.hold(stable(12_340)) is not None


def test_after_a_restart_another_load_opens_normally() -> None:
    bench = Bench(last_consumed_gross_g=12_340)

    assert bench.hold(stable(9_000)) is not None


def test_a_net_weight_with_its_tare_is_kept_as_gross_and_tare() -> None:
    bench = Bench()

    receipt = bench.hold(stable(10_340, kind=Kind.NET, tare_g=2_000))

    assert receipt is not None
    assert (receipt.gross_g, receipt.tare_g, receipt.kind) == (12_340, 2_000, Kind.NET)


def test_a_net_weight_of_unknown_tare_is_never_taken_for_gross() -> None:
    bench = Bench()

    assert bench.hold(stable(10_340, kind=Kind.NET)) is None
    assert bench.why_not is NotWeighed.NOT_CLEARED


def test_the_tare_key_does_not_clear_a_loaded_scale() -> None:
    bench = Bench()
    bench.use(bench.hold(stable(12_340, tare_g=0)))

    bench.hold(stable(0, kind=Kind.NET, tare_g=12_340))

    assert bench.open is None
    assert bench.why_not is NotWeighed.NOT_CLEARED


def test_a_protocol_without_stability_gives_no_receipt() -> None:
    bench = Bench()

    assert bench.hold(stable(12_340, stable=None)) is None


def test_a_receipt_given_back_can_be_used_again_while_the_load_stays() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))
    assert receipt is not None
    bench.use(receipt)

    assert bench.weigher.give_back(receipt.id, bench.now_s) is True
    assert bench.use(receipt) is receipt


def test_a_receipt_is_not_given_back_after_the_load_moved() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))
    assert receipt is not None
    bench.use(receipt)
    bench.hold(MOTION, STEP_S)

    assert bench.weigher.give_back(receipt.id, bench.now_s) is False
    assert bench.use(receipt) is NotWeighed.NOT_CLEARED


def test_looking_at_a_receipt_does_not_use_it() -> None:
    bench = Bench()
    receipt = bench.hold(stable(12_340))
    assert receipt is not None

    assert bench.weigher.peek(receipt.id, bench.now_s) is receipt
    assert bench.use(receipt) is receipt


def test_a_receipt_nobody_issued_is_stale() -> None:
    bench = Bench()
    bench.hold(stable(12_340))

    assert bench.weigher.consume("w-812", bench.now_s) is NotWeighed.STALE


def test_receipt_ids_never_come_again() -> None:
    ids = set()
    for _ in range(200):
        bench = Bench()
        receipt = bench.hold(stable(12_340))
        assert receipt is not None and receipt.id.startswith("w-")
        ids.add(receipt.id)

    assert len(ids) == 200


def test_a_scale_without_a_configured_division_is_held_to_the_gram() -> None:
    bench = Bench()
    bench.weigher = Weigher(max_g=None, division_g=None)
    receipt = bench.hold(stable(12_340))

    bench.hold(stable(12_341), STEP_S)

    assert bench.use(receipt) is NotWeighed.NOT_STABLE
