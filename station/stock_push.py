"""Pushes stock to Open Food Network's DFC endpoint: reads each item first, and wipes no field.

Opt-in (`[catalogue] ofn_url`). OFN's controller saves the stock and the sku of every PUT, so that
an item sent without its sku loses it, and an empty stock means « unlimited »: what was read is sent
back whole with the one number changed, and only where our code is the item's sku. Must not change
anything in the ledger.
"""

from __future__ import annotations

import json
import logging
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station.config.model import Catalogue
from station.errors import HangarError
from station.straight import open_straight, read_bounded

log = logging.getLogger(__name__)

TIMEOUT_S = 20
"""A shop far away may be slow; a dead one must not hold the station."""
WHOLE_S = 300
"""Longest push: a shop that drips must not hold the station; what is left waits for the next."""
MAX_ANSWER_BYTES = 8 * 1024 * 1024
"""Some ten thousand items; more is no catalogue."""
MILLI = 1_000


class PushError(HangarError):
    """The other side could not be read or written; the message says what it answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What became of one item: sku, the stock before and after, and a fault in words or none."""

    sku: str
    before: str
    after: int
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """With which token, and until when on the monotonic clock, one push may call."""

    token: str
    until_s: float


def push_stock(catalogue: Catalogue, items: list[dict[str, Any]], folder: Path) -> list[Pushed]:
    """Set the free stock of every item of ours that the shop knows; return what was done.

    Whole units only: a broken kilogram is left off, so that nobody sells what is not there.
    One item's fault never loses its neighbours. Raises PushError where the list cannot be read.
    """
    token = _token(folder / catalogue.ofn_token_file)
    way = _Way(token=token, until_s=time.monotonic() + WHOLE_S)
    base = f"{catalogue.ofn_url}/api/dfc/enterprises/{catalogue.ofn_enterprise}/catalog_items"
    free = {item["product"]: item["free_milli"] // MILLI for item in items}
    done = []
    for known in _nodes(_call("GET", base, way)):
        sku = str(known.get("dfc-b:sku") or "")
        if sku in free:
            done.append(_push(known, sku, free[sku], way, catalogue))
    return done


def _push(known: dict[str, Any], sku: str, stock: int, way: _Way, catalogue: Catalogue) -> Pushed:
    """Read one item again and write it back with our stock; what is equal is left alone."""
    address = str(known.get("@id", ""))
    if not address.startswith(f"{catalogue.ofn_url}/"):
        return Pushed(sku=sku, before="", after=stock, fault=f"an address elsewhere: {address}")
    try:
        now = _item(_call("GET", address, way), address)
        before = str(now.get("dfc-b:stockLimitation", ""))
        if str(now.get("dfc-b:sku") or "") != sku:
            return Pushed(sku=sku, before=before, after=stock, fault="its sku changed meanwhile")
        if before != str(stock):
            _call("PUT", address, way, now | {"dfc-b:stockLimitation": stock})
        return Pushed(sku=sku, before=before, after=stock)
    except PushError as error:
        return Pushed(sku=sku, before="", after=stock, fault=str(error))


def _nodes(body: Any) -> list[dict[str, Any]]:
    """Return the catalogue items of an answer, whatever its shape: one, a list, or a graph."""
    found = body.get("@graph", [body]) if isinstance(body, dict) else body
    nodes = found if isinstance(found, list) else []
    return [
        node
        for node in nodes
        if isinstance(node, dict) and "CatalogItem" in json.dumps(node.get("@type", ""))
    ]


def _item(body: Any, address: str) -> dict[str, Any]:
    """Return the one item of an answer, with the context it was told in."""
    found = [node for node in _nodes(body) if node.get("@id") == address]
    if len(found) != 1:
        raise PushError(f"{address}: expected one catalogue item, got {len(found)}")
    context = body.get("@context") if isinstance(body, dict) else None
    return ({"@context": context} if context else {}) | found[0]


def _token(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise PushError(f"{path}: expected a file with the token, got {error}") from error


def _call(method: str, address: str, way: _Way, body: dict[str, Any] | None = None) -> Any:
    left_s = way.until_s - time.monotonic()
    if left_s <= 0:
        raise PushError(f"{method} {address}: expected the whole push within {WHOLE_S} s")
    request = urllib.request.Request(  # the address is the hub's own setting
        address,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "X-Api-Token": way.token,
            "Accept": "application/ld+json",
            "Content-Type": "application/ld+json",
        },
    )
    try:
        with open_straight(request, timeout_s=min(TIMEOUT_S, left_s)) as answer:
            text = read_bounded(answer, max_bytes=MAX_ANSWER_BYTES, until_s=way.until_s)
    except urllib.error.HTTPError as error:
        raise PushError(f"{method} {address}: expected 2xx, got {error.code}") from error
    except OSError as error:
        raise PushError(f"{method} {address}: expected an answer, got {error}") from error
    except ValueError as error:
        raise PushError(f"{method} {address}: {error}") from error
    if method == "PUT" or not text.strip():
        return {}
    try:
        return json.loads(text)
    except ValueError as error:
        raise PushError(f"{method} {address}: expected JSON-LD, got {text[:60]!r}") from error
