"""Render the spoken phrases: `make voices`, with Debian's espeak-ng and opus-tools.

Run by a maintainer, never by the station: the outputs are committed. A recording of a person under
the same name replaces a file and is never overwritten. Must hold no sentence: it speaks those of
the screens.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from station.domain.refusals import TABLE
from station.domain.verdicts import LOOKS
from station.domain.words import Verdict
from web.languages import FRENCH, LANGUAGES, Translations
from web.pages import words

HERE = Path(__file__).parent
VOICE = HERE / "static" / "voice"
KEYS = VOICE / "keys.json"
RENDERED = VOICE / "rendered.txt"
"""Of every file we made: checksum, checksum of what it says, name. Others are people's voices."""

VOICES = {"fr": "fr-fr", "en": "en-gb", "ar": "ar", "uk": "uk", "es": "es", "pt": "pt"}
WORDS_PER_MINUTE = 135
BITRATE_KBPS = 12

SAID = """
hello login_title login_wrong start_ready start_not_ready put_crate take_crate label_waits scale_off
store_scan_door store_scan_crates dock_scan shop_scan temperature_high temperature_noted undo_done
departed_said
""".split()
"""Words of screens that are spoken, beside every sentence of help."""
REFUSALS = """
already_left crate_closed not_a_crate not_labelled not_allocated not_loaded round_needed
scale_not_cleared scale_offline weight_not_stable weight_stale wrong_customer wrong_product
wrong_zone zone_needed customer_needed
""".split()
"""Frequent refusals whose sentence and remedy are spoken."""
STOPS = """
already_loaded already_there lot_blocked not_ours past_use_by too_warm unknown_code wrong_round
wrong_stop
""".split()
"""Refusals whose verdict says what is wrong: only the remedy is spoken."""


def phrases(language: str, translations: Translations) -> dict[str, str]:
    """Return what is spoken in a language, by the name of its file."""
    table, catalogue = translations.words(language), translations.catalogue(language)
    spoken = {key: str(table[key]) for key in words() if key in SAID or _gesture(key)}
    for name, french, english in _answers():
        said = {FRENCH: french, "en": english}.get(language) or catalogue.of(french)
        if said and "{" not in french:
            spoken[name] = said
    return spoken


def _gesture(key: str) -> bool:
    """Tell whether a word is a page's gesture; what help says of a call names people."""
    return key.startswith("help_") and not key.startswith(("help_call", "help_someone"))


def _answers() -> Iterator[tuple[str, str, str]]:
    """Yield what is spoken of verdicts and refusals: name, French, English."""
    for verdict, look in LOOKS.items():
        if verdict is not Verdict.REFUSED:
            yield f"verdict_{verdict.value}", look.title_fr, look.title_en
    for code, row in TABLE.items():
        if code in REFUSALS:
            yield f"say_{code}", row.say_fr, row.say_en
        if code in REFUSALS or code in STOPS:
            yield f"remedy_{code}", row.remedy_fr, row.remedy_en


def digest(data: bytes) -> str:
    """Return a short checksum."""
    return hashlib.sha256(data).hexdigest()[:16]


def rendered() -> dict[str, tuple[str, str]]:
    """Return what we made so far: checksums of the file and of its text, by name."""
    lines = RENDERED.read_text(encoding="utf-8").splitlines() if RENDERED.is_file() else []
    return {name: (file, text) for file, text, name in (line.split("  ") for line in lines)}


def stale(name: str, text: str, made: dict[str, tuple[str, str]]) -> bool:
    """Return whether a phrase has to be spoken anew; a person's recording never has to."""
    path = VOICE / name
    if not path.is_file():
        return True
    if name not in made or made[name][0] != digest(path.read_bytes()):
        return False
    return made[name][1] != digest(text.encode())


def speak(text: str, voice: str) -> bytes:
    """Return one sentence as Opus in Ogg, the same bytes for the same text and programs."""
    command = ["espeak-ng", "-v", voice, "-s", str(WORDS_PER_MINUTE), "--stdout", text]
    wave = subprocess.run(command, check=True, capture_output=True).stdout
    encode = ["opusenc", "--quiet", "--speech", "--bitrate", str(BITRATE_KBPS), "--serial", "1"]
    command = [*encode, "--discard-comments", "-", "-"]
    return subprocess.run(command, check=True, capture_output=True, input=wave).stdout


def main() -> None:
    """Render what is missing or says something else now; list all of it for the pages."""
    translations, made = Translations(HERE / "translations", dict(words())), rendered()
    kept: dict[str, tuple[str, str]] = {}
    keys: dict[str, list[str]] = {}
    for language in LANGUAGES:
        (VOICE / language).mkdir(parents=True, exist_ok=True)
        spoken = phrases(language, translations)
        keys[language] = sorted(spoken)
        for key, text in spoken.items():
            name = f"{language}/{key}.opus"
            if stale(name, text, made):
                (VOICE / name).write_bytes(speak(text, VOICES[language]))
                made[name] = (digest((VOICE / name).read_bytes()), digest(text.encode()))
            if name in made:
                kept[name] = made[name]
    for name in set(made) - set(kept):  # what is spoken no more
        (VOICE / name).unlink(missing_ok=True)
    KEYS.write_text(json.dumps(keys, separators=(",", ":")) + "\n", encoding="utf-8")
    lines = [f"{file}  {text}  {name}" for name, (file, text) in sorted(kept.items())]
    RENDERED.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(map(len, keys.values()))} phrases", file=sys.stderr)


if __name__ == "__main__":
    main()
