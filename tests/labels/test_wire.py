"""What goes to the printer: dots only, whatever is in a name; Arabic joined and ordered."""

from __future__ import annotations

import re

import pytest
from PIL import Image, ImageDraw, ImageFont, features

import labels
from labels import brother_ql, languages, readback, template, typeface, wire
from labels.drawing import render

NASTY = [
    "^XA^FO0,0^FDx^FS^XZ~JA~HS^CC!",
    'BITMAP 0,0,1,1,0,\r\nPRINT 9\r\n"; SELFTEST; KILL "*.*"',
    "\x1b@\x1dV0\x10\x04\x01\x1b=\x00\x1dv0\x00",
    "\nN\nP9\nGW0,0,1,1,\x00\nUP",
    "\x1biz\x00\x1a\x00\x00M\x02",
    ") Tj ET endstream /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    "=cmd|' /C calc'!A0",
]
MEDIA = {"brother-ql": "62x100"}
PLAIN_SIZE = {"tspl", "escpos", "escpos-label", "epl2", "brother-ql"}


def made(language: str, **names: str) -> bytes:
    name = MEDIA.get(language, "100x60")
    fields = {**template.load(name).sample, "contents": "", **names}
    dpi = languages.ONLY_DPI.get(language, 203)
    return labels.make(name, fields, dpi=dpi, language=language).payload


def frame(payload: bytes, language: str) -> bytes:
    """Take the dots out of a job: what is left is all that the printer obeys."""
    match language:
        case "zpl":
            return re.sub(rb":Z64:[A-Za-z0-9+/=]+:[0-9A-F]{4}", b"", payload)
        case "tspl" | "epl2":
            head = {"tspl": readback._TSPL, "epl2": readback._EPL2}[language].search(payload)
            assert head
            end = head.end() + int(head[1]) * int(head[2])
            return payload[: head.end()] + payload[end:]
        case "brother-ql":
            step = len(brother_ql._ROW) + brother_ql.HEAD_BYTES
            first = payload.index(brother_ql._ROW)
            body = payload[first:-1]
            rows = [body[at : at + 3] for at in range(0, len(body), step)]
            return payload[:first] + b"".join(rows) + payload[-1:]
    parts, at = b"", 0
    while (start := payload.find(readback._RASTER_HEAD, at)) >= 0:
        width = int.from_bytes(payload[start + 4 : start + 6], "little")
        height = int.from_bytes(payload[start + 6 : start + 8], "little")
        parts += payload[at : start + 8]
        at = start + 8 + width * height
    return parts + payload[at:]


@pytest.mark.parametrize(
    "language", ["zpl", "tspl", "escpos", "escpos-label", "epl2", "brother-ql"]
)
@pytest.mark.parametrize("nasty", NASTY)
def test_a_name_changes_dots_and_nothing_that_a_printer_obeys(language: str, nasty: str) -> None:
    plain = made(language)
    attacked = made(language, product=nasty, producer=nasty, customer=nasty, hub=nasty)

    assert frame(attacked, language) == frame(plain, language)
    assert (len(attacked) == len(plain)) or language not in PLAIN_SIZE
    assert attacked != plain


@pytest.mark.parametrize("nasty", NASTY)
def test_a_pdf_holds_one_picture_and_no_word_of_a_name(nasty: str) -> None:
    payload = made("pdf", product=nasty, producer=nasty)

    assert payload.count(b"/Type /Page\n") + payload.count(b"/Type /Page ") <= 1
    for word in (b"/JavaScript", b"/JS", b"/OpenAction", b"/Launch", b"calc", b"SELFTEST"):
        assert word not in payload


def test_zpl_is_sent_compressed_and_the_proof_reads_what_was_compressed() -> None:
    shown = template.load("a6")
    picture = render(shown, shown.sample, 203)
    payload = languages.encode(picture, "zpl")

    dots = readback.bitmap(payload, "zpl")

    assert len(payload) < 0.2 * len(picture.image.tobytes())
    assert dots is not None
    assert dots.crop((0, 0, *picture.image.size)).tobytes() == picture.image.tobytes()


