"""Events of producers' documents.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.charter import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRegistered:
    """A producer's document was noted, with its last good day; it replaces the one before."""

    producer: str
    document: Document
    reference: str
    until: str | None
    under_30_percent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsAwaited:
    """What documents of its farm a lot waits for from now on; none: it may leave."""

    lot: str
    documents: tuple[Document, ...]


EVENTS: tuple[type, ...] = (DocumentRegistered, DocumentsAwaited)
