"""What a delivery note says is what left: grams, units, lots, parties; and it says it in French."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from pypdf import PdfReader

from station import documents
from station.config.model import Hub
from station.documents.delivery_note import delivery_paper
from station.documents.lines_csv import cell

Words = Callable[[bytes], list[str]]
DAY = "2026-11-24"


def busy_note(hub: Any) -> str:
    """Deliver leeks of two lots, beef, and salads short of two; return the note's id."""
    hub.order("CANT-01", "F01-POIREAU", 9000, "kg")
    hub.order("CANT-01", "F01-BATAVIA", 14_000, "piece")
    hub.order("CANT-01", "F06-BOURGUIGNON", 8000, "kg")
    to_canteen = {"customer": "CANT-01"}
    crates = [
        hub.receive("F06-BOURGUIGNON", weigh=hub.receipt(10_005), celsius_tenths=25, **to_canteen),
        hub.receive("F01-POIREAU", weigh=hub.receipt(8_120), producer_lot="24-11 A", **to_canteen),
        hub.receive("F01-POIREAU", weigh=hub.receipt(5_003), producer_lot="24-11 B", **to_canteen),
        hub.receive("F01-BATAVIA", count=12, **to_canteen),
    ]
    (note,) = hub.leave(*crates)
    return str(note)


def test_grams_units_and_lots_are_those_of_the_ledger(hub: Any, config: Hub) -> None:
    note = busy_note(hub)

    with hub.present() as present:
        found = documents.note_json(present, note, config)
        issued = present.world.notes.get(note)
        received_g = {lot.id: lot.received_g for lot in present.world.lots.all()}

    assert found is not None
    lines = {line["product"]: line for line in found["lines"]}
    assert [lines[line.product]["net_g"] for line in issued.lines] == [
        line.net_g for line in issued.lines
    ]
    assert lines["F01-POIREAU"]["net_g"] == 6_120 + 3_003
    lots = {lot["lot"]: lot["producer_lot"] for lot in lines["F01-POIREAU"]["lots"]}
    assert sorted(lots.values()) == ["24-11 A", "24-11 B"]
    assert sum(received_g[lot] for lot in lots) == 9_123
    assert lines["F01-BATAVIA"]["count"] == 12
    assert found["net_g"] == sum(received_g.values())


def test_the_paper_says_grams_lots_and_basis(hub: Any, config: Hub, words_of: Words) -> None:
    note = busy_note(hub)

    with hub.present() as present:
        pdf = documents.note_pdf(present, note, config)
        lots = [lot.id for lot in present.world.lots.all()]

    assert pdf is not None
    (page,) = words_of(pdf)
    for words in ("9,123 kg pesé", "8,005 kg pesé", "12 pièces", "compté", "9 kg", "14 pièces"):
        assert words in page
    assert all(f"L {lot}" in page for lot in lots)
    assert "lot producteur 24-11 A" in page
    assert "DLC 30/11/2026" in page
    assert "Poids non réglementé" in page
    assert "mardi 24 novembre 2026" in page
    assert "page 1/1" in page


def test_temperatures_of_the_handing_over_stand_on_the_note_and_none_where_nobody_measured(
    hub: Any, config: Hub, words_of: Words
) -> None:
    note = busy_note(hub)
    with hub.present() as present:
        round = present.world.notes.get(note).round
        bare = documents.note_pdf(present, note, config)
        found = documents.note_json(present, note, config)
    for kind, tenths in (("frais", 72), ("surgele", -185)):
        measured = {"temperature_class": kind, "celsius_tenths": tenths}
        hub.send("NoteStopTemperature", round=round, customer="CANT-01", **measured)

    with hub.present() as present:
        pdf, told = (
            make(present, note, config) for make in (documents.note_pdf, documents.note_json)
        )

    assert found["temperatures"] == []
    assert "Température mesurée" not in words_of(bare)[0]
    assert (
        "Température mesurée à la livraison : surgelé −18,5 °C, frais 7,2 °C." in words_of(pdf)[0]
    )
    assert [one["celsius_tenths"] for one in told["temperatures"]] == [-185, 72]


def test_the_four_parties_are_named(hub: Any, config: Hub, words_of: Words) -> None:
    note = busy_note(hub)

    with hub.present() as present:
        pdf = documents.note_pdf(present, note, config)
        found = documents.note_json(present, note, config)

    assert pdf is not None and found is not None
    (page,) = words_of(pdf)
    for words in (
        "MIL de démonstration 7 place du Marché, 61110 Exempleville",
        "Ferme du Vallon, Le Vallon, 61110 Saint-Modèle",
        "GAEC de la Bœufière, La Bœufière, 61340 Boisgirard-le-Haut, agrément FR 61.000.001 CE",
        "Cantine d'Exempleville 1 rue de l'École, 61110 Exempleville",
        "expédié le 24/11/2026 à 06:41",
    ):
        assert words in page
    assert found["dispatcher"]["name"] == config.name
    assert found["consignee"] == found["addressee"]
    assert {line["owner"]["code"] for line in found["lines"]} == {"F01", "F06"}


