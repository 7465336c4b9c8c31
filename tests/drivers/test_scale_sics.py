"""The MT-SICS decoder and its pairing of weight and tare."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame, BadUnit
from drivers.frame_buffer import FrameBuffer
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.mt_sics import MAX_LINE_BYTES, MtSics, decode

STABLE = b"S S     12.340 kg\r\n"
TARE_0 = b"TA A      0.000 kg\r\n"
TARE_2 = b"TA A      2.000 kg\r\n"
# Manual: S S     100.00 g, 53 20 53 20 20 20 20 20 31 30 30 2E 30 30 20 67 0D 0A
MANUAL = bytes.fromhex("53205320202020203130302E303020670D0A")


def reading_of(frame: bytes) -> Reading:
    decoded = decode(frame)
    assert decoded.used == len(frame)
    assert decoded.reading is not None
    return decoded.reading


def readings(chunks: list[bytes]) -> list[Reading]:
    buffer = FrameBuffer(decode)
    found: list[Decoded | BadFrame] = []
    for chunk in chunks:
        buffer.add(chunk)
        found += buffer.frames()
    return [one.reading for one in found if isinstance(one, Decoded) and one.reading]


@pytest.mark.parametrize(
    ("frame", "grams", "stable"),
    [
        (MANUAL, 100, True),
        (STABLE, 12_340, True),
        (b"S D     12.360 kg\r\n", 12_360, False),
        (b"S S    112.345 kg\r\n", 112_345, True),
        (b"S S     -2.000 kg\r\n", -2_000, True),
        (b"S S -    0.020 kg\r\n", -20, True),
        (b"S S     -0.000 kg\r\n", 0, True),
        (b"S S       12340 g\r\n", 12_340, True),
    ],
)
def test_a_weight_line_is_whole_grams(frame: bytes, grams: int, stable: bool) -> None:
    reading = reading_of(frame)

    assert (reading.grams, reading.stable, reading.range) == (grams, stable, Range.OK)
    assert type(reading.grams) is int
    assert reading.raw == frame


@pytest.mark.parametrize(
    ("frame", "stable", "where"),
    [
        (b"S I\r\n", False, Range.OK),
        (b"S +\r\n", None, Range.OVER),
        (b"S -\r\n", None, Range.UNDER),
        (b"ES\r\n", None, Range.ERROR),
        (b"ET\r\n", None, Range.ERROR),
        (b"EL\r\n", None, Range.ERROR),
    ],
)
def test_a_line_without_a_weight_gives_none(
    frame: bytes, stable: bool | None, where: Range
) -> None:
    reading = reading_of(frame)

    assert reading.grams is None
    assert (reading.stable, reading.range) == (stable, where)


def test_the_serial_number_is_read() -> None:
    assert decode(b'I4 A "B021002593"\r\n').identity == "B021002593"


@pytest.mark.parametrize(
    "frame", [b"S S     12.340 lb\r\n", b"S S      1.234 t\r\n", b"S S         12 PCS\r\n"]
)
def test_an_unknown_unit_is_refused(frame: bytes) -> None:
    with pytest.raises(BadUnit):
        decode(frame)


@pytest.mark.parametrize("frame", [b"S S   12.3405 kg\r\n", b"S S     100.05 g\r\n"])
def test_a_weight_that_is_no_whole_gram_is_refused(frame: bytes) -> None:
    with pytest.raises(BadUnit):
        decode(frame)


@pytest.mark.parametrize(
    "frame",
    [
        b"SI S     12.340 kg\r\n",  # Radwag, and mt-sics-emulator
        b"SI ?     12.340 kg \r\n",
        b"s s     12.340 kg\r\n",
        b"S S     12.34[0] kg\r\n",  # the digit that is not verified
        b"S S     1.2.3 kg\r\n",
        b"S S \xff  12.340 kg\r\n",
        b"S S     12.3S S     12.340 kg\r\n",
    ],
)
def test_another_dialect_is_refused_whole(frame: bytes) -> None:
    with pytest.raises(BadFrame) as refused:
        decode(frame)

    assert refused.value.used == len(frame)


def test_one_byte_at_a_time_gives_one_reading() -> None:
    assert [one.raw for one in readings([bytes((b,)) for b in STABLE])] == [STABLE]


def test_two_lines_in_one_read_are_two_readings() -> None:
    assert [one.raw for one in readings([STABLE + MANUAL])] == [STABLE, MANUAL]


def test_noise_costs_its_own_line_only() -> None:
    assert [one.raw for one in readings([b"\x00\xffS S  1\r\n" + STABLE])] == [STABLE]


def test_a_line_that_is_not_finished_uses_nothing() -> None:
    for length in range(len(STABLE)):
        assert decode(STABLE[:length]) == Decoded(used=0)


def test_a_line_without_end_is_given_up() -> None:
    for rubbish in (b"S" * 1000, b"S" * 1000 + b"\r\n"):
        with pytest.raises(BadFrame) as refused:
            decode(rubbish)

        assert refused.value.used == MAX_LINE_BYTES


@given(st.binary(max_size=200))
def test_random_bytes_raise_only_bad_frame(data: bytes) -> None:
    try:
        decoded = decode(data)
    except BadFrame as problem:
        assert 1 <= problem.used <= len(data)
    else:
        assert 0 <= decoded.used <= len(data)


@given(st.text(alphabet="SDTAI +-.0123456789kgE", max_size=40).map(lambda t: t.encode() + b"\r\n"))
def test_random_lines_raise_only_bad_frame_and_never_a_float(line: bytes) -> None:
    try:
        reading = decode(line).reading
    except BadFrame:
        return
    assert reading is None or reading.grams is None or type(reading.grams) is int


def complete(protocol: MtSics, *lines: bytes) -> list[Reading]:
    out = []
    for line in lines:
        protocol.poll()
        reading = decode(line).reading
        assert reading is not None
        completed = protocol.complete(reading)
        if completed is not None:
            out.append(completed)
    return out


def test_weight_and_tare_are_asked_in_turn() -> None:
    protocol = MtSics()

    assert [protocol.poll() for _ in range(4)] == [b"SI\r\n", b"TA\r\n", b"SI\r\n", b"TA\r\n"]


def test_a_stable_weight_waits_for_an_equal_tare_on_both_sides() -> None:
    out = complete(MtSics(), STABLE, TARE_2, STABLE, TARE_2)

    assert [(one.grams, one.tare_g, one.kind) for one in out] == [(12_340, 2_000, Kind.NET)]


def test_without_tare_the_weight_is_gross() -> None:
    out = complete(MtSics(), STABLE, TARE_0, STABLE, TARE_0)

    assert [(one.tare_g, one.kind) for one in out] == [(0, Kind.GROSS)]


def test_a_tare_pressed_between_the_questions_voids_the_weight() -> None:
    zero = b"S S      0.000 kg\r\n"

    out = complete(MtSics(), STABLE, TARE_0, STABLE, TARE_0, zero, TARE_2, zero, TARE_2)

    assert [(one.grams, one.tare_g) for one in out] == [(12_340, 0), (0, 2_000)]


def test_motion_does_not_wait_for_the_tare() -> None:
    out = complete(MtSics(), b"S D     12.360 kg\r\n")

    assert [one.stable for one in out] == [False]


def test_a_scale_without_tare_commands_is_of_unknown_kind() -> None:
    protocol = MtSics()

    out = complete(protocol, STABLE, b"ES\r\n", STABLE)

    assert [(one.grams, one.kind, one.tare_g) for one in out] == [
        (12_340, Kind.UNKNOWN, None),
        (12_340, Kind.UNKNOWN, None),
    ]
    assert protocol.poll() == b"SI\r\n"


def test_a_tare_that_is_not_there_now_voids_the_weight() -> None:
    out = complete(MtSics(), STABLE, TARE_0, STABLE, b"TA I\r\n", STABLE, TARE_0)

    assert out == []
