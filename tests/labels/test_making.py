"""Every label that leaves reads back from the printer's bytes; one that does not never leaves."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import labels
from drivers.simulated.zpl_reader import Format, ZplReader
from labels import languages, proof, readback, second_opinion, symbols, template, typeface
from labels.drawing import Picture, render
from labels.scanned import interpret

CRATE_TEMPLATES = ("100x60", "62x100", "a6", "roll80")


def scanned_from(picture: Image.Image) -> set[tuple[str, str, str]]:
    """Read the whole label as a camera would, and understand each symbol."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return {
        (symbol.symbology_identifier, understood.kind, understood.code)
        for symbol in found
        for understood in [interpret(symbol.symbology_identifier.encode() + bytes(symbol.bytes))]
    }


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("language", ["zpl", "escpos", "escpos-label", "tspl", "epl2", "png"])
@pytest.mark.parametrize("name", CRATE_TEMPLATES)
def test_either_symbol_of_a_sent_label_names_the_crate(
    name: str, language: str, dpi: int, crate: dict[str, str]
) -> None:
    made = labels.make(name, crate, dpi=dpi, language=language)

    printed = readback.bitmap(made.payload, language)
    assert printed is not None
    if "sscc" in crate:
        meant = {("]C1", "sscc", crate["sscc"]), ("]d2", "sscc", crate["sscc"])}
    else:
        meant = {("]C0", "internal", crate["crate_code"]), ("]d1", "internal", crate["crate_code"])}
    assert scanned_from(printed) == meant
    assert made.template_hash == template.load(name).hash


def test_the_matrix_carries_lot_product_and_grams(weighed: dict[str, str]) -> None:
    made = labels.make("a6", weighed, dpi=203, language="zpl")

    found = zxingcpp.read_barcodes(
        made.picture.image.convert("L"),
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix]),
    )
    assert interpret(b"]d2" + bytes(found[0].bytes)).elements == (
        ("00", weighed["sscc"]),
        ("91", weighed["lot"]),
        ("92", weighed["product_code"]),
        ("93", weighed["net_g"]),
    )


def damaged(picture: Picture, shape: str) -> Image.Image:
    """Burn a white cross through one symbol, as a dead element and a fold would."""
    image = picture.image.copy()
    (symbol,) = (placed for placed in picture.symbols if placed.shape == shape)
    pen = ImageDraw.Draw(image)
    middle_x, middle_y = (symbol.left + symbol.right) // 2, (symbol.top + symbol.bottom) // 2
    quarter = (symbol.right - symbol.left) // 4, (symbol.bottom - symbol.top) // 4
    pen.rectangle((middle_x - quarter[0], symbol.top, middle_x + quarter[0], symbol.bottom), fill=1)
    pen.rectangle((symbol.left, middle_y - quarter[1], symbol.right, middle_y + quarter[1]), fill=1)
    return image


@pytest.mark.parametrize("shape", ["linear", "matrix"])
@pytest.mark.parametrize("name", CRATE_TEMPLATES)
def test_a_label_with_a_damaged_symbol_is_refused(
    name: str, shape: str, cross_dock: dict[str, str]
) -> None:
    picture = render(template.load(name), cross_dock, 203)
    proof.verify(picture)

    with pytest.raises(labels.LabelUnreadable, match=shape):
        proof.verify(picture, damaged(picture, shape))


def test_a_label_that_reads_as_another_crate_is_refused(weighed: dict[str, str]) -> None:
    meant = render(template.load("a6"), weighed, 203)
    other = render(template.load("a6"), weighed | {"sscc": "395212340000004135"}, 203)

    with pytest.raises(labels.LabelUnreadable, match=r"004128.*004135"):
        proof.verify(meant, other.image)


