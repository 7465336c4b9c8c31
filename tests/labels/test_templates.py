"""A template's faults are found here, not in the hangar: cut words, overlaps, modules, files."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

import pytest
from PIL import Image, ImageChops, features

from labels import checking, languages, parts, pictograms, preview, template, typeface, wording
from labels.drawing import render
from labels.making import make
from tests.labels.conftest import CRATES

GOLDEN = Path(__file__).parent / "golden"
TOLERATED_DOTS = 0.001
"""Of the black dots: what another build of FreeType may round differently."""

SMALL = b"""
title = "essai"
width_mm = 50
height_mm = 20
[sample]
product = "Radis"
[[element]]
kind = "text"
x_mm = 1
y_mm = 1
width_mm = 30
height_mm = 6
text = "{product}"
size_mm = 5
[[element]]
kind = "symbol"
shape = "matrix"
x_mm = 35
y_mm = 3
width_mm = 14
height_mm = 14
modules_mm = [0.5]
encodes = "product"
"""


@pytest.mark.parametrize("name", template.names())
def test_a_shipped_template_shows_its_sample_whole(name: str) -> None:
    assert checking.faults(template.load(name)) == []


@pytest.mark.parametrize("name", ["100x60", "62x100", "a6", "roll80"])
def test_every_crate_of_the_day_fits_without_overlap(name: str, crate: dict[str, str]) -> None:
    assert checking.faults(template.load(name), crate) == []


def test_the_small_template_of_these_tests_is_sound() -> None:
    assert checking.faults(template.parse("small", SMALL)) == []


def test_words_that_do_not_fit_are_a_fault() -> None:
    shown = template.parse("small", SMALL.replace(b"Radis", b"Radis roses de printemps en botte"))

    (first, *_) = checking.faults(shown)
    assert "does not fit" in str(first)
    assert "ne tiennent pas" in first.said()


@pytest.mark.parametrize(("module_mm", "faults"), [("0.9", 0), ("1.0", 2)])
def test_bars_longer_than_gs1_allows_are_a_fault_at_every_dpi(module_mm: str, faults: int) -> None:
    wide = f"""