def test_a_counted_line_served_in_part_says_what_is_missing(
    hub: Any, config: Hub, words_of: Words
) -> None:
    note = busy_note(hub)

    with hub.present() as present:
        pdf = documents.note_pdf(present, note, config)
        paper = delivery_paper(present, note, config)

    assert pdf is not None and paper is not None
    short = {line.product: (line.short_g, line.short_count) for line in paper.lines}
    assert short["F01-BATAVIA"] == (None, 2)
    assert short["F01-POIREAU"] == short["F06-BOURGUIGNON"] == (None, None)
    assert "manquant : 2 pièces" in words_of(pdf)[0]


@pytest.mark.parametrize(("gross_g", "short_g"), [(11_000, None), (10_550, None), (10_549, 451)])
def test_a_weighed_line_is_short_below_95_percent(
    hub: Any, config: Hub, gross_g: int, short_g: int | None
) -> None:
    hub.order("CANT-01", "F01-POIREAU", 9000, "kg")
    crate = hub.receive("F01-POIREAU", weigh=hub.receipt(gross_g), customer="CANT-01")
    (note,) = hub.leave(crate)

    with hub.present() as present:
        paper = delivery_paper(present, note, config)

    assert paper is not None
    assert paper.lines[0].short_g == short_g


def test_a_line_that_never_came_is_missing_with_its_reason(
    hub: Any, config: Hub, words_of: Words
) -> None:
    hub.order("RES-01", "F06-BOURGUIGNON", 3000, "kg")
    with hub.present() as present:
        (line,) = present.world.order_lines.where(customer="RES-01")
    hub.send("DeclareMissing", order_line=line.id, round=f"{DAY}-T1", reason="la ferme n'en a plus")
    (note,) = hub.leave()

    with hub.present() as present:
        pdf = documents.note_pdf(present, note, config)
        found = documents.note_json(present, note, config)

    assert pdf is not None and found is not None
    assert found["lines"][0]["missing"] is True
    assert found["lines"][0]["lots"] == []
    (page,) = words_of(pdf)
    assert "3 kg manquant la ferme n'en a plus" in page
    assert "pesé" not in page.split("Poids non réglementé")[0]


def test_a_crate_that_came_back_is_said_and_the_figures_stay(
    hub: Any, config: Hub, words_of: Words
) -> None:
    note = busy_note(hub)
    with hub.present() as present:
        before = documents.note_json(present, note, config)
        crate = present.world.notes.get(note).crates[0]
    hub.send("ReturnCrate", crate=crate, reason="refusée, trop mûre")

    with hub.present() as present:
        after = documents.note_json(present, note, config)
        pdf = documents.note_pdf(present, note, config)

    assert before is not None and after is not None and pdf is not None
    assert after["lines"] == before["lines"]
    assert [one["returned"] for one in after["crates"]].count(True) == 1
    assert "1 caisse revenue depuis ce bon." in words_of(pdf)[0]


def test_the_organic_claim_is_the_producers_and_ends_with_the_certificate(
    hub: Any, config: Hub
) -> None:
    note = busy_note(hub)
    hub.send("RegisterProducer", code="F06", name="GAEC", organic_body="FR-BIO-10")
    with hub.present() as present:
        valid = delivery_paper(present, note, config)
    hub.send(
        "RegisterProducer",
        code="F01",
        name="Ferme du Vallon",
        organic_body="FR-BIO-01",
        organic_until="2026-11-23",
    )
    with hub.present() as present:
        lapsed = delivery_paper(present, note, config)

    assert valid is not None and lapsed is not None
    claims = {line.product: line.organic for line in valid.lines}
    assert claims["F01-POIREAU"] == "FR-BIO-01"
    assert claims["F06-BOURGUIGNON"] == ""
    assert {line.farming for line in valid.lines} == {"Agriculture France", ""}
    assert {line.organic for line in lapsed.lines} == {""}


def test_a_hub_without_certificate_claims_nothing(hub: Any, config: Hub, words_of: Words) -> None:
    note = busy_note(hub)

    with hub.present() as present:
        page = documents.note_pdf(present, note, replace(config, organic_body=""))

    assert page is not None and "bio" not in " ".join(words_of(page)).lower()


