"""Costs of rounds, shared: exact cents, a ledger that adds up to zero, figures anybody can redo."""

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from station.domain.model import RoundCost, SharingKey
from station.domain.sharing import (
    Delivered,
    Measure,
    by_largest_remainder,
    cost_cents,
    measures,
    shares,
)
from station.views import sharing as view
from tests.domain.hub import TODAY, TOMORROW, YESTERDAY, Hub

T1 = f"{TODAY}-T1"
MONTH = TODAY[:7]


def key(stops: int = 40, kilograms: int = 40, crates: int = 20) -> SharingKey:
    return SharingKey(
        since=TODAY, stops_percent=stops, kilograms_percent=kilograms, crates_percent=crates,
        km_cents=40, hour_cents=1_500, warn_percent=20, decision="assemblée",
    )  # fmt: skip


def row(stop: str, producer: str, net_g: int, *crates: str) -> Delivered:
    return Delivered(stop=stop, producer=producer, net_g=net_g, crates=frozenset(crates))


def test_a_public_worked_example_comes_out() -> None:
    """31 km and 1 h 45 at 0.40 € and 15 €: La France Agricole's example, its roundings apart."""
    cost = RoundCost(
        round="R", date=TODAY, kilometres=31, minutes=105, fixed_cents=0, carrier="F01"
    )

    assert cost_cents(cost, key()) == 31 * 40 + 2_625


def test_a_shared_stop_is_split_by_kilograms_and_a_shared_crate_alike() -> None:
    rows = [row("C1", "A", 3_000, "k1"), row("C1", "B", 1_000, "k1"), row("C2", "B", 500, "k2")]

    found = measures(rows, lambda one: one.producer)

    assert found["A"] == Measure(stops=Fraction(3, 4), net_g=3_000, crates=Fraction(1, 2))
    assert found["B"] == Measure(stops=Fraction(5, 4), net_g=1_500, crates=Fraction(3, 2))


def test_a_stop_without_known_kilograms_is_split_by_crates() -> None:
    rows = [row("C1", "A", 0, "k1", "k2", "k3"), row("C1", "B", 0, "k4")]

    assert measures(rows, lambda one: one.producer)["A"].stops == Fraction(3, 4)


def test_a_measure_nobody_has_leaves_its_weight_to_the_others() -> None:
    of = {"A": Measure(stops=Fraction(1), crates=Fraction(1)),
          "B": Measure(stops=Fraction(1), crates=Fraction(3))}  # fmt: skip

    assert shares(1_200, of, key(50, 40, 10)) == {"A": 550, "B": 650}


def test_equal_remainders_go_in_the_order_of_codes() -> None:
    alike = dict.fromkeys("CBA", Fraction(1))

    assert by_largest_remainder(100, alike) == {"A": 34, "B": 33, "C": 33}


@st.composite
def rounds(draw: st.DrawFn) -> list[Delivered]:
    rows = draw(
        st.dictionaries(
            st.tuples(st.sampled_from("123"), st.sampled_from("ABCD")),
            st.tuples(st.integers(0, 60_000), st.frozensets(st.sampled_from("klmnop"), min_size=1)),
            min_size=1,
        )
    )
    return [row(stop, who, grams, *crates) for (stop, who), (grams, crates) in rows.items()]


@given(rounds(), st.integers(0, 200_000), st.integers(0, 100), st.integers(0, 100), st.randoms())
def test_shares_add_up_whatever_the_order(
    rows: list[Delivered], cents: int, one: int, other: int, chance: random.Random
) -> None:
    stops = min(one, other)
    voted = key(stops, max(one, other) - stops, 100 - max(one, other))
    mixed = rows.copy()
    chance.shuffle(mixed)

    found = shares(cents, measures(rows, lambda r: r.producer), voted)
    again = shares(cents, measures(mixed, lambda r: r.producer), voted)

    assert sum(found.values()) == cents
    assert min(found.values()) >= 0
    assert found == again
    assert sum(m.stops for m in measures(rows, lambda r: r.producer).values()) == len(
        {r.stop for r in rows}
    )


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), st.fractions(0, 100), min_size=1),
    st.integers(0, 10_000),
    st.randoms(),
)
def test_nobodys_cents_are_further_than_one_from_their_exact_part(
    claims: dict[str, Fraction], cents: int, chance: random.Random
) -> None:
    mixed = list(claims.items())
    chance.shuffle(mixed)

    found = by_largest_remainder(cents, claims)

    whole = sum(claims.values())
    assert all(abs(given - cents * claims[who] / whole) < 1 for who, given in found.items())
    assert all(found[who] == 0 for who in found if not claims[who])
    assert by_largest_remainder(cents, dict(mixed)) == found
    assert sum(found.values()) == (cents if whole else 0)


