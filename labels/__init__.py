"""Turn fields into labels that are proven to scan, and scans into identities.

It knows millimetres, symbols and printer languages; it must not know a ledger or a device.
The heavy parts (Pillow, zxing-cpp, python-escpos) are loaded on first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labels.content import LabelRefused
    from labels.drawing import Picture, render
    from labels.languages import UnknownLanguage, encode
    from labels.making import Made, make
    from labels.proof import LabelUnreadable, verify
    from labels.template_rules import TemplateError

__all__ = [
    "LabelRefused",
    "LabelUnreadable",
    "Made",
    "Picture",
    "TemplateError",
    "UnknownLanguage",
    "encode",
    "make",
    "render",
    "verify",
]

_HOMES = {
    "LabelRefused": "content",
    "LabelUnreadable": "proof",
    "Made": "making",
    "Picture": "drawing",
    "TemplateError": "template_rules",
    "UnknownLanguage": "languages",
    "encode": "languages",
    "make": "making",
    "render": "drawing",
    "verify": "proof",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module 'labels' has no attribute {name!r}") from None
    return getattr(importlib.import_module(f"labels.{home}"), name)
