"""Returnable crates: owed = given - taken, each crate once, whoever else says it; their tares."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.hub import E2_TARE_G, TODAY, Hub

T1 = f"{TODAY}-T1"


def owed(hub: Hub, party: str, crate_type: str = "E2") -> int:
    row = hub.ask(lambda p: p.world.empties.get(f"{party}|{crate_type}"))
    return row.owed if row else 0


def gone(hub: Hub, crates: int = 1) -> list[str]:
    """Let some E2 crates of carrots leave for C02 and return them."""
    loaded = [hub.loaded("C02")["id"] for _ in range(crates)]
    hub.done("DepartRound", round=T1)
    return loaded


def deliver(hub: Hub, *, given: int = 0, taken: int = 0) -> None:
    moved = [{"crate_type": "E2", "given": given, "taken": taken}]
    hub.done("DeliverStop", as_role="driver", round=T1, customer="C02", empties=moved)


def test_a_returnable_crate_that_leaves_full_is_owed_by_its_customer(hub: Hub) -> None:
    gone(hub, 2)

    assert owed(hub, "C02") == 2
    (moved,) = hub.ask(lambda p: p.world.movements.where(party="C02"))
    assert (moved.given, moved.why, moved.subject, moved.owed) == (2, "departed", T1, 2)


def test_a_crate_type_that_does_not_come_back_is_owed_by_nobody(hub: Hub) -> None:
    crate = hub.on_paper(hub.carrots(crate_type="CARTON", customer="C02"))
    hub.done("LoadCrate", crate=crate["id"], round=T1)
    hub.done("DepartRound", round=T1)

    assert owed(hub, "C02", "CARTON") == 0


@pytest.mark.parametrize("said", [0, 2])
def test_what_a_driver_says_of_crates_the_scans_know_counts_once(hub: Hub, said: int) -> None:
    gone(hub, 2)

    deliver(hub, given=said, taken=1)

    assert owed(hub, "C02") == 1
    assert hub.troubles() == []


def test_empties_that_a_driver_leaves_beside_the_full_ones_are_owed_too(hub: Hub) -> None:
    gone(hub, 2)

    deliver(hub, given=5)
    deliver(hub, given=5)

    assert owed(hub, "C02") == 5


def test_a_driver_who_says_fewer_than_were_loaded_is_looked_into(hub: Hub) -> None:
    gone(hub, 2)

    deliver(hub, given=1)

    assert owed(hub, "C02") == 2
    assert hub.troubles() == ["empties_differ"]


def test_a_crate_that_comes_back_full_is_no_longer_owed(hub: Hub) -> None:
    first, second = gone(hub, 2)

    hub.done("ReturnCrate", crate=first, reason="refusée")
    hub.done("StoreCrate", crate=second, zone="CF-1", judged="ok")

    assert owed(hub, "C02") == 0
    assert hub.troubles().count("note_to_revise") == 2


def test_a_crate_learnt_of_after_departure_is_owed_all_the_same(hub: Hub) -> None:
    late = hub.for_customer("C02")
    hub.done("DepartRound", round=T1, override={"reason": "en retard"})

    hub.done("LoadCrate", crate=late["id"], round=T1, judged="ok", reader="mobile-1")

    assert owed(hub, "C02") == 1


def test_a_crate_left_at_another_stop_is_owed_there(hub: Hub) -> None:
    other, own = hub.loaded("C02"), hub.loaded("C01")
    hub.done("DepartRound", round=T1)

    said = {"round": T1, "customer": "C01", "crates": [own["id"], other["id"]]}
    moved = [{"crate_type": "E2", "given": 2, "taken": 0}]
    hub.done("DeliverStop", judged="ok", as_role="driver", empties=moved, **said)

    assert (owed(hub, "C01"), owed(hub, "C02")) == (2, 0)


def test_a_crate_that_left_and_is_loaded_again_is_back(hub: Hub) -> None:
    crate = hub.carrots(customer="C02")
    hub.done("HandOverCrate", post="shop", crate=crate["id"], customer="C02")

    hub.done("LoadCrate", crate=crate["id"], round=T1, judged="ok", reader="mobile-1")

    assert owed(hub, "C02") == 0


def test_a_crate_handed_over_is_owed_by_who_took_it(hub: Hub) -> None:
    hub.done("HandOverCrate", post="shop", crate=hub.carrots()["id"], customer="C03")

    assert owed(hub, "C03") == 1


def test_a_farm_that_was_lent_empties_brings_them_back_full(hub: Hub) -> None:
    hub.done("MoveEmpties", party="F01", crate_type="E2", given=10)

    hub.carrots()
    mistake = hub.carrots()
    hub.done("VoidCrate", crate=mistake["id"], reason="mauvais produit")

    assert owed(hub, "F01") == 9


def test_a_correction_needs_a_reason_and_what_was_seen(hub: Hub) -> None:
    hub.done("MoveEmpties", party="C01", crate_type="E2", given=4)
    said = {"party": "C01", "crate_type": "E2", "owed": 6}

    assert hub.refused("CorrectEmpties", was=4, reason=" ", **said) == "reason_required"
    assert hub.refused("CorrectEmpties", was=3, reason="comptées", **said) == "changed_meanwhile"
    hub.done("CorrectEmpties", was=4, reason="comptées ensemble", **said)

    assert owed(hub, "C01") == 6
    last = hub.ask(lambda p: p.world.movements.where(party="C01"))[-1]
    assert (last.why, last.reason, last.given) == ("corrected", "comptées ensemble", 2)


def test_only_the_office_corrects_what_is_owed(hub: Hub) -> None:
    said = {"party": "C01", "crate_type": "E2", "was": 0, "owed": 6, "reason": "comptées"}

    assert hub.refused("CorrectEmpties", as_role="driver", **said) == "not_allowed"


# --- tares ---------------------------------------------------------------------------------------


def measure(hub: Hub, gross_g: int, count: int = 1, **more: Any) -> None:
    weigh = {"receipt": hub.scales.put(gross_g)}
    hub.done("MeasureTare", crate_type="E2", count=count, weigh=weigh, **more)


def test_a_tare_has_a_dated_history(hub: Hub) -> None:
    measure(hub, 20_300, 10)

    entered, measured = hub.ask(lambda p: p.world.tares.where(crate_type="E2"))
    assert (entered.tare_g, entered.count, entered.before_g) == (E2_TARE_G, 0, None)
    assert (measured.tare_g, measured.count, measured.since) == (2_030, 10, TODAY)
    assert measured.before_g == E2_TARE_G


@pytest.mark.parametrize(("gross_g", "raised"), [(2_100, False), (2_101, True), (1_899, True)])
def test_a_tare_that_moved_too_far_is_an_exception(hub: Hub, gross_g: int, raised: bool) -> None:
    measure(hub, gross_g)

    assert ("tare_moved" in hub.troubles()) is raised


def test_a_crate_with_an_identity_has_its_own_tare(hub: Hub) -> None:
    tag = hub.done("MakeCrateTags", crate_type="E2", count=1)["code"]
    measure(hub, 2_080, code=tag)

    weigh = {"receipt": hub.scales.put(12_080)}
    own, other = hub.carrots(code=tag, weigh=weigh), hub.carrots(10_000)

    assert (own["tare_g"], own["net_g"]) == (2_080, 10_000)
    assert other["tare_g"] == E2_TARE_G


def test_only_a_code_that_one_crate_bears_for_good_has_a_tare(hub: Hub) -> None:
    crate, tag = hub.carrots(), hub.done("MakeCrateTags", crate_type="E2", count=1)["code"]
    data = {"crate_type": "E2", "weigh": {"receipt": hub.scales.put(2_000)}}

    assert hub.refused("MeasureTare", count=1, code=crate["id"], **data) == "unknown_code"
    assert hub.refused("MeasureTare", count=2, code=tag, **data) == "out_of_bounds"
    data["crate_type"] = "CARTON"
    assert hub.refused("MeasureTare", count=1, code=tag, **data) == "not_found"


def test_a_crate_type_that_changes_keeps_the_number_of_its_tags(hub: Hub) -> None:
    hub.done("MakeCrateTags", crate_type="E2", count=1)
    asset = hub.ask(lambda p: p.world.crate_types.get("E2")).asset_type

    hub.done("RegisterCrateType", code="E2", name="Bac E2 gris", tare_g=2_000, returnable=True)

    assert asset is not None
    assert hub.ask(lambda p: p.world.crate_types.get("E2")).asset_type == asset


# --- whatever people do --------------------------------------------------------------------------


def anything(hub: Hub, chance: random.Random) -> None:
    """Speak one command that moves crates, absurd or not."""
    ids = hub.ask(lambda p: [crate.id for crate in p.world.crates.all()])
    crate = chance.choice(ids) if ids else "AUCUNE"
    party = chance.choice(("C01", "C02", "F01"))
    given, taken = chance.randrange(4), chance.randrange(4)
    moved = {"crate_type": "E2", "given": given, "taken": taken}
    type, data = chance.choice((
        ("ReceiveCrate", {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 3,
                          "crates": 2, "customer": chance.choice(("C01", "C02"))}),
        ("VoidCrate", {"crate": crate, "reason": "essai"}),
        ("LoadCrate", {"crate": crate, "round": T1}),
        ("DepartRound", {"round": T1, "override": {"reason": "essai"}}),
        ("DeliverStop", {"round": T1, "customer": party, "empties": [moved]}),
        ("ReturnCrate", {"crate": crate, "reason": "essai"}),
        ("StoreCrate", {"crate": crate, "zone": "SEC"}),
        ("HandOverCrate", {"crate": crate, "customer": party}),
        ("MoveEmpties", {"party": party, **moved}),
        ("CorrectEmpties", {"party": party, "crate_type": "E2", "was": owed(hub, party),
                            "owed": chance.randrange(-3, 9), "reason": "essai"}),
    ))  # fmt: skip
    hub.do(type, judged=chance.choice((None, "ok")), **data)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_owed_is_given_less_taken_whatever_people_do(
    open_hub: Callable[[], Hub], seed: int
) -> None:
    """And no crate is lent to who does not have it; the rebuild agrees."""
    with closing(open_hub()) as hub:
        chance = random.Random(seed)
        for _ in range(40):
            anything(hub, chance)

        moved = hub.ask(lambda p: p.world.movements.all())
        sums: Counter[str] = Counter()
        for one in moved:
            sums[f"{one.party}|{one.crate_type}"] += one.given - one.taken
        held = hub.ask(lambda p: {row.key: row.owed for row in p.world.empties.all()})
        assert held == dict(sums)
        for crate in hub.ask(lambda p: p.world.crates.all()):
            away = crate.state.gone_to_customer and crate.customer is not None
            assert (crate.lent_to is not None) is away, crate
        hub.prove()
