"""Labels: queued with their crate, moved by the spool, settled by people and by scans."""

import pytest

from tests.domain.hub import Answer, Hub


def state(hub: Hub, label: str) -> str:
    return str(hub.ask(lambda present: present.world.labels.get(label)).state)


def label_of(hub: Hub, crate: Answer) -> str:
    return str(hub.crate(crate["id"]).label)


def mark(hub: Hub, label: str, state: str) -> Answer:
    return hub.done("MarkLabel", as_role="admin", label=label, state=state, evidence="essai")


def test_a_received_crate_queues_its_label_at_its_post(hub: Hub) -> None:
    label = hub.done("ReceiveCrate", producer="F01", product="RADIS", count=6)["label"]

    assert (label["state"], label["copy"], label["printer"]) == ("queued", 1, "etiqueteuse-1")


def test_a_labels_fields_are_sealed_outside_the_chain(hub: Hub) -> None:
    crate = hub.carrots(10_340)
    label = label_of(hub, crate)

    fields = hub.ask(lambda present: present.vault.get(f"label/{label}"))

    assert (fields["net"], fields["producer"]) == ("10,340 kg", "Ferme du Vallon")
    query = "SELECT count(*) FROM events WHERE data LIKE '%Ferme du Vallon%'"
    assert hub.ask(lambda p: p.connection.execute(query).fetchone()[0]) == 0


@pytest.mark.parametrize("to", ["sending", "sent", "uncertain", "failed", "confirmed"])
def test_the_spool_moves_a_label(hub: Hub, to: str) -> None:
    label = label_of(hub, hub.radish())

    mark(hub, label, to)

    assert state(hub, label) == to


@pytest.mark.parametrize("to", ["uncertain", "failed", "outdated"])
def test_a_label_in_doubt_is_shown_to_the_coordinator(hub: Hub, to: str) -> None:
    mark(hub, label_of(hub, hub.radish()), to)

    assert hub.troubles() == [f"label_{to}"]


@pytest.mark.parametrize(
    ("command", "data"), [("ConfirmLabel", {}), ("VoidLabel", {"reason": "pas sortie"})]
)
def test_a_label_that_people_settle_is_no_exception_any_more(
    hub: Hub, command: str, data: dict[str, str]
) -> None:
    label = label_of(hub, hub.radish())
    mark(hub, label, "uncertain")

    hub.done(command, label=label, **data)

    assert hub.troubles() == []


def test_only_the_station_marks_labels(hub: Hub) -> None:
    label = label_of(hub, hub.radish())

    assert hub.refused("MarkLabel", label=label, state="sent", evidence="moi") == "not_allowed"


def test_the_spool_never_moves_a_label_that_people_have_settled(hub: Hub) -> None:
    label = label_of(hub, hub.radish())
    hub.done("VoidLabel", label=label, reason="déchirée")

    code = hub.refused("MarkLabel", as_role="admin", label=label, state="sent", evidence="essai")

    assert (code, state(hub, label)) == ("label_settled", "voided")


@pytest.mark.parametrize("post", ["reception", "cold-door", "dock-1", "shop"])
def test_a_scan_of_the_crate_anywhere_confirms_its_label(hub: Hub, post: str) -> None:
    crate = hub.on_paper(hub.radish())

    hub.scan(crate["sscc"], post=post, kind="sscc")

    assert state(hub, label_of(hub, crate)) == "confirmed"
    assert hub.crate(crate["id"]).label_seen


@pytest.mark.parametrize("waits_as", ["queued", "failed"])
def test_reading_an_earlier_copy_leaves_a_label_that_is_not_out_as_it_is(
    hub: Hub, waits_as: str
) -> None:
    crate = hub.on_paper(hub.radish())
    copy = hub.done("ReprintLabel", label=label_of(hub, crate))["label"]["id"]
    if waits_as == "failed":
        mark(hub, copy, "failed")

    hub.scan(crate["sscc"], post="reception", kind="sscc")

    assert state(hub, copy) == waits_as