@given(rounds(), st.integers(0, 200_000))
def test_customers_bear_as_much_as_producers(rows: list[Delivered], cents: int) -> None:
    by_producer = shares(cents, measures(rows, lambda r: r.producer), key())
    by_stop = shares(cents, measures(rows, lambda r: r.stop), key())

    assert sum(by_producer.values()) == sum(by_stop.values()) == cents


# --- the hub --------------------------------------------------------------------------------------


def vote(hub: Hub, since: str = TODAY, **more: object) -> None:
    data = {"stops_percent": 40, "kilograms_percent": 40, "crates_percent": 20, "km_cents": 45,
            "hour_cents": 1_500, "decision": "assemblée du 20"} | more  # fmt: skip
    hub.done("VoteSharing", since=since, **data)


def left(hub: Hub) -> None:
    """Let a round leave with goods of two farms for two customers."""
    for customer in ("C01", "C02"):
        hub.order(customer, "CAROTTE", 10)
    for crate in (
        hub.for_customer("C02"),
        hub.on_paper(hub.tomme(4_000, customer="C01", best_before="2026-12-20")),
        hub.for_customer("C01"),
    ):
        hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    hub.done("DepartRound", round=T1)


def test_the_members_ledger_adds_up_to_zero_and_the_driver_is_credited(hub: Hub) -> None:
    vote(hub)
    left(hub)

    hub.done("RecordRoundCost", as_role="driver", round=T1, kilometres=62, minutes=150,
             carrier="F02")  # fmt: skip

    found = hub.ask(lambda p: view.month(p, MONTH))
    sheet = found["rounds"][0]
    assert sheet["cost_cents"] == 62 * 45 + 3_750
    assert sum(one["cents"] for one in sheet["producers"]) == sheet["cost_cents"]
    assert sum(one["cents"] for one in sheet["customers"]) == sheet["cost_cents"]
    balances = {one["code"]: one["balance_cents"] for one in found["members"]}
    assert sum(balances.values()) == 0
    assert balances["F02"] > 0 > balances["F01"]


def test_somebody_outside_who_drives_has_an_account_of_their_own(hub: Hub) -> None:
    vote(hub)
    left(hub)

    hub.done("RecordRoundCost", round=T1, kilometres=10, minutes=60, fixed_cents=1_200)

    members = hub.ask(lambda p: view.month(p, MONTH))["members"]
    assert sum(one["balance_cents"] for one in members) == 0
    assert members[-1]["code"] == view.CARRIER
    assert members[-1]["balance_cents"] == 450 + 1_500 + 1_200


def test_a_sheet_can_be_redone_from_what_stands_on_it(hub: Hub) -> None:
    vote(hub)
    left(hub)
    hub.done("RecordRoundCost", round=T1, kilometres=62, minutes=150)

    sheet = hub.ask(lambda p: view.month(p, MONTH))["rounds"][0]

    of = {
        one["code"]: Measure(
            stops=Fraction(one["stops"]), net_g=one["net_g"], crates=Fraction(one["crates"])
        )
        for one in sheet["producers"]
    }
    redone = shares(sheet["cost_cents"], of, SharingKey(**sheet["key"]))
    assert redone == {one["code"]: one["cents"] for one in sheet["producers"]}


def test_a_month_replayed_under_another_key_changes_shares_and_stores_nothing(hub: Hub) -> None:
    vote(hub)
    left(hub)
    hub.done("RecordRoundCost", round=T1, kilometres=62, minutes=150)
    before = hub.seq()

    was = hub.ask(lambda p: view.month(p, MONTH))
    tried = hub.ask(lambda p: view.month(p, MONTH, tried=(0, 0, 100)))

    assert was["total_cents"] == tried["total_cents"]
    assert was["rounds"][0]["producers"] != tried["rounds"][0]["producers"]
    assert sum(one["balance_cents"] for one in tried["members"]) == 0
    assert hub.seq() == before


