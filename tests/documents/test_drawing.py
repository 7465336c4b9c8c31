"""Paper holds what people write: long names, œ and €, controls, many lines, none at all."""

import gc
from collections.abc import Callable
from typing import Any

from station import documents
from station.config.model import Hub
from station.documents import phrases
from station.documents.sheet import Head, drawn
from station.documents.table import Cell, Column, draw_table
from station.domain.words import Basis, TemperatureClass, Unit

Words = Callable[[bytes], list[str]]
HEAD = Head(
    issuer="MIL", issuer_address="ici", title="Essai", reference="E-1", date="", about="client"
)
COLUMNS = (
    Column(title="Nom", width_mm=120),
    Column(title="Poids", width_mm=62, align="R"),
)


def drawn_rows(rows: list[Any]) -> bytes:
    def draw(sheet: Any) -> None:
        sheet.paper(HEAD)
        draw_table(sheet, COLUMNS, rows)

    return drawn("essai", draw)


def test_french_letters_and_the_euro_come_back(words_of: Words) -> None:
    text = "Bœuf à l’échalote, crème fraîche « Æ Ÿ », 12,50 € ½"

    (page,) = words_of(drawn_rows([[Cell(text=text), Cell(text="1")]]))

    assert text in page


def test_a_letter_that_the_first_font_lacks_is_drawn_all_the_same(words_of: Words) -> None:
    (page,) = words_of(drawn_rows([[Cell(text="Фрукты 🥕 ở chợ"), Cell(text="1")]]))

    assert "Фрукты" in page
    assert "🥕" in page
    assert "chợ" in page


def test_controls_and_direction_marks_are_dropped(words_of: Words) -> None:
    (page,) = words_of(drawn_rows([[Cell(text="Pois\x1b[2J\u202eson\x00"), Cell(text="1")]]))

    assert "Pois[2Json" in page


def test_a_name_without_blanks_wraps_inside_its_column(words_of: Words) -> None:
    name = "Grossglocknerhochalpenstraße" * 4

    (page,) = words_of(drawn_rows([[Cell(text=name), Cell(text="7,000 kg")]]))

    assert name in page.replace(" ", "")
    assert "7,000 kg" in page


def test_a_name_too_long_for_any_page_is_cut(words_of: Words) -> None:
    (page,) = words_of(drawn_rows([[Cell(text="Poire " * 2000), Cell(text="1,000 kg")]]))

    assert "…" in page
    assert "1,000 kg" in page


def test_titles_return_and_groups_keep_a_row(words_of: Words) -> None:
    rows: list[Any] = []
    for group in range(40):
        rows += [f"Ferme {group}.", [Cell(text=f"produit {group}."), Cell(text="1")]]

    pages = words_of(drawn_rows(rows))

    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "Nom Poids" in page
        assert f"page {number}/{len(pages)}" in page
    for group in range(40):
        both = [f"Ferme {group}." in page and f"produit {group}." in page for page in pages]
        assert both.count(True) == 1


def test_a_note_of_no_line_is_a_page(hub: Any, config: Hub, words_of: Words) -> None:
    crate = hub.receive("F01-POIREAU", weigh=hub.receipt(11_120), customer="CANT-01")
    (note,) = hub.leave(crate)
    with hub.present() as present:
        paper = documents.delivery_note.delivery_paper(present, note, config)
    assert paper is not None
    from dataclasses import replace

    from station.documents.note_drawing import draw_note

    empty = replace(paper, lines=(), crates=(), net_g=0, round=None)
    pages = words_of(drawn("vide", lambda sheet: draw_note(sheet, empty)))

    assert len(pages) == 1
    assert "Aucune ligne." in pages[0]
    assert "Remis sur place." in pages[0]


def test_no_font_file_stays_open(hub: Any) -> None:
    """Warnings are errors here: a file left open would say so when it is collected."""
    gc.collect()

    drawn_rows([[Cell(text="a"), Cell(text="b")]])

    gc.collect()


def test_quantities_are_written_as_people_write_them() -> None:
    def plain(text: str) -> str:
        return text.replace(phrases.NBSP, " ")

    assert plain(phrases.quantity(9000, Unit.KG)) == "9 kg"
    assert plain(phrases.quantity(2500, Unit.KG)) == "2,5 kg"
    assert plain(phrases.quantity(125, Unit.KG)) == "0,125 kg"
    assert plain(phrases.quantity(1500, Unit.LITRE)) == "1,5 litre"
    assert plain(phrases.quantity(2000, Unit.BUNCH)) == "2 bottes"
    assert plain(phrases.quantity(6000, Unit.TRAY30)) == "6 plateaux de 30"
    assert plain(phrases.weight(12_340)) == "12,340 kg"
    assert plain(phrases.units(1, Unit.PIECE)) == "1 pièce"
    assert plain(phrases.long_date("2026-12-01")) == "mardi 1er décembre 2026"
    assert plain(phrases.long_date("bientôt")) == "bientôt"
    assert phrases.short_date("2026-11-24") == "24/11/2026"
    assert plain(phrases.local_moment("2026-07-01T22:30:00+00:00", "Europe/Paris")) == (
        "02/07/2026 à 00:30"
    )
    assert phrases.basis(None, 12, None) == "compté"
    assert phrases.basis(500, 12, Basis.COMPUTED) == "compté, calculé"
    assert phrases.basis(500, None, Basis.DECLARED) == "déclaré"
    classes = {TemperatureClass.AMBIANT: 2, TemperatureClass.FROID: 3}
    assert plain(phrases.by_class(classes)) == "3 froid, 2 ambiant"
