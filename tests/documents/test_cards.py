"""Cards scan: what is on the picture is the code that the ledger gave the thing."""

from io import BytesIO
from itertools import chain
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from labels import LabelRefused
from labels.scanned import interpret
from station import cards
from station.cards import Card

CODE = "PA2B80000017"


def codes_on(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


def test_a_card_has_the_size_of_a_bank_card_and_scans() -> None:
    picture = Image.open(BytesIO(cards.card_png(Card(code=CODE, title="Ferme", kind="producer"))))

    assert picture.size == (1004, 638)
    assert codes_on(picture) == [CODE]


def test_a_bare_symbol_scans_with_its_quiet_zone() -> None:
    picture = Image.open(BytesIO(cards.symbol_png(CODE)))

    assert picture.width == picture.height
    assert codes_on(picture) == [CODE]


@pytest.mark.parametrize("code", ["", "Château", "A\x1dB"])
def test_a_code_that_no_plain_symbol_holds_is_refused(code: str) -> None:
    with pytest.raises(LabelRefused):
        cards.symbol_png(code)


def test_long_names_leave_the_symbol_alone() -> None:
    card = Card(code=CODE, title="Groupement " * 40, kind="customer", detail="x" * 300)

    assert codes_on(Image.open(BytesIO(cards.card_png(card, "MIL " * 60)))) == [CODE]


def test_every_registered_thing_has_its_card(hub: Any) -> None:
    hub.send("RegisterZone", code="CF-1", name="Chambre froide 1", temperature_class="frais")
    hub.send("RegisterOperator", code="amina", name="Amina", role="worker")
    hub.send("RegisterAction", action="void-last")

    with hub.present() as present:
        made = {kind: cards.cards_of(present, kind) for kind in cards.KIND_WORDS}
        plural = cards.cards_of(present, "crate-types")
        known = present.world.producers.get("F01").card
        by_code = cards.card_of(present, known)

    titles = {kind: [card.title for card in here or []] for kind, here in made.items()}
    assert titles["producer"] == ["Ferme du Vallon", "GAEC de la Bœufière"]
    assert titles["zone"] == ["Chambre froide 1"]
    assert titles["operator"] == ["Amina"]
    assert titles["round"] == ["T1"]
    assert all(here for here in made.values())
    assert plural == made["crate-type"]
    assert by_code == (made["producer"] or [])[0]
    for here in made.values():
        assert all(interpret(card.code).code == card.code for card in here or [])


def test_crates_lots_and_strangers_have_no_card(hub: Any) -> None:
    crate = hub.receive("F01-POIREAU", weigh=hub.receipt(12_340))

    with hub.present() as present:
        (lot,) = present.world.lots.all()
        assert cards.card_of(present, crate) is None
        assert cards.card_of(present, lot.id) is None
        assert cards.card_of(present, "PA2B80000017") is None
        assert cards.cards_of(present, "crates") is None


def test_a_sheet_holds_ten_cards_a_page_and_every_card_scans() -> None:
    codes = [f"CARD{number:04d}" for number in range(11)]

    pdf = cards.card_sheet_pdf([Card(code=code, title=code, kind="zone") for code in codes])

    pages = PdfReader(BytesIO(pdf)).pages
    read = [[codes_on(image.image) for image in page.images if image.image] for page in pages]
    assert [sorted(chain.from_iterable(page)) for page in read] == [codes[:10], codes[10:]]


def test_no_card_is_an_empty_sheet() -> None:
    assert len(PdfReader(BytesIO(cards.card_sheet_pdf([]))).pages) == 1
