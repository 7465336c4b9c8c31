"""What every scale decoder must do with good bytes and with hostile ones: one suite for all.

A new protocol adds its frames to scale_frames.py; the last test fails until it does.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.errors import BadFrame
from drivers.frame_buffer import MAX_BUFFER_BYTES, FrameBuffer
from drivers.readings import Decoded, Reading
from tests.drivers.scale_frames import FAMILIES, Family, Sample

NOISE = b"\xff\x00\x7f9.99\x15"
SAMPLES = [
    pytest.param(family, sample, id=f"{name} {sample.frame!r}")
    for name, family in FAMILIES.items()
    for sample in family.good
]
BAD = [
    pytest.param(family, frame, id=f"{name} {frame!r}")
    for name, family in FAMILIES.items()
    for frame in family.bad
]
EACH = [pytest.param(family, id=name) for name, family in FAMILIES.items()]


def found_in(family: Family, chunks: list[bytes]) -> list[Decoded | BadFrame]:
    buffer = FrameBuffer(family.decode)
    found: list[Decoded | BadFrame] = []
    for chunk in chunks:
        buffer.add(chunk)
        found += buffer.frames()
    return found


def readings(family: Family, chunks: list[bytes]) -> list[Reading]:
    return [
        one.reading
        for one in found_in(family, chunks)
        if isinstance(one, Decoded) and one.reading is not None
    ]


def same(reading: Reading, sample: Sample) -> bool:
    return (reading.grams, reading.stable, reading.range) == (
        sample.grams,
        sample.stable,
        sample.range,
    )


@pytest.mark.parametrize(("family", "sample"), SAMPLES)
def test_a_frame_says_what_its_manual_says(family: Family, sample: Sample) -> None:
    decoded = family.decode(sample.frame)

    assert decoded.used == len(sample.frame)
    reading = decoded.reading
    assert reading is not None and same(reading, sample)
    assert (reading.kind, reading.tare_g, reading.raw) == (
        sample.kind,
        sample.tare_g,
        sample.frame,
    )
    assert reading.grams is None or type(reading.grams) is int


@pytest.mark.parametrize(("family", "sample"), SAMPLES)
def test_one_byte_at_a_time_gives_one_reading(family: Family, sample: Sample) -> None:
    found = readings(family, [bytes((value,)) for value in sample.frame])

    assert len(found) == 1 and same(found[0], sample)
    assert found[0].kind is sample.kind


@pytest.mark.parametrize(("family", "sample"), SAMPLES)
def test_a_frame_that_is_not_finished_gives_nothing(family: Family, sample: Sample) -> None:
    body = sample.frame.rstrip(b"\r\n")
    for length in range(1, min(len(body), len(sample.frame) - 1)):
        assert family.decode(sample.frame[:length]) == Decoded(used=0), sample.frame[:length]


@pytest.mark.parametrize(("family", "sample"), SAMPLES)
def test_two_frames_in_one_read_are_two_readings(family: Family, sample: Sample) -> None:
    first = family.good[0]

    found = readings(family, [sample.frame + first.frame])

    assert len(found) == 2
    assert same(found[0], sample) and same(found[1], first)


@pytest.mark.parametrize(("family", "sample"), SAMPLES)
def test_noise_before_a_frame_costs_at_most_that_frame(family: Family, sample: Sample) -> None:
    found = readings(family, [NOISE + sample.frame + sample.frame])

    assert 1 <= len(found) <= 2
    assert all(same(one, sample) for one in found)


@pytest.mark.parametrize("family", EACH)
def test_a_frame_cut_short_is_never_glued_to_the_next(family: Family) -> None:
    sample = family.good[0]
    for length in range(1, len(sample.frame)):
        found = readings(family, [sample.frame[:length], sample.frame + sample.frame])

        assert found and same(found[-1], sample), length
        assert all(one.grams in (sample.grams, None) for one in found), length


@pytest.mark.parametrize("family", EACH)
def test_a_frame_that_lost_its_end_is_no_weight(family: Family) -> None:
    sample = family.good[0]
    other = next((one for one in family.good if one.grams not in (sample.grams, None)), sample)
    for length in range(1, len(sample.frame.rstrip(b"\r\n\x03\x04"))):
        found = readings(family, [sample.frame[:length] + other.frame * 2])

        assert all(one.grams in (other.grams, sample.grams, None) for one in found), length


@pytest.mark.parametrize(("family", "frame"), BAD)
def test_a_faulty_frame_is_refused_and_the_next_one_is_found(family: Family, frame: bytes) -> None:
    sample = family.good[0]

    with pytest.raises(BadFrame) as refused:
        family.decode(frame)
    found = readings(family, [frame + sample.frame])

    assert 1 <= refused.value.used <= len(frame)
    assert repr(frame)[2:8] in str(refused.value)
    assert len(found) == 1 and same(found[0], sample)


@pytest.mark.parametrize("family", EACH)
def test_an_answer_without_a_weight_gives_no_reading(family: Family) -> None:
    for frame in family.silent:
        decoded = family.decode(frame)
        assert decoded == Decoded(used=len(frame))


@pytest.mark.parametrize("family", EACH)
@given(data=st.binary(max_size=120))
def test_random_bytes_raise_only_bad_frame(family: Family, data: bytes) -> None:
    check(family, data)


@pytest.mark.parametrize("family", EACH)
@given(data=st.data())
def test_a_damaged_frame_raises_only_bad_frame(family: Family, data: st.DataObject) -> None:
    frame = bytearray(data.draw(st.sampled_from([one.frame for one in family.good])))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(frame) - 1))
        frame[place : place + data.draw(st.integers(0, 1))] = data.draw(st.binary(max_size=1))
        frame += b" " if not frame else b""
    check(family, bytes(frame))


def check(family: Family, data: bytes) -> None:
    try:
        decoded = family.decode(data)
    except BadFrame as problem:
        assert 1 <= problem.used <= max(1, len(data))
        return
    assert 0 <= decoded.used <= len(data)
    if decoded.reading is not None:
        assert decoded.used > 0
        grams = decoded.reading.grams
        assert grams is None or type(grams) is int


@pytest.mark.parametrize("family", EACH)
@given(data=st.data())
def test_after_any_rubbish_the_frame_is_found(family: Family, data: st.DataObject) -> None:
    sample = family.good[0]
    pieces = [sample.frame[:3], sample.frame[3:], NOISE, b"\r\n", b"\x02", b"\x03", b"\n", b"S"]
    rubbish = b"".join(data.draw(st.lists(st.sampled_from(pieces), max_size=12)))

    # Three of them, as the first ones may end what the rubbish began.
    found = readings(family, [rubbish, *[sample.frame] * 3])

    assert found and same(found[-1], sample)


@pytest.mark.parametrize("family", EACH)
def test_a_flood_is_bounded_and_the_newest_frame_counts(family: Family) -> None:
    old, new = family.good[1].frame, family.good[0]
    buffer = FrameBuffer(family.decode)

    buffer.add(old * (1_000_000 // len(old)) + new.frame)
    found = buffer.frames()

    assert len(found) <= MAX_BUFFER_BYTES
    last = found[-1]
    assert isinstance(last, Decoded) and last.reading is not None and same(last.reading, new)


def test_every_protocol_of_the_registry_is_tested_here() -> None:
    spoken = {
        entry.protocol
        for entry in registry.PROTOCOLS
        if entry.kind == "scale" and entry.refused is None
    }

    assert spoken == set(FAMILIES)
