"""Ready-made labels: made from orders before the crates, completed when they are received."""

from contextlib import closing

import pytest

from station.bus import crates_before
from station.ledger.epochs import current_epoch, mint_epoch
from station.ledger.store import open_writer
from tests.domain.hub import TODAY, TOMORROW, YESTERDAY, Answer, Hub


def made(hub: Hub, **lines: int) -> list[str]:
    """Make F01's labels of today; `lines` is how many crates a line comes in."""
    asked = [{"order_line": line, "crates": crates} for line, crates in lines.items()]
    answer = hub.done("MakeLabels", producer="F01", delivery_date=TODAY, lines=asked)
    return list(answer.get("ready_crates", []))


def ready(hub: Hub, id: str) -> Answer:
    return dict(vars_of(hub.ask(lambda present: present.world.ready_crates.get(id))))


def vars_of(thing: object) -> Answer:
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}  # type: ignore[attr-defined]


def test_a_label_is_made_with_identity_and_lot_for_each_open_line(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 20)
    hub.order("C02", "RADIS", 12)
    hub.order("C02", "TOMME", 3)

    labels = made(hub)

    first = ready(hub, labels[0])
    assert len(labels) == 2
    assert (first["order_line"], first["customer"], first["expect_g"]) == (line, "C01", 20_000)
    assert first["lot"] == f"F01-{TODAY[2:].replace('-', '')}-1"
    assert first["sscc"][1:8] == "9521234" and hub.crate(labels[0]) is None
    hub.prove()


def test_a_line_in_several_crates_shares_its_quantity_to_the_unit(hub: Hub) -> None:
    line = hub.order("C02", "RADIS", 20)

    labels = made(hub, **{line: 3})

    assert [ready(hub, id)["expect_count"] for id in labels] == [7, 7, 6]


