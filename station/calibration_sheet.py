"""Draws the calibration sheet: three codes that tell how a scanner is set.

Must not know what they tell: `station.calibration` does.
"""

from __future__ import annotations

from io import BytesIO

from labels import symbols
from labels.content import plain
from labels.symbols import Content
from station.calibration import AIM_CODE, LAYOUT_CODE, SEPARATED

CODE_MM = {symbols.LINEAR: (90.0, 22.0), symbols.MATRIX: (30.0, 30.0)}
STEP_MM = 62.0
DOTS = 8


def calibration_pdf(hub_name: str) -> bytes:
    """Return one A4 page with the three codes."""
    from station.documents.sheet import Head, Sheet, drawn

    head = Head(
        issuer=hub_name,
        issuer_address="",
        title="Réglage d’une douchette",
        reference="Feuille de réglage",
        date="",
        about="",
    )

    def draw(sheet: Sheet) -> None:
        sheet.paper(head)
        sheet.sentence("Scannez les trois codes avec chaque douchette, dans l’ordre.", bold=True)
        sheet.sentence("Le résultat est sur la page « Appareils ».")
        for number, (words, shape, content) in enumerate(_codes(), 1):
            sheet.gap(8)
            top = sheet.get_y()
            sheet.sentence(f"{number}. {words}", bold=True)
            width, height = CODE_MM[shape]
            sheet.image(BytesIO(_png(shape, content)), 30, top + 10, width, height, alt_text=words)
            sheet.set_y(top + STEP_MM)

    return drawn("Réglage d’une douchette", draw)


def _codes() -> list[tuple[str, str, Content]]:
    (first_ai, first), (second_ai, second) = ((one[:2], one[2:]) for one in SEPARATED)
    separated = Content(
        text=f"({first_ai}){first}({second_ai}){second}",
        gs1=True,
        expected="\x1d".join(SEPARATED).encode("ascii"),
    )
    return [
        ("Le clavier : disposition et majuscules.", symbols.LINEAR, plain(LAYOUT_CODE)),
        ("Le séparateur GS entre deux données.", symbols.MATRIX, separated),
        ("L’identifiant AIM et la fin de ligne.", symbols.LINEAR, plain(AIM_CODE)),
    ]


def _png(shape: str, content: Content) -> bytes:
    height = 160 if shape == symbols.LINEAR else None
    picture = symbols.drawn(symbols.modules(shape, content), DOTS, height)
    if symbols.read(shape, picture) != (content.aim(shape), content.expected):
        raise ValueError(f"the calibration code {content.text!r} does not read back")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
