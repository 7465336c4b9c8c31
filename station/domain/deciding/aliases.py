"""Decides what names in order files mean: each is tied to one of our codes, and sealed.

Must not match a file: `station/importing` does.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events
from station.domain.deciding.hub import name_given
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk, found


def register_alias(command: commands.hub.RegisterAlias, desk: Desk) -> Outcome:
    """Seal the name, which may be a person's; the same name again is tied anew, under its id."""
    if command.kind == "customer":
        found(desk.world.customers.get(command.code), f"client {command.code}")
    else:
        found(desk.world.products.get(command.code), f"produit {command.code}")
    known = _alias_of(desk, command.kind, name_given(command.name))
    alias = known or desk.new_id("a")
    desk.emit(
        f"alias/{alias}",
        events.hub.AliasRegistered(
            kind=command.kind,
            code=command.code,
            alias=alias,
            digest=desk.vault.seal(f"alias/{alias}", {"name": command.name}),
        ),
    )
    return DONE


def _alias_of(desk: Desk, kind: str, name: str) -> str | None:
    """Return the key under which a name is tied already, older ledgers' too."""
    for alias in desk.world.aliases.where(kind=kind):
        known = (desk.vault.get(f"alias/{alias.key}") or {}).get("name") or alias.name
        if known.casefold() == name.casefold():
            return alias.key
    return None


DECIDES: dict[type, Any] = {commands.hub.RegisterAlias: register_alias}
