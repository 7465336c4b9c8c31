"""The line splitter: every line end, no line end, and lines that never end."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame
from drivers.scanners.line import IDLE_S, MAX_LINE_BYTES, UNFINISHED_S, LineSplitter

CODE = b"]d20101234567890128\x1d10LOT-42a"


def split(*chunks: bytes) -> list[bytes]:
    splitter = LineSplitter()
    return [scan.data for chunk in chunks for scan in splitter.feed(chunk, 0.0)]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_each_line_end_ends_one_code(end: bytes) -> None:
    assert split(CODE + end + b"B" + end) == [CODE, b"B"]


def test_one_byte_at_a_time_gives_one_code() -> None:
    assert split(*(bytes((b,)) for b in CODE + b"\r\n")) == [CODE]


def test_gs_and_aim_identifier_stay_in_the_text() -> None:
    (scan,) = LineSplitter().feed(CODE + b"\r", 0.0)

    assert scan.text == CODE.decode()
    assert scan.raw == CODE + b"\r"


def test_a_code_read_twice_stays_twice() -> None:
    assert split(b"XX\rXX\r", b"XXXX\r") == [b"XX", b"XX", b"XXXX"]


def test_bytes_that_are_no_utf8_lose_nothing() -> None:
    (scan,) = LineSplitter().feed(b"caf\xe9\r", 0.0)

    assert scan.text == "café"
    assert scan.data == b"caf\xe9"


def test_silence_ends_a_code_of_a_scanner_without_suffix() -> None:
    splitter = LineSplitter()
    splitter.feed(CODE, 1.0)

    assert splitter.idle(1.0 + IDLE_S / 2) is None
    scan = splitter.idle(1.0 + IDLE_S * 1.1)
    assert scan is not None and scan.data == CODE


def test_a_pause_inside_a_code_does_not_cut_it_once_the_suffix_is_known() -> None:
    splitter = LineSplitter()
    splitter.feed(b"A\r", 1.0)
    splitter.feed(CODE[:5], 2.0)

    assert splitter.idle(2.5) is None
    assert [scan.data for scan in splitter.feed(CODE[5:] + b"\r", 2.6)] == [CODE]


def test_a_cut_off_code_is_dropped_and_said() -> None:
    splitter = LineSplitter()
    splitter.feed(b"A\r" + CODE[:5], 1.0)

    with pytest.raises(BadFrame, match="cut off"):
        splitter.idle(1.0 + UNFINISHED_S)
    assert [scan.data for scan in splitter.feed(b"B\r", 9.0)] == [b"B"]


def test_a_line_without_end_is_dropped_up_to_its_end() -> None:
    splitter = LineSplitter()

    with pytest.raises(BadFrame):
        splitter.feed(b"x" * (MAX_LINE_BYTES + 1), 0.0)

    assert [s.data for s in splitter.feed(b"x" * 9000, 0.0)] == []
    assert [s.data for s in splitter.feed(b"xxx\rB\r", 0.0)] == [b"B"]


def test_codes_before_a_line_that_is_too_long_are_kept() -> None:
    splitter = LineSplitter()

    kept = splitter.feed(b"A\r" + b"x" * 5000, 0.0)

    assert [scan.data for scan in kept] == [b"A"]
    with pytest.raises(BadFrame):
        splitter.feed(b"x", 0.0)
    assert [scan.data for scan in splitter.feed(b"\rB\r", 0.0)] == [b"B"]


@given(st.lists(st.binary(max_size=3000), max_size=20))
def test_random_bytes_raise_only_bad_frame_and_stay_bounded(chunks: list[bytes]) -> None:
    splitter = LineSplitter()
    for at_s, chunk in enumerate(chunks):
        with contextlib.suppress(BadFrame):
            for scan in splitter.feed(chunk, float(at_s)):
                assert 0 < len(scan.data) <= MAX_LINE_BYTES
        assert len(splitter._buffer) <= 2 * MAX_LINE_BYTES + 3000
