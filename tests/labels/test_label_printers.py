"""What TSPL, EPL2 and Brother QL printers are sent: read by simulators and by programs not ours."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import labels
from drivers.simulated.epl2_reader import Epl2Reader
from drivers.simulated.label_printer import LabelReader
from drivers.simulated.ql_reader import QlReader
from drivers.simulated.tspl_reader import TsplReader
from labels import brother_ql, languages, preview, readback, template
from labels.drawing import Picture, render

READERS: dict[str, Callable[[], LabelReader]] = {
    "tspl": TsplReader,
    "epl2": Epl2Reader,
    "brother-ql": QlReader,
}


def sample(name: str, dpi: int = 203) -> Picture:
    shown = template.load(name)
    return render(shown, shown.sample, dpi)


def burnt(language: str, payload: bytes) -> Image.Image:
    """Return what a simulated printer of this language draws of one job."""
    reader = READERS[language]()
    drawn = [each for each in reader.feed(payload) if isinstance(each, Image.Image)]
    assert reader.unknown == []
    assert len(drawn) == 1
    return drawn[0]


@pytest.mark.parametrize(
    ("language", "name", "dpi"),
    [
        ("tspl", "a6", 203),
        ("tspl", "100x60", 203),
        ("epl2", "a6", 203),
        ("epl2", "roll80", 203),
        ("brother-ql", "62x100", 300),
    ],
)
def test_a_simulated_printer_burns_the_very_dots(language: str, name: str, dpi: int) -> None:
    picture = sample(name, dpi)

    drawn = burnt(language, languages.encode(picture, language))

    width, height = picture.image.size
    assert drawn.crop((0, 0, width, height)).tobytes() == picture.image.tobytes()
    assert abs(drawn.width - width) <= 1
    assert abs(drawn.height - height) <= 1


def test_tspl_says_the_size_of_its_label_and_prints_it_once() -> None:
    payload = languages.encode(sample("a6"), "tspl")

    assert payload.startswith(
        b"SIZE 100.0 mm,150.0 mm\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\n"
    )
    assert b"\r\nCLS\r\nBITMAP 0,0,100,1199,0," in payload
    assert payload.endswith(b"\r\nPRINT 1,1\r\n")


def test_epl2_empties_the_printers_picture_first_and_prints_once() -> None:
    payload = languages.encode(sample("a6"), "epl2")

    assert payload.startswith(b"\nN\nq799\nR0,0\nGW0,0,100,1199,")
    assert payload.endswith(b"\nP1\n")


def test_white_is_a_set_bit_up_to_the_end_of_the_row() -> None:
    blank = Picture(
        image=Image.new("1", (12, 2), 1), dpi=203, template="", template_hash="", symbols=(), cut=()
    )

    assert b",0,\xff\xff\xff\xff\r\nPRINT" in languages.encode(blank, "tspl")
    assert b"GW0,0,2,2,\xff\xff\xff\xff\nP1" in languages.encode(blank, "epl2")


def test_a_die_cut_label_is_announced_with_its_paper_and_without_margins() -> None:
    payload = languages.encode(sample("62x100", 300), "brother-ql")

    assert b"\x1biz\xce\x0b\x3e\x64\x55\x04\x00\x00\x00\x00" in payload
    assert b"\x1bid\x00\x00M\x00g\x00\x5a" in payload
    assert payload.endswith(b"\x1a")


def test_a_label_of_another_length_is_cut_from_the_continuous_tape() -> None:
    tape = Picture(
        image=Image.new("1", (696, 400), 1), dpi=300, template="", template_hash="", symbols=(),
        cut=(),
    )  # fmt: skip

    payload = languages.encode(tape, "brother-ql")

    assert b"\x1biz\xc6\x0a\x3e\x00\x90\x01\x00\x00\x00\x00" in payload
    assert b"\x1bid\x23\x00" in payload
    assert len(brother_ql.decode(payload).tobytes()) == 696 // 8 * 400


@pytest.mark.parametrize(("name", "dpi"), [("a6", 300), ("62x100", 203)])
def test_a_template_that_does_not_fit_the_tape_is_a_fault_of_the_configuration(
    name: str, dpi: int
) -> None:
    with pytest.raises(labels.TemplateError, match="696 dots for 62 mm tape, at 300 dpi"):
        languages.encode(sample(name, dpi), "brother-ql")


def test_an_independent_reader_sees_the_same_ql_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = pytest.importorskip(
        "brother_ql.reader", reason="brother_ql-inventree, an independent QL reader, is absent"
    )
    picture = sample("62x100", 300)
    monkeypatch.chdir(tmp_path)

    reader = reading.BrotherQLReader(io.BytesIO(languages.encode(picture, "brother-ql")))
    reader.analyse()

    (page,) = tmp_path.glob("label*.png")
    theirs = Image.open(page).convert("1")
    assert theirs.size == (720, 1109)
    assert theirs.crop((12, 0, 708, 1109)).tobytes() == picture.image.tobytes()
    assert (reader.mwidth, reader.raster_no) == (62, 1109)


def test_a_whole_ql_label_is_made_and_decoded(cross_dock: dict[str, str]) -> None:
    made = labels.make("62x100", cross_dock, dpi=300, language="brother-ql")

    printed = readback.bitmap(made.payload, "brother-ql")
    assert printed is not None
    assert printed.tobytes() == made.picture.image.tobytes()


def test_a_preview_for_a_ql_printer_is_at_its_own_resolution(tmp_path: Path) -> None:
    out = tmp_path / "label.brother-ql"

    preview.preview("62x100", None, out)

    assert brother_ql.decode(out.read_bytes()).size == (696, 1109)


@pytest.mark.parametrize("language", READERS)
def test_a_damaged_job_is_no_job(language: str) -> None:
    name, dpi = ("62x100", 300) if language == "brother-ql" else ("100x60", 203)
    payload = languages.encode(sample(name, dpi), language)

    for damaged in (b"", payload[:600], payload[-600:]):
        with pytest.raises(readback.NotAJob):
            readback.bitmap(damaged, language)


def test_a_die_cut_job_for_receipt_heads_is_torn_and_not_cut() -> None:
    payload = languages.encode(sample("roll80"), "escpos-label")

    assert payload.startswith(b"\x1b@\x1c(L\x02\x00C1\x1dv0\x00")
    assert payload.endswith(b"\x1c(L\x02\x00B1")
    assert b"\x1dV" not in payload[-20:]
