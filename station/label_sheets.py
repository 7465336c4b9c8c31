"""Lays labels out on A4 sheets of sticky labels: producers' ready-made ones and emergency ones.

Must not mint codes nor choose what stands on a label: it draws the fields that the ledger sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from labels.shelf import Shelf
from station.domain.deciding.blanks import emergency_fields, tag_fields
from station.reading import Present

DPI = 300
"""Half of a laser printer's 600: each dot of the label is two by two of the printer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """One kind of label sheet: its cells in millimetres, and the template that fits into them.

    `inward_mm` moves the outer rows from the paper's edge, where printers do not reach.
    """

    title: str
    template: str
    columns: int
    rows: int
    width_mm: float
    height_mm: float
    left_mm: float
    top_mm: float
    gap_mm: float = 0.0
    inward_mm: float = 0.0

    def corner_mm(self, place: int) -> tuple[float, float]:
        """Return the upper left corner of a cell; cells run from left to right, then down."""
        row, column = divmod(place, self.columns)
        x = self.left_mm + column * (self.width_mm + self.gap_mm)
        inward = self.inward_mm * ((row == 0) - (row == self.rows - 1))
        return x, self.top_mm + row * self.height_mm + inward


STOCKS: dict[str, Stock] = {
    "a4-8": Stock(
        title="8 étiquettes de 99,1 × 67,7 mm",
        template="100x60",
        columns=2,
        rows=4,
        width_mm=99.1,
        height_mm=67.7,
        left_mm=4.65,
        top_mm=13.1,
        gap_mm=2.5,
    ),
    "a4-4": Stock(
        title="4 étiquettes A6 de 105 × 148,5 mm",
        template="a6",
        columns=2,
        rows=2,
        width_mm=105.0,
        height_mm=148.5,
        left_mm=0.0,
        top_mm=0.0,
        inward_mm=1.5,
    ),
}
"""The sheets that can be printed; to add one: a line here."""

SMALLEST = "a4-8"
"""The sheet that is meant where nobody chose one."""

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """How this hub's labels are drawn: on which sheets, by whose templates, with which mark."""

    stock: Stock
    shelf: Shelf
    mark: str = ""


def sheet_pdf(fields: Iterable[Fields], press: Press, *, title: str, template: str = "") -> bytes:
    """Draw labels on as many sheets as they need; each is proven to read before it is laid out."""
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format="A4")
    pdf.set_title(title)
    pdf.set_lang("fr-FR")
    pdf.set_auto_page_break(False)
    for index, each in enumerate(fields):
        place = index % (press.stock.columns * press.stock.rows)
        if place == 0:
            pdf.add_page()
        _put(pdf, each, press, place, template or press.stock.template)
    if not pdf.pages_count:
        pdf.add_page()
    return bytes(pdf.output())


def _put(pdf: object, fields: Fields, press: Press, place: int, template: str) -> None:
    """Put one label into the middle of its cell at its own size: symbols are never scaled."""
    import labels

    stock, shape = press.stock, press.shelf.load(template)
    made = labels.make(shape, fields, dpi=DPI, language="png", mark=press.mark)
    x, y = stock.corner_mm(place)
    pdf.image(  # type: ignore[attr-defined]  # fpdf is loaded late
        BytesIO(made.payload),
        x + (stock.width_mm - shape.width_mm) / 2,
        y + (stock.height_mm - shape.height_mm) / 2,
        shape.width_mm,
        shape.height_mm,
        alt_text=fields.get("sscc") or fields.get("crate_code") or fields.get("code", ""),
    )


def ready_fields(present: Present, producer: str, delivery_date: str) -> list[dict[str, str]]:
    """Return what stands on a producer's expected labels of a day, by stop, customer, product."""
    world = present.world
    expected = world.ready_crates.where(
        producer=producer, deliver_on=delivery_date, state="expected"
    )
    expected.sort(key=lambda ready: (ready.customer, ready.product, ready.made_seq, ready.nth))
    sealed = (present.vault.get(f"crate/{ready.id}") for ready in expected)
    return [fields for fields in sealed if fields is not None]


def ready_pdf(present: Present, producer: str, delivery_date: str, press: Press) -> bytes | None:
    """Return the sheets of a producer's labels, None where no label was made."""
    fields = ready_fields(present, producer, delivery_date)
    title = f"Étiquettes {producer} {delivery_date}"
    return sheet_pdf(fields, press, title=title) if fields else None


def emergency_pdf(codes: Iterable[str], hub_name: str, press: Press) -> bytes:
    """Return sheets of blank labels for the day when a printer is down."""
    fields = emergency_fields(codes, hub_name)
    return sheet_pdf(fields, press, title="Étiquettes de secours", template="emergency")


def tags_pdf(codes: Iterable[str], crate_type: str, hub_name: str, press: Press) -> bytes:
    """Return sheets of tags for crates that come back."""
    fields = tag_fields(codes, crate_type, hub_name)
    return sheet_pdf(fields, press, title=f"Plaques {crate_type}", template="crate-tag")


def unused_tags(present: Present, codes: Iterable[str], crate_type: str) -> list[str]:
    """Keep the codes that are tags of a crate type, on no crate now."""
    known = (present.world.codes.get(code) for code in codes)
    return [code.code for code in known if code and (code.kind, code.target) == ("tag", crate_type)]


def blank_codes(present: Present, codes: Iterable[str]) -> list[str]:
    """Keep the codes that are emergency labels bound to no crate yet."""
    known = (present.world.codes.get(code) for code in codes)
    return [code.code for code in known if code is not None and code.kind == "emergency"]
