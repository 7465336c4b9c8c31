"""The one wording table of the floor screens: short sentences, none missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from web.pages import words

WEB = Path(__file__).parents[2] / "web"
MOST_WORDS = 12
SOURCES = [*sorted((WEB / "static" / "js").glob("*.js")), *sorted((WEB / "templates").glob("*"))]
USED = re.compile(r'\bsay\(\s*"([a-z0-9_]+)"|\bw\.([a-z_]+)')
ENDING = re.compile(r"[.?!]")
BEGUN = re.compile(r"""[`'"]([a-z][a-z0-9_]*_)(?:\$?\{|["'] ?[~+])""")
"""How a word's name begins whose end is put in by the code: `say(`light_${state}`)`."""
READERS = [*SOURCES, *sorted(WEB.rglob("*.py")), *sorted((WEB.parent / "station").rglob("*.py"))]


def keys_used(path: Path) -> set[str]:
    found = USED.findall(path.read_text(encoding="utf-8"))
    return {first or second for first, second in found}


@pytest.mark.parametrize("key", sorted(words()))
def test_a_sentence_on_the_floor_has_at_most_twelve_words(key: str) -> None:
    for sentence in ENDING.split(words()[key]):
        counted = [word for word in sentence.split() if re.search(r"\w", word)]

        assert len(counted) <= MOST_WORDS, sentence


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_word_a_page_says_is_in_the_table(path: Path) -> None:
    assert keys_used(path) <= set(words())


def test_every_word_of_the_table_is_read_somewhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in READERS)
    named, begun = set(re.findall(r"\w+", text)), tuple(set(BEGUN.findall(text)))

    assert [key for key in words() if key not in named and not key.startswith(begun)] == []


def test_workers_are_addressed_politely() -> None:
    familiar = re.compile(r"\b(tu|ton|ta|tes|toi)\b", re.IGNORECASE)

    assert [text for text in words().values() if familiar.search(text)] == []
