"""One wording for each action, the same on screen, card, sheet, refusal and voice."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from station.domain.deciding.actions import ACTIONS
from station.domain.refusals import TABLE
from station.domain.verdicts import LOOKS
from station.domain.words import Verdict
from station.glossary import card_titles, glossary
from web.languages import Translations
from web.pages import HERE, words
from web.voices import phrases

ENTRIES = glossary()
KNOWN = {"fr", "screens", "within", "card", "spoken", "verdict"}


def plain(text: str) -> str:
    """Return a sentence without what only a printer sees: kinds of apostrophes and spaces."""
    return text.replace("'", "’").replace("\u00a0", " ").casefold()


def said(place: str) -> str:
    """Return what a place says: a word of the screens, or a refusal's sentence or remedy."""
    code, _, part = place.partition(".")
    if not part:
        return words()[code]
    row = TABLE[code]
    return {"say": row.say_fr, "remedy": row.remedy_fr}[part]


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_an_action_is_worded_once(name: str) -> None:
    entry: dict[str, Any] = ENTRIES[name]
    wording = plain(entry["fr"])
    spoken = phrases("fr", Translations(HERE / "translations", dict(words())))

    assert set(entry) <= KNOWN
    for key in entry.get("screens", []):
        assert plain(words()[key]) == wording, key
    for place in entry.get("within", []):
        assert wording.removesuffix(".") in plain(said(place)), place
    if "spoken" in entry:
        assert wording.removesuffix(".") in plain(spoken[entry["spoken"]])
    if "verdict" in entry:
        assert plain(LOOKS[Verdict(entry["verdict"])].title_fr) == wording


def test_every_action_card_is_worded_by_the_glossary() -> None:
    assert set(card_titles()) == set(ACTIONS)


def test_the_sheet_of_gestures_shows_the_same_words() -> None:
    sheet = tomllib.loads(
        (HERE.parent / "labels" / "templates" / "action-sheet.toml").read_text(encoding="utf-8")
    )
    shown = {text for field, text in sheet["sample"].items() if field.startswith("title_")}

    assert shown == set(card_titles().values())
