"""Names the parties that a paper must name: the hub, the producers, the customer.

Must not decide who a party is: names and addresses come from the configuration and the vault.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.config.model import Hub
from station.reading import Present


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One food business on a paper; without a vault entry (erased) only the code is left."""

    code: str
    name: str
    address: str
    phone: str = ""
    siret: str = ""
    approval_number: str = ""
    organic_body: str = ""
    gln: str = ""


def hub_party(hub: Hub) -> Party:
    """Return the hub as the party that dispatches."""
    return Party(
        code="",
        name=hub.name,
        address=hub.address,
        organic_body=hub.organic_body,
        gln=hub.gln,
    )


def customer_party(present: Present, code: str) -> Party:
    """Return a customer as the party that is served."""
    entry = present.vault.get(f"customer/{code}") or {}
    return Party(
        code=code,
        name=entry.get("name") or code,
        address=_address(entry),
        phone=entry.get("phone", ""),
        siret=entry.get("siret", ""),
        gln=entry.get("gln", ""),
    )


def producer_party(present: Present, code: str, on: str, hub: Hub) -> Party:
    """Return a producer; its organic body only while both it and the hub are certified."""
    entry = present.vault.get(f"producer/{code}") or {}
    known = present.world.producers.get(code)
    certified = bool(hub.organic_body) and known is not None and known.certified(on)
    return Party(
        code=code,
        name=entry.get("name") or code,
        address=_address(entry),
        phone=entry.get("phone", ""),
        approval_number=known.approval_number if known else "",
        gln=entry.get("gln", ""),
        organic_body=known.organic_body if known and certified else "",
    )


def _address(entry: dict[str, str]) -> str:
    town = f"{entry.get('postcode', '')} {entry.get('city', '')}".strip()
    return ", ".join(part for part in (entry.get("address", ""), town) if part)
