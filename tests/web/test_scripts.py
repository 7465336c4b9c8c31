"""The scripts in a real browser: scanners on foreign layouts, pictures, colours, sounds."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cheroot.wsgi import Server
from flask import Flask
from PIL import Image, ImageStat
from playwright.sync_api import Page

from labels.identity import CodeKind, internal_code, sscc
from tests.chromium import browsing
from web import pictures

pytestmark = pytest.mark.browser
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)
SHEETS = "".join(
    f'<link rel="stylesheet" href="/static/css/{name}.css">'
    for name in ("tokens", "base", "floor", "verdict")
)
BLANK = f'<!doctype html><html lang="fr"><head>{SHEETS}</head><body class="floor"><input></body>'

# Where a French keyboard prints something else than the American one, by physical key.
AZERTY = {"KeyQ": "a", "KeyA": "q", "KeyW": "z", "KeyZ": "w", "Semicolon": "m", "KeyM": ","}
AZERTY |= {f"Digit{n}": sign for n, sign in enumerate("à&é\"'(-è_ç")}

PRESS = """async ([keys, focus]) => {
  const { listen } = await import("/static/js/wedge.js");
  const target = focus ? document.querySelector("input") : document.body;
  target.focus?.();
  return await new Promise((resolve) => {
    listen(resolve);
    for (const [code, key, shiftKey, ctrlKey] of keys)
      target.dispatchEvent(new KeyboardEvent("keydown",
        { code, key, shiftKey, ctrlKey, bubbles: true, cancelable: true }));
    setTimeout(() => resolve(null), 900);
  });
}"""
ENTER = ["Enter", "Enter", False, False]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    web = Path(__file__).parents[2] / "web"
    app = Flask("web", root_path=str(web))

    @app.get("/")
    def blank() -> tuple[str, dict[str, str]]:
        return BLANK, {"Content-Security-Policy": POLICY}

    server = Server(("127.0.0.1", 0), app, numthreads=6)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.bind_addr[1]}/"
    server.stop()
    thread.join(5)


@pytest.fixture(scope="module")
def page(site: str) -> Iterator[Page]:
    with browsing() as browser:
        yield browser.new_page(viewport={"width": 360, "height": 640})


@pytest.fixture(autouse=True)
def fresh(page: Page, site: str) -> None:
    page.goto(site)


def typed(text: str, *, azerty: bool = False, shifted: bool = False) -> list[list[Any]]:
    """The key events of an American-set reader on an American or a French host."""
    keys: list[list[Any]] = []
    for char in text:
        code = f"Digit{char}" if char.isdigit() else f"Key{char.upper()}"
        key = AZERTY.get(code, char.lower()) if azerty else char
        keys.append([code, key.upper() if shifted else key, shifted, False])
    return keys


def heard(page: Page, keys: list[list[Any]], *, focus: bool = False) -> object:
    return page.evaluate(PRESS, [keys, focus])


CRATE = internal_code(CodeKind.CRATE, "QAW7", 40917)
SSCC = sscc(3, "9521234", 412)


@pytest.mark.parametrize("focus", [False, True], ids=["page", "field"])
@pytest.mark.parametrize("azerty", [False, True], ids=["us-host", "azerty-host"])
@pytest.mark.parametrize("code", [CRATE, SSCC, "00" + SSCC], ids=["own", "sscc", "ai-00"])
def test_a_code_is_heard_on_either_layout(page: Page, code: str, azerty: bool, focus: bool) -> None:
    assert heard(page, [*typed(code, azerty=azerty), ENTER], focus=focus) == code


def test_capitals_locked_do_not_matter(page: Page) -> None:
    assert heard(page, [*typed(CRATE, shifted=True), ENTER]) == CRATE


def test_a_valid_code_without_suffix_is_heard_after_silence(page: Page) -> None:
    assert heard(page, typed(SSCC)) == SSCC


def test_the_group_separator_reaches_the_station(page: Page) -> None:
    separator = ["BracketRight", "]", False, True]

    keys = [*typed("00" + SSCC), *typed("91F03"), separator, *typed("92X1"), ENTER]

    assert heard(page, keys) == f"00{SSCC}91F03\x1d92X1"


def test_a_wrong_check_character_is_not_a_code_in_a_field(page: Page) -> None:
    wrong = CRATE[:-1] + ("0" if CRATE[-1] != "0" else "1")

    assert heard(page, [*typed(wrong), ENTER], focus=True) is None


def test_a_pin_typed_in_a_field_is_left_alone(page: Page) -> None:
    assert heard(page, [*typed("4821"), ENTER], focus=True) is None


def test_frozen_goods_keep_their_minus_and_a_number_gives_way(page: Page) -> None:
    """A pad that begins with a minus waits for digits; one that shows a number is typed over."""
    digits = """async (start) => {
      const { keypad } = await import("/static/js/keypad.js");
      const pad = keypad({ show: (text) => text, onOk: () => {}, sign: true, start });
      for (const key of [...pad.pad.querySelectorAll("button")].slice(0, 2)) key.click();
      return pad.digits();
    }"""

    assert page.evaluate(digits, "-") == "-12"
    assert page.evaluate(digits, "45") == "12"


def test_both_languages_choose_the_same_pictures(page: Page) -> None:
    names = ["Pommes de terre", "Jus de pomme", "Œufs", "Tomme de chèvre", "Oca", "Pâté de lapin"]

    chosen = page.evaluate(
        """async (names) => {
          const { productPicture } = await import("/static/js/catalogue.js");
          return names.map((name) => productPicture({ name, family: "légumes" }));
        }""",
        names,
    )

    assert chosen == [pictures.product_picture(name, "légumes") for name in names]


def test_a_sentence_is_not_broken_at_its_guillemets_or_before_its_signs(page: Page) -> None:
    said = page.evaluate(
        """async () => {
          const { say } = await import("/static/js/words.js");
          return say("Touchez « Oui, tout » : fini ?");
        }"""
    )

    assert said == "Touchez «\u00a0Oui, tout\u00a0»\u00a0: fini\u00a0?"


def test_farms_stand_as_people_spell_them(page: Page) -> None:
    shown = page.evaluate(
        """async () => {
          const { VIEWS } = await import("/static/js/drop_views.js");
          const farms = ["Verger", "Élevage", "Ferme"].map((name) => ({ code: name, name }));
          return VIEWS.farm({ farms }, {}).flatMap((node) =>
            [...node.querySelectorAll(".tile")].map((tile) => tile.innerText.trim()));
        }"""
    )

    assert shown == ["Élevage", "Ferme", "Verger"]


def test_kilograms_are_written_without_floats(page: Page) -> None:
    written = page.evaluate(
        """async () => {
          const { kilograms } = await import("/static/js/words.js");
          return [12340, 12000, 5, -120, 1234567, null].map((g) => kilograms(g));
        }"""
    )

    assert written == ["12,34", "12,0", "0,005", "−0,12", "1\u202f234,567", "—"]


def average_colour(page: Page, look: str, deficiency: str) -> tuple[float, float, float]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
    page.evaluate(
        """(look) => {
          document.querySelector(".verdict")?.remove();
          const section = document.createElement("section");
          section.className = `verdict ${look}`;
          document.body.append(section);
        }""",
        look,
    )
    page.wait_for_timeout(220)  # the 150 ms flash decides nothing, it only tints a picture
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").crop((60, 120, 300, 500))
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
    red, green, blue = ImageStat.Stat(picture).mean
    return red, green, blue


def lab(colour: tuple[float, float, float]) -> tuple[float, float, float]:
    """sRGB to CIE L*a*b* (D65)."""
    linear = [
        (c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4)
        for c in colour
    ]
    r, g, b = linear
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize(
    "deficiency", ["none", "deuteranopia", "protanopia", "tritanopia", "achromatopsia"]
)
def test_a_stop_never_looks_like_a_go(page: Page, deficiency: str) -> None:
    go = lab(average_colour(page, "ok", deficiency))
    stop = lab(average_colour(page, "wrong", deficiency))

    assert math.dist(go, stop) >= 40


ENVELOPES = """async () => {
  const { TONES, draw } = await import("/static/js/tones.js");
  const heard = {};
  for (const name of Object.keys(TONES)) {
    const context = new OfflineAudioContext(1, 22050 * 2, 22050);
    draw(context, name, 0);
    const samples = (await context.startRendering()).getChannelData(0);
    const steps = [];
    for (let i = 0; i < samples.length; i += 441) {
      let energy = 0;
      for (let k = i; k < i + 441; k += 1) energy += samples[k] * samples[k];
      steps.push(energy);
    }
    heard[name] = steps;
  }
  return heard;
}"""


def test_the_sounds_differ_by_their_rhythm(page: Page) -> None:
    """Correlation of loudness over time, because pitch is lost in noise."""
    heard: dict[str, list[float]] = page.evaluate(ENVELOPES)
    names = sorted(heard)

    close = [
        (one, other)
        for i, one in enumerate(names)
        for other in names[i + 1 :]
        if correlation(heard[one], heard[other]) > 0.85
    ]

    assert all(sum(steps) > 0 for steps in heard.values())
    assert close == []


def correlation(one: list[float], other: list[float]) -> float:
    a = [x - sum(one) / len(one) for x in one]
    b = [x - sum(other) / len(other) for x in other]
    return sum(x * y for x, y in zip(a, b, strict=True)) / math.sqrt(
        sum(x * x for x in a) * sum(y * y for y in b)
    )


@pytest.mark.parametrize("grams", [1_200_000, 850_500, 7])
def test_a_load_in_a_records_box_comes_back_to_the_gram(page: Page, grams: int) -> None:
    """What a box is given must be what it sends: an untouched limit is never erased."""
    back = page.evaluate(
        """async (grams) => {
          const { typed, valueOf } = await import("/static/js/records_kinds.js");
          const field = { name: "max_g", text: "", type: "kilograms", optional: true };
          const box = document.querySelector("input");
          box.value = typed(field, grams);
          return valueOf(field, box);
        }""",
        grams,
    )

    assert back == grams
