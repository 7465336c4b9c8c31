"""Makes the cards that are scanned again and again: farms, goods, zones, rounds, badges, gestures.

Must not mint codes: a card shows the code that the ledger gave its thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from station.glossary import card_titles
from station.reading import Present

if TYPE_CHECKING:
    from labels.shelf import Shelf

DPI = 300
CARD_MM = (85.0, 54.0)
"""A bank card's width and height, as in the template `card`."""
COLUMNS, ROWS = 2, 5
"""Cards on one A4 sheet."""
LEFT_MM, TOP_MM = 20.0, 13.5
SYMBOL_DOTS = 8
"""Dots of one module of a bare symbol: sharp when a page shows it at any size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on one card; `kind` is the kind of thing, `icon` a pictogram's name."""

    code: str
    title: str
    kind: str
    detail: str = ""
    icon: str = ""


KIND_WORDS = {
    "producer": "PRODUCTEUR",
    "product": "PRODUIT",
    "customer": "CLIENT",
    "crate-type": "TYPE DE CAISSE",
    "zone": "ZONE",
    "round": "TOURNÉE",
    "operator": "BADGE",
    "action": "GESTE",
}


def card_png(card: Card, hub_name: str = "", shelf: Shelf | None = None) -> bytes:
    """Draw one card as a PNG of its printed size; a code that does not read raises."""
    import labels
    from labels.shelf import Shelf

    fields = {
        "code": card.code,
        "kind": KIND_WORDS.get(card.kind, card.kind.upper()),
        "title": card.title,
        "detail": card.detail,
        "hub": hub_name,
        "product_icon": card.icon,
    }
    shape = (shelf or Shelf()).load("card")
    return labels.make(shape, fields, dpi=DPI, language="png").payload


def symbol_png(code: str) -> bytes:
    """Draw the Data Matrix of a code alone, with its quiet zone, for pages that caption it."""
    from labels import symbols
    from labels.content import plain

    content = plain(code)
    picture = symbols.drawn(symbols.modules(symbols.MATRIX, content), SYMBOL_DOTS)
    out = BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def card_sheet_pdf(cards: Sequence[Card], hub_name: str = "", shelf: Shelf | None = None) -> bytes:
    """Lay cards out on A4 sheets with lines to cut along; no cards give one empty sheet."""
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format="A4")
    pdf.set_title("Cartes")
    pdf.set_lang("fr-FR")
    pdf.set_auto_page_break(False)
    width, height = CARD_MM
    if not cards:
        pdf.add_page()
    for index, card in enumerate(cards):
        place = index % (COLUMNS * ROWS)
        if place == 0:
            pdf.add_page()
            pdf.set_draw_color(150)
            pdf.set_line_width(0.1)
        x, y = LEFT_MM + place % COLUMNS * width, TOP_MM + place // COLUMNS * height
        pdf.image(
            BytesIO(card_png(card, hub_name, shelf)), x, y, width, height, alt_text=card.title
        )
        pdf.rect(x, y, width, height)
    return bytes(pdf.output())


def card_of(present: Present, code: str) -> Card | None:
    """Return the card that carries this code, None where no registered thing does."""
    known = present.world.codes.get(code)
    if known is None or known.kind not in _CARDS:
        return None
    cards = _CARDS[known.kind](present)
    return next((card for card in cards if card.code == code), None)


def cards_of(present: Present, kind: str) -> list[Card] | None:
    """Return all cards of a kind (singular, or plural as in the API); None for no such kind."""
    make = _CARDS.get(kind) or _CARDS.get(kind.removesuffix("s"))
    return list(make(present)) if make else None


def _producers(present: Present) -> Iterable[Card]:
    for one in present.world.producers.all():
        name = present.name("producer", one.code)
        yield Card(code=one.card, title=name, kind="producer", detail=one.code, icon="tractor")


def _products(present: Present) -> Iterable[Card]:
    from labels.pictograms import for_product

    for one in present.world.products.all():
        yield Card(
            code=one.card,
            title=one.name,
            kind="product",
            detail=present.name("producer", one.producer),
            icon=for_product(one.name) or "",
        )


def _customers(present: Present) -> Iterable[Card]:
    for one in present.world.customers.all():
        name, icon = present.name("customer", one.code), "fork-and-knife-with-plate"
        yield Card(code=one.card, title=name, kind="customer", detail=one.code, icon=icon)


def _crate_types(present: Present) -> Iterable[Card]:
    for one in present.world.crate_types.all():
        yield Card(
            code=one.card, title=one.name, kind="crate-type", detail=one.code, icon="package"
        )


def _zones(present: Present) -> Iterable[Card]:
    for one in present.world.zones.all():
        yield Card(code=one.card, title=one.name, kind="zone", detail=one.code)


def _rounds(present: Present) -> Iterable[Card]:
    for one in present.world.rounds.all():
        detail = "\n".join(part for part in (one.date, one.vehicle) if part)
        icon = "delivery-truck"
        yield Card(code=one.card, title=one.name, kind="round", detail=detail, icon=icon)


def _operators(present: Present) -> Iterable[Card]:
    for one in present.world.operators.all():
        name = present.name("operator", one.code)
        yield Card(code=one.card, title=name, kind="operator", detail=one.code)


def _actions(present: Present) -> Iterable[Card]:
    titles = card_titles()
    for one in present.world.actions.all():
        yield Card(code=one.card, title=titles.get(one.code, one.code), kind="action")


_CARDS: dict[str, Callable[[Present], Iterable[Card]]] = {
    "producer": _producers,
    "product": _products,
    "customer": _customers,
    "crate-type": _crate_types,
    "zone": _zones,
    "round": _rounds,
    "operator": _operators,
    "action": _actions,
}
"""The cards of each kind. To add a kind: a function above, a line here and in `KIND_WORDS`."""