def test_a_person_confirms_a_label(hub: Hub) -> None:
    label = label_of(hub, hub.radish())

    hub.done("ConfirmLabel", label=label)

    assert state(hub, label) == "confirmed"
    assert hub.refused("ConfirmLabel", label=label) == "label_settled"


def test_a_reprint_is_a_copy_of_the_same_identity(hub: Hub) -> None:
    crate = hub.radish()
    first = label_of(hub, crate)
    mark(hub, first, "uncertain")

    second = hub.done("ReprintLabel", label=first)["label"]

    fields = hub.ask(lambda present: present.vault.get(f"label/{second['id']}"))
    assert (second["crate"], second["copy"], fields["copy"]) == (crate["id"], 2, "copie 2")
    assert state(hub, first) == "voided"


def test_a_label_of_a_former_template_is_printed_again_in_one_gesture(hub: Hub) -> None:
    first = label_of(hub, hub.radish())
    mark(hub, first, "outdated")
    assert state(hub, first) == "failed"

    second = hub.done("ReprintLabel", label=first)["label"]

    assert (second["state"], hub.troubles()) == ("queued", [])


def test_a_reprint_leaves_a_label_that_is_on_paper(hub: Hub) -> None:
    crate = hub.on_paper(hub.radish())
    first = label_of(hub, crate)

    hub.done("ReprintLabel", label=first)

    assert state(hub, first) == "sent"


def test_no_label_is_reprinted_for_a_crate_that_is_gone(hub: Hub) -> None:
    crate = hub.radish()
    hub.done("DiscardCrate", crate=crate["id"], reason="écrasée")

    assert hub.refused("ReprintLabel", label=label_of(hub, crate)) == "crate_closed"


def test_waiting_labels_move_to_the_fallback_printer_and_keep_their_order(hub: Hub) -> None:
    first, second = label_of(hub, hub.radish()), label_of(hub, hub.radish())

    hub.done("MoveQueue", printer="etiqueteuse-1")

    moved = [hub.ask(lambda p, id=id: p.world.labels.get(id)) for id in (first, second)]
    assert {(label.printer, label.template) for label in moved} == {("etiqueteuse-2", "100x60")}
    assert {str(label.state) for label in moved} == {"queued"}
    assert moved[0].queued_seq < moved[1].queued_seq


@pytest.mark.parametrize("to", ["sending", "sent", "uncertain", "failed", "confirmed"])
def test_a_label_that_had_its_first_byte_never_moves(hub: Hub, to: str) -> None:
    begun, waiting = label_of(hub, hub.radish()), label_of(hub, hub.radish())
    mark(hub, begun, to)

    hub.done("MoveQueue", printer="etiqueteuse-1", to="etiqueteuse-2")

    printers = [hub.ask(lambda p, id=id: p.world.labels.get(id)).printer for id in (begun, waiting)]
    assert printers == ["etiqueteuse-1", "etiqueteuse-2"]


def test_the_worker_of_the_former_printer_may_not_begin_a_moved_label(hub: Hub) -> None:
    label = label_of(hub, hub.radish())
    hub.done("MoveQueue", printer="etiqueteuse-1")
    begin = {"label": label, "state": "sending", "evidence": ""}

    late = hub.refused("MarkLabel", as_role="admin", printer="etiqueteuse-1", **begin)
    hub.done("MarkLabel", as_role="admin", printer="etiqueteuse-2", **begin)
    again = hub.refused("MarkLabel", as_role="admin", printer="etiqueteuse-2", **begin)

    assert (late, again) == ("label_settled", "label_settled")


def test_a_queue_moves_to_another_printer_only(hub: Hub) -> None:
    hub.radish()

    for to in ("etiqueteuse-1", "etiqueteuse-9"):
        assert hub.refused("MoveQueue", printer="etiqueteuse-1", to=to) == "no_other_printer"


def test_a_cross_dock_label_names_customer_round_and_stop(hub: Hub) -> None:
    crate = hub.carrots(customer="C02")

    label = label_of(hub, crate)
    fields = hub.ask(lambda present: present.vault.get(f"label/{label}"))

    shown = (fields["customer"], fields["round"], fields["stop"])
    assert shown == ("Épicerie du Pont", "T1", "2")
