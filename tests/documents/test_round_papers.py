"""A round's papers are one file: the sheet in delivery order, then every note of the round."""

from collections.abc import Callable
from typing import Any

from station import documents
from station.config.model import Hub
from station.documents.round_sheet import round_paper

Words = Callable[[bytes], list[str]]
ROUND = "2026-11-24-T1"
AT = "2026-11-24T05:50:00.000+00:00"


def loaded_hub(hub: Any) -> list[str]:
    """Bring a crate for each of the two stops; return their ids, first stop first."""
    hub.order("CANT-01", "F01-POIREAU", 9000, "kg")
    hub.order("RES-01", "F06-BOURGUIGNON", 3000, "kg")
    return [
        hub.receive("F01-POIREAU", weigh=hub.receipt(11_120), customer="CANT-01"),
        hub.receive(
            "F06-BOURGUIGNON", weigh=hub.receipt(5_007), customer="RES-01", celsius_tenths=20
        ),
    ]


def papers(hub: Any, config: Hub, words_of: Words) -> list[str]:
    with hub.present() as present:
        pdf = documents.round_pdf(present, ROUND, config, printed_at=AT)
    assert pdf is not None
    return words_of(pdf)


def test_before_departure_the_sheet_says_what_is_left(
    hub: Any, config: Hub, words_of: Words
) -> None:
    _, last = loaded_hub(hub)
    hub.order("CANT-01", "F01-BATAVIA", 6000, "piece")
    hub.send("LoadCrate", crate=last, round=ROUND)

    (sheet,) = papers(hub, config, words_of)

    assert "Feuille prévue, imprimée le 24/11/2026 à 06:50, avant départ." in sheet
    assert "Camion frigo · Paul Aubrée · départ prévu à 07:15" in sheet
    first, second = sheet.split("Cantine d'Exempleville")[1].split("Le Poêlon")
    assert "0/1" in first and "1 × Poireaux" in first and "Salade batavia, 6 pièces" in first
    assert "1/1" in second and "Bœuf" not in second
    assert "2 arrêts · 2 caisses · 1 chargée · 12,127 kg" in sheet


def test_after_departure_the_notes_follow_in_delivery_order(
    hub: Any, config: Hub, words_of: Words
) -> None:
    first, last = loaded_hub(hub)
    notes = hub.leave(last, first)

    sheet, one, two = papers(hub, config, words_of)

    assert sheet.index("Cantine d'Exempleville") < sheet.index("Le Poêlon")
    assert all(note in sheet for note in notes)
    assert "partie le 24/11/2026 à 06:41" in sheet
    assert "2 arrêts · 2 caisses · 12,127 kg · 2 bons de livraison" in sheet
    assert notes[0] in one and "9,120 kg pesé" in one and "arrêt 1" in one
    assert notes[1] in two and "3,007 kg pesé" in two and "arrêt 2" in two


def test_the_sheet_adds_up_to_its_notes(hub: Any, config: Hub) -> None:
    hub.leave(*reversed(loaded_hub(hub)))

    with hub.present() as present:
        paper = round_paper(present, ROUND, config, AT)

    assert paper is not None
    assert [stop.net_g for stop in paper.stops] == [note.net_g for note in paper.notes]
    assert [stop.expected for stop in paper.stops] == [1, 1]
    assert [stop.note for stop in paper.stops] == [note.id for note in paper.notes]


def test_what_a_stop_lacks_stands_on_the_sheet(hub: Any, config: Hub, words_of: Words) -> None:
    first, last = loaded_hub(hub)
    hub.order("RES-01", "F01-BATAVIA", 4000, "piece")
    hub.leave(last, first)

    sheet = papers(hub, config, words_of)[0]

    assert "Salade batavia, 4 pièces" in sheet.split("Le Poêlon")[1]


def test_a_stop_with_nothing_has_no_note_but_stays_on_the_sheet(
    hub: Any, config: Hub, words_of: Words
) -> None:
    hub.order("CANT-01", "F01-POIREAU", 9000, "kg")
    hub.leave(hub.receive("F01-POIREAU", weigh=hub.receipt(11_120), customer="CANT-01"))

    sheet, note = papers(hub, config, words_of)

    assert "rien à livrer" in sheet.split("Le Poêlon")[1]
    assert "Cantine" in note


def test_a_round_without_stops_is_a_sheet_all_the_same(
    hub: Any, config: Hub, words_of: Words
) -> None:
    hub.send("PlanRound", date="2026-11-25", round="T9", stops=[])

    with hub.present() as present:
        pdf = documents.round_pdf(present, "2026-11-25-T9", config, printed_at=AT)
        absent = documents.round_pdf(present, "2026-11-25-T0", config, printed_at=AT)

    assert pdf is not None and absent is None
    assert "0 arrêt" in words_of(pdf)[0]


def test_each_note_counts_its_own_pages(hub: Any, config: Hub, words_of: Words) -> None:
    first, last = loaded_hub(hub)
    more = [
        hub.receive(
            "F01-POIREAU", weigh=hub.receipt(3_000), customer="CANT-01", producer_lot=f"P{n:03d}"
        )
        for n in range(90)
    ]
    hub.leave(last, first, *more)

    pages = papers(hub, config, words_of)

    ends = [page.rsplit("page ", 1)[1] for page in pages]
    assert ends == ["1/1", "1/2", "2/2", "1/1"]
    assert "Bon de livraison · BL-261124-001 · Cantine d'Exempleville" in pages[2]
    on_paper = pages[1] + pages[2]
    assert [n for n in range(90) if f"lot producteur P{n:03d}" not in on_paper] == []


def test_the_sheet_alone_says_what_opens_the_door(hub: Any, config: Hub, words_of: Words) -> None:
    first, last = loaded_hub(hub)
    hub.send(
        "RegisterCustomer", code="CANT-01", name="Cantine d'Exempleville", kind="canteen",
        door_code="A4217", window="6 h 30 à 9 h",
    )  # fmt: skip
    hub.leave(last, first)

    sheet, *notes = papers(hub, config, words_of)

    assert "porte : A4217" in sheet and "6 h 30 à 9 h" in sheet
    assert all("A4217" not in note for note in notes)
