"""Fetches the customer totals of Open Food Network's report API, with the manager's token.

Must not read, compare or apply what comes: the bytes go the way of a file. A redirect is not
followed (the token would go with it), and every wait and size is bounded.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from station.config.model import Orders
from station.importing.problems import Problem
from station.straight import open_straight, read_bounded

REPORT = "/api/v0/reports/orders_and_fulfillment/order_cycle_customer_totals"
PRESET = "ofn-customer-totals"
TIMEOUT_S = 20
"""Longest silence; a shop's large report takes some seconds."""
WHOLE_S = 60
"""Longest answer: one that drips must not hold a person before a page for ever."""
MAX_BYTES = 10_000_000
"""As much as a file may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which orders: those completed between two days, of one order cycle (its number) or of all."""

    since: str
    until: str
    order_cycle: str = ""


def fetch(orders: Orders, asked: Asked, *, timeout_s: float = TIMEOUT_S) -> bytes | Problem:
    """Return the report's JSON, or in words what kept it from coming; raises nothing."""
    token = _token(orders.ofn_token_file)
    if isinstance(token, Problem):
        return token
    address = f"{orders.ofn_url}{REPORT}?{urllib.parse.urlencode(_query(asked))}"
    headers = {"X-Spree-Token": token, "Accept": "application/json"}
    request = urllib.request.Request(address, headers=headers)
    try:
        with open_straight(request, timeout_s=timeout_s) as answer:
            until_s = time.monotonic() + WHOLE_S
            return _report(read_bounded(answer, max_bytes=MAX_BYTES, until_s=until_s))
    except urllib.error.HTTPError as error:
        with error:
            return _refused(error.code)
    except TimeoutError:
        return _slow()
    except (OSError, ValueError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            return _slow()
        return _problem("ofn_unreachable", "Open Food Network ne répond pas. Vérifiez le réseau.")


def _query(asked: Asked) -> list[tuple[str, str]]:
    query = [("q[completed_at_gt]", asked.since), ("q[completed_at_lt]", asked.until)]
    if asked.order_cycle:
        query.append(("q[order_cycle_id_in][]", asked.order_cycle))
    return query


def _token(path: Path | None) -> str | Problem:
    words = "Jeton d'Open Food Network illisible. Vérifiez ofn_token_file."
    try:
        token = path.read_text(encoding="ascii").strip() if path else ""
    except (OSError, UnicodeDecodeError):
        return _problem("ofn_token", words)
    return (
        token
        if token.isprintable() and token and " " not in token
        else _problem("ofn_token", words)
    )


def _report(content: bytes) -> bytes | Problem:
    """Check that an answer is a report before anything looks at its rows."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        words = "Open Food Network n'a pas répondu en JSON. Vérifiez ofn_url."
        return _problem("ofn_not_json", words)
    if not isinstance(said, dict) or not isinstance(said.get("data"), list):
        words = "La réponse d'Open Food Network n'est pas un rapport. Vérifiez ofn_url."
        return _problem("ofn_no_report", words)
    return content


def _refused(status: int) -> Problem:
    if status in (401, 403):
        words = "Open Food Network refuse le jeton. Il faut celui d'un gestionnaire."
        return _problem("ofn_token", words)
    if status == 404:
        words = "Pas de rapport à cette adresse. Demandez l'option api_reports à votre réseau."
        return _problem("ofn_no_report", words)
    if 300 <= status < 400:
        words = "Open Food Network renvoie ailleurs. Écrivez l'adresse finale dans ofn_url."
        return _problem("ofn_redirected", words)
    words = f"Open Food Network a répondu par une erreur ({status}). Recommencez plus tard."
    return _problem("ofn_error", words)


def _slow() -> Problem:
    words = "Open Food Network est trop lent. Rien n'a changé : recommencez plus tard."
    return _problem("ofn_slow", words)


def _problem(code: str, message: str) -> Problem:
    return Problem(row=None, column=None, code=code, message=message)
