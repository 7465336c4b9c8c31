"""Private links: nobody makes one, changes one, or uses one past its day."""

import base64
import hashlib
import hmac
import os
from pathlib import Path

import pytest

from station.links import KEY_BYTES, LASTS_DAYS, PURPOSE, Links

DAY = "2026-11-24"
LAST, AFTER = "2026-12-15", "2026-12-16"


def signed_with(key: bytes) -> str:
    """Return a link as somebody makes it who knows the key."""
    body = f"0|{LAST}|F03".encode()
    signature = hmac.new(key, PURPOSE + body, hashlib.sha256).digest()
    return ".".join(
        base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (body, signature)
    )


@pytest.fixture
def links(tmp_path: Path) -> Links:
    return Links(tmp_path / "hangar-links.key")


def test_a_link_opens_its_producers_page_until_its_last_day(links: Links) -> None:
    text = links.make("F03", generation=2, today=DAY)

    opened = links.read(text, today=LAST)

    assert opened is not None and LASTS_DAYS == 21
    assert (opened.producer, opened.generation) == ("F03", 2)
    assert links.read(text, today=AFTER) is None


def test_every_change_of_a_single_character_closes_it(links: Links) -> None:
    text = links.make("F03", generation=0, today=DAY)

    for place, char in enumerate(text):
        for other in ("A", "b", "_", ".", "=", "é"):
            changed = text[:place] + other + text[place + 1 :]
            assert other == char or links.read(changed, today=DAY) is None, changed


@pytest.mark.parametrize("text", ["", ".", "a.b", "=", "x" * 5_000, "é.é", "MHw.x", "\x00"])
def test_rubbish_opens_nothing(links: Links, text: str) -> None:
    assert links.read(text, today=DAY) is None


def test_another_stations_link_opens_nothing(links: Links, tmp_path: Path) -> None:
    elsewhere = Links(tmp_path / "other.key").make("F03", generation=0, today=DAY)

    assert links.read(elsewhere, today=DAY) is None


def test_the_key_is_kept_for_the_station_alone(links: Links, tmp_path: Path) -> None:
    text = links.make("F03", generation=0, today=DAY)
    path = tmp_path / "hangar-links.key"

    assert (path.stat().st_mode & 0o077, len(path.read_bytes())) == (0, KEY_BYTES)
    assert Links(path).read(text, today=DAY) is not None


@pytest.mark.parametrize("cut", [b"", b"short", b"k" * (KEY_BYTES - 1)])
def test_a_key_that_a_crash_cut_short_is_made_anew_and_signs_nothing(
    tmp_path: Path, cut: bytes
) -> None:
    path = tmp_path / "hangar-links.key"
    path.write_bytes(cut)
    os.chmod(path, 0o600)

    links = Links(path)

    assert len(path.read_bytes()) == KEY_BYTES
    assert links.read(links.make("F03", generation=0, today=DAY), today=DAY) is not None
    assert links.read(signed_with(cut), today=DAY) is None


def test_a_link_signed_with_the_stations_key_opens(links: Links, tmp_path: Path) -> None:
    """The control of the test above: what is signed by hand is signed as the station signs."""
    key = (tmp_path / "hangar-links.key").read_bytes()

    assert links.read(signed_with(key), today=DAY) is not None