title = "essai"
width_mm = 210
height_mm = 60
[sample]
product = "Radis"
sscc = "395212340000004128"
[[element]]
kind = "symbol"
shape = "linear"
x_mm = 10
y_mm = 5
width_mm = 190
height_mm = 40
modules_mm = [{module_mm}]
encodes = "crate"
"""

    found = checking.faults(template.parse("wide", wide.encode()))

    assert ["165.1" in str(fault) for fault in found] == [True] * faults


def test_a_text_over_a_symbol_is_a_fault() -> None:
    moved = SMALL.replace(b"x_mm = 35\ny_mm = 3", b"x_mm = 1\ny_mm = 0")

    faults = checking.faults(template.parse("small", moved))

    assert any("drawn over" in str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (b'kind = "text"', b'kind = "txet"', "txet"),
        (b"width_mm = 30", b"width_mm = 60", "leaves the label"),
        (b"size_mm = 5", b'size_mm = 5\noverflow = "explode"', "overflow"),
        (b"size_mm = 5", b"size_mm = 5\nsmallest_mm = 6", "smallest_mm"),
        (b"size_mm = 5", b"size_mm = 5\ncolour = 1", "colour"),
        (b'shape = "matrix"', b'shape = "round"', "shape"),
        (b"x_mm = 35\n", b"", "x_mm"),
        (b"width_mm = 50", b"width_mm = 500", "10 to 220"),
        (b"[sample]", b"[sample", "TOML"),
        (b"[sample]", b'use = "export"\n[sample]', "use"),
        (b'"{product}"', b'"{product} {price_cents}"', "price"),
        (b'"{product}"', b'"{product} {prix}"', "price"),
    ],
)
def test_a_faulty_template_is_refused_with_its_fault(right: bytes, wrong: bytes, told: str) -> None:
    with pytest.raises(template.TemplateError, match=told):
        template.parse("small", SMALL.replace(right, wrong, 1))


def test_all_faults_of_a_template_are_listed_at_once() -> None:
    wrong = SMALL.replace(b"width_mm = 30", b"width_mm = 60").replace(b'"matrix"', b'"round"')

    with pytest.raises(template.TemplateError, match=r"leaves the label.*shape"):
        template.parse("small", wrong)


@pytest.mark.parametrize(("name", "low"), [("a6", False), ("100x60", True), ("roll80", True)])
def test_only_high_bars_may_claim_trade(name: str, low: bool) -> None:
    text = (resources.files("labels") / "templates" / f"{name}.toml").read_bytes()
    claimed = (
        text if b"\nuse =" in text else text.replace(b"\ntitle =", b'\nuse = "trade"\ntitle =')
    )

    found = checking.faults(template.parse(name, claimed))

    assert any("for trade" in str(fault) for fault in found) is low


@pytest.mark.parametrize("name", template.names())
def test_no_template_has_a_field_for_a_price(name: str) -> None:
    fields = template.load(name).fields | template.CRATE_FIELDS

    assert not [field for field in fields if any(p in field for p in parts.NEVER_SHOWN)]


@pytest.mark.parametrize("name", ["100x60", "62x100", "a6", "roll80"])
def test_a_crate_to_complete_says_so_in_place_of_its_mentions(name: str) -> None:
    shown, crate = template.load(name), CRATES["incomplete"]

    blank = render(shown, {**crate, "to_complete": "", "mentions": ""}, 203)
    asked = render(shown, crate, 203)
    known = render(shown, {**crate, "to_complete": ""}, 203)

    assert differing(known.image, blank.image) > TOLERATED_DOTS
    assert differing(blank.image, asked.image) > 5 * differing(blank.image, known.image)


@pytest.mark.parametrize("name", ["100x60", "62x100", "a6", "roll80"])
@pytest.mark.parametrize("text", ["^XZ^XA^FS", "\x1b@\x1dV\x00", "=HYPERLINK(1)", "\x00\x10\x04"])
@pytest.mark.parametrize("language", ["zpl", "tspl", "escpos", "epl2"])
def test_a_mention_can_command_no_printer(name: str, text: str, language: str) -> None:
    """Words are dots: the label is proven to read, and holds no byte of the text as such."""
    fields = {**CRATES["cross-dock"], "mentions": text, "to_complete": text}

    made = make(name, fields, dpi=203, language=language)

    assert text.encode() not in made.payload


def differing(left: Image.Image, right: Image.Image) -> float:
    """Give the share of black dots that differ."""
    difference = ImageChops.difference(left.convert("L"), right.convert("L"))
    return difference.histogram()[255] / left.convert("L").histogram()[0]


@pytest.mark.parametrize("name", template.names())
def test_a_label_looks_as_it_was_approved(name: str) -> None:
    """A new look is approved by `hangar label preview NAME --sample --out golden/NAME.png`."""
    shown = template.load(name)

    picture = render(shown, shown.sample, 203)

    approved = Image.open(GOLDEN / f"{name}.png").convert("1")
    assert picture.image.size == approved.size
    assert differing(approved, picture.image) <= TOLERATED_DOTS
    for symbol in picture.symbols:
        box = (symbol.left, symbol.top, symbol.right, symbol.bottom)
        assert picture.image.crop(box).tobytes() == approved.crop(box).tobytes()


@pytest.mark.parametrize("name", ["100x60", "62x100", "a6", "roll80"])
def test_one_changed_digit_is_seen_by_the_comparison(name: str) -> None:
    shown = template.load(name)

    picture = render(shown, {**shown.sample, "net": "10,840 kg"}, 203)

    approved = Image.open(GOLDEN / f"{name}.png").convert("1")
    assert differing(approved, picture.image) > TOLERATED_DOTS


@pytest.mark.parametrize("dpi", template.DOTS_PER_INCH)
def test_bars_and_modules_stand_at_whole_dots(dpi: int) -> None:
    shown = template.load("a6")

    picture = render(shown, shown.sample, dpi)

    for symbol in picture.symbols:
        part = picture.image.crop((symbol.left, symbol.top, symbol.right, symbol.bottom))
        coarse = part.resize(
            (part.width // symbol.module_dots, 1 if symbol.shape == "linear" else 28),
            Image.Resampling.NEAREST,
        )
        assert coarse.resize(part.size, Image.Resampling.NEAREST).tobytes() == part.tobytes()


def test_fonts_are_those_that_were_vendored() -> None:
    folder = resources.files("labels") / "fonts"
    sums = (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()

    assert len(sums) == 4
    for line in sums:
        expected, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
        assert name in (folder / "NOTICE").read_text(encoding="utf-8") or name.endswith("700.ttf")


@pytest.mark.parametrize("char", "éÉœŒàçÀîïûŷ€«»’…·°×–—0Ø")
def test_french_is_drawn_in_the_label_font(char: str) -> None:
    assert typeface._runs(char, typeface.BOLD) == ((char, typeface.BOLD),)


def test_other_scripts_and_pictograms_fall_back_and_the_unknown_is_marked() -> None:
    fonts = [font for _, font in typeface._runs("aжع🍅漢", typeface.BOLD)]

    assert fonts == [typeface.BOLD, typeface.FALLBACK, typeface.PICTOGRAMS, typeface.FALLBACK]
    assert typeface._runs("漢", typeface.BOLD) == ((typeface.MISSING, typeface.FALLBACK),)


def test_words_of_a_right_to_left_line_stay_one_run() -> None:
    if not features.check("raqm"):
        pytest.skip("this machine cannot shape Arabic (no raqm in Pillow)")

    assert typeface._runs("مطعم المدرسة", typeface.BOLD) == (("مطعم المدرسة", typeface.FALLBACK),)


@pytest.mark.parametrize(
    ("name", "char"),
    [
        ("carrot", "🥕"),
        ("cheese-wedge", "🧀"),
        ("🍎", "🍎"),
        ("eggplant", "🍆"),
        ("", None),
        ("xyz", None),
    ],
)
def test_a_pictogram_has_a_name(name: str, char: str | None) -> None:
    assert typeface.pictogram(name) == char


@pytest.mark.parametrize(
    ("product", "picture"),
    [
        ("Carottes fanées", "carrot"),
        ("Pommes de terre nouvelles", "potato"),
        ("Œufs de plein air", "egg"),
        ("Tomme au lait cru", "cheese-wedge"),
        ("Poireaux", None),
        ("", None),
    ],
)
def test_a_product_is_pictured_by_its_name(product: str, picture: str | None) -> None:
    assert pictograms.for_product(product) == picture


def test_every_pictogram_of_the_table_can_be_drawn() -> None:
    assert all(typeface.pictogram(name) for name in pictograms.WORDS.values())


@pytest.mark.parametrize(
    ("field", "value", "worded"),
    [
        ("use_by", "2026-11-30", "30/11/2026"),
        ("received", "24/11/2026", "24/11/2026"),
        ("producer_lot", "2026-11-30", "2026-11-30"),
        ("temperature_class", "surgele", "surgelé"),
        ("temperature_class", "frais", "frais"),
    ],
)
def test_stored_values_are_worded_for_people(field: str, value: str, worded: str) -> None:
    assert wording.on_label(field, value) == worded


def test_control_characters_are_not_drawn() -> None:
    assert typeface.printable("a\x00\x1b\u202e\u200bb\r\nc\td") == "ab\nc d"


#: Brother QL takes templates of its tape only.
ENDINGS = [name for name in languages.LANGUAGES if name != "brother-ql"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_preview_is_written_in_the_language_of_its_ending(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"label.{ending}"

    told = preview.preview("a6", None, out)

    assert out.stat().st_size > 1000
    assert told == template.load("a6").hash


def test_a_preview_names_unknown_fields_and_endings(tmp_path: Path) -> None:
    with pytest.raises(preview.PreviewError, match="colour"):
        preview.preview("a6", {"colour": "red"}, tmp_path / "label.png")
    with pytest.raises(preview.PreviewError, match=r"\.zpl"):
        preview.preview("a6", None, tmp_path / "label.doc")


def test_templates_are_described_for_programs() -> None:
    described = {entry["name"]: entry for entry in preview.templates_json()}

    assert set(described) == {path.stem for path in GOLDEN.glob("*.png")}
    assert described["a6"]["width_mm"] == 100
    assert (described["a6"]["use"], described["100x60"]["use"]) == ("trade", "in-house")
    assert "lot" in described["a6"]["fields"]
