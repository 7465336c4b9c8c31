"""Makes the cards that are scanned again and again: farms, goods, zones, rounds, badges, gestures.

Must not mint codes: a card shows the code that the ledger gave its thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from station.domain.deciding.labels import UNIT_WORDS, degrees
from station.domain.words import Unit
from station.glossary import card_titles
from station.reading import Present

if TYPE_CHECKING:
    from fpdf import FPDF

    from labels.shelf import Shelf

DPI = 300
PAGE_MM = (210.0, 297.0)
MARGIN_MM = 5.0
"""What an office printer leaves white at the edge of A4."""
GESTURES = "action-sheet"
"""One page to hang beside a post, with room for six gestures."""
SYMBOL_DOTS = 8
"""Dots of one module of a bare symbol: sharp when a page shows it at any size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on one card; `kind` is the kind of thing, `icon` a pictogram's name.

    `more`: fields that the template of this kind has beside those of all.
    """

    code: str
    title: str
    kind: str
    detail: str = ""
    icon: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


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


TEMPLATES = {"product": "product-card", "zone": "zone-card", "operator": "badge-card"}
"""Which template draws which kind; any other is drawn by `card`."""
ROLE_WORDS = {
    "worker": "ÉQUIPE",
    "driver": "CONDUITE",
    "producer": "PRODUCTION",
    "coordinator": "COORDINATION",
    "inspector": "CONTRÔLE",
    "admin": "RÉGLAGES",
}
"""What a badge says under the name."""
SIGNS = {"void-last": "✗", "reprint-last": "↻", "close-intake": "✓"}
"""The large sign of each gesture, for those who do not read."""


def template_of(kind: str) -> str:
    """Return the template that draws cards of a kind."""
    return TEMPLATES.get(kind, "card")


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
        **card.more,
    }
    shape = (shelf or Shelf()).load(template_of(card.kind))
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
    """Lay cards of one kind out on A4 sheets with lines to cut along; none give an empty sheet."""
    from labels.shelf import Shelf

    shelf, pdf = shelf or Shelf(), _paper("Cartes")
    shape = shelf.load(template_of(cards[0].kind if cards else ""))
    width, height = shape.width_mm, shape.height_mm
    columns, rows = _fitting(PAGE_MM[0], width), _fitting(PAGE_MM[1], height)
    left, top = (PAGE_MM[0] - columns * width) / 2, (PAGE_MM[1] - rows * height) / 2
    if not cards:
        pdf.add_page()
    for index, card in enumerate(cards):
        place = index % (columns * rows)
        if place == 0:
            pdf.add_page()
            pdf.set_draw_color(150)
            pdf.set_line_width(0.1)
        x, y = left + place % columns * width, top + place // columns * height
        drawn = BytesIO(card_png(card, hub_name, shelf))
        pdf.image(drawn, x, y, width, height, alt_text=card.title)
        pdf.rect(x, y, width, height)
    return bytes(pdf.output())


def _paper(title: str) -> FPDF:
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format="A4")
    pdf.set_title(title)
    pdf.set_lang("fr-FR")
    pdf.set_auto_page_break(False)
    return pdf


def _fitting(room_mm: float, size_mm: float) -> int:
    """Return how many cards stand side by side; one that is larger than the page stands alone."""
    return max(1, int((room_mm - 2 * MARGIN_MM) // size_mm))


def gestures_pdf(cards: Sequence[Card], hub_name: str = "", shelf: Shelf | None = None) -> bytes:
    """Draw the gestures on one page to hang beside a post: a scan in place of a touch."""
    import labels
    from labels.shelf import Shelf

    fields = {"hub": hub_name, "post": "tous les postes"}
    for number, card in enumerate(cards, start=1):
        fields |= {f"code_{number}": card.code, f"title_{number}": card.title}
        fields[f"sign_{number}"] = card.more.get("sign", "")
    shape = (shelf or Shelf()).load(GESTURES)
    made, pdf = labels.make(shape, fields, dpi=DPI, language="png"), _paper("Gestes")
    pdf.add_page()
    pdf.image(BytesIO(made.payload), 0, 0, *PAGE_MM, alt_text="Gestes à scanner")
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
            more={
                "product": one.name,
                "producer": present.name("producer", one.producer),
                "unit": "au kilo" if one.unit is Unit.KG else f"par {UNIT_WORDS[one.unit][0]}",
            },
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
        limit = one.max_celsius_tenths
        more = {"temperature_class": one.temperature_class.value}
        more["celsius"] = "" if limit is None else f"au plus {degrees(limit)} °C"
        yield Card(code=one.card, title=one.name, kind="zone", detail=one.code, more=more)


def _rounds(present: Present) -> Iterable[Card]:
    for one in present.world.rounds.all():
        detail = "\n".join(part for part in (one.date, one.vehicle) if part)
        icon = "delivery-truck"
        yield Card(code=one.card, title=one.name, kind="round", detail=detail, icon=icon)


def _operators(present: Present) -> Iterable[Card]:
    for one in present.world.operators.all():
        name = present.name("operator", one.code)
        more = {"kind": ROLE_WORDS[one.role]}
        yield Card(code=one.card, title=name, kind="operator", detail=one.code, more=more)


def _actions(present: Present) -> Iterable[Card]:
    titles = card_titles()
    for one in present.world.actions.all():
        title, more = titles.get(one.code, one.code), {"sign": SIGNS.get(one.code, "")}
        yield Card(code=one.card, title=title, kind="action", more=more)


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
