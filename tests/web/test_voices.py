"""The spoken phrases: there in every language, small, and saying what the screens say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web.languages import LANGUAGES, Translations
from web.pages import HERE, words
from web.voices import KEYS, VOICE, digest, phrases, rendered, stale

MOST_BYTES = 3_000_000
MOST_OF_ONE = 14_000


@pytest.fixture(scope="module")
def translations() -> Translations:
    return Translations(HERE / "translations", dict(words()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_spoken_as_it_is_written(language: str, translations: Translations) -> None:
    made = rendered()
    spoken = phrases(language, translations)

    old = [key for key, text in spoken.items() if stale(f"{language}/{key}.opus", text, made)]

    assert old == [], "make voices"
    assert json.loads(KEYS.read_text(encoding="utf-8"))[language] == sorted(spoken)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_speaks_as_much_as_french(language: str, translations: Translations) -> None:
    assert set(phrases(language, translations)) == set(phrases("fr", translations))


def test_a_voice_is_opus_and_small() -> None:
    files = sorted(VOICE.rglob("*.opus"))

    assert files
    assert all(path.read_bytes()[28:36] == b"OpusHead" for path in files)
    assert max(path.stat().st_size for path in files) <= MOST_OF_ONE
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


def test_a_recording_of_a_person_is_never_spoken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.voices.VOICE", tmp_path)
    (tmp_path / "fr").mkdir()
    recording = tmp_path / "fr" / "hello.opus"
    recording.write_bytes(b"somebody's voice")
    made = {"fr/hello.opus": (digest(b"a machine's voice"), digest(b"Bonjour."))}

    assert not stale("fr/hello.opus", "Bonjour à tous.", made)
    recording.write_bytes(b"a machine's voice")
    assert stale("fr/hello.opus", "Bonjour à tous.", made)
    assert not stale("fr/hello.opus", "Bonjour.", made)
