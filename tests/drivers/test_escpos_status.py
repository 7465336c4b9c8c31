"""The answers of ESC/POS printers, as bytes: interleaved, cut, soiled and made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame
from drivers.printers.escpos import job_tag
from drivers.printers.escpos_status import Answer, Sort, conditions_of, demultiplex
from drivers.readings import Condition


def sorted_out(buffer: bytes) -> list[tuple[Sort, bytes]]:
    """Return every answer in the buffer, and that nothing is left of it."""
    found: list[tuple[Sort, bytes]] = []
    while buffer:
        used, answer = demultiplex(buffer)
        assert used > 0 and answer is not None
        found.append((answer.sort, answer.data))
        buffer = buffer[used:]
    return found


def test_interleaved_answers_are_told_apart() -> None:
    # An automatic status, XOFF, a real-time answer, a job tag, a fence, a name, XON.
    stream = b"\x10\x00\x00\x0f\x13\x12\x37\x22A1B2\x00\x00\x5fEPSON\x00\x11"

    answers = sorted_out(stream)

    assert answers == [
        (Sort.AUTOMATIC, b"\x10\x00\x00\x0f"),
        (Sort.FLOW, b"\x13"),
        (Sort.REAL_TIME, b"\x12"),
        (Sort.TAG, b"A1B2"),
        (Sort.FENCE, b"\x00"),
        (Sort.TEXT, b"EPSON"),
        (Sort.FLOW, b"\x11"),
    ]


@pytest.mark.parametrize("block", [b"\x10\x00\x00\x0f", b"\x37\x22A1B2\x00", b"\x5fEPSON\x00"])
def test_cut_answers_wait_for_the_rest(block: bytes) -> None:
    for length in range(len(block)):
        assert demultiplex(block[:length]) == (0, None)
    assert demultiplex(block)[0] == len(block)


def test_another_block_with_the_tags_header_is_no_tag() -> None:
    _, answer = demultiplex(b"\x37\x25\x00")

    assert answer == Answer(sort=Sort.OTHER, data=b"\x25")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((0x12, 0x12, 0x12, 0x12), []),
        ((0x1A, 0x16, 0x12, 0x12), [Condition.COVER_OPEN]),
        ((0x1A, 0x32, 0x12, 0x7E), [Condition.PAPER_OUT]),
        ((0x1A, 0x36, 0x12, 0x72), [Condition.COVER_OPEN, Condition.PAPER_OUT]),
        ((0x12, 0x12, 0x12, 0x1E), [Condition.NEAR_END]),
        ((0x1A, 0x52, 0x1A, 0x12), [Condition.ERROR, Condition.CUTTER]),
        ((0x1A, 0x52, 0x52, 0x12), [Condition.ERROR, Condition.HOT]),
        ((0x1A, 0x12, 0x12, 0x12), [Condition.PAUSED]),
    ],
)
def test_status_bytes_say_what_a_person_sees(
    answers: tuple[int, int, int, int], expected: list[Condition]
) -> None:
    found = conditions_of(answers)

    assert list(dict.fromkeys(found)) == expected


@pytest.mark.parametrize("first", [0x80, 0x92, 0xFF, 0x15])
def test_byte_that_begins_nothing_is_refused(first: int) -> None:
    with pytest.raises(BadFrame) as refused:
        demultiplex(bytes([first]) * 4)

    assert refused.value.used == 1


def test_block_without_end_is_refused() -> None:
    with pytest.raises(BadFrame):
        demultiplex(b"\x5f" + b"E" * 200)


@given(st.binary(max_size=300))
def test_random_bytes_raise_nothing_but_bad_frame(buffer: bytes) -> None:
    while buffer:
        try:
            used, _ = demultiplex(buffer)
        except BadFrame as bad:
            used = bad.used
        assert 0 <= used <= len(buffer)
        if used == 0:
            return
        buffer = buffer[used:]


@given(st.text(max_size=60))
def test_job_tag_is_four_printable_characters(tag: str) -> None:
    mark = job_tag(tag)

    assert len(mark) == 4
    assert all(0x20 <= byte <= 0x7E for byte in mark)
