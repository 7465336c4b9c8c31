"""The made-up people of the demonstration, with the PINs that its log-in page shows.

Must never be used by a real hub: their PINs are public.
"""

from __future__ import annotations

Person = tuple[str, str, str, str]
"""Code, name, role and language."""

PEOPLE: tuple[Person, ...] = (
    ("amina", "Amina", "worker", "fr"),
    ("oleh", "Oleh", "worker", "uk"),
    ("paul", "Paul", "driver", "fr"),
    ("lise", "Lise (ferme F03)", "producer", "fr"),
    ("claire", "Claire", "coordinator", "fr"),
    ("inspection", "Inspection", "inspector", "fr"),
    ("atelier", "Atelier", "admin", "fr"),
)
"""The people of the demonstration."""

FARMS: dict[str, str] = {"lise": "F03"}
"""The one farm that a person speaks for."""

PINS: dict[str, str] = {
    "amina": "1111",
    "oleh": "2222",
    "paul": "3333",
    "lise": "4444",
    "claire": "5555",
    "inspection": "6666",
    "atelier": "7777",
}
"""PIN of each person."""

TOKEN_ROLES = ("worker", "driver", "producer", "coordinator", "inspector", "admin")
"""Roles for which `hangar demo --json` prints a token."""
