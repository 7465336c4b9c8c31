"""Read GS1 Digital Link URIs into elements and write elements as a Digital Link.

It must not fetch anything: a Digital Link is read as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, unquote_plus

from labels.gs1 import table
from labels.gs1.elements import Element, Gs1Error

CANONICAL_STEM = "https://id.gs1.org"

_URI = re.compile(r"(?:https?|HTTPS?)://([^/?#]+)(/[^?#]*)(?:\?([^#]*))?(?:#.*)?", re.ASCII)
_AI = re.compile(r"\d{2,4}")


def parse(uri: str) -> tuple[Element, ...]:
    """Read the key, its qualifiers and the attributes of a Digital Link."""
    found = _URI.fullmatch(uri)
    if found is None:
        raise Gs1Error(f"expected https://domain/AI/value, got {uri!r}")
    key = _from_path(found[2].strip("/").split("/"))
    return (*key, *_from_query(found[3] or ""))


def _from_path(segments: Sequence[str]) -> tuple[Element, ...]:
    """Find the rightmost pair whose AI is a primary key; what is before it is the stem."""
    for index in range(len(segments) - 2, -1, -1):
        known = table.identifiers().get(segments[index])
        if known is not None and known.link_key is not None and (len(segments) - index) % 2 == 0:
            rest = segments[index:]
            return tuple(
                (ai, _value(ai, unquote(value)))
                for ai, value in zip(rest[::2], rest[1::2], strict=True)
            )
    raise Gs1Error(f"no GS1 key in the path /{'/'.join(segments)}")


def _from_query(query: str) -> tuple[Element, ...]:
    pairs = (part.partition("=") for part in re.split("[&;]", query) if part)
    return tuple(
        (key, _value(key, unquote_plus(value)))
        for key, _, value in pairs
        if _AI.fullmatch(key) and key in table.identifiers()
    )


def _value(ai: str, value: str) -> str:
    return value.zfill(14) if ai in ("01", "02") and value.isdecimal() else value
