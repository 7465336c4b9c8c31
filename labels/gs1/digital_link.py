"""Read GS1 Digital Link URIs into elements and write elements as a Digital Link.

It must not fetch anything, nor judge values: `rules.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from labels.gs1 import table
from labels.gs1.elements import Element, Gs1Error, value_of
from labels.gs1.escaping import escape_path, escape_query, unescape_path, unescape_query

CANONICAL_STEM = "https://id.gs1.org"

GTIN_LENGTHS = (8, 12, 13)

_URI = re.compile(
    r"(?:https?|HTTPS?)://"
    r"(?P<domain>[-A-Za-z0-9.:\[\]]+)"
    r"(?P<path>/[-A-Za-z0-9._~:/@!$&'()*+,;=%\[\]]*)"
    r"(?:\?(?P<query>[-A-Za-z0-9._~:/?@!$&'()*+,;=%\[\]]*))?"
    r"(?:#.*)?"
)


def is_link(text: str) -> bool:
    """Tell whether a text is to be read as a Digital Link (mixed-case schemes are plain text)."""
    return text.startswith(("http://", "https://", "HTTP://", "HTTPS://"))


def parse(uri: str, *, zero_suppressed: bool = False) -> tuple[Element, ...]:
    """Read key, qualifiers and attributes; short GTINs get zeros in front when allowed."""
    found = _URI.fullmatch(uri)
    if found is None:
        raise Gs1Error(f"expected https://domain/AI/value, got {uri!r}")
    path = _from_path(found["path"].split("/")[1:])
    elements = (*path, *_from_query(found["query"] or "", path))
    if any(not value for _, value in elements):
        raise Gs1Error(f"an AI has no value in {uri!r}")
    return tuple(_padded(element) for element in elements) if zero_suppressed else elements


def generate(elements: Sequence[Element], stem: str = CANONICAL_STEM) -> str:
    """Write a Digital Link: first key in the order given, its qualifiers, the rest as query."""
    distinct = tuple(dict.fromkeys(elements))
    key = next((element for element in distinct if _qualifier_lists(element[0])), None)
    if key is None:
        raise Gs1Error("no element can be the key of a Digital Link")
    chosen = _chosen_qualifiers(key[0], distinct)
    path = [key, *((ai, value_of(distinct, ai) or "") for ai in chosen)]
    rest = [element for element in distinct if element not in path]
    for ai, _ in rest:
        known = table.identifiers().get(ai)
        if known is None or not known.link_attribute:
            raise Gs1Error(f"({ai}) cannot be part of this Digital Link")
    fixed_first = sorted(
        rest, key=lambda element: not table.identifiers()[element[0]].predefined_length
    )
    uri = stem.rstrip("/") + "".join(f"/{ai}/{escape_path(value)}" for ai, value in path)
    query = "&".join(f"{ai}={escape_query(value)}" for ai, value in fixed_first)
    return f"{uri}?{query}" if query else uri


def _from_path(segments: Sequence[str]) -> tuple[Element, ...]:
    """Find the rightmost primary key; before it is the stem, after it its qualifiers in order."""
    for index in range(len(segments) - 2, -1, -1):
        lists = _qualifier_lists(segments[index])
        if not lists:
            continue
        rest = segments[index:]
        if len(rest) % 2:
            break
        elements = tuple(
            zip(rest[::2], (unescape_path(value) for value in rest[1::2]), strict=True)
        )
        qualifiers = [ai for ai, _ in elements[1:]]
        if not any(_is_subsequence(qualifiers, allowed) for allowed in lists):
            raise Gs1Error(f"({'), ('.join(qualifiers)}) cannot follow ({segments[index]})")
        return elements
    raise Gs1Error(f"no GS1 key in the path /{'/'.join(segments)}")


def _from_query(query: str, path: Sequence[Element]) -> tuple[Element, ...]:
    """Read the attributes; keys that are no number are somebody else's and are left out."""
    elements: list[Element] = []
    for part in query.split("&"):
        ai, equals, value = part.partition("=")
        if not equals or not (ai.isascii() and ai.isdigit()):
            continue
        known = table.identifiers().get(ai)
        if known is None or not known.link_attribute or _belongs_in_path(ai, path):
            raise Gs1Error(f"({ai}) cannot be an attribute of this Digital Link")
        if ai in {key for key, _ in (*path, *elements)}:
            raise Gs1Error(f"({ai}) comes twice in the Digital Link")
        elements.append((ai, unescape_query(value)))
    return tuple(elements)


def _belongs_in_path(ai: str, path: Sequence[Element]) -> bool:
    """Tell whether an attribute could have been one more qualifier of the path."""
    present = {key for key, _ in path[1:]} | {ai}
    return any(present <= set(allowed) for allowed in _qualifier_lists(path[0][0]))


def _chosen_qualifiers(key: str, elements: Sequence[Element]) -> tuple[str, ...]:
    present = {ai for ai, _ in elements}
    for allowed in _qualifier_lists(key):
        if chosen := tuple(ai for ai in allowed if ai in present):
            return chosen
    return ()


def _qualifier_lists(ai: str) -> tuple[tuple[str, ...], ...]:
    """Give the orders of qualifiers that a key takes; nothing when `ai` is no key."""
    known = table.identifiers().get(ai)
    return known.link_key if known is not None and known.link_key is not None else ()


def _is_subsequence(part: Sequence[str], whole: Sequence[str]) -> bool:
    remaining = iter(whole)
    return all(item in remaining for item in part)


def _padded(element: Element) -> Element:
    ai, value = element
    short_gtin = ai in ("01", "02") and len(value) in GTIN_LENGTHS
    return (ai, value.zfill(14)) if short_gtin else element