def test_the_paper_says_what_the_law_asks_of_each_lot(
    hub: Any, config: Hub, words_of: Words
) -> None:
    note = busy_note(hub)

    with hub.present() as present:
        page = documents.note_pdf(present, note, config)
        text = documents.note_csv(present, note, config)

    assert page is not None and text is not None
    for words in (" ".join(" ".join(words_of(page)).split()), text):
        assert "Origine : France · Catégorie I · Calibre 350 g" in words


def test_the_csv_holds_the_same_figures(hub: Any, config: Hub) -> None:
    note = busy_note(hub)

    with hub.present() as present:
        text = documents.note_csv(present, note, config)
        found = documents.note_json(present, note, config)

    assert text is not None and found is not None
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["product"] for row in rows] == [line["product"] for line in found["lines"]]
    assert [row["net_g"] for row in rows] == [str(line["net_g"] or "") for line in found["lines"]]
    assert [row["count"] for row in rows] == [str(line["count"] or "") for line in found["lines"]]
    assert {row["customer_name"] for row in rows} == {"Cantine d'Exempleville"}


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+33 2", "'+33 2"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "' =1+1"),
        ("  =1+1", "'  =1+1"),
        ("＝1+1", "'＝1+1"),
        ("a\r\nb", "a  b"),
        ("Pâté\u202e en croûte", "Pâté  en croûte"),
        ("Œufs - 30", "Œufs - 30"),
        ("", ""),
    ],
)
def test_no_cell_can_act(value: str, safe: str) -> None:
    assert cell(value) == safe


def test_numbers_stay_numbers_in_cells() -> None:
    assert (cell(-5), cell(0), cell(None)) == (-5, 0, "")


def test_a_customer_name_cannot_act_in_the_csv(hub: Any, config: Hub) -> None:
    hub.send("RegisterCustomer", code="CANT-01", name='=cmd|"/c calc"!A1', kind="canteen")
    note = busy_note(hub)

    with hub.present() as present:
        text = documents.note_csv(present, note, config)

    assert text is not None
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    cells = [value for row in rows[1:] for value in row]
    assert not [value for value in cells if value.startswith(("=", "+", "-", "@"))]
    assert '\'=cmd|"/c calc"!A1' in cells


def test_what_does_not_exist_is_none(hub: Any, config: Hub) -> None:
    with hub.present() as present:
        assert documents.note_json(present, "BL-999999-001", config) is None
        assert documents.note_csv(present, "BL-999999-001", config) is None
        assert documents.note_pdf(present, "BL-999999-001", config) is None


def test_a_mention_cannot_act_in_the_csv(hub: Any, config: Hub) -> None:
    """Values are prefixed by their names, and a cell that begins a formula is disarmed anyway."""
    data = {"code": "F01-POIREAU", "producer": "F01", "name": "Poireaux", "family": "légumes"}
    hub.send("RegisterProduct", unit="kg", mentions={"size": "=HYPERLINK(1)"}, **data)
    note = busy_note(hub)

    with hub.present() as present:
        text = documents.note_csv(present, note, config)

    assert text is not None and "=HYPERLINK" in text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def modules(pdf: bytes) -> Image.Image:
    """Draw the modules of codes on a paper's pages anew, without shades or any other ink."""
    pages = [page.get_contents() for page in PdfReader(io.BytesIO(pdf)).pages]
    text = b"".join(content.get_data() for content in pages if content is not None).decode(
        "latin-1"
    )
    boxes = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f", text)
    picture = Image.new("L", (2_000, 2_600), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, width, height in (tuple(map(float, box)) for box in boxes):
        if abs(height) > 2:
            continue  # points: the shade behind a row of a table
        top, bottom = sorted((2_600 - 3 * y, 2_600 - 3 * (y + height)))
        pen.rectangle((3 * x, top, 3 * (x + width) - 1, bottom - 1), fill=0)
    return picture


def test_the_code_on_the_paper_opens_the_notes_own_page(hub: Any, config: Hub) -> None:
    note = busy_note(hub)
    url = f"https://hub.example/bon/MjAyNi0xMi0yNnxCTC0yNjExMjYtMDAx.{'a' * 43}"

    with hub.present() as present:
        paper = documents.note_pdf(present, note, config, lambda id, date: url)
        plain = documents.note_pdf(present, note, config)

    assert paper is not None and plain is not None
    assert [code.text for code in zxingcpp.read_barcodes(modules(paper))] == [url]
    assert zxingcpp.read_barcodes(modules(plain)) == []
