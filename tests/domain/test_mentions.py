"""What the law asks on a crate: known from data, said, or « à compléter » until somebody knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from station.domain import mentions
from station.domain.mentions import MentionRules, family_of
from tests.domain.hub import SETTINGS, TODAY, TOMORROW, YESTERDAY, Hub

APPLE: dict[str, Any] = {
    "code": "POMME", "producer": "F01", "name": "Pommes reinette", "family": "fruits", "unit": "kg",
}  # fmt: skip
EGGS: dict[str, Any] = {
    "code": "OEUFS", "producer": "F01", "name": "Œufs plein air", "family": "œufs", "unit": "piece",
}  # fmt: skip
EGG_FACTS = {"egg_code": "1FRDAI01", "egg_class": "M", "packing_centre": "FR 61.999.001 CE"}


def apples(hub: Hub, **more: Any) -> dict[str, Any]:
    hub.done("RegisterProduct", **APPLE, mentions={"variety": "Reinette"})
    return hub.carrots(product="POMME", **more)


def eggs(hub: Hub, **more: Any) -> dict[str, Any]:
    hub.done("RegisterProduct", **EGGS, mentions=EGG_FACTS)
    data = {"producer": "F01", "product": "OEUFS", "count": 180} | more
    return dict(hub.done("ReceiveCrate", **data)["crate"])


def lot_of(hub: Hub, crate: dict[str, Any]) -> Any:
    return hub.lot(crate["contents"][0]["lot"])


def label_of(hub: Hub, crate: dict[str, Any]) -> dict[str, str]:
    """Return what stands on the crate's last label."""
    id = hub.crate(crate["id"]).label
    return dict(hub.ask(lambda present: present.vault.get(f"label/{id}")))


def rules(hub: Hub, **more: Any) -> None:
    """Set the hub's rules as its configuration would."""
    hub.bus.settings = replace(SETTINGS, mentions=MentionRules(**more))


@pytest.mark.parametrize(
    ("family", "name", "needs"),
    [
        ("fruits", "Pommes reinette", "origin variety class size"),
        ("Légumes", "Pommes de terre nouvelles", "origin size"),
        ("légumes", "Pomme de terre", "origin size"),
        ("légumes", "Salade batavia", "origin class size"),
        ("légumes", "Carottes", "origin"),
        ("fruits", "Pommeau", "origin"),
        ("boissons", "Jus de pomme", None),
        ("œufs", "Œufs plein air", "egg_code egg_class packing_centre laid_on"),
        ("viande", "Bœuf à bourguignon", "beef_reference born_in raised_in slaughtered_in cut_in"),
        ("viande", "Poulet fermier", "raised_in slaughtered_in"),
        ("viande", "Saucisses", ""),
        ("lait de vache", "Tomme", ""),
        ("traiteur", "Quiche", "allergens"),
        ("", "Sans famille", None),
    ],
)
def test_a_family_needs_what_the_table_says(family: str, name: str, needs: str | None) -> None:
    found = family_of(family, name)

    assert (" ".join(found.needs) if found else None) == needs


