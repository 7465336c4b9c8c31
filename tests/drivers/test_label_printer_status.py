"""The answers of TSPL, EPL2 and Brother QL printers and of CUPS, as bytes: whole, cut, soiled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame
from drivers.printers import brother_ql_status, epl2_status, tspl_status
from drivers.printers.brother_ql_status import Kind
from drivers.printers.cups import conditions_in
from drivers.readings import Condition

# A QL-800 at rest with 62 x 100 mm labels, as the manual's table lays it out.
QL_READY = bytes.fromhex("802042343830000000003E0B0000004000640000000000000000000000000000")
LONGEST_RUBBISH = 400


def ql(**changes: int) -> bytes:
    """Return the status at rest with bytes changed: `e1`, `e2`, `kind`, `phase`, `tape`, `note`."""
    places = {"e1": 8, "e2": 9, "tape": 11, "kind": 18, "phase": 19, "note": 22}
    frame = bytearray(QL_READY)
    for name, value in changes.items():
        frame[places[name]] = value
    return bytes(frame)


@pytest.mark.parametrize(
    ("byte", "faults", "printing"),
    [
        (0x00, (), False),
        (0x20, (), True),
        (0x01, ("cover_open",), False),
        (0x02, ("error",), False),
        (0x04, ("paper_out",), False),
        (0x05, ("cover_open", "paper_out"), False),
        (0x08, ("ribbon_out",), False),
        (0x30, ("paused",), True),
        (0x80, ("error",), False),
    ],
)
def test_each_bit_of_a_tspl_printer_is_what_a_person_sees(
    byte: int, faults: tuple[str, ...], printing: bool
) -> None:
    used, status = tspl_status.decode_status(bytes([byte]))

    assert status is not None
    assert used == 1
    assert (status.faults, status.printing) == (tuple(map(Condition, faults)), printing)


@pytest.mark.parametrize("ending", [b"", b"\r", b"\n", b"\r\n"])
def test_a_clone_may_end_its_status_byte_with_a_line_end(ending: bytes) -> None:
    used, status = tspl_status.decode_status(b"\x04" + ending)

    assert used == 1 + len(ending)
    assert status is not None
    assert status.faults == (Condition.PAPER_OUT,)


@pytest.mark.parametrize("rubbish", [b"\x00\x00", b"TTP-244 Plus\r\n", b"\xff" * 40])
def test_more_than_one_byte_is_no_status_of_a_tspl_printer(rubbish: bytes) -> None:
    with pytest.raises(BadFrame) as caught:
        tspl_status.decode_status(rubbish)

    assert caught.value.used == len(rubbish)


def test_a_tspl_printers_name_ends_with_its_line() -> None:
    assert tspl_status.decode_name(b"TTP-244") == (0, None)
    assert tspl_status.decode_name(b"TTP-244 Plus\r\n\x00") == (15, "TTP-244 Plus")


@pytest.mark.parametrize("rubbish", [b"\r\n", b"\x00\r\n", b"\x04TTP\r\n", b"x" * 65])
def test_what_is_no_name_is_dropped(rubbish: bytes) -> None:
    with pytest.raises(BadFrame):
        tspl_status.decode_name(rubbish)


@pytest.mark.parametrize(
    ("report", "conditions"),
    [
        (b"00\r\n", ()),
        (b"11\r\n", ("cover_open",)),
        (b"07\r\n", ("paper_out",)),
        (b"07,11\r\n", ("paper_out", "cover_open")),
        (b"12\r\n", ("paused",)),
        (b"01\r\n", ("error",)),
        (b"92\r\n", ("paused",)),
        (b"62,81\r\n", ("hot", "cutter")),
        (b"\x11\x1300\r\n", ()),
        (b"\x1507P001\x1307\r\n", ("paper_out",)),
        (b"\x1511\x13\x1100\r\n", ()),
    ],
)
def test_each_code_of_an_epl2_printer_is_what_a_person_sees(
    report: bytes, conditions: tuple[str, ...]
) -> None:
    used, found = epl2_status.decode_report(report)

    assert (used, found) == (len(report), tuple(map(Condition, conditions)))


def test_an_epl2_report_that_is_cut_short_waits_for_its_end() -> None:
    for cut in range(4):
        assert epl2_status.decode_report(b"00\r\n"[:cut]) == (0, None)


@pytest.mark.parametrize("rubbish", [b"XX\r\n", b"0\r\n", b"\n", b"1" * 80])
def test_what_is_no_report_is_dropped(rubbish: bytes) -> None:
    with pytest.raises(BadFrame):
        epl2_status.decode_report(rubbish)


def test_a_ql_printer_at_rest_has_no_fault() -> None:
    used, status = brother_ql_status.decode_status(QL_READY)

    assert status is not None
    assert (used, status.kind, status.faults, status.printing) == (32, Kind.REPLY, (), False)
    assert status.tape_mm == 62


@pytest.mark.parametrize(
    ("frame", "faults"),
    [
        (ql(e1=0x01), ("paper_out",)),
        (ql(e1=0x02, e2=0x40), ("paper_out",)),
        (ql(e1=0x04), ("cutter",)),
        (ql(e2=0x10), ("cover_open",)),
        (ql(e2=0x01), ("error",)),
        (ql(e2=0x84), ("error",)),
        (ql(tape=0x00), ("paper_out",)),
        (ql(kind=0x02), ("error",)),
        (ql(kind=0x05, note=0x03), ("hot",)),
        (ql(kind=0x05, note=0x04), ()),
        (ql(kind=0x01, phase=0x01), ()),
    ],
)
def test_each_error_of_a_ql_printer_is_what_a_person_sees(
    frame: bytes, faults: tuple[str, ...]
) -> None:
    _, status = brother_ql_status.decode_status(frame)

    assert status is not None
    assert status.faults == tuple(map(Condition, faults))


def test_a_ql_status_behind_noise_and_in_pieces_is_found() -> None:
    with pytest.raises(BadFrame) as noise:
        brother_ql_status.decode_status(b"\x00\x11" + QL_READY)
    assert noise.value.used == 2
    for cut in range(32):
        assert brother_ql_status.decode_status(QL_READY[:cut]) == (0, None)
    assert brother_ql_status.decode_status(QL_READY * 2)[0] == 32


def test_an_unknown_kind_of_ql_status_is_dropped() -> None:
    with pytest.raises(BadFrame, match="0x77"):
        brother_ql_status.decode_status(ql(kind=0x77))


@pytest.mark.parametrize(
    ("report", "conditions"),
    [
        (b"printer bureau is idle.  enabled since Tue 24 Nov 2026\n", []),
        (b"printer bureau now printing bureau-12.  enabled since Tue\n", ["busy"]),
        (b"printer bureau disabled since Tue 24 Nov 2026 -\n\tPaused\n", ["paused"]),
        (b"printer bureau is idle.  enabled since Tue\n\tmedia-empty-error\n", ["paper_out"]),
        (b"", ["silent"]),
        (b"lpstat: something else\n", ["error"]),
    ],
)
def test_the_words_of_cups_are_what_a_person_sees(report: bytes, conditions: list[str]) -> None:
    assert conditions_in(report) == [Condition(each) for each in conditions]


@given(st.binary(max_size=LONGEST_RUBBISH))
def test_rubbish_is_an_answer_or_more_is_needed_or_a_bad_frame(data: bytes) -> None:
    for decode in (
        tspl_status.decode_status,
        tspl_status.decode_name,
        epl2_status.decode_report,
        brother_ql_status.decode_status,
    ):
        try:
            used, found = decode(data)
        except BadFrame as bad:
            assert 1 <= bad.used <= max(len(data), 1)
        else:
            assert 0 <= used <= len(data)
            assert (used == 0) == (found is None)
    conditions_in(data)
