"""The languages of the floor: which there are, who reads which, and what is said in each.

Must hold no sentence: French stands in `static/words.json` and in the tables of `station/`, the
others in `translations/LANGUAGE.po`. What is not translated yet is said in French.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

FRENCH = "fr"
LANGUAGES = {
    "fr": "Français",
    "en": "English",
    "ar": "العربية",
    "uk": "Українська",
    "es": "Español",
    "pt": "Português",
}
"""Every language, by the name its own readers give it."""
RIGHT_TO_LEFT = frozenset({"ar"})
PLURALS: dict[str, tuple[str, ...]] = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "uk": ("one", "few", "many"),
}
"""The names (CLDR) of gettext's numbered plurals, where they are not singular and plural."""
PLACE = re.compile(r"\{\w*\}")

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language: the words of screens by key, and the sentences of answers by their French."""

    words: Words
    sentences: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def of(self, french: str) -> str | None:
        """Return a whole French sentence in this language, None where nobody translated it."""
        exact = self.sentences.get(french)
        if exact:
            return exact
        for pattern, template in self.patterns:
            found = pattern.fullmatch(french)
            if found:
                return template.format_map(found.groupdict())
        return None


class Translations:
    """The catalogues of a folder, each read when somebody first needs it."""

    def __init__(self, folder: Path, french: Words) -> None:
        self._folder, self._french = folder, french
        self._read: dict[str, Catalogue] = {}
        self._lock = Lock()

    def catalogue(self, language: str) -> Catalogue:
        """Return the catalogue of a language; an unknown one is French."""
        with self._lock:
            if language not in self._read:
                self._read[language] = self._open(language)
            return self._read[language]

    def words(self, language: str) -> Words:
        """Return every word of the screens, in French where nothing else is known."""
        return {**self._french, **self.catalogue(language).words}

    def as_json(self, language: str) -> tuple[bytes, str]:
        """Return the words as a page loads them, and the tag of their content."""
        text = json.dumps(self.words(language), ensure_ascii=False, separators=(",", ":"))
        body = text.encode("utf-8")
        return body, hashlib.sha256(body).hexdigest()[:32]

    def spoken(self, value: object, language: str) -> object:
        """Add this language to every {"fr": …, "en": …} of an answer."""
        if isinstance(value, list):
            return [self.spoken(item, language) for item in value]
        if not isinstance(value, dict):
            return value
        french = value.get(FRENCH)
        if not isinstance(french, str) or language in value:
            return {name: self.spoken(item, language) for name, item in value.items()}
        said = self.catalogue(language).of(french)
        return {**value, language: said} if said else value

    def _open(self, language: str) -> Catalogue:
        path = self._folder / f"{language}.po"
        if language == FRENCH or language not in LANGUAGES or not path.is_file():
            return Catalogue({}, {}, ())
        return read_catalogue(path, language)


def read_catalogue(path: Path, language: str) -> Catalogue:
    """Read one .po file; what is empty or marked fuzzy does not count."""
    from babel.messages.pofile import read_po  # only where a language other than French is read

    with path.open("rb") as file:
        messages = [one for one in read_po(file, locale=language) if one.id and not one.fuzzy]
    words = {one.context: _said(one.string, language) for one in messages if one.context}
    sentences = {str(one.id): str(one.string) for one in messages if not one.context and one.string}
    inexact = sorted((one for one in sentences if PLACE.search(one)), key=_fixed, reverse=True)
    patterns = tuple((_pattern(french), sentences[french]) for french in inexact)
    return Catalogue({key: said for key, said in words.items() if said}, sentences, patterns)


def _said(string: Any, language: str) -> str | dict[str, str] | None:
    """Return a translation, its plurals by name; None unless it is whole."""
    if isinstance(string, str):
        return string or None
    names = PLURALS.get(language, ("one", "other"))
    return dict(zip(names, string, strict=True)) if all(string) else None


def _fixed(template: str) -> int:
    return len(PLACE.sub("", template))


def _pattern(template: str) -> re.Pattern[str]:
    """Make what finds a filled-in template again, to have its values."""
    parts = [
        f"(?P<{part[1:-1]}>.+)" if PLACE.fullmatch(part) else re.escape(part)
        for part in re.split(r"(\{\w*\})", template)
    ]
    return re.compile("".join(parts), re.DOTALL)
