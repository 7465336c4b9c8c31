"""Every label on an A4 sheet decodes to the identity that the ledger allotted for its crate."""

from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from labels.scanned import interpret
from labels.shelf import Shelf
from station import label_sheets
from station.label_sheets import STOCKS, Press
from station.main import main
from tests.domain.hub import TODAY, Hub


def press(sheet: str) -> Press:
    return Press(stock=STOCKS[sheet], shelf=Shelf())


def pictures(pdf: bytes) -> list[list[Image.Image]]:
    """Return the labels of each page, in the order in which they were laid out."""
    reader = PdfReader(BytesIO(pdf))
    return [[image.image for image in page.images if image.image] for page in reader.pages]


def identities(picture: Image.Image) -> set[str]:
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return {interpret(each.bytes).code for each in found}


@pytest.mark.parametrize(("sheet", "pages"), [("a4-8", [8, 2]), ("a4-4", [4, 4, 2])])
def test_every_label_of_a_sheet_reads_as_its_crate(hub: Hub, sheet: str, pages: list[int]) -> None:
    line, other = hub.order("C01", "CAROTTE", 70), hub.order("C02", "RADIS", 30)
    asked = [{"order_line": line, "crates": 7}, {"order_line": other, "crates": 3}]
    made = hub.done("MakeLabels", producer="F01", delivery_date=TODAY, lines=asked)["ready_crates"]
    expected = [hub.ask(lambda p, id=id: p.world.ready_crates.get(id).sscc) for id in made]

    pdf = hub.ask(lambda p: label_sheets.ready_pdf(p, "F01", TODAY, press(sheet)))

    sheets = pictures(pdf)
    assert [len(page) for page in sheets] == pages
    assert [identities(label) for page in sheets for label in page] == [{one} for one in expected]


def test_what_a_farm_brought_is_not_on_its_sheet_any_more(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    [made] = hub.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crates"]
    hub.carrots(code=made)

    assert hub.ask(lambda p: label_sheets.ready_pdf(p, "F01", TODAY, press("a4-8"))) is None


@pytest.mark.parametrize("name", sorted(STOCKS))
def test_a_sheets_cells_lie_on_the_paper_and_apart(name: str) -> None:
    stock = STOCKS[name]
    cells = stock.columns * stock.rows

    corners = [stock.corner_mm(place) for place in range(cells)]

    assert len(set(corners)) == cells
    assert all(-2 <= x and x + stock.width_mm <= 212 for x, _ in corners)
    assert all(-2 <= y and y + stock.height_mm <= 299 for _, y in corners)


def test_emergency_labels_of_the_command_line_are_known_and_blank(tmp_path: Path) -> None:
    from station.config import load_config
    from station.reading import Readers

    config = tmp_path / "hangar.toml"
    config.write_text(
        '[hub]\nname = "MIL"\naddress = "Exempleville"\ngs1_company_prefix = "9521234"\n'
        '[demo]\ncontrol = "http://127.0.0.1:9"\n',
        encoding="utf-8",
    )
    out = tmp_path / "secours.pdf"
    words = ["label", "emergency", "--count", "9", "--out", str(out), "--config", str(config)]

    assert main(words) == 0

    labels = [label for page in pictures(out.read_bytes()) for label in page]
    codes = [code for label in labels for code in identities(label)]
    readers = Readers(load_config(config).storage.ledger)
    with readers.present() as present:
        assert label_sheets.blank_codes(present, codes) == codes
    readers.close()
    assert len(set(codes)) == len(labels) == 9
    assert main([*words[:3], "0", *words[4:]]) == 1


def test_tags_of_crates_that_come_back_read_as_their_grai(hub: Hub) -> None:
    codes = hub.done("MakeCrateTags", crate_type="E2", count=3)["codes"]

    pdf = label_sheets.tags_pdf(codes, "Bac E2", "MIL", press("a4-8"))

    assert [identities(label) for label in pictures(pdf)[0]] == [{code} for code in codes]
