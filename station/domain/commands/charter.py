"""Commands on producers' documents: charter, certificate, insurance, approval, derogation.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.charter import Document
from station.domain.commands.roles import OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDocument:
    """Note a producer's document and its last good day; it replaces the one before.

    `under_30_percent`: of a derogation, whether these sales are less than 30 % of production.
    """

    producer: str
    document: Document
    reference: str = ""
    until: str | None = None
    under_30_percent: bool = True


ROLES: Roles = ((OFFICE, (RegisterDocument,)),)
"""Who may send which of these."""