def test_the_table_of_the_readme_is_of_this_code() -> None:
    """Compression may differ by a few bytes between builds of zlib; the names may not."""
    readme = wire.README.read_text(encoding="utf-8").partition(wire.BEGIN)[2].partition(wire.END)[0]

    now, written = (
        [[cell.strip() for cell in line.split("|")] for line in lines]
        for lines in (list(wire.table()), readme.splitlines())
    )

    assert [row[1] for row in now] == [row[1] for row in written]
    for ours, theirs in zip(now[2:], written[2:], strict=True):
        for one, other in zip(ours[2:-1], theirs[2:-1], strict=True):
            assert (one == "—") == (other == "—")
            if one != "—":
                assert float(one.replace(",", "")) == pytest.approx(
                    float(other.replace(",", "")), rel=0.1
                )


ARABIC = "مطعم المدرسة"


def line(text: str, *, right_to_left: bool = False) -> Image.Image:
    page = Image.new("1", (500, 60), 1)
    typeface.draw_line(
        ImageDraw.Draw(page), (10, 40), text, typeface.BOLD, 30, 0, right_to_left=right_to_left
    )
    return page


def unshaped(text: str) -> Image.Image:
    """Draw each letter by itself from left to right, as a program without raqm does."""
    path = f"labels/fonts/{typeface.FALLBACK}"
    font = ImageFont.truetype(path, 30, layout_engine=ImageFont.Layout.BASIC)
    page = Image.new("1", (500, 60), 1)
    ImageDraw.Draw(page).text((10, 40), text, font=font, fill=0, anchor="ls")
    return page


def black(page: Image.Image) -> int:
    return page.convert("L").histogram()[0]


needs_raqm = pytest.mark.skipif(
    not features.check("raqm"), reason="Pillow finds no libfribidi: apt-get install libfribidi0"
)


@needs_raqm
def test_arabic_is_joined_and_ordered() -> None:
    shaped, bare = line(ARABIC), unshaped(ARABIC)

    assert shaped.tobytes() != bare.tobytes()
    assert 0 < black(shaped) < black(bare) * 1.5
    assert line("ب").tobytes() == unshaped("ب").tobytes()  # one letter alone has no neighbour


@needs_raqm
def test_joined_letters_are_narrower_than_letters_side_by_side() -> None:
    alone = sum(typeface.width_dots(char, typeface.BOLD, 30) for char in "محمد")

    assert typeface.width_dots("محمد", typeface.BOLD, 30) < alone


def test_a_template_may_lay_words_out_from_right_to_left() -> None:
    mixed = f"{ARABIC} 12"

    usual, reversed_ = line(mixed), line(mixed, right_to_left=True)

    assert usual.tobytes() != reversed_.tobytes()
    assert black(usual) == pytest.approx(black(reversed_), rel=0.05)
    number = typeface.width_dots("12", typeface.BOLD, 30)
    start = reversed_.crop((10, 0, 10 + number, 60))
    assert start.tobytes() == line("12").crop((10, 0, 10 + number, 60)).tobytes()


@needs_raqm
@pytest.mark.parametrize("text", [f"{ARABIC} 12", f"12 {ARABIC}"])
@pytest.mark.parametrize("right_to_left", [False, True])
def test_scripts_in_one_line_keep_a_gap(text: str, right_to_left: bool) -> None:
    page = line(text, right_to_left=right_to_left).convert("L")
    number = typeface.width_dots("12", typeface.BOLD, 30)
    number_first = text.startswith("12") is not right_to_left
    ink = page.crop((10, 0, 490, 60)).point(lambda value: 255 - value).getbbox()
    assert ink
    edge = 10 + number if number_first else 10 + ink[2] - number
    gap = page.crop((edge + (1 if number_first else -5), 0, edge + (5 if number_first else -1), 60))

    assert gap.getextrema() == (255, 255)


@pytest.mark.parametrize("name", ["a6", "roll80"])
def test_a_whole_label_in_arabic_reads(name: str) -> None:
    fields = {**template.load(name).sample, "customer": ARABIC, "product": "جزر طازج"}

    assert labels.make(name, fields, dpi=203, language="escpos").picture.cut == ()
