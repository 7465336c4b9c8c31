"""The answers of ZPL printers, as bytes: manual examples, cut, joined, soiled and made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame
from drivers.printers.zpl_status import decode_error_status, decode_host_status
from drivers.readings import Condition

# ZPL II Programming Guide, "~HS": the strings of a printer at rest.
READY = (
    b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n"
    b"\x021234,0\x03\r\n"
)
# ZPL II Programming Guide, "~HQ": media out and head open add up to 5.
ERRORS_5 = (
    b"\x02\r\n   PRINTER STATUS\r\n"
    b"   ERRORS:         1 00000000 00000005\r\n"
    b"   WARNINGS:       1 00000000 00000008\r\n\x03"
)


def host_status(first: str, second: str) -> bytes:
    return b"".join(b"\x02" + line.encode() + b"\x03\r\n" for line in (first, second, "1234,0"))


def test_printer_at_rest_has_no_fault_and_is_not_busy() -> None:
    used, status = decode_host_status(READY)

    assert status is not None
    assert READY[used:] == b"\r\n"
    assert (status.faults, status.busy) == ([], False)
    assert type(status.formats) is int


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("030,1,0,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000", "paper_out"),
        ("030,0,1,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000", "paused"),
        ("030,0,0,1245,000,0,0,0,000,1,0,0", "000,0,0,0,0,2,4,0,00000000,1,000", "error"),
        ("030,0,0,1245,000,0,0,0,000,0,0,1", "000,0,0,0,0,2,4,0,00000000,1,000", "hot"),
        ("030,0,0,1245,000,0,0,0,000,0,0,0", "000,0,1,0,0,2,4,0,00000000,1,000", "cover_open"),
        ("030,0,0,1245,000,0,0,0,000,0,0,0", "000,0,0,1,1,2,4,0,00000000,1,000", "ribbon_out"),
    ],
)
def test_each_flag_is_the_fault_a_person_sees(first: str, second: str, expected: str) -> None:
    _, status = decode_host_status(host_status(first, second))

    assert status is not None
    assert status.faults == [Condition(expected)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("030,0,0,1245,001,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000"),
        ("030,0,0,1245,000,1,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000"),
        ("030,0,0,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000001,1,000"),
    ],
)
def test_label_still_in_the_printer_makes_it_busy(first: str, second: str) -> None:
    _, status = decode_host_status(host_status(first, second))

    assert status is not None
    assert status.busy


def test_cut_answers_wait_for_the_rest() -> None:
    for length in range(len(READY) - 2):
        assert decode_host_status(READY[:length]) == (0, None)
    for length in range(len(ERRORS_5)):
        assert decode_error_status(ERRORS_5[:length]) == (0, None)


def test_two_answers_in_one_read_are_taken_one_by_one() -> None:
    buffer = READY + host_status(
        "030,1,0,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000"
    )

    used, first = decode_host_status(buffer)
    _, second = decode_host_status(buffer[used:])

    assert first is not None and second is not None
    assert (first.paper_out, second.paper_out) == (False, True)


def test_noise_before_an_answer_is_passed_over() -> None:
    _, status = decode_host_status(b"\x00\xff~HS\r\n" + READY)

    assert status is not None
    assert not status.busy


def test_all_bits_of_the_error_status_are_reported() -> None:
    used, found = decode_error_status(ERRORS_5)

    assert used == len(ERRORS_5)
    assert found == [Condition.PAPER_OUT, Condition.COVER_OPEN, Condition.NEAR_END]


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (b"00000002", Condition.RIBBON_OUT),
        (b"00000008", Condition.CUTTER),
        (b"00000010", Condition.HOT),
        (b"00000020", Condition.HOT),
        (b"00010000", Condition.PAUSED),
        (b"00001000", Condition.ERROR),  # paper jam in a kiosk's presenter, not a pause
    ],
)
def test_each_error_bit_is_the_fault_a_person_sees(bits: bytes, expected: Condition) -> None:
    _, found = decode_error_status(ERRORS_5.replace(b"00000005", bits))

    assert found == [expected, Condition.NEAR_END]


def test_unknown_error_bit_is_still_an_error() -> None:
    _, found = decode_error_status(ERRORS_5.replace(b"00000005", b"00080000"))

    assert found == [Condition.ERROR, Condition.NEAR_END]


@pytest.mark.parametrize(
    "buffer",
    [
        b"\x02not,numbers\x03\r\n" + READY,
        host_status("030,0,0", "000,0,0,0,0,2,4,0,00000000,1,000"),
        host_status("030,?,0,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000"),
        b"x" * 2000,
        b"\x02" + b"0" * 2000,
    ],
)
def test_answer_of_another_shape_is_refused_with_what_came(buffer: bytes) -> None:
    with pytest.raises(BadFrame) as refused:
        decode_host_status(buffer)

    assert 1 <= refused.value.used <= len(buffer)
    assert "got" in str(refused.value)


@given(st.binary(max_size=300) | st.binary(max_size=40).map(lambda noise: READY[:60] + noise))
def test_random_bytes_raise_nothing_but_bad_frame(buffer: bytes) -> None:
    for decode in (decode_host_status, decode_error_status):
        try:
            used, _ = decode(buffer)
        except BadFrame as bad:
            used = bad.used
        assert 0 <= used <= len(buffer)
