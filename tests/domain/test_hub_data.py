"""Master data, aliases, dates, exceptions, imports of rows: what the office keeps in order."""

import pytest

from tests.domain.hub import TODAY, Hub


def test_a_change_of_master_data_keeps_the_card(hub: Hub) -> None:
    card = hub.card("producer", "F01")

    hub.done("RegisterProducer", code="F01", name="Ferme du Vallon vert")

    assert hub.card("producer", "F01") == card
    assert hub.ask(lambda p: p.name("producer", "F01")) == "Ferme du Vallon vert"


def test_every_registered_thing_has_a_card_of_its_own(hub: Hub) -> None:
    codes = hub.ask(lambda p: [code.code for code in p.world.codes.all()])

    assert len(codes) == len(set(codes)) > 15


def test_names_and_addresses_stay_outside_the_chain(hub: Hub) -> None:
    hub.done("RegisterCustomer", code="C09", name="Zébulon Quiproquo", kind="person",
             phone="06 00 00 00 00", email="z@exemple.invalid")  # fmt: skip

    query = "SELECT count(*) FROM events WHERE data LIKE ? OR data LIKE ?"
    said = ("%Quiproquo%", "%exemple.invalid%")
    assert hub.ask(lambda p: p.connection.execute(query, said).fetchone()[0]) == 0


@pytest.mark.parametrize("code", ["", " F1", "F" * 21, "F\n1"])
def test_a_code_is_short_and_printable(hub: Hub, code: str) -> None:
    assert hub.refused("RegisterProducer", code=code, name="X") == "out_of_bounds"


def test_an_impossible_tare_is_refused(hub: Hub) -> None:
    code = hub.refused("RegisterCrateType", code="X", name="X", tare_g=100_001)

    assert code == "out_of_bounds"


def test_a_tare_keeps_its_date_until_it_changes(hub: Hub) -> None:
    hub.clock.day = "2026-12-01"

    hub.done("RegisterCrateType", code="E2", name="Bac E2 vert", tare_g=2000)
    assert hub.ask(lambda p: p.world.crate_types.get("E2")).tare_since == TODAY
    hub.done("RegisterCrateType", code="E2", name="Bac E2 vert", tare_g=2010)
    assert hub.ask(lambda p: p.world.crate_types.get("E2")).tare_since == "2026-12-01"


def tied(hub: Hub) -> dict[str, str]:
    """Return what files call our customers, and the code of each."""
    return hub.ask(
        lambda p: {p.alias_name(one): one.code for one in p.world.aliases.where(kind="customer")}
    )


def test_an_alias_ties_a_name_to_a_code(hub: Hub) -> None:
    hub.done("RegisterAlias", kind="customer", name="Cantine TILLEULS", code="C01")

    assert tied(hub) == {"Cantine TILLEULS": "C01"}
    code = hub.refused("RegisterAlias", kind="product", name="carotte", code="INCONNU")
    assert code == "not_found"
    assert hub.refused("RegisterAlias", kind="customer", name="\t ", code="C01") == "out_of_bounds"


def test_the_same_name_is_tied_anew_in_any_case(hub: Hub) -> None:
    hub.done("RegisterAlias", kind="customer", name="Cantine TILLEULS", code="C01")
    hub.done("RegisterAlias", kind="customer", name="Le Lac", code="C03")

    hub.done("RegisterAlias", kind="customer", name="cantine tilleuls", code="C02")

    assert tied(hub) == {"cantine tilleuls": "C02", "Le Lac": "C03"}


def test_the_name_of_an_alias_is_sealed_and_stands_in_no_event(hub: Hub) -> None:
    answer = hub.done("RegisterAlias", kind="customer", name="Gaëtan Tourneboule", code="C01")

    [event] = answer["events"]
    assert "ourneboule" not in str(answer)
    assert event["data"]["digest"] == hub.ask(
        lambda p: p.vault.digest_of(f"alias/{event['data']['alias']}")
    )


def test_a_confirmed_date_is_kept(hub: Hub) -> None:
    answer = hub.done("ConfirmDate", date=TODAY)

    assert [event["type"] for event in answer["events"]] == ["DateConfirmed"]


def test_an_exception_is_settled_with_a_note(hub: Hub) -> None:
    hub.done("RecordTemperature", zone="CF-1", celsius_tenths=120)
    trouble = hub.ask(lambda p: p.world.troubles.where(state="open"))[0]

    assert hub.refused("SettleException", exception=trouble.id, note="") == "reason_required"
    hub.done("SettleException", exception=trouble.id, note="porte fermée")

    assert hub.troubles() == []


def test_rows_of_a_file_are_applied_all_or_nothing(hub: Hub) -> None:
    good = {"code": "C10", "name": "Crèche des Lilas", "kind": "canteen"}
    bad = {"code": "X" * 30, "name": "?", "kind": "canteen"}

    code = hub.refused("ImportRows", source="essai", customers=[good, bad])

    assert code == "out_of_bounds"
    assert hub.ask(lambda p: p.world.customers.get("C10")) is None


