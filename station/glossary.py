"""Reads the glossary: one wording for each action, shared by cards, screens, sheets and voices.

Must word nothing by itself and know no screen.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

GLOSSARY = Path(__file__).parent / "glossary.toml"


def glossary() -> dict[str, dict[str, Any]]:
    """Return every action by its name here."""
    return tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))


def card_titles() -> dict[str, str]:
    """Return what each action card says, by the card's code."""
    return {entry["card"]: entry["fr"] for entry in glossary().values() if "card" in entry}
