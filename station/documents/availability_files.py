"""Writes the catalogue of availability for other programs: CSV, and Data Food Consortium JSON-LD.

Must not reckon stock. The JSON-LD follows DFC's ontology 1.16 (CatalogItem, SuppliedProduct, Offer,
Price); its prefixes stand in the file, so that nobody has to fetch a context. Decimals exist only
at this edge, where the format asks for them.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from station.config.model import Hub
from station.documents.lines_csv import BYTE_ORDER_MARK, cell

COLUMNS = (
    *("product", "name", "family", "producer", "producer_name", "unit", "price_cents"),
    *("in_stock_milli", "free_milli", "expected"),
)
DFC = "https://github.com/datafoodconsortium/ontology/releases/latest/download"
MEASURES = "https://github.com/datafoodconsortium/taxonomies/releases/latest/download/measures.rdf#"
CONTEXT = {
    "dfc-b": f"{DFC}/DFC_BusinessOntology.owl#",
    "dfc-m": MEASURES,
}
UNITS = {
    "kg": "Kilogram",
    "piece": "Piece",
    "bunch": "Bunch",
    "litre": "Litre",
    "punnet": "Punnet",
    "net": "Net",
}
"""Units that DFC's measures have a word for; all others are pieces there."""
MILLI, CENTS, PERMILLE = Decimal(1_000), Decimal(100), Decimal(10)


def availability_csv(items: list[dict[str, Any]]) -> str:
    """Return one row a product; `expected` is day=thousandths, parted by bars."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in items:
        days = " | ".join(f"{one['day']}={one['quantity_milli']}" for one in item["expected"])
        row = item | {"expected": days}
        writer.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def availability_dfc(items: list[dict[str, Any]], hub: Hub, base: str) -> dict[str, Any]:
    """Return the catalogue as JSON-LD; ids are addresses under `base`, which ends with a slash."""
    enterprise = f"{base}hub"
    graph: list[dict[str, Any]] = [
        {
            "@id": enterprise,
            "@type": "dfc-b:Enterprise",
            "dfc-b:name": hub.name,
            "dfc-b:manages": [{"@id": f"{base}items/{item['product']}"} for item in items],
            "dfc-b:supplies": [{"@id": f"{base}products/{item['product']}"} for item in items],
        }
    ]
    for item in items:
        graph.extend(_nodes(item, base))
    return {"@context": CONTEXT, "@graph": graph}


def _nodes(item: dict[str, Any], base: str) -> list[dict[str, Any]]:
    """Return a product with its catalogue item and, where it has a price, its offer."""
    code = item["product"]
    product, entry, offer = f"{base}products/{code}", f"{base}items/{code}", f"{base}offers/{code}"
    nodes: list[dict[str, Any]] = [
        {
            "@id": product,
            "@type": "dfc-b:SuppliedProduct",
            "dfc-b:name": item["name"],
            "dfc-b:description": item["producer_name"],
            "dfc-b:hasQuantity": _quantity(item["unit"]),
        },
        {
            "@id": entry,
            "@type": "dfc-b:CatalogItem",
            "dfc-b:sku": code,
            "dfc-b:references": {"@id": product},
            "dfc-b:stockLimitation": _number(Decimal(item["free_milli"]) / MILLI),
            "dfc-b:offeredThrough": [{"@id": offer}] if item["price_cents"] is not None else [],
        },
    ]
    if item["price_cents"] is not None:
        nodes.append({"@id": offer, "@type": "dfc-b:Offer", "dfc-b:hasPrice": _price(item)})
    return nodes


def _quantity(unit: str) -> dict[str, Any]:
    return {
        "@type": "dfc-b:QuantitativeValue",
        "dfc-b:hasUnit": {"@id": f"dfc-m:{UNITS.get(unit, 'Piece')}"},
        "dfc-b:value": 1,
    }


def _price(item: dict[str, Any]) -> dict[str, Any]:
    price: dict[str, Any] = {
        "@type": "dfc-b:Price",
        "dfc-b:value": _number(Decimal(item["price_cents"]) / CENTS),
        "dfc-b:hasUnit": {"@id": "dfc-m:Euro"},
    }
    if item["vat_permille"] is not None:
        price["dfc-b:VATrate"] = _number(Decimal(item["vat_permille"]) / PERMILLE)
    return price


def _number(value: Decimal) -> int | float:
    """Return a JSON number; what is whole stays whole."""
    return int(value) if value == value.to_integral_value() else float(value)
