"""Cuts collections into pages: `{"items": [...], "next": cursor or null}`."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

DEFAULT_LIMIT = 500
MAX_LIMIT = 2_000
"""A limit that is too large is lowered, not refused (contract)."""


def limit() -> int:
    """Return the asked limit within bounds."""
    asked = request.args.get("limit", type=int) or DEFAULT_LIMIT
    return max(1, min(asked, MAX_LIMIT))


def collection(items: list[Any]) -> Response:
    """Answer one page of a list; the cursor is the place of the next item."""
    start = max(0, request.args.get("cursor", default=0, type=int))
    end = start + limit()
    following = str(end) if end < len(items) else None
    return jsonify({"items": items[start:end], "next": following})
