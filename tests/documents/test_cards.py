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


@pytest.mark.parametrize(
    ("kind", "on_a_page"), [("customer", 10), ("product", 10), ("zone", 2), ("operator", 9)]
)
def test_a_sheet_holds_what_fits_of_its_kind_and_every_card_scans(
    kind: str, on_a_page: int
) -> None:
    codes = [f"CARD{number:04d}" for number in range(on_a_page + 1)]

    pdf = cards.card_sheet_pdf([Card(code=code, title=code, kind=kind) for code in codes])

    pages = PdfReader(BytesIO(pdf)).pages
    read = [[codes_on(image.image) for image in page.images if image.image] for page in pages]
    assert [sorted(chain.from_iterable(page)) for page in read] == [
        codes[:on_a_page],
        codes[on_a_page:],
    ]


def test_each_kind_is_drawn_by_its_own_template(hub: Any) -> None:
    hub.send("RegisterZone", code="CF-1", name="Chambre", temperature_class="frais",
             max_celsius_tenths=45)  # fmt: skip
    hub.send("RegisterOperator", code="amina", name="Amina", role="worker")

    with hub.present() as present:
        [zone] = cards.cards_of(present, "zone") or []
        [badge] = cards.cards_of(present, "operator") or []
        product = (cards.cards_of(present, "product") or [])[0]
        action_png = cards.card_png(zone)

    assert zone.more == {"temperature_class": "frais", "celsius": "au plus 4,5 °C"}
    assert badge.more == {"kind": "ÉQUIPE"}
    assert product.more["producer"] and product.more["unit"]
    assert Image.open(BytesIO(action_png)).size == (1772, 1181)  # 150 × 100 mm at 300 dpi


def test_the_gestures_hang_on_one_page_and_scan(hub: Any) -> None:
    for action in ("void-last", "reprint-last", "close-intake"):
        hub.send("RegisterAction", action=action)

    with hub.present() as present:
        gestures = cards.cards_of(present, "actions") or []

    [page] = PdfReader(BytesIO(cards.gestures_pdf(gestures))).pages
    read = chain.from_iterable(codes_on(image.image) for image in page.images if image.image)
    assert sorted(read) == sorted(card.code for card in gestures) and len(gestures) == 3
    assert all(card.more["sign"] for card in gestures)


def test_no_card_is_an_empty_sheet() -> None:
    assert len(PdfReader(BytesIO(cards.card_sheet_pdf([]))).pages) == 1