def test_a_round_without_kilometres_is_named(hub: Hub) -> None:
    vote(hub)
    left(hub)

    assert hub.ask(lambda p: view.month(p, MONTH))["without_cost"] == [T1]


def test_only_a_round_that_left_has_a_cost(hub: Hub) -> None:
    data = {"round": T1, "kilometres": 10, "minutes": 60}

    assert hub.refused("RecordRoundCost", **data) == "round_not_departed"


def test_a_second_vote_leaves_the_past_alone(hub: Hub) -> None:
    vote(hub, since=YESTERDAY)
    data = {"stops_percent": 0, "kilograms_percent": 100, "crates_percent": 0, "km_cents": 50,
            "hour_cents": 1_500, "decision": "assemblée"}  # fmt: skip

    assert hub.refused("VoteSharing", since=YESTERDAY, **data) == "vote_in_the_past"

    vote(hub, since=TOMORROW, km_cents=99)
    assert hub.ask(lambda p: view.key_on(p, TODAY)).km_cents == 45
    assert hub.ask(lambda p: view.key_on(p, TOMORROW)).km_cents == 99


def test_weights_add_up_to_a_hundred(hub: Hub) -> None:
    data = {"stops_percent": 40, "kilograms_percent": 40, "crates_percent": 30, "km_cents": 45,
            "hour_cents": 1_500, "decision": "assemblée"}  # fmt: skip

    assert hub.refused("VoteSharing", since=TODAY, **data) == "out_of_bounds"


def test_a_delivery_that_eats_its_turnover_is_shown(hub: Hub) -> None:
    carrot = {"code": "CAROTTE", "producer": "F01", "name": "Carottes", "family": "légumes",
              "unit": "kg"}  # fmt: skip
    hub.done("RegisterProduct", **carrot, price_cents=150)
    vote(hub)
    left(hub)
    hub.done("RecordRoundCost", round=T1, kilometres=62, minutes=150)

    customers = {one["code"]: one for one in hub.ask(lambda p: view.month(p, MONTH))["customers"]}

    assert customers["C02"]["turnover_cents"] == 1_500
    assert customers["C02"]["too_dear"]
    assert customers["C02"]["permille"] == customers["C02"]["cents"] * 1_000 // 1_500


def test_a_note_keeps_the_price_of_its_day(hub: Hub) -> None:
    carrot = {"code": "CAROTTE", "producer": "F01", "name": "Carottes", "family": "légumes",
              "unit": "kg"}  # fmt: skip
    hub.done("RegisterProduct", **carrot, price_cents=150)
    left(hub)

    hub.done("RegisterProduct", **carrot, price_cents=999)

    notes = hub.ask(lambda p: p.world.notes.all())
    assert {line.price_cents for note in notes for line in note.lines} == {150, None}


def test_a_vote_of_today_leaves_a_round_alone_that_left_today(hub: Hub) -> None:
    vote(hub, since=YESTERDAY)
    left(hub)
    data = {"stops_percent": 0, "kilograms_percent": 100, "crates_percent": 0, "km_cents": 50,
            "hour_cents": 1_500, "decision": "assemblée"}  # fmt: skip

    assert hub.refused("VoteSharing", since=TODAY, **data) == "vote_in_the_past"


def test_what_came_back_is_no_turnover(hub: Hub) -> None:
    carrot = {"code": "CAROTTE", "producer": "F01", "name": "Carottes", "family": "légumes",
              "unit": "kg", "price_cents": 150}  # fmt: skip
    hub.done("RegisterProduct", **carrot)
    left(hub)
    crate = hub.ask(lambda p: p.world.crates.where(customer="C02"))[0]
    hub.done("ReturnCrate", crate=crate.id, reason="refusée")

    (back,) = hub.ask(lambda p: p.world.notes.where(customer="C02"))
    assert view.turnover_cents(back) == 0
