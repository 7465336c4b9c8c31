"""Draws on A4: fonts, the heads and feet of pages, boxes, words that wrap.

Must not know what a note or a round is, nor word anything of its own but « page 1/2 ».
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from itertools import groupby

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

from labels.typeface import BOLD, FALLBACK, PICTOGRAMS, REGULAR, printable

PAGE_MM = (210.0, 297.0)
MARGIN_MM = 14.0
WIDTH_MM = PAGE_MM[0] - 2 * MARGIN_MM
FOOT_MM = 14.0
"""Room at the bottom of each page for its foot; printers do not reach the last 5 mm."""

BODY_PT, SMALL_PT, TITLE_PT = 9.5, 7.5, 17.0
PITCH = 1.22
"""Line pitch over type size."""
POINT_MM = 25.4 / 72

INK, GREY, LINE, SHADE = 0, 95, 150, 235
"""Greys only: these papers come out of black and white printers."""

LONGEST_PART = 120
"""Characters of one name; longer ones are cut, so that a row fits a page. Lists are never cut."""
BETWEEN_PARTS = re.compile(r"(\n| · |, )")
"""What stands between the names, lots and codes of one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the top of a paper, and in short on its further pages."""

    issuer: str
    issuer_address: str
    title: str
    reference: str
    date: str
    about: str


class Sheet(FPDF):
    """One file of A4 papers; `totals` are the pages of each paper, known on the second pass."""

    def __init__(self, *, title: str, language: str, totals: Sequence[int] = ()) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self._heads: list[Head] = []
        self._papers: dict[int, int] = {}
        self._totals = totals
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, margin=FOOT_MM + 2)
        self.set_title(title)
        self.set_lang(language)
        self.c_margin = 0
        folder = resources.files("labels") / "fonts"
        for family, style, file in (
            ("text", "", REGULAR),
            ("text", "B", BOLD),
            ("fallback", "", FALLBACK),
            ("signs", "", PICTOGRAMS),
        ):
            self.add_font(family, style, str(folder / file))
        self.set_fallback_fonts(["fallback", "signs"], exact_match=False)

    # --- papers and pages ----------------------------------------------------------------------

    def paper(self, head: Head) -> None:
        """Begin a new paper on a new page."""
        self._heads.append(head)
        self.add_page()

    def pages_of_papers(self) -> list[int]:
        """Return how many pages each paper took."""
        papers = list(self._papers.values())
        return [papers.count(index) for index in range(len(self._heads))]

    def header(self) -> None:
        """Draw the paper's head, in short from its second page on."""
        index = len(self._heads) - 1
        first = index not in self._papers.values()
        self._papers[self.page] = index
        head = self._heads[index]
        if first:
            self._full_head(head)
        else:
            self._short_head(head)

    def _full_head(self, head: Head) -> None:
        top = self.get_y()
        self.write_words(head.issuer, WIDTH_MM / 2 - 4, size=11, bold=True)
        self.write_words(head.issuer_address, WIDTH_MM / 2 - 4, size=SMALL_PT + 1, grey=True)
        left_bottom = self.get_y()
        x, width = MARGIN_MM + WIDTH_MM / 2, WIDTH_MM / 2
        self.set_xy(x, top)
        self.write_words(head.title, width, size=TITLE_PT, bold=True, align="R", x=x)
        self.write_words(head.reference, width, size=11, bold=True, align="R", x=x)
        self.write_words(head.date, width, size=BODY_PT, align="R", x=x)
        self.set_y(max(self.get_y(), left_bottom) + 1.5)
        self.rule()
        self.set_y(self.get_y() + 3)

    def _short_head(self, head: Head) -> None:
        words = " · ".join(part for part in (head.title, head.reference, head.about) if part)
        self.write_words(words, WIDTH_MM, size=BODY_PT, bold=True)
        self.rule()
        self.set_y(self.get_y() + 3)

    def footer(self) -> None:
        """Draw the reference and « page 1/2 »."""
        index = self._papers[self.page]
        number = sum(1 for page, of in self._papers.items() if of == index and page <= self.page)
        total = self._totals[index] if index < len(self._totals) else 0
        head = self._heads[index]
        self.set_y(-FOOT_MM + 4)
        y = self.get_y()
        self.write_words(
            f"{head.issuer} · {head.reference}", WIDTH_MM / 2, size=SMALL_PT, grey=True
        )
        self.set_xy(MARGIN_MM + WIDTH_MM / 2, y)
        words = f"page {number}/{total}"
        right = MARGIN_MM + WIDTH_MM / 2
        self.write_words(words, WIDTH_MM / 2, size=SMALL_PT, grey=True, align="R", x=right)

    # --- what papers are made of ---------------------------------------------------------------

    def rule(self) -> None:
        """Draw a line across the page."""
        self.set_draw_color(LINE)
        self.line(MARGIN_MM, self.get_y(), PAGE_MM[0] - MARGIN_MM, self.get_y())

    def sentence(self, text: str, *, bold: bool = False, small: bool = False) -> None:
        """Write words across the page."""
        if text:
            self.set_x(MARGIN_MM)
            self.write_words(
                text, WIDTH_MM, size=SMALL_PT if small else BODY_PT, bold=bold, grey=small
            )

    def gap(self, height_mm: float = 2.5) -> None:
        """Leave some room."""
        self.set_y(self.get_y() + height_mm)

    def keep(self, height_mm: float) -> None:
        """Begin a new page where less than this height is left."""
        if self.get_y() + height_mm > self.page_break_trigger:
            self.add_page()

    def boxes(self, texts: Sequence[tuple[str, str, str]]) -> None:
        """Draw captioned boxes side by side: caption, name in bold, further lines."""
        width = (WIDTH_MM - 4 * (len(texts) - 1)) / len(texts)
        top, bottom = self.get_y(), self.get_y()
        for index, (caption, name, more) in enumerate(texts):
            x = MARGIN_MM + index * (width + 4)
            self.set_xy(x + 2, top + 1.5)
            self.write_words(caption, width - 4, size=SMALL_PT, grey=True, x=x + 2)
            self.write_words(name, width - 4, size=11, bold=True, x=x + 2)
            self.write_words(more, width - 4, size=BODY_PT, x=x + 2)
            bottom = max(bottom, self.get_y() + 1.5)
        self.set_draw_color(LINE)
        for index in range(len(texts)):
            self.rect(MARGIN_MM + index * (width + 4), top, width, bottom - top)
        self.set_y(bottom + 3)

    def blanks(self, captions: Sequence[tuple[str, float]], height_mm: float) -> None:
        """Draw empty captioned boxes to be filled in by hand; the widths are shares of the page."""
        self.keep(height_mm)
        x, top = MARGIN_MM, self.get_y()
        for caption, share in captions:
            width = WIDTH_MM * share
            self.set_draw_color(LINE)
            self.rect(x, top, width, height_mm)
            self.set_xy(x + 1.5, top + 1)
            self.write_words(caption, width - 3, size=SMALL_PT, grey=True, x=x + 1.5)
            x += width
        self.set_y(top + height_mm)

    def dots(self, rows: Sequence[Sequence[bool]], side_mm: float, words: tuple[str, str]) -> None:
        """Draw a square code with its quiet zone of four modules, and words beside it."""
        self.keep(side_mm)
        module = side_mm / (len(rows) + 8)
        left, top = MARGIN_MM + 4 * module, self.get_y() + 4 * module
        self.set_fill_color(INK)
        for y, row in enumerate(rows):
            for start, run in _runs(row):
                self.rect(left + start * module, top + y * module, run * module, module, style="F")
        x = MARGIN_MM + side_mm + 3
        self.set_xy(x, top)
        self.write_words(words[0], WIDTH_MM - side_mm - 3, size=BODY_PT, bold=True, x=x)
        self.write_words(words[1], WIDTH_MM - side_mm - 3, size=BODY_PT, x=x)
        self.set_y(top + side_mm - 4 * module)

    def words_height_mm(self, text: str, width_mm: float, size: float, bold: bool) -> float:
        if not text:
            return 0.0
        self.set_font("text", "B" if bold else "", size)
        pitch = size * POINT_MM * PITCH
        lines = self.multi_cell(
            width_mm, pitch, _shown(text), dry_run=True, output=MethodReturnValue.LINES
        )
        return len(lines) * pitch  # type: ignore[arg-type]  # LINES makes it a list

    def write_words(
        self,
        text: str,
        width_mm: float,
        *,
        size: float,
        bold: bool = False,
        grey: bool = False,
        align: str = "L",
        x: float | None = None,
    ) -> None:
        """Write wrapped words at the present place; the next place is under them."""
        if not text:
            return
        self.set_font("text", "B" if bold else "", size)
        self.set_text_color(GREY if grey else INK)
        if x is not None:
            self.set_x(x)
        self.multi_cell(
            width_mm,
            size * POINT_MM * PITCH,
            _shown(text),
            align=align,
            new_x=XPos.LEFT,
            new_y=YPos.NEXT,
        )


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Return where dark modules of a row begin, and how many stand together."""
    start = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield start, length
        start += length


def _shown(text: str) -> str:
    """Return what is drawn of a text: no controls, and no name longer than a row can hold."""
    parts = BETWEEN_PARTS.split(printable(text).strip())
    return "".join(_cut(part) for part in parts)


def _cut(part: str) -> str:
    return part if len(part) <= LONGEST_PART else part[: LONGEST_PART - 1] + "…"


def drawn(title: str, draw: Callable[[Sheet], None]) -> bytes:
    """Draw twice, the second time knowing how many pages each paper has; return the PDF."""
    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)  # it tells each table it cuts
    totals: list[int] = []
    with closing_fonts(Sheet(title=title, language="fr-FR")) as sheet:
        draw(sheet)
        totals = sheet.pages_of_papers()
    with closing_fonts(Sheet(title=title, language="fr-FR", totals=totals)) as sheet:
        draw(sheet)
        return bytes(sheet.output())


@contextmanager
def closing_fonts(sheet: Sheet) -> Iterator[Sheet]:
    """Close the font files at the end: fpdf2 keeps them open until the garbage is collected."""
    try:
        yield sheet
    finally:
        for font in sheet.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()
