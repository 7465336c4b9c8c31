"""Opens an address of the hub's settings and no other: a redirect is not followed.

Must not know what is asked or read; a token in the headers would go along with a redirect.
"""

from __future__ import annotations

import time
import urllib.request
from typing import Any

CHUNK_BYTES = 65_536


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: Any, **more: Any) -> None:
        """Follow no redirect."""


def open_straight(request: urllib.request.Request, *, timeout_s: float) -> Any:
    """Open an address; a redirect raises HTTPError with its 3xx."""
    return urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout_s)


def read_bounded(answer: Any, *, max_bytes: int, until_s: float) -> bytes:
    """Read an answer until the monotonic clock says `until_s`; raises TimeoutError, ValueError."""
    parts, size = [], 0
    while part := answer.read1(CHUNK_BYTES):
        size += len(part)
        if size > max_bytes:
            raise ValueError(f"expected at most {max_bytes} bytes")
        if time.monotonic() > until_s:
            raise TimeoutError("the whole answer took too long")
        parts.append(part)
    return b"".join(parts)
