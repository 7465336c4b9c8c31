"""Holds every scale decoder to frames that were written from other sources than the decoder.

A settled weight must come out to the gram; nothing else may ever look like one.
"""

from __future__ import annotations

import pytest

from drivers import registry
from drivers.errors import BadFrame
from drivers.frame_buffer import FrameBuffer
from drivers.readings import DeviceSettings, Kind, Range, Reading
from tests.drivers.cross_frames import ALL, CrossFrame, Means


def meaning(means: Means) -> list[object]:
    return [
        pytest.param(cross, id=f"{cross.protocol} {cross.frame!r}")
        for cross in ALL
        if cross.means is means
    ]


def readings(cross: CrossFrame, protocol: str | None = None) -> list[Reading]:
    settings = DeviceSettings(
        id="cross", kind="scale", protocol=protocol or cross.protocol, url="socket://127.0.0.1:1"
    )
    buffer = FrameBuffer(registry.build_scale(settings).decode)
    buffer.add(cross.frame)
    found = list(buffer.frames())
    return [
        decoded.reading
        for decoded in found
        if not isinstance(decoded, BadFrame) and decoded.reading is not None
    ]


def only_reading(cross: CrossFrame) -> Reading:
    found = readings(cross)
    assert len(found) == 1, f"expected one reading, got {found!r} ({cross.source})"
    return found[0]


def below_zero(reading: Reading, grams: int) -> bool:
    """A weight below zero is either told to the gram or called under; never turned round."""
    return reading.grams == grams or (reading.grams is None and reading.range is Range.UNDER)


@pytest.mark.parametrize("cross", meaning(Means.WEIGHT))
def test_a_settled_weight_is_read_to_the_gram(cross: CrossFrame) -> None:
    reading = only_reading(cross)

    assert cross.grams is not None
    if cross.grams < 0:
        assert below_zero(reading, cross.grams), cross.source
        return
    assert (reading.grams, reading.range) == (cross.grams, Range.OK), cross.source
    if cross.kind is not Kind.TARE:
        assert reading.stable is (True if cross.tells_stability else None), cross.source


@pytest.mark.parametrize("cross", meaning(Means.WEIGHT))
def test_gross_net_and_tare_are_not_mixed_up(cross: CrossFrame) -> None:
    reading = only_reading(cross)

    assert cross.kind in (None, reading.kind), cross.source
    assert cross.tare_g in (None, reading.tare_g), cross.source
    if cross.kind is None:
        assert reading.kind is not Kind.TARE, cross.source


@pytest.mark.parametrize("cross", meaning(Means.MOVING))
def test_a_moving_load_is_never_stable(cross: CrossFrame) -> None:
    reading = only_reading(cross)

    assert reading.stable is False, cross.source
    assert reading.grams in (None, cross.grams), cross.source


@pytest.mark.parametrize("cross", meaning(Means.OVER))
def test_too_much_is_over_and_no_weight(cross: CrossFrame) -> None:
    reading = only_reading(cross)

    assert (reading.range, reading.grams) == (Range.OVER, None), cross.source


@pytest.mark.parametrize("cross", meaning(Means.UNDER))
def test_too_little_is_under_and_no_weight(cross: CrossFrame) -> None:
    reading = only_reading(cross)

    assert (reading.range, reading.grams) == (Range.UNDER, None), cross.source


@pytest.mark.parametrize("cross", meaning(Means.NO_WEIGHT))
def test_anything_else_gives_no_weight(cross: CrossFrame) -> None:
    found = readings(cross)

    assert all(reading.grams is None for reading in found), f"{found!r} ({cross.source})"


PROTOCOLS = [
    entry.protocol
    for entry in registry.PROTOCOLS
    if entry.kind == "scale" and entry.refused is None and "pattern" not in entry.options
]
# Without a checksum a wrong one cannot be seen.
BLIND = {("toledo-continuous-nochk", "toledo-continuous")}


@pytest.mark.parametrize("chosen", PROTOCOLS)
def test_the_wrong_protocol_in_the_configuration_never_shows_a_wrong_weight(chosen: str) -> None:
    """It may read nothing, or the right weight; a frame that is no weight stays none."""
    wrong = [
        (cross, reading)
        for cross in ALL
        if cross.protocol != chosen and (chosen, cross.protocol) not in BLIND
        for reading in readings(cross, chosen)
        if reading.grams is not None and reading.stable is not False
        if cross.means is not Means.WEIGHT or reading.grams != cross.grams
    ]

    assert not wrong


def test_every_scale_protocol_has_frames_from_elsewhere() -> None:
    assert {cross.protocol for cross in ALL} == set(PROTOCOLS)
