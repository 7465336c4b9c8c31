"""An intake note says what came in, as it was weighed, whatever became of the crates since."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from station import documents
from station.config.model import Hub

Words = Callable[[bytes], list[str]]


def the_intake(hub: Any) -> str:
    with hub.present() as present:
        (intake,) = present.world.intakes.all()
    return str(intake.id)


def found(hub: Any, config: Hub) -> dict[str, Any]:
    with hub.present() as present:
        note = documents.intake_json(present, the_intake(hub), config)
    assert note is not None
    return note


def paper(hub: Any, config: Hub, words_of: Words) -> str:
    with hub.present() as present:
        pdf = documents.intake_pdf(present, the_intake(hub), config)
    assert pdf is not None
    return " ".join(words_of(pdf))


def test_each_weighed_crate_shows_gross_tare_and_net(
    hub: Any, config: Hub, words_of: Words
) -> None:
    hub.receive("F01-POIREAU", weigh=hub.receipt(12_340), producer_lot="24-11 A")
    hub.receive("F01-POIREAU", weigh=hub.receipt(11_015), producer_lot="24-11 A")
    hub.send("CloseIntake", intake=the_intake(hub))

    note, page = found(hub, config), paper(hub, config, words_of)

    (lot,) = note["lots"]
    assert [crate["net_g"] for crate in lot["crates"]] == [10_340, 9_015]
    assert note["net_g"] == lot["net_g"] == 19_355
    with hub.present() as present:
        assert present.world.lots.get(lot["lot"]).received_g == 19_355
    assert "12,340 kg 2,000 kg 10,340 kg" in page
    assert "11,015 kg 2,000 kg 9,015 kg" in page
    assert f"L {lot['lot']} · lot producteur 24-11 A · 19,355 kg" in page
    assert "2 caisses · 19,355 kg" in page
    assert "Ouvert le 24/11/2026 à 06:41 · clos le 24/11/2026 à 06:41" in page
    assert "Ferme du Vallon Le Vallon, 61110 Saint-Modèle" in page


def test_a_weight_of_a_scale_that_shows_no_tare_is_marked(
    hub: Any, config: Hub, words_of: Words
) -> None:
    hub.receive("F01-POIREAU", weigh=hub.receipt(12_340, tare_unseen=True))
    hub.receive("F01-POIREAU", weigh=hub.receipt(11_015))

    note, page = found(hub, config), paper(hub, config, words_of)

    (lot,) = note["lots"]
    assert [crate["tare_unseen"] for crate in lot["crates"]] == [True, False]
    assert page.count("balance sans tare affichée") == 1


def test_crates_counted_alike_share_one_row(hub: Any, config: Hub, words_of: Words) -> None:
    hub.receive("F01-BATAVIA", count=12, crates=6)

    note, page = found(hub, config), paper(hub, config, words_of)

    assert note["crates"] == 6
    assert note["lots"][0]["count"] == 72
    assert page.count("Bac E2") == 1
    assert "6 × 12 pièces" in page
    assert all(crate["code"] in page for crate in note["lots"][0]["crates"])


def test_what_was_picked_later_does_not_shrink_the_note(hub: Any, config: Hub) -> None:
    crate = hub.receive("F01-POIREAU", weigh=hub.receipt(12_340))
    before = found(hub, config)

    hub.send(
        "PickToCustomer",
        **{"from": crate},
        customer="RES-01",
        round="2026-11-24-T1",
        weigh=hub.receipt(2_500),
    )

    assert found(hub, config) == before


def test_a_corrected_weight_stands_beside_the_received_one(
    hub: Any, config: Hub, words_of: Words
) -> None:
    crate = hub.receive("F01-POIREAU", weigh=hub.receipt(12_340))
    hub.send("CorrectWeight", crate=crate, weigh=hub.receipt(12_100), reason="terre retirée")

    note, page = found(hub, config), paper(hub, config, words_of)

    assert note["net_g"] == 10_340
    assert note["lots"][0]["crates"][0]["corrected_net_g"] == 10_100
    assert "corrigé ensuite : 10,100 kg, terre retirée" in page


def test_a_weight_by_hand_is_marked(hub: Any, config: Hub, words_of: Words) -> None:
    by_hand = {"gross_g": 12_340, "tare_g": 2_000, "reason": "balance en panne"}
    hub.receive("F01-POIREAU", weigh=by_hand)

    assert "saisi à la main" in paper(hub, config, words_of)


def test_a_crate_taken_back_is_not_on_the_note(hub: Any, config: Hub) -> None:
    hub.receive("F01-POIREAU", weigh=hub.receipt(12_340))
    wrong = hub.receive("F01-POIREAU", weigh=hub.receipt(9_999))
    hub.send("VoidCrate", crate=wrong, reason="mauvais produit")

    note = found(hub, config)

    assert note["crates"] == 1
    assert note["net_g"] == 10_340


def test_the_organic_claim_is_the_producers_while_its_certificate_lasts(
    hub: Any, config: Hub, words_of: Words
) -> None:
    hub.receive("F01-POIREAU", weigh=hub.receipt(12_340))
    valid = paper(hub, config, words_of)
    lapsed = {"organic_body": "FR-BIO-01", "organic_until": "2026-11-23"}
    hub.send("RegisterProducer", code="F01", name="Ferme du Vallon", **lapsed)

    after = paper(hub, config, words_of)

    assert "Poireaux (bio FR-BIO-01)" in valid
    assert "bio" not in after.lower()


def test_a_hub_without_certificate_writes_no_organic_word(
    hub: Any, config: Hub, words_of: Words
) -> None:
    hub.receive("F01-POIREAU", weigh=hub.receipt(12_340))

    assert "bio" not in paper(hub, replace(config, organic_body=""), words_of).lower()


def test_an_open_intake_is_provisional(hub: Any, config: Hub, words_of: Words) -> None:
    hub.send("OpenIntake", producer="F01")

    page = paper(hub, config, words_of)

    assert "apport en cours : bon provisoire" in page
    assert "Aucune caisse." in page


@pytest.mark.parametrize("make", [documents.intake_json, documents.intake_pdf])
def test_what_does_not_exist_is_none(hub: Any, config: Hub, make: Callable[..., object]) -> None:
    with hub.present() as present:
        assert make(present, "BA-999999-0001", config) is None