def test_rows_may_refer_to_rows_before_them(hub: Hub) -> None:
    hub.done(
        "ImportRows",
        source="essai",
        producers=[{"code": "F09", "name": "Ferme neuve"}],
        products=[{"code": "OIGNON", "producer": "F09", "name": "Oignons", "family": "légumes",
                   "unit": "kg"}],
        customers=[{"code": "C10", "name": "Crèche des Lilas", "kind": "canteen"}],
        crate_types=[{"code": "IFCO", "name": "Bac pliant", "tare_g": 1500}],
        rounds=[{"date": TODAY, "round": "T9", "stops": [{"stop": 1, "customer": "C10"}]}],
        orders={"source": "essai", "added": [
            {"order": "CMD-10", "customer": "C10", "delivery_date": TODAY, "producer": "F09",
             "product": "OIGNON", "quantity_milli": 2000, "unit": "kg"}]},
    )  # fmt: skip

    assert len(hub.ask(lambda p: p.world.order_lines.where(customer="C10"))) == 1


def test_erased_data_is_gone_and_the_chain_stays_whole(hub: Hub) -> None:
    hub.done("RegisterCustomer", code="C09", name="Zoé Quiproquo", kind="person")
    hub.done("EraseParty", as_role="admin", kind="customer", code="C09", why="asked")

    assert hub.ask(lambda p: p.vault.get("customer/C09")) is None
    hub.prove()
    hub.close()
    assert b"Quiproquo" not in hub.path.read_bytes()


def test_nobody_is_erased_twice_or_by_a_coordinator(hub: Hub) -> None:
    who = {"kind": "producer", "code": "F02", "why": "left"}
    assert hub.refused("EraseParty", as_role="coordinator", **who) == "not_allowed"
    hub.done("EraseParty", as_role="admin", **who)

    assert hub.refused("EraseParty", as_role="admin", **who) == "not_found"


def test_the_drives_of_an_erased_person_name_them_no_more(hub: Hub) -> None:
    hub.done("RegisterOperator", as_role="admin", code="dom", name="Dominique", role="driver")

    hub.done("EraseParty", as_role="admin", kind="operator", code="dom", why="left")

    assert hub.ask(lambda p: p.vault.get(f"driver/{TODAY}-T1")) is None


def test_the_same_personal_data_again_keeps_its_digest(hub: Hub) -> None:
    """So that a history can tell when it changed."""
    place = {"postcode": "61110", "city": "Exempleville"}
    data = {"code": "F01", "name": "Ferme du Vallon"} | place
    before = hub.ask(lambda p: p.vault.digest_of("producer/F01"))

    hub.done("RegisterProducer", **data, organic_body="FR-BIO-01")
    same = hub.ask(lambda p: p.vault.digest_of("producer/F01"))
    hub.done("RegisterProducer", **data, phone="0600")

    assert same == before
    assert hub.ask(lambda p: p.vault.digest_of("producer/F01")) != before


@pytest.mark.parametrize(
    "wrong", ["9521234000014", "952123400001", "09521234000013", "GLN", "١" * 13]
)
def test_a_gln_with_a_wrong_key_or_length_is_refused(hub: Hub, wrong: str) -> None:
    school = {"code": "C02", "name": "École", "kind": "canteen"}

    assert hub.refused("RegisterCustomer", gln=wrong, **school) == "out_of_bounds"
    assert hub.refused("RegisterProducer", code="F01", name="Ferme", gln=wrong) == "out_of_bounds"


def test_a_gln_stays_until_somebody_changes_it(hub: Hub) -> None:
    def known() -> str:
        return str(hub.ask(lambda present: present.vault.get("producer/F01"))["gln"])

    hub.done("RegisterProducer", code="F01", name="Ferme", gln="9521234000013")

    hub.done("RegisterProducer", code="F01", name="Ferme du Vallon")
    assert known() == "9521234000013"
    hub.done("RegisterProducer", code="F01", name="Ferme du Vallon", gln="")
    assert known() == ""


@pytest.mark.parametrize("name", ["", "   ", "\n\r\t", "\u200b\u202e"])
@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("RegisterProducer", {"code": "F01"}),
        ("RegisterCustomer", {"code": "C01", "kind": "canteen"}),
        ("RegisterCrateType", {"code": "E2", "tare_g": 2000}),
        ("RegisterProduct", {"code": "RADIS", "producer": "F01", "family": "x", "unit": "bunch"}),
    ],
)
def test_a_name_that_nobody_can_see_is_refused(
    hub: Hub, command: str, more: dict[str, object], name: str
) -> None:
    assert hub.refused(command, name=name, **more) == "out_of_bounds"
