"""The few ways to talk with a scale: what is asked, what is dropped, what is judged by waiting."""

from __future__ import annotations

import pytest

from drivers.errors import BadUnit
from drivers.readings import Reading
from drivers.scales import adam_cpw, and_family, ohaus, sartorius_sbi
from drivers.scales.cas_enq import CasEnq
from drivers.scales.conversations import (
    DWELL_GAP_S,
    DWELL_S,
    AskAndTake,
    ListenOrAsk,
    StableByDwell,
)
from drivers.scales.line_pattern import BadPattern, compile_pattern, request_bytes
from drivers.scales.protocol import ScaleProtocol

STABLE, TARE = b"ST,GS,+0012.34kg\r\n", b"ST,TR,+0002.00kg\r\n"


def reading(protocol: ScaleProtocol, frame: bytes) -> Reading:
    decoded = protocol.decode(frame).reading
    assert decoded is not None
    return decoded


def test_a_line_whose_front_may_be_missing_is_dropped_once() -> None:
    protocol = ohaus.conversation()
    frame = b"    2.340 kg    G  \r\n"

    assert protocol.complete(reading(protocol, frame)) is None
    assert protocol.complete(reading(protocol, frame)) is not None


def test_a_tare_is_never_taken_for_a_weight() -> None:
    for protocol in (AskAndTake(and_family.decode), and_family.conversation()):
        assert protocol.complete(reading(protocol, TARE)) is None
        assert protocol.complete(reading(protocol, STABLE)) is not None


def test_a_scale_that_sends_by_itself_is_never_asked() -> None:
    protocol = and_family.conversation()

    asked = []
    for _ in range(10):
        asked.append(protocol.poll())
        protocol.complete(reading(protocol, STABLE))

    assert set(asked) == {b""}


def test_an_adam_that_sends_by_itself_is_believed_and_not_asked() -> None:
    protocol = adam_cpw.conversation()

    asked, believed = [], []
    for frame in (b" SNG/W+  0.50  kg  \r\n", b" UNG/W+  0.60  kg  \r\n"):
        asked.append(protocol.poll())
        believed.append(protocol.complete(reading(protocol, frame)))

    assert asked == [b"", b""]
    assert [(one.stable, one.stable_by_dwell) for one in believed if one is not None] == [
        (True, False),
        (False, False),
    ]


def test_a_mute_scale_is_asked_in_turn_until_one_question_is_answered() -> None:
    protocol = ListenOrAsk(and_family.decode, requests=(b"A", b"B"))

    mute = [protocol.poll() for _ in range(6)]
    protocol.complete(reading(protocol, STABLE))
    kept = [protocol.poll()]
    protocol.complete(reading(protocol, STABLE))
    kept.append(protocol.poll())

    assert mute == [b"", b"", b"A", b"B", b"", b""]
    assert kept == [b"", b""]
    protocol.poll()  # was silent after this one: the next question
    assert protocol.poll() == b"B"
    protocol.complete(reading(protocol, STABLE))
    assert protocol.poll() == b"B"


def test_a_register_asks_whether_before_it_asks_what() -> None:
    protocol = CasEnq()

    assert [protocol.poll() for _ in range(4)] == [b"\x05", b"\x11", b"\x05", b"\x11"]


class Waiting:
    """A scale without a stability flag, and a clock that a test sets."""

    def __init__(self) -> None:
        self.now_s = 100.0
        inner = AskAndTake(lambda buffer: pytest.fail("not asked to decode"))
        self.protocol = StableByDwell(inner, clock=lambda: self.now_s)

    def after(self, seconds: float, grams: int | None, stable: bool | None = None) -> Reading:
        self.now_s += seconds
        frame = reading(AskAndTake(and_family.decode), STABLE)
        values = {name: getattr(frame, name) for name in frame.__dataclass_fields__}
        taken = self.protocol.complete(Reading(**{**values, "grams": grams, "stable": stable}))
        assert taken is not None
        return taken


def test_equal_weights_for_the_dwell_are_stable_and_marked() -> None:
    scale = Waiting()

    judged = [scale.after(0.25, 12_340) for _ in range(6)]

    assert [one.stable for one in judged] == [False, False, False, False, True, True]
    assert DWELL_S == 1.0
    assert all(one.stable_by_dwell for one in judged)


def test_another_weight_no_weight_or_a_gap_starts_the_dwell_again() -> None:
    for seconds, grams in ((0.25, 12_360), (0.25, None), (DWELL_GAP_S + 0.1, 12_340)):
        scale = Waiting()
        for _ in range(6):
            scale.after(0.25, 12_340)

        assert scale.after(seconds, grams).stable is False
        assert scale.after(0.25, 12_340).stable is False


def test_a_scale_that_says_whether_it_is_still_is_believed() -> None:
    scale = Waiting()

    assert scale.after(0.1, 12_340, stable=True).stable is True
    moving = scale.after(5.0, 12_340, stable=False)
    assert (moving.stable, moving.stable_by_dwell) == (False, False)


def test_a_digit_that_is_not_verified_is_refused_by_name() -> None:
    with pytest.raises(BadUnit, match="not verified"):
        sartorius_sbi.decode(b"+ 12.34[0] kg \r\n")


def test_a_request_is_written_with_escapes() -> None:
    assert request_bytes(r"W\r\n\x05\\\t$") == b"W\r\n\x05\\\t$"
    for bad in (r"\q", "W\\", "€"):
        with pytest.raises(BadPattern):
            request_bytes(bad)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<weight_kg>(\d+)*)",
        r"(?P<weight_kg>\d+",
        r"\d+",
        r"(?P<weight>\d+)",
        r"(?P<weight_kg>\d+)(?P<unit>kg)",
        r"(?P<weight_kg>\d+)(?P<weight_g>\d+)",
        r"(?P<weight_kg>\d+)(?P<stable>S)?(?P<unstable>U)?",
        r"(?P<weight_kg>\d+)(?P<other>x)",
        "(?P<weight_kg>" + "1" * 400 + ")",
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        compile_pattern(pattern)
