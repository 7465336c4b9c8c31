"""Escape and unescape the values of a Digital Link as GS1 does, in its path and in its query.

It must not know AIs; a wrong escape is left as it stands, as GS1's own tools leave it.
"""

from __future__ import annotations

from urllib.parse import quote, quote_plus, unquote, unquote_plus

UNRESERVED = "-._~"

ENCODING = "latin-1"
"""GS1 unescapes byte by byte; values beyond ASCII are refused later by their character set."""


def escape_path(value: str) -> str:
    """Write a value between slashes."""
    return quote(value, safe=UNRESERVED)


def escape_query(value: str) -> str:
    """Write a value after `=`; a space becomes a plus sign."""
    return quote_plus(value, safe=UNRESERVED)


def unescape_path(text: str) -> str:
    """Read a value between slashes; a plus sign is a plus sign there."""
    return unquote(text, encoding=ENCODING)


def unescape_query(text: str) -> str:
    """Read a value after `=`."""
    return unquote_plus(text, encoding=ENCODING)
