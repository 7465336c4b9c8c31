"""Draws tables that break well over pages: heads return, a row stays whole, a group keeps a row.

Must not know what the rows are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from station.documents.sheet import (
    BODY_PT,
    MARGIN_MM,
    PAGE_MM,
    PITCH,
    POINT_MM,
    SHADE,
    SMALL_PT,
    WIDTH_MM,
    Sheet,
)

PAD_MM = 1.1
TITLES_MM = SMALL_PT * POINT_MM * PITCH + 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table; `align` is L, C or R."""

    title: str
    width_mm: float
    align: str = "L"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text, and smaller words under it."""

    text: str
    under: str = ""
    bold: bool = False


def draw_table(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[Cell] | str]
) -> None:
    """Draw a table; a bare text is a group's title. The head returns on every page."""
    started = False
    for index, row in enumerate(rows):
        needed = _together(sheet, columns, rows[index : index + 2])
        title_mm = 0 if started else TITLES_MM
        if sheet.get_y() + needed + title_mm > sheet.page_break_trigger:
            sheet.add_page()
            started = False
        if not started:
            _titles(sheet, columns)
            started = True
        _row(sheet, columns, row)


def _together(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[Cell] | str]
) -> float:
    """Return the height of what may not be parted: a row, or a group's title and its first row."""
    kept = rows if isinstance(rows[0], str) else rows[:1]
    return sum(_height(sheet, columns, row) for row in kept)


def _titles(sheet: Sheet, columns: Sequence[Column]) -> None:
    y, x = sheet.get_y(), MARGIN_MM
    for column in columns:
        sheet.set_xy(x + PAD_MM, y)
        width = column.width_mm - 2 * PAD_MM
        at = x + PAD_MM
        sheet.write_words(column.title, width, size=SMALL_PT, grey=True, align=column.align, x=at)
        x += column.width_mm
    sheet.set_y(y + TITLES_MM)
    sheet.rule()


def _row(sheet: Sheet, columns: Sequence[Column], row: Sequence[Cell] | str) -> None:
    y, height = sheet.get_y(), _height(sheet, columns, row)
    if isinstance(row, str):
        sheet.set_fill_color(SHADE)
        sheet.rect(MARGIN_MM, y, WIDTH_MM, height, style="F")
        sheet.set_xy(MARGIN_MM + PAD_MM, y + PAD_MM)
        sheet.write_words(row, WIDTH_MM - 2 * PAD_MM, size=SMALL_PT + 1, bold=True)
    else:
        _cells(sheet, columns, row, y)
    sheet.set_y(y + height)
    sheet.set_draw_color(SHADE)
    sheet.line(MARGIN_MM, y + height, PAGE_MM[0] - MARGIN_MM, y + height)


def _cells(sheet: Sheet, columns: Sequence[Column], row: Sequence[Cell], y: float) -> None:
    x = MARGIN_MM
    for column, cell in zip(columns, row, strict=True):
        width, at = column.width_mm - 2 * PAD_MM, x + PAD_MM
        sheet.set_xy(at, y + PAD_MM)
        if cell.text:
            sheet.write_words(
                cell.text, width, size=BODY_PT, bold=cell.bold, align=column.align, x=at
            )
        if cell.under:
            sheet.write_words(cell.under, width, size=SMALL_PT, grey=True, align=column.align, x=at)
        x += column.width_mm


def _height(sheet: Sheet, columns: Sequence[Column], row: Sequence[Cell] | str) -> float:
    if isinstance(row, str):
        return sheet.words_height_mm(row, WIDTH_MM - 2 * PAD_MM, SMALL_PT + 1, True) + 2 * PAD_MM
    heights = [
        sheet.words_height_mm(cell.text, column.width_mm - 2 * PAD_MM, BODY_PT, cell.bold)
        + sheet.words_height_mm(cell.under, column.width_mm - 2 * PAD_MM, SMALL_PT, False)
        for column, cell in zip(columns, row, strict=True)
    ]
    return max(heights) + 2 * PAD_MM
