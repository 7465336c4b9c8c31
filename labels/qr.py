"""QR codes that a phone's camera opens: for screens and for a terminal, never for goods.

Must not draw labels: what stands on a crate is GS1 (see `symbols`).
"""

from __future__ import annotations

import zxingcpp
from PIL import Image

QUIET_MODULES = 4
"""The quiet zone that the QR standard asks for."""
MOST_CHARACTERS = 1_000
"""A denser code is not read from a screen by an old phone."""


def qr_dots(text: str) -> list[list[bool]]:
    """Return the rows of a QR code without its quiet zone; True is dark."""
    if not 1 <= len(text) <= MOST_CHARACTERS:
        raise ValueError(f"expected 1 to {MOST_CHARACTERS} characters for a QR, got {len(text)}")
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = Image.fromarray(code.to_image(scale=1, add_quiet_zones=False)).convert("L")
    wide, high = picture.size
    shades = picture.tobytes()
    return [[shades[row * wide + column] < 128 for column in range(wide)] for row in range(high)]


def qr_svg(text: str) -> str:
    """Return a QR code as an SVG picture, one unit a module, on white."""
    rows = qr_dots(text)
    size = len(rows) + 2 * QUIET_MODULES
    path = "".join(
        f"M{x + QUIET_MODULES} {y + QUIET_MODULES}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def qr_lines(text: str) -> list[str]:
    """Return a QR code as lines for a dark terminal: two modules a character, light as blocks."""
    rows = qr_dots(text)
    wide = len(rows) + 2 * QUIET_MODULES
    light = [[True] * wide for _ in range(QUIET_MODULES)]
    field = [[True] * QUIET_MODULES + [not d for d in r] + [True] * QUIET_MODULES for r in rows]
    field = [*light, *field, *light]
    if len(field) % 2:
        field.append([False] * wide)
    blocks = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    pairs = zip(field[::2], field[1::2], strict=True)
    return ["".join(blocks[pair] for pair in zip(a, b, strict=True)) for a, b in pairs]
