"""Makes answers smaller where the browser takes it: lists of goods and rounds shrink tenfold.

It must change no byte of what is said, and leave streams and short answers as they are.
"""

from __future__ import annotations

import gzip

from flask import Response, request

WORTH_BYTES = 1400
"""An answer that fits into one packet gains nothing; the log-in's answers stay below it."""
LEVEL = 3
"""Most of the gain at a fifth of the time of level 9, on a small computer."""
KINDS = frozenset({"application/json", "application/problem+json", "text/csv"})
"""Not pages: they hold the session's token beside parts of their address, and sizes would tell."""


def takes_gzip() -> bool:
    """Tell whether this browser takes compressed answers."""
    return request.accept_encodings["gzip"] > 0


def compress(response: Response) -> Response:
    """Compress a whole answer of text; called after every request."""
    if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if "Content-Encoding" in response.headers or response.status_code in (204, 304):
        return response
    if not takes_gzip() or len(response.get_data()) < WORTH_BYTES:
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)  # the same content in another form
    return response