@pytest.mark.parametrize(
    ("key", "given", "stored"),
    [
        ("origin", "FRANCE", "France"),
        ("origin", "pérou", "Pérou"),
        ("class", "extra", "Extra"),
        ("egg_class", "xl", "XL"),
        ("egg_code", "1frdai01", "1FRDAI01"),
        ("allergens", "lait + Gluten", "GLUTEN,LAIT"),
        ("allergens", "aucun", "AUCUN"),
        ("laid_on", "2026-11-20", "2026-11-20"),
    ],
)
def test_a_mention_is_stored_in_one_form(key: str, given: str, stored: str) -> None:
    assert mentions.read(key, given) == stored


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("origin", "FR"), ("origin", "FRA"), ("class", "III"), ("egg_class", "XXL"),
        ("egg_code", "9FR1"), ("allergens", "poulet"), ("laid_on", "20/11/2026"),
        ("variety", "a\x1bb"), ("variety", "x" * 41), ("size", "70\u202e80"), ("price", "2"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_mention_is_refused(key: str, given: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        mentions.read(key, given)


def test_the_origin_comes_from_the_farm_unless_somebody_says_another(hub: Hub) -> None:
    assert lot_of(hub, hub.carrots()).mentions == {"origin": "France"}
    hub.done("RegisterProducer", code="F01", name="Vallon", mentions={"origin": "Belgique"})
    assert lot_of(hub, hub.carrots()).mentions == {"origin": "Belgique"}
    said = hub.carrots(mentions={"origin": "Espagne"})
    assert lot_of(hub, said).mentions == {"origin": "Espagne"}


def test_a_farm_without_an_address_has_no_origin(hub: Hub) -> None:
    hub.done("RegisterProducer", code="F01", name="Vallon")

    assert lot_of(hub, hub.carrots()).missing == ("origin",)


def test_a_crate_that_lacks_a_mention_is_taken_in_and_says_so(hub: Hub) -> None:
    crate = apples(hub)

    assert lot_of(hub, crate).missing == ("class", "size")
    assert label_of(hub, crate)["to_complete"] == "catégorie, calibre"
    assert hub.troubles() == ["crate_incomplete"]


def test_an_incomplete_crate_cannot_leave_in_any_way(hub: Hub) -> None:
    crate, sorted_crate = apples(hub), hub.on_paper(apples(hub, customer="C01"))
    load = {"post": "dock-1", "crate": sorted_crate["id"], "round": f"{TODAY}-T1"}

    assert hub.refused("LoadCrate", **load) == "crate_incomplete"
    assert hub.refused("HandOverCrate", crate=crate["id"], customer="C03") == "crate_incomplete"
    pick = {"from": crate["id"], "customer": "C01", "weigh": hub.weighed(1_000, tare_g=0)}
    assert hub.refused("PickToCustomer", **pick) == "crate_incomplete"
    scan = hub.scan(sorted_crate["sscc"], post="dock-1", kind="sscc", round=f"{TODAY}-T1")
    assert (scan["verdict"], scan["refusal"]["code"]) == ("not_ready", "crate_incomplete")


def test_what_a_handheld_loaded_is_loaded_but_the_round_waits(hub: Hub) -> None:
    crate = hub.on_paper(apples(hub, customer="C01"))
    load = {"post": "dock-1", "crate": crate["id"], "round": f"{TODAY}-T1"}

    hub.done("LoadCrate", judged="ok", **load)

    assert hub.crate(crate["id"]).state == "loaded"
    assert hub.troubles() == ["crate_incomplete", "judged_otherwise"]
    assert hub.refused("DepartRound", round=f"{TODAY}-T1") == "crate_incomplete"
    hub.done("CompleteCrate", crate=crate["id"], mentions={"class": "I", "size": "70/80"})
    hub.done("DepartRound", round=f"{TODAY}-T1")


def test_completing_prints_a_copy_for_every_crate_of_the_lot_and_frees_them(hub: Hub) -> None:
    one, other = apples(hub), apples(hub)

    half = hub.done("CompleteCrate", crate=one["id"], mentions={"class": "ii"})
    assert hub.troubles() == ["crate_incomplete"]
    whole = hub.done("CompleteCrate", as_role="worker", crate=one["id"], mentions={"size": "70/80"})

    assert (half["label"]["copy"], whole["label"]["copy"]) == (2, 3)
    for crate in (one, other):
        fields = label_of(hub, crate)
        assert (fields["to_complete"], fields["copy"]) == ("", "copie 3")
        assert "Catégorie II · Calibre 70/80" in fields["mentions"]
    assert hub.troubles() == []
    hub.done("HandOverCrate", crate=other["id"], customer="C03")


def test_crates_with_the_same_mentions_are_one_lot_others_are_not(hub: Hub) -> None:
    first = apples(hub, mentions={"class": "I", "size": "70/80"})
    same = apples(hub, mentions={"class": "i", "size": "70/80"})
    other = apples(hub, mentions={"class": "II", "size": "70/80"})

    assert first["lot"] == same["lot"] != other["lot"]


def test_on_the_floor_only_what_is_missing_may_be_said(hub: Hub) -> None:
    crate = apples(hub)
    wrong = {"class": "I", "size": "70/80", "origin": "Espagne"}
    hub.done("CompleteCrate", as_role="worker", crate=crate["id"], mentions=wrong)
    assert lot_of(hub, crate).mentions["origin"] == "France"

    again = {"crate": crate["id"], "mentions": {"class": "II"}}
    assert hub.refused("CompleteCrate", as_role="worker", **again) == "nothing_missing"
    hub.done("CompleteCrate", **again)

    assert lot_of(hub, crate).mentions["class"] == "II"


def test_data_that_came_later_completes_a_crate_without_typing_it_again(hub: Hub) -> None:
    crate = apples(hub)
    hub.done("RegisterProduct", **APPLE, mentions={"variety": "R.", "class": "I", "size": "70/80"})

    hub.done("CompleteCrate", crate=crate["id"])

    assert lot_of(hub, crate).missing == ()


def test_a_wrong_mention_is_refused_with_what_would_be_right(hub: Hub) -> None:
    crate = apples(hub)

    answer = hub.do("CompleteCrate", crate=crate["id"], mentions={"class": "III"})

    assert answer["refusal"]["code"] == "bad_mention"
    assert answer["refusal"]["remedy"]["fr"] == "Correction : choisissez : Extra, I, II."


def test_a_blocked_lot_stays_blocked_when_it_is_completed(hub: Hub) -> None:
    crate = apples(hub)
    hub.done("BlockLot", lot=crate["lot"], reason="analyse")
    assert hub.refused("HandOverCrate", crate=crate["id"], customer="C03") == "lot_blocked"

    hub.done("CompleteCrate", crate=crate["id"], mentions={"class": "I", "size": "70/80"})

    assert hub.refused("HandOverCrate", crate=crate["id"], customer="C03") == "lot_blocked"


def test_a_crate_taken_back_leaves_no_exception(hub: Hub) -> None:
    crate = apples(hub)

    hub.done("VoidCrate", crate=crate["id"], reason="mauvais produit")

    assert hub.troubles() == []


def test_eggs_are_dated_by_their_laying_and_leave_in_time(hub: Hub) -> None:
    crate = eggs(hub)
    assert lot_of(hub, crate).missing == ("laid_on",)

    hub.done("CompleteCrate", crate=crate["id"], mentions={"laid_on": "2026-11-20"})

    assert lot_of(hub, crate).best_before == "2026-12-18"
    assert label_of(hub, crate)["best_before"] == "2026-12-18"
    hub.clock.day = "2026-12-12"
    assert hub.refused("HandOverCrate", crate=crate["id"], customer="C03") == "past_sale_limit"


def test_how_long_eggs_may_leave_is_a_setting(hub: Hub) -> None:
    rules(hub, egg_sale_limit_days=28)
    crate = eggs(hub, mentions={"laid_on": "2026-11-20"})
    hub.clock.day = "2026-12-18"

    hub.done("HandOverCrate", crate=crate["id"], customer="C03")


def test_a_best_before_date_tells_the_laying_of_eggs(hub: Hub) -> None:
    crate = eggs(hub, best_before="2026-12-18")

    assert lot_of(hub, crate).missing == ()
    hub.clock.day = "2026-12-12"
    assert hub.refused("HandOverCrate", crate=crate["id"], customer="C03") == "past_sale_limit"


def test_goods_of_animals_show_the_farms_approval_and_never_an_oval(hub: Hub) -> None:
    hub.done("RegisterProducer", code="F02", name="Genêts", approval_number="FR 61.999.004 CE")

    fields = label_of(hub, hub.tomme())

    assert "Contient : lait" in fields["mentions"]
    assert "Agrément FR 61.999.004 CE" in fields["mentions"]
    assert "ne rien coller sur l'ovale" in fields["mentions"]


@pytest.mark.parametrize(
    ("setting", "missing"), [({}, ()), ({"approval_required": True}, ("approval",))]
)
def test_whether_an_approval_is_needed_is_a_setting(
    hub: Hub, setting: dict[str, Any], missing: tuple[str, ...]
) -> None:
    rules(hub, **setting)

    assert lot_of(hub, hub.tomme()).missing == missing


@pytest.mark.parametrize(
    ("body", "organic", "until", "claimed"),
    [
        ("FR-BIO-10", True, TOMORROW, True),
        ("FR-BIO-10", True, TODAY, True),
        ("FR-BIO-10", True, YESTERDAY, False),
        ("FR-BIO-10", True, None, False),
        ("FR-BIO-10", False, TOMORROW, False),
        ("", True, TOMORROW, False),
    ],
)
def test_organic_is_said_only_by_a_certified_hub_of_a_farm_in_date(
    hub: Hub, body: str, organic: bool, until: str | None, claimed: bool
) -> None:
    rules(hub, organic_body=body)
    hub.done(
        "RegisterProducer", code="F01", name="Vallon", postcode="61110",
        organic_body="FR-BIO-01", organic_until=until,
    )  # fmt: skip
    hub.done("RegisterProduct", code="CAROTTE", producer="F01", name="Carottes",
             family="légumes", unit="kg", organic=organic)  # fmt: skip

    fields = label_of(hub, hub.carrots())

    assert ("Bio FR-BIO-10 · Agriculture France" in fields["mentions"]) is claimed
    assert ("bio" in " ".join(fields.values()).lower()) is claimed
    assert ("organic_lapsed" in hub.troubles()) is (organic and until == YESTERDAY)


@pytest.mark.parametrize(
    ("country", "line"),
    [("France", "France"), ("Espagne", "UE"), ("Grèce", "UE"), ("Maroc", "non UE")],
)
def test_organic_goods_say_where_they_grew(country: str, line: str) -> None:
    assert mentions.farming(country) == f"Agriculture {line}"


def test_no_label_ever_shows_a_price(hub: Hub) -> None:
    hub.done("RegisterProduct", **APPLE, price_cents=98_765, mentions={"variety": "Reinette"})
    crate = hub.carrots(product="POMME", customer="C01")

    shown = " ".join(label_of(hub, crate).values())

    assert "987" not in shown
    assert "€" not in shown


def test_a_photograph_stays_with_the_lot_and_can_be_erased(hub: Hub) -> None:
    crate = apples(hub)
    sent = {"as_role": "admin", "crate": crate["id"], "jpeg": "/9j/4AAQSkZJRg=="}

    photo = hub.done("PhotographLabel", **sent)["photo"]

    assert lot_of(hub, crate).photos == (photo,)
    assert hub.ask(lambda p: p.vault.get(f"photo/{photo}")) == {"jpeg": "/9j/4AAQSkZJRg=="}
    hub.done("ErasePhotograph", crate=crate["id"], photo=photo, reason="floue")
    assert lot_of(hub, crate).photos == ()
    assert hub.ask(lambda p: p.vault.get(f"photo/{photo}")) is None
    hub.prove()


def test_photographs_are_pictures_few_and_sent_by_the_station_alone(hub: Hub) -> None:
    crate = apples(hub)
    sent = {"crate": crate["id"], "jpeg": "/9j/4AAQSkZJRg=="}

    assert hub.refused("PhotographLabel", **sent) == "not_allowed"
    wrong = {"as_role": "admin", "crate": crate["id"], "jpeg": "<svg/>"}
    assert hub.refused("PhotographLabel", **wrong) == "out_of_bounds"
    for _ in range(5):
        hub.done("PhotographLabel", as_role="admin", **sent)
    assert hub.refused("PhotographLabel", as_role="admin", **sent) == "out_of_bounds"


def test_the_office_has_no_printer_so_the_label_comes_out_where_the_first_did(hub: Hub) -> None:
    crate = apples(hub, post="cold-door")

    said = {"class": "I", "size": "70/80"}
    label = hub.done("CompleteCrate", post=None, crate=crate["id"], mentions=said)["label"]

    assert (label["printer"], label["post"]) == ("etiqueteuse-2", "cold-door")


def test_a_program_that_knows_no_mentions_empties_none(hub: Hub) -> None:
    hub.done("RegisterProduct", **APPLE, mentions={"variety": "Reinette"})

    hub.done("RegisterProduct", **APPLE, price_cents=210)

    assert hub.ask(lambda p: p.world.products.get("POMME")).mentions == {"variety": "Reinette"}
    hub.done("RegisterProduct", **APPLE, mentions={})
    assert hub.ask(lambda p: p.world.products.get("POMME")).mentions == {}


def test_who_erases_a_farm_erases_the_pictures_of_its_labels(hub: Hub) -> None:
    crate = apples(hub)
    sent = {"as_role": "admin", "crate": crate["id"], "jpeg": "/9j/4AAQSkZJRg=="}
    photo = hub.done("PhotographLabel", **sent)["photo"]
    hub.done("DiscardCrate", crate=crate["id"], reason="abîmée")

    hub.done("EraseParty", as_role="admin", kind="producer", code="F01", why="asked")

    assert hub.ask(lambda p: p.vault.get(f"photo/{photo}")) is None
