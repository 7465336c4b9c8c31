"""Five looks, five sounds, five vibrations that nobody mixes up: measured, not believed.

Colours are compared as people with each kind of colour-blind sight see them, and without any
colour; sounds as the page's own table renders them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from station.domain.verdicts import LOOKS

pytestmark = pytest.mark.browser
STATIC = Path(__file__).parents[2] / "web" / "static"
SITE = "http://hangar.test"
SIGHTS = ("none", "deuteranopia", "protanopia", "tritanopia", "achromatopsia")
FAR = 40
"""Least distance of colours (CIE 1976) that nobody takes for each other on a bad screen."""
LOWEST_HZ = 400
LONGEST_S = 1.4
ALIKE = 0.58
"""Most that the loudness of two sounds may go together: a rhythm of its own for each."""
RATE_HZ = 16_000

RENDER = """async (rate) => {
  const { TONES, draw } = await import("/static/js/tones.js");
  const rendered = {};
  for (const name of Object.keys(TONES)) {
    const context = new OfflineAudioContext(1, rate * 2, rate);
    draw(context, name, 0);
    const sound = (await context.startRendering()).getChannelData(0);
    rendered[name] = { vibration: TONES[name].vibration, sound: Array.from(sound) };
  }
  return rendered;
}"""


def serve(route: Route) -> None:
    """Answer from the static folder, as the station would; its first page is empty."""
    path = route.request.url.removeprefix(f"{SITE}/static/")
    file = STATIC / path
    if file.is_file():
        route.fulfill(path=file)
    else:
        route.fulfill(body="<!doctype html><title>-</title>", content_type="text/html")


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 480, "height": 800})
    page = context.new_page()
    page.route("**/*", serve)
    page.goto(f"{SITE}/")
    yield page
    context.close()


@pytest.fixture(scope="module")
def rendered(blank: Page) -> dict[str, Any]:
    return dict(blank.evaluate(RENDER, RATE_HZ))


def seconds(sound: list[float]) -> float:
    loud = [place for place, value in enumerate(sound) if abs(value) > 0.001]
    return (loud[-1] + 1) / RATE_HZ if loud else 0.0


def envelope(sound: list[float]) -> list[float]:
    """Return the loudness of each hundredth of a second."""
    step = RATE_HZ // 100
    parts = [sound[start : start + step] for start in range(0, len(sound), step)]
    return [math.sqrt(sum(value * value for value in part) / len(part)) for part in parts]


def correlation(one: list[float], other: list[float]) -> float:
    mean_one, mean_other = sum(one) / len(one), sum(other) / len(other)
    pairs = [(a - mean_one, b - mean_other) for a, b in zip(one, other, strict=True)]
    both = sum(a * b for a, b in pairs)
    return both / math.sqrt(sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs))


def energy_below(sound: list[float], limit_hz: int) -> float:
    """Return the share of energy under a frequency, by a discrete Fourier transform every 20 Hz."""
    part = sound[: int(seconds(sound) * RATE_HZ)]
    power = {}
    for hz in range(20, RATE_HZ // 2, 20):
        turn = complex(math.cos(2 * math.pi * hz / RATE_HZ), math.sin(2 * math.pi * hz / RATE_HZ))
        before, last = 0.0, 0.0
        for value in part:  # Goertzel's recursion: one frequency, no table
            before, last = last, value + 2 * turn.real * last - before
        power[hz] = abs(last - before * turn.conjugate()) ** 2
    return sum(one for hz, one in power.items() if hz < limit_hz) / sum(power.values())


def test_every_look_has_its_own_sound_and_its_own_vibration(rendered: dict[str, Any]) -> None:
    looks = {(row.look, row.sound, row.vibration_ms) for row in LOOKS.values()}

    assert len(looks) == len({look for look, _, _ in looks}) == 5
    assert {sound for _, sound, _ in looks} == set(rendered)
    assert len({vibration for _, _, vibration in looks}) == 5


def test_the_station_and_the_page_shake_alike(rendered: dict[str, Any]) -> None:
    told = {row.sound: list(row.vibration_ms) for row in LOOKS.values()}

    assert told == {name: one["vibration"] for name, one in rendered.items()}


def test_a_sound_is_short_and_loud_enough_to_hear(rendered: dict[str, Any]) -> None:
    lengths = {name: seconds(one["sound"]) for name, one in rendered.items()}

    assert all(0.2 < length_s <= LONGEST_S for length_s in lengths.values()), lengths
    assert all(max(one["sound"]) > 0.1 for one in rendered.values())
    assert lengths["ok"] < lengths["wrong"] < lengths["blocked"]


@pytest.mark.parametrize("name", ["ok", "duplicate", "wrong", "blocked", "done"])
def test_a_sound_has_nothing_that_cold_room_fans_cover(rendered: dict[str, Any], name: str) -> None:
    share = energy_below(rendered[name]["sound"], LOWEST_HZ)

    assert share < 0.01, f"{share:.1%} below {LOWEST_HZ} Hz"


def test_no_two_sounds_have_one_rhythm(rendered: dict[str, Any]) -> None:
    shapes = {name: envelope(one["sound"]) for name, one in rendered.items()}

    alike = {
        (one, other): round(correlation(shapes[one], shapes[other]), 2)
        for one, other in combinations(shapes, 2)
    }

    assert {pair: value for pair, value in alike.items() if value > ALIKE} == {}


def lab(colour: tuple[int, ...]) -> tuple[float, float, float]:
    """Return an sRGB colour in CIE 1976 L*a*b*, white of D65."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(page: Page, look: str, sight: str) -> tuple[int, ...]:
    """Return the colour that fills a verdict's screen, as this sight sees it."""
    page.evaluate(
        "look => { document.body.innerHTML = `<section class='verdict ${look}'>`; }", look
    )
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    session.detach()
    colour = picture.getpixel((240, 400))
    assert isinstance(colour, tuple)
    return tuple(int(part) for part in colour)


@pytest.fixture(scope="module")
def dressed(blank: Page) -> Page:
    for name in ("tokens", "verdict"):
        blank.add_style_tag(url=f"{SITE}/static/css/{name}.css")
    blank.add_style_tag(content=".verdict { animation: none !important; }")
    return blank


@pytest.mark.parametrize("sight", SIGHTS)
def test_go_and_stop_differ_for_every_sight(dressed: Page, sight: str) -> None:
    go, stop = seen(dressed, "ok", sight), seen(dressed, "wrong", sight)

    assert math.dist(lab(go), lab(stop)) >= FAR


@pytest.mark.parametrize("sight", SIGHTS)
def test_a_stop_differs_from_a_duplicate_for_every_sight(dressed: Page, sight: str) -> None:
    stop, twice = seen(dressed, "wrong", sight), seen(dressed, "duplicate", sight)

    assert math.dist(lab(stop), lab(twice)) >= FAR


def test_the_measure_sees_that_grey_takes_go_for_duplicate(dressed: Page) -> None:
    """The control: mint and amber are one grey, which is why shapes and stripes must differ."""
    go, twice = (seen(dressed, look, "achromatopsia") for look in ("ok", "duplicate"))

    assert math.dist(lab(go), lab(twice)) < FAR
