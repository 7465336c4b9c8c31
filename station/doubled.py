"""Finds a code that a scanner sent twice in one line: X+X is X.

Must not shorten anything whose half is no identity with a check of its own.
"""

from __future__ import annotations

from labels.scanned import interpret

SHORTEST_HALF = 12
"""Two short codes may well be alike inside one text; our identities are longer."""
IDENTITIES = ("sscc", "internal", "gtin")


def undoubled(text: str) -> str:
    """Return one half of a doubled code, else the text as it is.

    The AIM identifier may stand before each half, or before the first alone.
    """
    aim = text[:3] if text.startswith("]") else ""
    body = text[len(aim) :]
    middle = (len(body) - len(aim)) // 2
    for first, second in (
        (body[: len(body) // 2], body[len(body) // 2 :]),
        (body[:middle], body[middle:].removeprefix(aim)),
    ):
        if len(first) >= SHORTEST_HALF and first == second:
            half = interpret(aim + first)
            return aim + first if half.kind in IDENTITIES else text
    return text
