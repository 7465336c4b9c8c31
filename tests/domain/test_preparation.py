"""Preparation: parts of stock crates into a customer's crate, weighed or counted."""

from typing import Any

from tests.domain.hub import TODAY, Answer, Hub


def pick(hub: Hub, source: Answer, customer: str = "C01", **more: Any) -> Answer:
    return hub.done("PickToCustomer", **{"from": source["id"]}, customer=customer, **more)


def refused_pick(hub: Hub, source: Answer, customer: str = "C01", **more: Any) -> str:
    return hub.refused("PickToCustomer", **{"from": source["id"]}, customer=customer, **more)


def portion(hub: Hub, net_g: int) -> Answer:
    """Weigh goods that lie on the scale by themselves."""
    return hub.weighed(net_g, tare_g=0)


def test_a_weighed_part_opens_the_customers_crate_with_its_label(hub: Hub) -> None:
    line, stock = hub.order("C01", "CAROTTE", 4), hub.carrots(10_000)

    answer = pick(hub, stock, weigh=portion(hub, 4_020))

    crate = answer["crate"]
    assert (crate["customer"], crate["net_g"], crate["deliver_on"]) == ("C01", 4_020, TODAY)
    assert crate["parents"] == [stock["id"]]
    assert answer["label"]["state"] == "queued"
    promise = hub.ask(lambda p: p.world.allocations.get(f"{crate['id']}|{line}"))
    assert (promise.net_g, promise.picked) == (4_020, True)


def test_the_stock_crate_keeps_the_rest_marked_computed(hub: Hub) -> None:
    stock = hub.carrots(10_000)

    pick(hub, stock, weigh=portion(hub, 4_000))

    left = hub.crate(stock["id"])
    assert (left.net_g, left.contents[0].net_basis) == (6_000, "computed")


def test_a_portion_in_a_crate_is_weighed_without_that_crate(hub: Hub) -> None:
    answer = pick(
        hub, hub.carrots(10_000), weigh=hub.weighed(4_000, tare_g=300), crate_type="CARTON"
    )

    assert (answer["crate"]["net_g"], answer["crate"]["crate_type"]) == (4_000, "CARTON")


def test_a_customers_crate_holds_several_lots_and_producers(hub: Hub) -> None:
    first = pick(hub, hub.carrots(), weigh=portion(hub, 3_000))["crate"]

    second = pick(hub, hub.tomme(), weigh=portion(hub, 800), into=first["id"])["crate"]

    assert [content["producer"] for content in second["contents"]] == ["F01", "F02"]
    assert (second["net_g"], second["temperature_class"]) == (3_800, "frais")
    assert second["id"] == first["id"]


def test_units_are_counted_into_the_customers_crate(hub: Hub) -> None:
    stock = hub.radish(12)

    crate = pick(hub, stock, count=5)["crate"]

    assert (crate["count"], hub.crate(stock["id"]).count) == (5, 7)


def test_goods_sold_by_count_are_not_picked_by_weight_alone(hub: Hub) -> None:
    assert refused_pick(hub, hub.radish(12), weigh=portion(hub, 500)) == "count_required"


def test_goods_sold_by_weight_need_one(hub: Hub) -> None:
    assert refused_pick(hub, hub.carrots()) == "weight_required"


def test_a_little_more_than_recorded_is_taken_and_booked(hub: Hub) -> None:
    stock = hub.carrots(10_000)

    pick(hub, stock, weigh=portion(hub, 10_900))

    assert hub.lot(stock["lot"]).other_g == -900
    assert hub.crate(stock["id"]).state == "emptied"


def test_much_more_than_recorded_is_refused(hub: Hub) -> None:
    assert refused_pick(hub, hub.carrots(10_000), weigh=portion(hub, 11_001)) == "not_enough"


def test_a_reservation_turns_into_goods_in_the_customers_crate(hub: Hub) -> None:
    line, stock = hub.order("C01", "RADIS", 5), hub.radish(12)
    hub.done("AllocateDay", delivery_date=TODAY)

    crate = pick(hub, stock, count=5)["crate"]

    rows = hub.ask(lambda p: p.world.allocations.where(order_line=line))
    assert [(row.crate, row.count, row.picked) for row in rows] == [(crate["id"], 5, True)]


def test_two_portions_for_one_line_add_up(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 8)
    crate = pick(hub, hub.carrots(), weigh=portion(hub, 3_000))["crate"]

    pick(hub, hub.carrots(), weigh=portion(hub, 4_500), into=crate["id"])

    promise = hub.ask(lambda p: p.world.allocations.get(f"{crate['id']}|{line}"))
    assert promise.net_g == 7_500


def test_a_prepared_crate_is_as_short_dated_as_its_shortest_part(hub: Hub) -> None:
    late, early = hub.yoghurt(use_by="2026-12-04"), hub.yoghurt(use_by="2026-11-30")
    crate = pick(hub, late, count=2)["crate"]

    assert pick(hub, early, count=2, into=crate["id"])["crate"]["use_by"] == "2026-11-30"


def test_a_portion_goes_to_its_own_customer_only(hub: Hub) -> None:
    crate = pick(hub, hub.radish(12), count=2)["crate"]

    code = refused_pick(hub, hub.radish(12), "C02", count=2, into=crate["id"])

    assert code == "wrong_customer"


def test_nothing_is_picked_from_a_customers_crate(hub: Hub) -> None:
    crate = pick(hub, hub.radish(12), count=2)["crate"]

    assert refused_pick(hub, crate, count=1) == "crate_closed"


def test_nothing_is_picked_from_a_blocked_lot(hub: Hub) -> None:
    stock = hub.radish(12)
    hub.done("BlockLot", lot=stock["lot"], reason="insectes")

    assert refused_pick(hub, stock, count=2) == "lot_blocked"


def test_nothing_is_added_to_a_loaded_crate(hub: Hub) -> None:
    crate = hub.loaded("C02")

    assert refused_pick(hub, hub.radish(12), "C02", count=2, into=crate["id"]) == "already_loaded"


def test_a_named_line_must_fit_customer_and_product(hub: Hub) -> None:
    line = hub.order("C02", "RADIS", 5)

    assert refused_pick(hub, hub.radish(12), "C01", count=2, order_line=line) == "wrong_product"
    hub.done("ImportOrders", source="essai", cancelled=[line])
    assert refused_pick(hub, hub.radish(12), "C02", count=2, order_line=line) == "line_closed"


def test_a_closed_crate_prints_the_list_of_its_contents(hub: Hub) -> None:
    crate = pick(hub, hub.carrots(), weigh=portion(hub, 3_000))["crate"]
    pick(hub, hub.radish(12), count=2, into=crate["id"])

    label = hub.done("CloseCrate", crate=crate["id"])["label"]

    fields = hub.ask(lambda present: present.vault.get(f"label/{label['id']}"))
    assert "Carottes · 3,000 kg" in fields["contents"]
    assert "Radis · 2 bottes" in fields["contents"]


def test_a_stock_crate_is_not_closed(hub: Hub) -> None:
    assert hub.refused("CloseCrate", crate=hub.carrots()["id"]) == "not_allocated"
