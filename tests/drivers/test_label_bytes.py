"""Labels of labels/ on the simulated printers: what comes out on paper scans, dot for dot."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

import labels
from tests.drivers.printing import session, simulated, wait_until

FIELDS = {
    "sscc": "395212340000004128",
    "product": "Carotte des sables",
    "producer": "Ferme de l'Exemple",
    "lot": "F03-261124-1",
    "net": "10,340 kg",
    "net_g": "10340",
}
#: zplkit stops at graphics larger than a small label unless it is told otherwise.
LARGE_GRAPHIC_BYTES = 1_000_000


def on_paper(language: str, payload: bytes) -> Image.Image:
    printer = simulated(language, label_s=0.0)
    try:
        driver = session(language, printer.url)
        driver.deliver(payload, tag="label-1", before_first_byte=lambda: None)
        wait_until(lambda: len(printer.labels) == 1)
        assert printer.unknown == []
        return printer.labels[0]
    finally:
        printer.close()


@pytest.mark.parametrize(
    ("template", "language"),
    [
        ("a6", "zpl"),
        ("100x60", "zpl"),
        ("roll80", "escpos"),
        ("roll80", "escpos-label"),
        ("a6", "tspl"),
        ("100x60", "tspl"),
        ("a6", "epl2"),
        ("100x60", "epl2"),
    ],
)
def test_label_on_paper_scans(template: str, language: str) -> None:
    made = labels.make(template, FIELDS, dpi=203, language=language)

    paper = on_paper(language, made.payload)

    found = {
        symbol.symbology_identifier: symbol.text
        for symbol in zxingcpp.read_barcodes(paper.convert("L"))
    }
    assert found["]C1"] == "(00)395212340000004128"
    assert found["]d2"].startswith("(00)395212340000004128")


@pytest.mark.parametrize(("template", "dpi"), [("a6", 203), ("a6", 300), ("100x60", 203)])
def test_paper_agrees_with_an_independent_renderer(template: str, dpi: int) -> None:
    zplkit = pytest.importorskip("zplkit", reason="zplkit, an independent ZPL renderer, is absent")
    rendering = pytest.importorskip("zplkit.rendering")
    payload = labels.make(template, FIELDS, dpi=dpi, language="zpl").payload

    paper = on_paper("zpl", payload)

    # zplkit does not know ^PQ, which changes no dot.
    known = re.sub(rb"\^PQ[0-9,NY]*", b"", payload).strip()
    limits = rendering.Limits(graphic_bytes=LARGE_GRAPHIC_BYTES)
    theirs = Image.open(io.BytesIO(zplkit.render(known, limits=limits).labels[0].png()))
    assert (theirs.mode, theirs.size) == ("1", paper.size)
    assert theirs.tobytes() == paper.tobytes()
