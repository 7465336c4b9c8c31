"""Every word of the floor in every language: `python -m web.translating missing` lists gaps.

Not in the landing gate: whoever adds a French word lands it, and the languages follow.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from babel.messages.catalog import Message

from web.languages import FRENCH, LANGUAGES
from web.translating import missing, read, source

OTHERS = [language for language in LANGUAGES if language != FRENCH]
PLACE = re.compile(r"\{\w*\}")
MOST_WORDS = 14
"""Two more than in French: other languages put small words apart."""


def translated(language: str) -> list[Message]:
    return [message for message in read(language) if message.id and message.string]


def texts(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else [text for text in said if text]


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_the_floor_lacks_a_translation(language: str) -> None:
    assert missing(language) == [], "python -m web.translating update, then fill the .po file"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_every_place_of_the_french(language: str) -> None:
    for message in translated(language):
        french = set(PLACE.findall(texts(message.id)[-1]))
        for text in texts(message.string):
            assert set(PLACE.findall(text)) == french, text


@pytest.mark.parametrize("language", OTHERS)
def test_a_translated_sentence_is_short(language: str) -> None:
    for message in translated(language):
        for sentence in (one for text in texts(message.string) for one in re.split("[.?!؟]", text)):
            counted = [word for word in sentence.split() if re.search(r"\w", word)]
            assert len(counted) <= MOST_WORDS, sentence


def test_what_is_said_by_an_answer_is_found_in_the_code() -> None:
    said = {french for context, french in source() if context is None}

    assert {"Rangée.", "Lot bloqué.", "Bonne caisse", "Scan non enregistré."} <= said
