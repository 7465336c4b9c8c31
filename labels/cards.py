"""Draw the symbol of a scannable card (producer, product, zone, badge…) for pages and posters.

It must not know whose card it is; the page around it says so.
"""

from __future__ import annotations

import io

from labels import symbols
from labels.content import plain
from labels.proof import LabelUnreadable

CARD_MODULE_DOTS = 8
"""Large enough for a scanner at arm's length when the page prints it 25 mm wide."""


def card_png(code: str, *, module_dots: int = CARD_MODULE_DOTS) -> bytes:
    """Draw a Data Matrix with its quiet zone as PNG; raises `LabelRefused` for other than ASCII."""
    content = plain(code)
    picture = symbols.drawn(symbols.modules(symbols.MATRIX, content), module_dots)
    if symbols.read(symbols.MATRIX, picture) != (content.aim(symbols.MATRIX), content.expected):
        raise LabelUnreadable(f"card {code!r}: the drawn symbol does not read back")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def card_svg(code: str) -> str:
    """Draw the same symbol as SVG, one unit a module, black on white."""
    encoded = symbols.modules(symbols.MATRIX, plain(code))
    picture, quiet = encoded.picture, encoded.quiet
    path = "".join(
        f"M{x + quiet} {y + quiet}h1v1h-1z"
        for y in range(picture.height)
        for x in range(picture.width)
        if not picture.getpixel((x, y))
    )
    size = encoded.columns
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path d="{path}"/></svg>'
    )
