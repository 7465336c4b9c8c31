"""Error answers as problem documents (RFC 9457): what was expected, what came, what to do."""

from __future__ import annotations

import json
import logging
from typing import Any

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from station.access import TooManyTries
from station.domain.codec import Malformed
from station.errors import HangarError, LedgerBusy

log = logging.getLogger(__name__)


def problem(status: int, code: str, detail: str, remedy: str = "", **more: Any) -> Response:
    """Return a problem document; `say` is for the person, `detail` for the maintainer."""
    body = {
        "type": f"about:blank#{code}",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
        "remedy": remedy,
        **more,
    }
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def malformed(error: Malformed) -> Response:
    """Return the answer to a call whose body does not have the contract's shape."""
    return problem(
        400,
        "malformed",
        f"{error.path or 'body'}: expected {error.expected}, got {error.came}",
        "See /api/v1/openapi.json",
        path=error.path,
    )


def register(app: Flask) -> None:
    """Let every error of a route become a problem document."""
    app.register_error_handler(Malformed, malformed)
    app.register_error_handler(LedgerBusy, _busy)
    app.register_error_handler(TimeoutError, _slow)
    app.register_error_handler(UnicodeEncodeError, _half_character)
    app.register_error_handler(RecursionError, _too_deep)
    app.register_error_handler(TooManyTries, _too_many)
    app.register_error_handler(HangarError, _failed)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def _busy(error: LedgerBusy) -> Response:
    return problem(503, "busy", str(error), "Send it again with the same id in a moment.")


def _slow(error: TimeoutError) -> Response:
    """The commit took too long to wait for; whether it was stored, only a repeat tells."""
    log.error("a commit took too long: check the card")
    return problem(503, "slow", "not acknowledged in time", "Send it again with the same id.")


def _half_character(error: UnicodeEncodeError) -> Response:
    return malformed(Malformed("", "valid Unicode", error.object[error.start : error.end]))


def _too_deep(error: RecursionError) -> Response:
    return malformed(Malformed("", "JSON of a few levels", "too many levels"))


def _too_many(error: TooManyTries) -> Response:
    wait_s = int(error.wait_s) + 1
    say = {"fr": f"Trop d’essais. Attendez {wait_s} s.", "en": f"Too many tries. Wait {wait_s} s."}
    answer = problem(429, "too_many_tries", str(error), "Attendez, puis réessayez.", say=say)
    answer.headers["Retry-After"] = str(wait_s)
    return answer


def _failed(error: HangarError) -> Response:
    log.error("a call failed: %s", error)
    return problem(500, "failed", str(error), "Send it again with the same id.")


def _http(error: HTTPException) -> Response:
    code = (error.name or "error").lower().replace(" ", "_")
    return problem(error.code or 500, code, error.description or "")


def _bug(error: Exception) -> Response:
    log.error("a call met a bug", exc_info=error)
    return problem(500, "bug", "The station met a bug; nothing was half-applied.", "Call support.")
