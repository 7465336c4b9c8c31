"""Canonical JSON (RFC 8785) and the digests made of it.

Must not accept what has two spellings: no floats, no integers beyond 2^53, no broken text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

LARGEST_INTEGER = 2**53
"""Beyond this, JSON readers that keep numbers as doubles no longer agree on the digits."""

# Escapes exactly what RFC 8785 escapes: quote, backslash and the control characters below U+0020.
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_write_by_code_point = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, sort_keys=True
).encode
_SCALARS = frozenset({str, bool, type(None)})


def canonical(value: object) -> str:
    """Return the one canonical JSON text of `value`.

    Raises TypeError for a float or anything else that is not JSON, ValueError for an integer
    beyond 2^53 or text that is not valid Unicode.
    """
    text = _write_by_code_point(value) if _is_plain(value) else _write(_sorted(value))
    if not text.isascii():
        _refuse_surrogates(text)
    return text


def write_sorted(row: Mapping[str, str | int | None]) -> str:
    """Return the canonical text of a flat object whose keys are ASCII and already sorted."""
    return _write(row)


def sha256_hex(text: str) -> str:
    """Return the SHA-256 of the UTF-8 text, written `sha256:<hex>`."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def _is_plain(value: object) -> bool:
    """Tell whether the encoder itself may sort: known types only, every key in ASCII.

    Nearly all that is stored is like that; what is not goes the long way, or is refused there.
    """
    kind = type(value)
    if kind in _SCALARS:
        return True
    if isinstance(value, int):
        return kind is int and -LARGEST_INTEGER <= value <= LARGEST_INTEGER
    if isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                return False
            if type(item) not in _SCALARS and not _is_plain(item):
                return False
        return True
    return isinstance(value, list | tuple) and all(map(_is_plain, value))


def _sorted(value: object) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise ValueError(f"expected an integer within 2^53, got {value!r}: send it as text")
        return value
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value, key=_utf_16_order)}
    if isinstance(value, list | tuple):
        return [_sorted(item) for item in value]
    raise TypeError(
        f"expected null, text, true, false, integer, list or object, got {type(value).__name__}"
        f" {value!r}: weights are grams and money is cents, both whole"
    )


def _utf_16_order(key: object) -> bytes:
    if not isinstance(key, str):
        raise TypeError(f"expected a text key, got {key!r}")
    return key.encode("utf-16-be", errors="surrogatepass")


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"expected valid Unicode, got half a character {text[error.start]!r}"
        ) from error
