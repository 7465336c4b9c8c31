"""Pictures are decoded outside the server, within limits, and drawn anew."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from station import photographs
from station.photograph_child import MAX_BYTES


def picture(size: tuple[int, int], kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, kind, **more)
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that unfolds into `side` x `side` white pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (side // 8)
    data = b"".join(rows.compress(row) for _ in range(side)) + rows.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_back_small_and_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Fabricant secret"

    made = photographs.cleaned(picture((2400, 1200), kind, exif=exif))

    with Image.open(io.BytesIO(made)) as shown:
        assert shown.format == "JPEG"
        assert shown.width * 2 == shown.height
        assert not shown.getexif()
    assert len(made) <= MAX_BYTES
    assert b"secret" not in made


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"\xff\xd8\xff", b"<svg onload=alert(1)></svg>", b"GIF89a" + b"\0" * 99, b"%PDF-1.4",
        bomb(30_000), bomb(8_000),
    ],
    ids=["nothing", "cut", "svg", "gif", "pdf", "bomb", "larger than any camera's"],
)  # fmt: skip
def test_what_is_no_picture_is_refused_and_harms_nobody(sent: bytes) -> None:
    with pytest.raises(photographs.PictureRefused):
        photographs.cleaned(sent)


def test_a_picture_that_is_too_heavy_is_not_even_opened() -> None:
    with pytest.raises(photographs.PictureRefused, match="at most"):
        photographs.cleaned(b"\xff" * (photographs.MAX_SENT_BYTES + 1))
