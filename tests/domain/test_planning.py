"""Vehicles, loads against what they take, ways between places, and hours as people write them."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.deciding.loads import stop_load
from station.domain.distances import Distance, distance_key, matrix
from station.domain.vehicles import Load, Vehicle, added_up, excesses, vehicle_named
from station.domain.windows import read_window
from tests.domain.hub import TODAY, TOMORROW, Hub

VAN = {"code": "V1", "name": "Kangoo frigo", "max_crates": 3, "max_g": 60_000, "froid_crates": 0}


def load(hub: Hub, customer: str, date: str = TODAY) -> Load:
    return hub.ask(lambda present: stop_load(present.world, customer, date))


def overloads(hub: Hub) -> list[str]:
    found = hub.ask(lambda p: p.world.troubles.where(kind="round_overloaded", state="open"))
    return [one.detail for one in found]


def test_what_is_ordered_is_loaded_in_estimated_crates_of_its_cold(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    hub.order("C01", "YAOURT", 48)

    found = load(hub, "C01")

    assert found.by_class == {"ambiant": 3, "froid": 1}
    assert found.estimated == 4
    tares_g = 4 * hub.ask(lambda p: sorted(t.tare_g for t in p.world.crate_types.all())[0])
    assert found.gross_g >= 20_000 + 48 * 125 + tares_g


def test_what_lies_in_a_crate_is_loaded_as_weighed_and_no_longer_estimated(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 10)
    hub.carrots(customer="C01", weigh=hub.weighed(12_000))

    found = load(hub, "C01")

    assert (found.gross_g, found.crates, found.estimated) == (14_000, 1, 0)


def test_a_line_whose_weight_nobody_entered_is_named(hub: Hub) -> None:
    hub.order("C01", "RADIS", 5)

    found = load(hub, "C01")

    assert (found.unweighed, found.crates) == (1, 1)


def test_planning_over_a_vehicle_is_said_and_planned_all_the_same(hub: Hub) -> None:
    hub.done("RegisterVehicle", **VAN)
    hub.order("C01", "CAROTTE", 70)
    hub.order("C01", "YAOURT", 8)
    stops = [{"stop": 1, "customer": "C01"}]

    hub.done("PlanRound", date=TODAY, round="T9", stops=stops, vehicle="kangoo  FRIGO")

    (detail,) = overloads(hub)
    assert detail.startswith("T9, Kangoo frigo : caisses : 10 pour 3, ")
    assert "kg pour 60" in detail and detail.endswith("caisses froides : 1 pour 0")


def test_planning_anew_within_the_vehicle_settles_what_was_said(hub: Hub) -> None:
    hub.done("RegisterVehicle", **VAN)
    hub.order("C01", "CAROTTE", 70)
    stops = [{"stop": 1, "customer": "C01"}]
    hub.done("PlanRound", date=TODAY, round="T9", stops=stops, vehicle="V1")

    hub.done("PlanRound", date=TODAY, round="T9", stops=stops, vehicle="le camion")

    assert overloads(hub) == []


def test_orders_that_come_after_the_plan_are_weighed_too_and_told_once(hub: Hub) -> None:
    hub.done("RegisterVehicle", **VAN)
    stops = [{"stop": 1, "customer": "C01"}]
    hub.done("PlanRound", date=TODAY, round="T9", stops=stops, vehicle="V1")
    assert overloads(hub) == []

    line = hub.order("C01", "CAROTTE", 70)
    hub.order("C02", "CAROTTE", 70)
    told = hub.ask(lambda p: p.world.troubles.where(kind="round_overloaded"))
    hub.done("ImportOrders", source="fichier.csv", cancelled=[line])

    assert len(told) == 1 and told[0].state == "open"
    assert overloads(hub) == []


def planned(hub: Hub, date: str, **limits: int) -> None:
    hub.done("RegisterVehicle", **{**VAN, **limits})
    stops = [{"stop": 1, "customer": "C01"}]
    hub.done("PlanRound", date=date, round="T9", stops=stops, vehicle="V1")


def test_what_came_late_is_weighed_once_it_is_accepted_or_postponed(hub: Hub) -> None:
    planned(hub, TODAY)
    planned(hub, TOMORROW)
    line = hub.order("C01", "CAROTTE", 3)
    hub.bus.settings = replace(hub.bus.settings, closed=lambda date, now: date == TODAY)
    for much_milli, command, more in (
        (70_000, "AcceptLate", {}),
        (140_000, "PostponeLate", {"delivery_date": TOMORROW}),
    ):
        change = {"order_line": line, "quantity_milli": much_milli, "delivery_date": TODAY}
        hub.done("ImportOrders", source="fichier.csv", changed=[change])
        (late,) = hub.ask(lambda p: p.world.late_lines.where(state="open"))
        before = len(overloads(hub))

        hub.done(command, late=late.id, **more)

        assert len(overloads(hub)) == before + 1


def test_what_is_put_back_into_stock_is_no_longer_loaded(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 12)
    hub.carrots(customer="C01", weigh=hub.weighed(12_000))
    planned(hub, TODAY, max_g=10_000)
    change = {"order_line": line, "quantity_milli": 2_000, "delivery_date": TODAY}
    hub.done("ImportOrders", source="essai", changed=[change])
    assert len(overloads(hub)) == 1
    (exception,) = hub.ask(lambda p: p.world.troubles.where(state="open", subject=line))

    hub.done("ReleasePrepared", exception=exception.id)

    assert overloads(hub) == []


def test_a_limit_that_nobody_entered_is_no_limit() -> None:
    loaded = Load(gross_g=10_000_000, by_class={"froid": 900})

    assert excesses(loaded, Vehicle(code="V1", name="Camion")) == []


@given(st.lists(st.integers(0, 40), max_size=6), st.integers(0, 60))
def test_a_load_is_over_exactly_when_its_stops_add_up_to_more(crates: list[int], most: int) -> None:
    loads = [Load(gross_g=1_000 * n, by_class={"frais": n}) for n in crates]

    found = excesses(added_up(loads), Vehicle(code="V", name="V", max_crates=most))

    assert [one.load for one in found] == ([sum(crates)] if sum(crates) > most else [])


def test_no_vehicle_is_found_by_an_empty_name() -> None:
    assert vehicle_named([Vehicle(code="V1", name="")], " ") is None


@pytest.mark.parametrize("limit", ["max_crates", "max_g", "surgele_crates"])
@pytest.mark.parametrize("value", [-1, 10**9])
def test_an_impossible_capacity_is_refused(hub: Hub, limit: str, value: int) -> None:
    assert (
        hub.refused("RegisterVehicle", code="V1", name="Van", **{limit: value}) == "out_of_bounds"
    )


def test_a_way_goes_back_as_it_goes_until_the_way_back_is_entered() -> None:
    known = {distance_key("hub", "A"): Distance(key="", origin="hub", destination="A", minutes=9)}
    there = matrix(known, ("hub", "A"))
    known[distance_key("A", "hub")] = Distance(key="", origin="A", destination="hub", minutes=15)

    assert there.legs == ((0, 9), (9, 0))
    assert matrix(known, ("hub", "A")).legs == ((0, 9), (15, 0))


def test_ways_that_nobody_entered_are_named_once() -> None:
    known = {distance_key("hub", "A"): Distance(key="", origin="hub", destination="A", minutes=9)}

    assert matrix(known, ("hub", "A", "B")).missing == (("hub", "B"), ("A", "B"))
    assert matrix(known, ("hub", "A", "B")).legs == ()


def test_metres_serve_where_minutes_are_not_whole() -> None:
    known = {distance_key("hub", "A"): Distance(key="", origin="hub", destination="A", metres=900)}

    assert matrix(known, ("hub", "A")).measure == "metres"


def test_a_measure_that_is_not_said_stays_as_it_is_known(hub: Hub) -> None:
    hub.done("EnterDistances", ways=[{"origin": "hub", "destination": "C01", "metres": 8_000}])
    hub.done("EnterDistances", ways=[{"origin": "hub", "destination": "C01", "minutes": 12}])

    (way,) = hub.ask(lambda p: p.world.distances.all())
    assert (way.minutes, way.metres) == (12, 8_000)


@pytest.mark.parametrize(
    "way",
    [
        {"origin": "hub", "destination": "hub", "minutes": 4},
        {"origin": "hub", "destination": "C01"},
        {"origin": "hub", "destination": "C01", "minutes": 2_000},
    ],
)
def test_a_way_that_cannot_be_is_refused(hub: Hub, way: dict[str, object]) -> None:
    assert hub.refused("EnterDistances", ways=[way]) == "out_of_bounds"
    assert hub.refused("EnterDistances", ways=[{**way, "origin": "C99"}]) == "not_found"


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("6 h 30 à 9 h, par la cour", (390, 540)),
        ("de 7h à 8h15", (420, 495)),
        ("06:30-09:00", (390, 540)),
        ("avant 10 h", (0, 600)),
        ("à partir de 14 h", (840, 1439)),
        ("le matin", None),
        ("6 h à 8 h, ou 14 h à 15 h", None),
        ("9 h à 6 h", None),
        ("25 h à 26 h", None),
        ("sonner 2 fois, 8 h", None),
    ],
)
def test_hours_are_read_where_words_are_plain(words: str, window: tuple[int, int] | None) -> None:
    assert read_window(words) == window


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("pas avant 9 h", (540, 1439)),
        ("PAS AVANT 9H", (540, 1439)),
        ("Jamais avant 9 h 30", (570, 1439)),
        ("par la cour, pas avant 9 h", (540, 1439)),
        ("jamais après 10 h", (0, 600)),
        ("Pas après 10 h, sonner", (0, 600)),
        ("JAMAIS APRES 10 H", (0, 600)),
        (unicodedata.normalize("NFD", "JAMAIS APRÈS 10 H"), (0, 600)),
        ("repas prêts après 10 h, passage par la cour", (600, 1439)),
        ("pas de livraison avant 9 h", None),
        ("le camion ne repart pas avant 9 h", None),
        ("pas avant 9 h, jamais le lundi", None),
        ("pas avant 9 h, fermé le lundi", None),
        ("pas avant 9 h et pas après 11 h", None),
        ("pas avant 9 h - 11 h", None),
        ("avant 9 h pas possible", None),
        ("à partir de 9 h, pas après midi", None),
        ("pas entre 11 h 30 et 14 h", None),
        ("fermé de 12 h à 14 h", None),
        ("FERMÉ DE 12 H À 14 H", None),
        (unicodedata.normalize("NFD", "fermé de 12 h à 14 h"), None),
        ("fermeture après 10 h", None),
        ("sauf entre 11h30 et 14h", None),
        ("Sauf après 10 h", None),
        ("hors 12 h à 14 h", None),
        ("excepté de 12 h à 14 h", None),
        ("EXCEPTE DE 12 H A 14 H", None),
        ("interdit avant 9 h", None),
        ("accès interdite après 10 h", None),
        ("sans livraison de 12 h à 14 h", None),
        ("plus après 10 h", None),
        ("aucune livraison après 10 h", None),
        ("Évitez de 12 h à 14 h", None),
        ("n’arrivez qu’après 10 h", None),
    ],
)
def test_hours_that_are_denied_are_never_read_as_their_opposite(
    words: str, window: tuple[int, int] | None
) -> None:
    assert read_window(words) == window


@given(st.text(max_size=60))
def test_no_words_break_the_reading_of_hours(words: str) -> None:
    found = read_window(words)

    assert found is None or 0 <= found[0] < found[1] < 24 * 60


def test_orders_of_another_day_weigh_nothing(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20, day=TOMORROW)

    assert load(hub, "C01") == Load(gross_g=0, by_class={}, estimated=0, unweighed=0)
