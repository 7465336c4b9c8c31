"""Pictures are decoded outside the server, within limits, and drawn anew."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from station import photographs
from station.photograph_child import CPU_S, MAX_BYTES, MEMORY_BYTES


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


def test_a_picture_is_decoded_within_limits_that_cannot_be_lifted() -> None:
    """In the child itself: at the moment of drawing, what it may use is asked for and sent back."""
    told = (
        "import resource as r, station.photograph_child as child;"
        "asked = (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE);"
        "child.small = lambda _: repr([r.getrlimit(each) for each in asked]).encode();"
        "child.main()"
    )

    made = subprocess.run(
        [sys.executable, "-c", told], input=bomb(80), capture_output=True, timeout=60, check=True
    )

    limits = (MEMORY_BYTES, CPU_S, 0, 0)
    assert made.stdout.decode() == repr([(most, most) for most in limits])


def test_a_picture_that_is_too_heavy_is_not_even_opened() -> None:
    with pytest.raises(photographs.PictureRefused, match="at most"):
        photographs.cleaned(b"\xff" * (photographs.MAX_SENT_BYTES + 1))


def test_one_picture_at_a_time_and_a_late_one_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photographs, "WAIT_S", 0)
    sent = picture((40, 30), "PNG")

    with photographs._TURN, pytest.raises(photographs.PicturesBusy):
        photographs.cleaned(sent)

    assert photographs.cleaned(sent).startswith(photographs.JPEG_START)


def test_the_child_is_the_first_to_go_where_memory_runs_out() -> None:
    command = [sys.executable, "-I", "-m", "station.photograph_child"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        score, end = Path(f"/proc/{child.pid}/oom_score_adj"), time.monotonic() + 60
        while score.read_text().strip() != "1000":
            assert time.monotonic() < end and child.poll() is None
        child.communicate(b"")
