"""Codes that come later or earlier than the crate: emergency labels, other hubs' SSCCs, GRAIs."""

from typing import Any

import pytest

from labels.identity import check_digit, sscc
from station.domain.words import LabelState
from tests.domain.hub import TODAY, Hub

FOREIGN = sscc(3, "9529999", 17)
GRAI = f"(8003)0{'952123400001'}{check_digit('952123400001')}A17"
GTIN = "0952123400001" + check_digit("0952123400001")


def blank(hub: Hub) -> str:
    return str(hub.done("MakeEmergencyLabels", count=1)["code"])


def in_hand(hub: Hub, reader: str = "douchette") -> str | None:
    context = hub.ask(lambda present: present.world.contexts.get(reader))
    code: str | None = context.code
    return code


def test_emergency_labels_are_never_given_out_twice(hub: Hub) -> None:
    first = hub.done("MakeEmergencyLabels", count=3)["codes"]

    second = hub.done("MakeEmergencyLabels", count=3)["codes"]

    assert len({*first, *second}) == 6
    assert all(code.startswith("E") for code in first)
    hub.prove()


@pytest.mark.parametrize("count", [0, -1, 201])
def test_a_strange_number_of_emergency_labels_is_refused(hub: Hub, count: int) -> None:
    assert hub.refused("MakeEmergencyLabels", count=count) == "out_of_bounds"


def test_an_emergency_label_read_at_reception_names_the_crate_whose_label_did_not_come(
    hub: Hub,
) -> None:
    code = blank(hub)
    crate = hub.carrots()

    answer = hub.scan(code, post="reception")

    assert (answer["verdict"], answer["crate"]["id"]) == ("ok", crate["id"])
    assert hub.scan(code, post="cold-door", zone="SEC")["verdict"] == "ok"
    assert hub.crate(crate["id"]).label_seen
    hub.prove()


def test_an_emergency_label_read_before_the_crate_is_kept_in_hand_for_it(hub: Hub) -> None:
    code = blank(hub)
    hub.on_paper(hub.carrots())

    hub.scan(code, post="reception")
    held = in_hand(hub)
    crate = hub.carrots(code=code)

    assert held == code and in_hand(hub) is None
    assert code in hub.crate(crate["id"]).codes
    hub.prove()


def test_a_second_emergency_label_waits_for_the_next_crate(hub: Hub) -> None:
    """The last crate has its own already; its queued label is still to come."""
    first, second = blank(hub), blank(hub)
    crate = hub.carrots()
    hub.scan(first, post="reception")

    answer = hub.scan(second, post="reception")

    assert answer["crate"] is None
    assert in_hand(hub) == second
    assert second not in hub.crate(crate["id"]).codes


def test_an_emergency_label_is_never_bound_to_a_crate_that_left(hub: Hub) -> None:
    code, crate = blank(hub), hub.carrots()
    hub.done("DiscardCrate", crate=crate["id"], reason="tombée")

    assert hub.scan(code, post="reception")["crate"] is None
    assert in_hand(hub) == code


def test_an_unbound_label_says_so_at_every_other_post(hub: Hub) -> None:
    answer = hub.scan(blank(hub), post="dock-1")

    assert (answer["verdict"], answer["refusal"]["code"]) == ("not_ready", "label_unbound")


def test_a_torn_labels_crate_is_found_by_the_code_bound_later(hub: Hub) -> None:
    code, crate = blank(hub), hub.on_paper(hub.carrots())

    hub.done("BindCode", code=code.lower(), crate=crate["sscc"])

    assert hub.scan(code, post="cold-door", zone="SEC")["crate"]["id"] == crate["id"]


def test_the_same_binding_again_changes_nothing(hub: Hub) -> None:
    code, crate = blank(hub), hub.carrots()
    hub.done("BindCode", code=code, crate=crate["id"])

    again = hub.done("BindCode", code=code, crate=crate["id"])

    assert again["events"] == []


@pytest.mark.parametrize("code", [FOREIGN, GRAI])
def test_a_code_that_finds_a_crate_here_finds_no_other(hub: Hub, code: str) -> None:
    hub.carrots(code=code)

    assert hub.refused("BindCode", code=code, crate=hub.carrots()["id"]) == "duplicate_id"


def test_another_hubs_sscc_is_an_identity(hub: Hub) -> None:
    answer = hub.scan(FOREIGN, post="reception", kind="sscc")

    crate = hub.carrots(code=in_hand(hub))

    assert answer["verdict"] == "ok"
    assert (
        hub.scan(FOREIGN, post="cold-door", kind="sscc", zone="SEC")["crate"]["id"] == crate["id"]
    )
    assert crate["sscc"] != FOREIGN


def test_an_sscc_of_our_own_that_nobody_gave_out_is_none(hub: Hub) -> None:
    forged = sscc(3, "9521234", 77_777)

    assert hub.scan(forged, post="reception", kind="sscc")["verdict"] == "unknown_code"
    data = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2", "code": forged}
    assert hub.refused("ReceiveCrate", weigh=hub.weighed(1_000), **data) == "unknown_code"


def test_a_returnable_crates_own_code_serves_again_once_it_is_free(hub: Hub) -> None:
    first = hub.carrots(code=GRAI)
    hub.done("DiscardCrate", crate=first["id"], reason="gel")

    second = hub.carrots(code=GRAI)

    assert hub.scan(GRAI, post="cold-door", kind="gs1", zone="SEC")["crate"]["id"] == second["id"]
    hub.prove()