def test_reception_completes_the_label_and_prints_no_second_one(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    before = ready(hub, label)

    crate = hub.carrots(code=before["sscc"])

    assert (crate["id"], crate["sscc"], crate["lot"]) == (label, before["sscc"], before["lot"])
    assert (crate["customer"], crate["order_line"]) == ("C01", line)
    [paper] = hub.ask(lambda present: present.world.labels.where(crate=label))
    assert (paper.state, paper.printer) == ("confirmed", "")
    assert ready(hub, label)["state"] == "received"
    hub.prove()


def test_a_label_that_came_in_names_no_second_crate(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    crate = hub.carrots(code=label)
    again = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2", "code": label}

    code = hub.refused("ReceiveCrate", weigh=hub.weighed(9_000), **again)

    assert code == "duplicate_id"
    assert hub.crate(label).net_g == hub.crate(crate["id"]).net_g
    hub.prove()


def test_a_second_label_is_printed_when_asked(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    crate = hub.crate(hub.carrots(code=label)["id"])

    answer = hub.done("ReprintLabel", label=crate.label)

    assert (answer["label"]["copy"], answer["label"]["printer"]) == (2, "etiqueteuse-1")


def test_scanning_one_says_what_it_is_for_and_takes_it_in_hand(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)

    answer = hub.scan(label, post="reception", reader="douchette-1")

    context = hub.ask(lambda present: present.world.contexts.get("douchette-1"))
    assert answer["verdict"] == "ok" and answer["ready_crate"] == label
    assert answer["say"]["fr"] == "Carottes pour Cantine des Tilleuls."
    assert (context.producer, context.product, context.code) == ("F01", "CAROTTE", label)


def test_a_label_read_again_after_reception_is_a_duplicate(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    hub.carrots(code=label)

    answer = hub.scan(label, post="reception")

    assert (answer["verdict"], answer["refusal"]["code"]) == ("duplicate", "already_received")
    again = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2", "code": label}
    assert hub.refused("ReceiveCrate", weigh=hub.weighed(1_000), **again) == "duplicate_id"


@pytest.mark.parametrize("post", ["cold-door", "dock-1", "shop"])
def test_a_crate_that_was_not_received_goes_nowhere(hub: Hub, post: str) -> None:
    hub.order("C01", "CAROTTE", 20)

    answer = hub.scan(made(hub)[0], post=post)

    assert (answer["verdict"], answer["refusal"]["code"]) == ("not_ready", "not_received")


def test_making_again_uses_new_serials_and_the_old_sheet_still_finds_its_line(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 20)
    [old] = made(hub)

    [new] = made(hub)
    crate = hub.carrots(code=old)

    assert old != new and ready(hub, new)["state"] == "expected"
    assert crate["order_line"] == line
    hub.prove()


def test_no_serial_is_used_twice_whoever_asks_for_it(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    plain = hub.carrots()

    late = hub.carrots(code=label)
    next_one = hub.carrots()

    assert len({plain["sscc"], late["sscc"], next_one["sscc"]}) == 3


def test_a_new_epoch_counts_the_labels_that_were_made_once(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    hub.carrots(code=label)
    hub.carrots()
    hub.close()
    with closing(open_writer(hub.path)) as connection:
        mint_epoch(connection, station="s1", minted_at=f"{TODAY}T09:00:00+00:00")
        epoch = current_epoch(connection)

        assert epoch is not None
        assert crates_before(connection, epoch.from_seq) == 2


def test_a_label_of_other_goods_is_refused(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 12, "code": label}

    assert hub.refused("ReceiveCrate", **data) == "wrong_label"


def test_another_count_than_printed_gets_a_label_that_is_true(hub: Hub) -> None:
    hub.order("C02", "RADIS", 12)
    [label] = made(hub)

    crate = hub.radish(10, code=label)

    [paper] = hub.ask(lambda present: present.world.labels.where(crate=crate["id"]))
    assert (paper.state, paper.printer) == ("queued", "etiqueteuse-1")


def test_a_line_that_goes_another_day_than_printed_gets_a_label_that_is_true(hub: Hub) -> None:
    line = hub.order("C02", "RADIS", 12)
    [label] = made(hub)
    later = {"order_line": line, "quantity_milli": 12_000, "delivery_date": TOMORROW}
    hub.done("ImportOrders", source="essai", changed=[later])

    crate = hub.radish(12, code=label)

    [paper] = hub.ask(lambda present: present.world.labels.where(crate=crate["id"]))
    assert (crate["order_line"], crate["lot"]) == (line, ready(hub, label)["lot"])
    assert (paper.state, paper.printer) == ("queued", "etiqueteuse-1")


def test_a_lot_completed_after_its_labels_were_made_gets_a_label_that_says_all(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 20)
    first, second = made(hub, **{line: 2})
    hub.done("CompleteCrate", crate=hub.carrots(code=first)["id"], mentions={"origin": "Espagne"})

    crate = hub.carrots(code=second)

    [paper] = hub.ask(lambda present: present.world.labels.where(crate=second))
    assert crate["lot"] == ready(hub, second)["lot"]
    assert (paper.state, paper.printer) == ("queued", "etiqueteuse-1")


def test_a_cancelled_line_s_crate_comes_in_for_the_stock_and_somebody_looks(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    hub.done("ImportOrders", source="essai", cancelled=[line])

    crate = hub.carrots(code=label)

    assert (crate["customer"], hub.troubles()) == (None, ["ready_line_closed"])
    [paper] = hub.ask(lambda present: present.world.labels.where(crate=crate["id"]))
    assert paper.state == "queued"


def test_goods_dated_earlier_than_the_label_get_another_lot_and_label(hub: Hub) -> None:
    hub.order("C01", "TOMME", 3, day=TOMORROW)
    answer = hub.done("MakeLabels", producer="F02", delivery_date=TOMORROW)
    before = ready(hub, answer["ready_crate"])

    crate = hub.tomme(code=answer["ready_crate"])

    assert crate["id"] == answer["ready_crate"] and crate["lot"] != before["lot"]
    [paper] = hub.ask(lambda present: present.world.labels.where(crate=crate["id"]))
    assert paper.state == "queued"


def test_goods_whose_date_only_the_farm_knows_get_no_label_before(hub: Hub) -> None:
    line = hub.order("C01", "LAIT", 10)

    answer = hub.done("MakeLabels", producer="F02", delivery_date=TODAY)

    assert answer["undated_lines"] == [line] and "ready_crate" not in answer


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"producer": "F99"}, "not_found"),
        ({"delivery_date": YESTERDAY}, "out_of_bounds"),
        ({"delivery_date": "demain"}, "out_of_bounds"),
        ({"delivery_date": TOMORROW}, "not_found"),
        ({"lines": [{"order_line": "L404", "crates": 1}]}, "not_found"),
    ],
)
def test_labels_of_nothing_are_refused(hub: Hub, data: Answer, code: str) -> None:
    hub.order("C01", "CAROTTE", 20)

    asked = {"producer": "F01", "delivery_date": TODAY} | data

    assert hub.refused("MakeLabels", **asked) == code


def test_too_many_crates_of_a_line_are_a_typing_mistake(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 20)
    lines = [{"order_line": line, "crates": 61}]

    asked = {"producer": "F01", "delivery_date": TODAY, "lines": lines}
    assert hub.refused("MakeLabels", **asked) == "out_of_bounds"


def test_a_roll_is_printed_for_a_farm_without_a_printer(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    data = {"producer": "F01", "delivery_date": TODAY, "printer": "etiqueteuse-2"}

    printed = hub.done("PrintReadyLabels", **data)["printed"]
    again = hub.done("PrintReadyLabels", **data)["printed"]

    found = hub.ask(lambda present: present.world.labels.where(crate=label))
    assert [one.id for one in found] == [printed, again]
    assert {(one.printer, one.template) for one in found} == {("etiqueteuse-2", "100x60")}
    assert hub.ask(lambda present: present.vault.get(f"label/{again}"))["copy"] == "copie 2"


@pytest.mark.parametrize("state", ["sent", "confirmed"])
def test_a_crate_with_a_label_of_the_roll_needs_no_other(hub: Hub, state: str) -> None:
    hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    data = {"producer": "F01", "delivery_date": TODAY, "printer": "etiqueteuse-1"}
    printed = hub.done("PrintReadyLabels", **data)["printed"]
    hub.done("MarkLabel", as_role="admin", label=printed, state=state, evidence="essai")

    crate = hub.crate(hub.carrots(code=label)["id"])

    [paper] = hub.ask(lambda present: present.world.labels.where(crate=label))
    assert (paper.state, crate.label, crate.label_seen) == ("confirmed", printed, True)
    assert hub.scan(label, post="reception")["verdict"] == "duplicate"
    hub.prove()


@pytest.mark.parametrize("wrong", [{"printer": "x"}, {"producer": "F02"}])
def test_nothing_is_printed_where_there_is_nothing_or_nowhere(hub: Hub, wrong: Answer) -> None:
    hub.order("C01", "CAROTTE", 20)
    made(hub)
    data = {"producer": "F01", "delivery_date": TODAY, "printer": "etiqueteuse-1"} | wrong

    assert hub.refused("PrintReadyLabels", **data) == "not_found"


def test_what_never_came_is_an_exception_when_its_round_leaves(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    made(hub)

    hub.done("DepartRound", round=f"{TODAY}-T1", override={"reason": "la ferme n'est pas venue"})

    assert "expected_not_come" in hub.troubles()


def test_a_ready_label_that_did_not_come_out_is_printed_again_before_its_crate_comes(
    hub: Hub,
) -> None:
    hub.order("C01", "CAROTTE", 20)
    [crate] = made(hub)
    asked = {"producer": "F01", "delivery_date": TODAY, "printer": "etiqueteuse-2"}
    [first] = hub.done("PrintReadyLabels", **asked)["printeds"]
    hub.done("MarkLabel", as_role="admin", label=first, state="failed", evidence="essai")

    second = hub.done("ReprintLabel", label=first)["label"]

    fields = hub.ask(lambda present: present.vault.get(f"label/{second['id']}"))
    assert (second["crate"], second["copy"], second["printer"]) == (crate, 2, "etiqueteuse-2")
    assert (fields["net"], fields["copy"]) == ("à peser", "copie 2")
    assert hub.troubles() == []
    made(hub)
    assert hub.refused("ReprintLabel", label=second["id"]) == "label_settled"
