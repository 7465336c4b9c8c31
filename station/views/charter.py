"""How each farm's documents and weekly limits stand today, for the office and for the reception.

Must not decide what follows from it: `deciding/charter` does.
"""

from __future__ import annotations

from typing import Any

from station.domain.charter import (
    WARN_PERCENT,
    After,
    CharterRules,
    Document,
    Held,
    Standing,
    documents,
    standing,
    used,
)
from station.domain.model import Producer
from station.reading import Present

Json = dict[str, Any]

WORST_FIRST = (Standing.ENDED, Standing.SOON, Standing.UNKNOWN, Standing.GOOD)


def charter(present: Present, rules: CharterRules, today: str) -> list[Json]:
    """Return each farm with its documents and limits, the worst first."""
    rows = [_farm(present, farm, rules, today) for farm in present.world.producers.all()]
    return sorted(rows, key=lambda row: (WORST_FIRST.index(row["standing"]), row["name"]))


def _farm(present: Present, producer: Producer, rules: CharterRules, today: str) -> Json:
    held = [_document(one, rules, today) for one in documents(present.world, producer)]
    limits = _limits(present, producer.code, today)
    standings = {Standing(one["standing"]) for one in held if one["until"]}
    if any(one["percent"] > 100 for one in limits):
        standings.add(Standing.ENDED)
    elif any(one["percent"] >= WARN_PERCENT for one in limits):
        standings.add(Standing.SOON)
    worst = next((one for one in WORST_FIRST if one in standings), Standing.UNKNOWN)
    return {
        "producer": producer.code,
        "name": present.name("producer", producer.code),
        "standing": worst.value,
        "documents": held,
        "limits": limits,
    }


def _document(held: Held, rules: CharterRules, today: str) -> Json:
    organic = held.document is Document.ORGANIC
    return {
        "document": held.document.value,
        "reference": held.reference,
        "until": held.until,
        "standing": standing(held, today, rules.warn_days).value,
        "after": "" if organic else rules.after.get(held.document, After.WARN).value,
        "under_30_percent": held.under_30_percent,
    }


def _limits(present: Present, producer: str, today: str) -> list[Json]:
    return [
        {
            "limit": one.limit_class,
            "name": one.name_fr,
            "brought": one.brought,
            "most": one.most,
            "litres": one.litres,
            "percent": one.percent,
        }
        for one in used(present.world, producer, today)
    ]


def notices(present: Present, producer: str, rules: CharterRules, today: str) -> Json | None:
    """Return what reception must say of a farm: what ends, what has ended, a limit that is near."""
    farm = present.world.producers.get(producer)
    if farm is None:
        return None
    row = _farm(present, farm, rules, today)
    bad = (Standing.SOON, Standing.ENDED)
    return {
        "documents": [one for one in row["documents"] if one["standing"] in bad],
        "limits": [one for one in row["limits"] if one["percent"] >= WARN_PERCENT],
    }