@pytest.mark.parametrize(("code", "kind"), [(GTIN, "gtin"), (f"(01){GTIN}", "gs1")])
def test_a_trade_barcode_is_not_ours_and_names_no_crate(hub: Hub, code: str, kind: str) -> None:
    answer = hub.scan(code, post="reception", kind=kind)

    assert answer["verdict"] == "not_ours"
    assert answer["next"]["fr"] == "Scannez l'étiquette du MIL."
    assert hub.refused("BindCode", code=code, crate=hub.carrots()["id"]) == "not_ours"


def test_one_code_is_one_crate(hub: Hub) -> None:
    data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 12}

    assert hub.refused("ReceiveCrate", crates=2, code=blank(hub), **data) == "out_of_bounds"


def test_a_lots_code_is_named_as_a_lot(hub: Hub) -> None:
    lot = hub.carrots()["lot"]

    assert hub.scan(lot, post="cold-door", kind="text")["refusal"]["code"] == "lot_scanned"
    assert TODAY[2:].replace("-", "") in lot


@pytest.mark.parametrize("left", ["DiscardCrate", None])
def test_a_returnable_crate_is_known_by_its_tag_and_serves_again(
    hub: Hub, left: str | None
) -> None:
    [tag] = hub.done("MakeCrateTags", crate_type="E2", count=1)["codes"]
    hub.scan(tag, post="reception", kind="gs1")
    first = hub.carrots(code=in_hand(hub))
    if left:
        hub.done(left, crate=first["id"], reason="gel")

    answer = hub.scan(tag, post="reception", kind="gs1")

    context = hub.ask(lambda present: present.world.contexts.get("douchette"))
    assert tag.startswith("(8003)09521234") and context.crate_type == "E2"
    assert in_hand(hub) == (tag if left else None)
    assert answer["verdict"] == "ok" and (answer["crate"] is None) == bool(left)
    hub.prove()


def test_tags_of_two_types_never_meet(hub: Hub) -> None:
    hub.done("RegisterCrateType", code="B12", name="Bac", tare_g=900, returnable=True)
    made = [hub.done("MakeCrateTags", crate_type=name, count=2)["codes"] for name in
            ("E2", "B12", "E2")]  # fmt: skip

    codes = [code for batch in made for code in batch]
    assert len(set(codes)) == 6
    assert made[0][0][:21] == made[2][0][:21] != made[1][0][:21]


@pytest.mark.parametrize(("name", "count"), [("CARTON", 2), ("E2", 0), ("E2", 201), ("X9", 1)])
def test_tags_that_make_no_sense_are_refused(hub: Hub, name: str, count: int) -> None:
    refused = hub.refused("MakeCrateTags", crate_type=name, count=count)

    assert refused in ("out_of_bounds", "not_found")


# --- blank labels out of a label printer --------------------------------------------------------


def loose(hub: Hub) -> list[Any]:
    found = hub.ask(lambda present: present.world.labels.where(crate=""))
    return sorted(found, key=lambda label: label.queued_seq)


@pytest.mark.parametrize(
    ("printer", "template"), [("etiqueteuse-1", "emergency"), ("etiqueteuse-2", "emergency-62")]
)
def test_emergency_labels_come_out_of_a_printer_in_the_size_of_its_paper(
    hub: Hub, printer: str, template: str
) -> None:
    codes = hub.done("MakeEmergencyLabels", count=2, printer=printer)["codes"]

    labels = loose(hub)
    assert {(label.printer, label.template, label.state) for label in labels} == {
        (printer, template, LabelState.QUEUED)
    }
    fields = [hub.ask(lambda p, id=one.id: p.vault.get(f"label/{id}")) for one in labels]
    assert [one["code"] for one in fields] == codes


def test_tags_come_out_of_a_printer_with_the_code_that_the_crate_will_bear(hub: Hub) -> None:
    [code] = hub.done("MakeCrateTags", crate_type="E2", count=1, printer="etiqueteuse-1")["codes"]

    [label] = loose(hub)
    fields = hub.ask(lambda present: present.vault.get(f"label/{label.id}"))
    assert label.template == "crate-tag"
    assert code in (fields.get("crate_code"), f"(8003){fields.get('grai')}")


def test_paper_that_is_too_small_gives_out_no_code(hub: Hub) -> None:
    asked = {"crate_type": "E2", "count": 1, "printer": "etiqueteuse-2"}

    assert hub.refused("MakeCrateTags", **asked) == "paper_too_small"
    assert loose(hub) == []


def test_a_blank_label_that_failed_is_printed_again_with_its_own_code(hub: Hub) -> None:
    [code] = hub.done("MakeEmergencyLabels", count=1, printer="etiqueteuse-1")["codes"]
    [first] = loose(hub)
    hub.done("MarkLabel", as_role="admin", label=first.id, state="outdated", evidence="modèle")
    assert hub.troubles() == ["label_outdated"]

    hub.done("ReprintLabel", label=first.id)
    hub.done("ReprintLabel", label=loose(hub)[-1].id)

    states = [(label.id, label.copy, label.state.value) for label in loose(hub)]
    assert states == [
        (first.id, 1, "voided"),
        (f"{first.id}-R2", 2, "voided"),
        (f"{first.id}-R3", 3, "queued"),
    ]
    assert hub.ask(lambda p: p.vault.get(f"label/{first.id}-R3"))["code"] == code
    assert hub.troubles() == []
