"""Say what the symbols of a crate label hold, from its fields and within GS1's rules.

It must not draw, and it never invents an identity: no SSCC means plain symbols that claim nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from labels.gs1 import elements, rules
from labels.identity import is_sscc, parse_internal
from labels.symbols import LINEAR, MATRIX, Content

LOT_AI, PRODUCT_AI, NET_G_AI = "91", "92", "93"
"""Company-internal elements: the only ones that may stand beside an SSCC without a GTIN."""

GRAI_AI = "8003"
GRAI_BASE_LENGTH = 14
"""A zero, the asset type and its check digit; the serial of one crate follows."""

LONGEST_INTERNAL_VALUE = 30
"""Longer values would make the matrix too large for the small labels (GS1 itself allows 90)."""


class LabelRefused(ValueError):
    """Say which field of a label cannot be printed and what would be right.

    `element` is the number of the template's element that has no room for it, where one has not.
    """

    def __init__(self, message: str, *, fr: str = "") -> None:
        super().__init__(message)
        self.fr = fr or f"ne peut pas s'imprimer : {message}"
        self.element: int | None = None


def crate_contents(fields: Mapping[str, str]) -> dict[str, Content]:
    """Give the content of the linear and the matrix symbol of one crate."""
    sscc = fields.get("sscc", "")
    if not sscc:
        return _internal(fields.get("crate_code", ""))
    if not is_sscc(sscc):
        raise LabelRefused(f"field sscc: expected 18 digits with their check digit, got {sscc!r}")
    return {
        LINEAR: _gs1((("00", sscc),)),
        MATRIX: _gs1((("00", sscc), *_beside_sscc(fields))),
    }


def asset_contents(fields: Mapping[str, str]) -> dict[str, Content]:
    """Give what names a returnable crate itself: its GRAI with a serial, else an internal code."""
    grai = fields.get("grai", "")
    if not grai:
        return _internal(fields.get("crate_code", ""))
    if fault := rules.format_fault(GRAI_AI, grai):
        raise LabelRefused(f"field grai: {fault}")
    if len(grai) <= GRAI_BASE_LENGTH:
        raise LabelRefused(f"field grai: expected a serial after {grai!r}, or all crates are one")
    content = _gs1(((GRAI_AI, grai),))
    return {LINEAR: content, MATRIX: content}


def plain(text: str) -> Content:
    """Make a symbol of plain ASCII characters."""
    if not text or not text.isascii() or not text.isprintable():
        raise LabelRefused(f"a plain symbol takes printable ASCII characters, got {text!r}")
    return Content(text=text, gs1=False, expected=text.encode("ascii"))


def human_readable(content: Content) -> str:
    """Write what stands beside a symbol: AIs in brackets, one element to a line."""
    if not content.gs1:
        return content.text
    return content.text.replace("(", "\n(").strip()


def _internal(code: str) -> dict[str, Content]:
    if parse_internal(code) is None:
        raise LabelRefused(
            f"fields sscc, crate_code: expected an SSCC or an internal code, got {code!r}"
        )
    return {LINEAR: plain(code), MATRIX: plain(code)}


def _beside_sscc(fields: Mapping[str, str]) -> tuple[elements.Element, ...]:
    """Give lot, product and grams; a product code that GS1 cannot write is left out.

    The SSCC names the crate by itself, so a code with a space in it costs no label. A lot is the
    hub's own and must be right.
    """
    lot, product, net_g = (fields.get(name, "") for name in ("lot", "product_code", "net_g"))
    if lot and not _can_stand(lot):
        raise LabelRefused(
            f"field lot: expected at most {LONGEST_INTERNAL_VALUE} characters without spaces, "
            f"accents or opening brackets (GS1 set 82), got {lot!r}"
        )
    if net_g and not (net_g.isascii() and net_g.isdigit()):
        raise LabelRefused(f"field net_g: expected whole grams in digits, got {net_g!r}")
    pairs = ((LOT_AI, lot), (PRODUCT_AI, product if _can_stand(product) else ""), (NET_G_AI, net_g))
    return tuple((ai, value) for ai, value in pairs if value)


def _can_stand(value: str) -> bool:
    return elements.is_cset82(value) and "(" not in value and len(value) <= LONGEST_INTERNAL_VALUE


def _gs1(pairs: tuple[elements.Element, ...]) -> Content:
    return Content(
        text=elements.bracketed(pairs), gs1=True, expected=elements.join(pairs).encode("ascii")
    )
