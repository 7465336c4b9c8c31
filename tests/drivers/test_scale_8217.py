"""The 8217 decoder: frames of the DIVA manual, and everything a line can do to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame, BadUnit
from drivers.frame_buffer import MAX_BUFFER_BYTES, FrameBuffer
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales import toledo_8217
from drivers.scales.toledo_8217 import decode

GROSS = b"\x0212.340\r"
NET = b"\x0210.340N\r"
RECORDED = [
    (b"\x0200.000\r", 0, Kind.GROSS),
    (GROSS, 12_340, Kind.GROSS),
    (NET, 10_340, Kind.NET),
    (b"\x02112.345\r", 112_345, Kind.GROSS),
    (b"\x02 0.020\r", 20, Kind.GROSS),
]
# DIVA manual: b6 is always 1; emupos 0.4 leaves it at 0.
STATUSES = [
    (b"\x02?\x49\r", False, Range.OK),  # motion under a crate
    (b"\x02?\x41\r", False, Range.OK),  # motion near zero
    (b"\x02?\x01\r", False, Range.OK),  # motion as emupos says it
    (b"\x02?\x4a\r", True, Range.OVER),
    (b"\x02?\x4b\r", False, Range.OVER),  # motion and over capacity
    (b"\x02?\x02\r", True, Range.OVER),  # emupos: the status byte equals STX
    (b"\x02?\x44\r", True, Range.UNDER),
    (b"\x02?\x0d\r", False, Range.UNDER),  # emupos: the status byte equals CR
    (b"\x02?\x40\r", True, Range.ERROR),  # neither a weight nor a reason
]


def readings(chunks: list[bytes]) -> list[Reading]:
    buffer = FrameBuffer(decode)
    found: list[Decoded | BadFrame] = []
    for chunk in chunks:
        buffer.add(chunk)
        found += buffer.frames()
    return [one.reading for one in found if isinstance(one, Decoded) and one.reading]


@pytest.mark.parametrize(("frame", "grams", "kind"), RECORDED)
def test_a_weight_frame_is_whole_grams(frame: bytes, grams: int, kind: Kind) -> None:
    decoded = decode(frame)

    assert decoded.used == len(frame)
    assert decoded.reading == Reading(
        grams=grams,
        stable=True,
        range=Range.OK,
        kind=kind,
        tare_g=None,
        unit="kg",
        raw=frame,
    )
    assert type(decoded.reading.grams) is int


@pytest.mark.parametrize(("frame", "stable", "where"), STATUSES)
def test_a_status_frame_gives_no_weight(frame: bytes, stable: bool, where: Range) -> None:
    decoded = decode(frame)

    assert decoded.used == 4
    assert decoded.reading is not None
    assert decoded.reading.grams is None
    assert (decoded.reading.stable, decoded.reading.range) == (stable, where)


@pytest.mark.parametrize("status", range(128))
def test_b6_and_parity_say_nothing(status: int) -> None:
    plain = decode(bytes((2, 63, status, 13))).reading
    odd = decode(bytes((2, 63, status | 0x80, 13))).reading
    other_b6 = decode(bytes((2, 63, status ^ 0x40, 13))).reading

    assert plain and odd and other_b6
    assert (plain.stable, plain.range, plain.kind) == (odd.stable, odd.range, odd.kind)
    assert (plain.stable, plain.range) == (other_b6.stable, other_b6.range)


def test_a_net_status_keeps_its_mark() -> None:
    reading = decode(b"\x02?\x61\r").reading

    assert reading and reading.kind is Kind.NET


def test_even_parity_left_in_the_bytes_is_taken_off() -> None:
    frame = bytes(b | 0x80 if b.bit_count() % 2 else b for b in GROSS)

    decoded = decode(frame)

    assert decoded.reading and decoded.reading.grams == 12_340
    assert decoded.reading.raw == frame


def test_below_zero_is_under_and_no_weight() -> None:
    reading = decode(b"\x02-0.020\r").reading

    assert reading and reading.grams is None and reading.range is Range.UNDER


@pytest.mark.parametrize("frame", [b"\x0212.34\r", b"\x02112.34N\r"])
def test_pounds_are_refused(frame: bytes) -> None:
    with pytest.raises(BadUnit) as refused:
        decode(frame)

    assert refused.value.used == len(frame)


def test_a_high_resolution_weight_is_refused() -> None:
    with pytest.raises(BadFrame):
        decode(b"\x0212.3405\r")


@pytest.mark.parametrize("frame", [GROSS, NET, *(status for status, _, _ in STATUSES)])
def test_one_byte_at_a_time_gives_one_reading(frame: bytes) -> None:
    assert [one.raw for one in readings([bytes((b,)) for b in frame])] == [frame]


@pytest.mark.parametrize("frame", [GROSS, NET, b"\x02?\x49\r"])
def test_a_frame_that_is_not_finished_uses_nothing(frame: bytes) -> None:
    for length in range(1, len(frame)):
        assert decode(frame[:length]) == Decoded(used=0)


def test_two_frames_in_one_read_are_two_readings() -> None:
    assert [one.raw for one in readings([GROSS + NET])] == [GROSS, NET]


def test_noise_before_a_frame_is_dropped_and_said() -> None:
    with pytest.raises(BadFrame) as noise:
        decode(b"\xff9.99" + GROSS)

    assert noise.value.used == 5
    assert [one.raw for one in readings([b"\xff9.99" + GROSS])] == [GROSS]


def test_a_line_end_between_frames_is_no_fault() -> None:
    assert decode(b"\n" + GROSS) == Decoded(used=1)


def test_a_frame_cut_short_is_not_glued_to_the_next() -> None:
    assert [one.grams for one in readings([b"\x021", GROSS])] == [12_340]
    assert [one.grams for one in readings([b"\x02?", GROSS])] == [12_340]


def test_digits_without_an_end_are_given_up() -> None:
    with pytest.raises(BadFrame):
        decode(b"\x02" + b"1" * 40)


@given(st.binary(max_size=60))
def test_random_bytes_raise_only_bad_frame(data: bytes) -> None:
    try:
        decoded = decode(data)
    except BadFrame as problem:
        assert 1 <= problem.used <= max(1, len(data))
    else:
        assert 0 <= decoded.used <= len(data)


@given(st.lists(st.sampled_from([b"\x02", b"?", b"\r", b"1", b".", b"N", b"A", b"12.340"])))
def test_the_buffer_always_comes_to_an_end_and_finds_the_frame_after(parts: list[bytes]) -> None:
    # A full frame after any rubbish is found: two of them, as the first may end what was begun.
    found = readings([b"".join(parts), GROSS, GROSS])

    assert found[-1].raw == GROSS


def test_a_flood_is_bounded_and_the_newest_frame_counts() -> None:
    buffer = FrameBuffer(decode)

    buffer.add(b"\x0299.999\r" * 200_000 + GROSS)

    found = buffer.frames()
    assert len(found) <= MAX_BUFFER_BYTES
    assert isinstance(found[-1], Decoded)
    assert found[-1].reading and found[-1].reading.grams == 12_340


def test_the_request_has_no_terminator() -> None:
    assert toledo_8217.poll() == b"W"
