"""Names people in words without holding their names: a reference, read from the vault when told.

What a decision says is stored so that a repeat hears it again, and stays when a person is erased;
so no name may stand in it. Must not look anything up.
"""

from __future__ import annotations

import re
from collections.abc import Callable

OPENS, CLOSES = "\ue000", "\ue001"
"""Signs of Unicode's private area: no keyboard, card or file writes them."""
KINDS = ("producer", "customer", "operator")
_REFERENCE = re.compile(f"{OPENS}({'|'.join(KINDS)})/([^{OPENS}{CLOSES}]+){CLOSES}")


def reference(kind: str, code: str) -> str:
    """Return what stands for a party's name in words that are stored."""
    return f"{OPENS}{kind}/{code}{CLOSES}"


def filled(text: str, name: Callable[[str, str], str]) -> str:
    """Return the words with names in them; `name(kind, code)` gives the code where it is erased."""
    if OPENS not in text:
        return text
    return _REFERENCE.sub(lambda found: name(found[1], found[2]), text)