@pytest.mark.parametrize("language", ["zpl", "escpos", "escpos-label", "tspl", "epl2", "png"])
def test_what_is_read_back_are_the_very_bytes_for_the_printer(
    language: str, weighed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An encoder that spoils its bytes: the picture is right, the job holds another crate."""
    encode = languages.encode
    other = render(template.load("a6"), weighed | {"sscc": "395212340000004135"}, 203)
    monkeypatch.setattr(languages, "encode", lambda picture, language: encode(other, language))

    with pytest.raises(labels.LabelUnreadable, match=r"004128.*004135"):
        labels.make("a6", weighed, dpi=203, language=language)


@pytest.mark.skipif(not second_opinion.available(), reason="this machine has no libzbar0")
def test_bars_that_the_first_reader_believes_are_refused_by_the_second(
    weighed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = render(template.load("a6"), weighed, 203)
    other = render(template.load("a6"), weighed | {"sscc": "395212340000004135"}, 203)
    believed = {
        symbol.shape: (symbol.content.aim(symbol.shape), symbol.content.expected)
        for symbol in meant.symbols
    }
    monkeypatch.setattr(symbols, "read", lambda shape, part: believed[shape])

    proof.verify(meant, meant.image)
    with pytest.raises(labels.LabelUnreadable, match=r"zbar.*004128.*004135"):
        proof.verify(meant, other.image)


def test_a_label_without_symbols_is_refused() -> None:
    with pytest.raises(labels.LabelUnreadable, match="at least one"):
        proof.check(Image.new("1", (10, 10), 1), ())


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"sscc": "395212340000004120"}, "sscc"),
        ({"sscc": ""}, "crate_code"),
        ({"sscc": "", "crate_code": "CABCD000CU7X"}, "crate_code"),
        ({"lot": "lot été"}, "lot"),
        ({"lot": "LOT 12"}, "lot"),
        ({"net_g": "10,340"}, "net_g"),
        ({"lot": "L" * 31}, "lot"),
        ({"product": ""}, "product"),
        ({"product": " \n\r\t"}, "product"),
        ({"product": "\u200b\u202e"}, "product"),
    ],
)
def test_a_field_that_cannot_be_encoded_is_named(
    wrong: dict[str, str], name: str, weighed: dict[str, str]
) -> None:
    with pytest.raises(labels.LabelRefused, match=name):
        labels.make("a6", weighed | wrong, dpi=203, language="zpl")


@pytest.mark.parametrize("code", ["F03 CAROTTE", "ÉPINARD", "A(B", "A" * 31])
def test_a_product_code_that_gs1_cannot_write_costs_no_label(
    code: str, weighed: dict[str, str]
) -> None:
    made = labels.make("a6", weighed | {"product_code": code}, dpi=203, language="zpl")

    (matrix,) = (symbol for symbol in made.picture.symbols if symbol.shape == "matrix")
    assert matrix.content.text == f"(00){weighed['sscc']}(91){weighed['lot']}(93){weighed['net_g']}"


def test_printer_commands_in_a_name_never_reach_the_printer(weighed: dict[str, str]) -> None:
    nasty = "^XZ~JA\x1b@\x1dV0\x00^FD Évil\u202e ﷽ 🍅 漢"

    made = labels.make(
        "a6", weighed | {"product": nasty, "producer": nasty}, dpi=203, language="zpl"
    )

    assert made.payload.count(b"^XZ") == 1
    assert b"~" not in made.payload
    assert b"\x1b" not in made.payload
    assert made.payload.startswith(b"^XA^PW799^LL1199")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=500), st.text(max_size=500), st.sampled_from(CRATE_TEMPLATES))
def test_no_name_spoils_a_label(product: str, customer: str, name: str) -> None:
    assume(typeface.printable(product).strip())  # a name that nobody can see is refused
    fields = {"sscc": "395212340000004128", "product": product, "customer": customer}

    made = labels.make(name, fields, dpi=203, language="escpos")

    assert made.payload


def test_zpl_prints_one_label_of_the_size_of_its_paper(weighed: dict[str, str]) -> None:
    payload = labels.make("100x60", weighed, dpi=203, language="zpl").payload

    assert payload.startswith(b"^XA^PW799^LL480")
    assert payload.endswith(b"^PQ1,0,1,N^XZ\n")
    assert payload.count(b"^XA") == 1


@pytest.mark.parametrize("name", template.names())
def test_escpos_bytes_are_those_of_python_escpos(name: str) -> None:
    picture = render(template.load(name), template.load(name).sample, 203)

    payload = languages.encode(picture, "escpos")

    from escpos.printer import Dummy

    theirs = Dummy()
    theirs.hw("INIT")
    theirs.image(picture.image.convert("L"), impl="bitImageRaster", center=False)
    theirs.cut()
    assert payload == bytes(theirs.output)


def test_a_simulated_zebra_burns_the_very_dots(cross_dock: dict[str, str]) -> None:
    made = labels.make("a6", cross_dock, dpi=203, language="zpl")

    (out,) = ZplReader(width_dots=832, length_dots=1300).feed(made.payload)

    assert isinstance(out, Format)
    assert out.copies == 1
    assert out.picture.tobytes() == made.picture.image.tobytes()


def test_a_damaged_cache_of_python_escpos_stops_no_label(tmp_path: Path) -> None:
    program = (
        "import labels, platform\n"
        "from labels import template\n"
        "sample = template.load('evening').sample\n"
        "labels.make('evening', sample, dpi=203, language='escpos')\n"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    environment.pop("ESCPOS_CAPABILITIES_PICKLE_DIR", None)
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, env=environment)
    (cached,) = tmp_path.glob("hangar-station/*.pickle")
    cached.write_bytes(cached.read_bytes()[:100])

    again = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        timeout=60,
        env=environment,
        capture_output=True,
    )

    assert again.returncode == 0, again.stderr
    assert not cached.exists()


def test_python_escpos_leaves_the_log_alone() -> None:
    program = (
        "import logging, labels\n"
        "from labels import template\n"
        "labels.make('evening', template.load('evening').sample, dpi=203, language='escpos')\n"
        "assert logging.getLogger().handlers == [], logging.getLogger().handlers\n"
        "assert logging.getLogger().level == logging.WARNING\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_importing_labels_loads_no_heavy_library() -> None:
    program = (
        "import sys, labels, labels.scanned, labels.identity\n"
        "heavy = {'PIL', 'zxingcpp', 'escpos', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_making_a_label_needs_no_numpy() -> None:
    program = (
        "import sys, labels\n"
        "from labels import template\n"
        "labels.make('a6', template.load('a6').sample, dpi=203, language='zpl')\n"
        "assert 'numpy' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_damaged_job_is_no_job(weighed: dict[str, str]) -> None:
    payload = labels.make("100x60", weighed, dpi=203, language="zpl").payload
    at = payload.index(b":Z64:") + 40
    changed = payload[:at] + (b"A" if payload[at : at + 1] != b"A" else b"B") + payload[at + 1 :]

    with pytest.raises(readback.NotAJob, match="checksum"):
        readback.bitmap(changed, "zpl")
    with pytest.raises(readback.NotAJob, match="GFA"):
        readback.bitmap(b"^XA^XZ", "zpl")
    with pytest.raises(readback.NotAJob, match="raster"):
        readback.bitmap(b"\x1b@", "escpos")


def test_pictures_are_files_of_their_kind(weighed: dict[str, str]) -> None:
    made = labels.make("a6", weighed, dpi=203, language="pdf")

    assert made.payload.startswith(b"%PDF-")
    assert Image.open(io.BytesIO(made.picture_png())).size == (799, 1199)


def test_an_unknown_language_or_template_names_the_known(weighed: dict[str, str]) -> None:
    with pytest.raises(labels.UnknownLanguage, match="zpl, escpos"):
        labels.make("a6", weighed, dpi=203, language="klingon")
    with pytest.raises(labels.TemplateError, match="100x60, 62x100, a6"):
        labels.make("a7", weighed, dpi=203, language="zpl")


def test_the_root_log_keeps_its_handlers(weighed: dict[str, str]) -> None:
    before = list(logging.getLogger().handlers)

    labels.make("a6", weighed, dpi=203, language="escpos")

    assert logging.getLogger().handlers == before


def test_one_spoiled_row_of_the_bars_is_found_though_every_reader_passes_over_it(
    weighed: dict[str, str],
) -> None:
    picture = render(template.load("a6"), weighed, 203)
    (bars,) = (symbol for symbol in picture.symbols if symbol.shape == "linear")
    spoiled = picture.image.copy()
    row = bars.top + 5
    ImageDraw.Draw(spoiled).line((bars.left + 100, row, bars.left + 300, row), fill=1)

    with pytest.raises(labels.LabelUnreadable, match="rows"):
        proof.verify(picture, spoiled)
