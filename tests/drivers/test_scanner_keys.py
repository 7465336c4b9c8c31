"""Keyboard scanners: key events to codes, in three layouts, with all that can be held or lost.

Layouts are compared with X11's own keyboard data; sessions run over a named pipe, for there is no
/dev/uinput on the machines that test this.
"""

from __future__ import annotations

import contextlib
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame, BadUrl, DeviceGone
from drivers.readings import DeviceSettings, DeviceState, Scan
from drivers.scanner_session import ScannerSession
from drivers.scanners.evdev import EVENT, IDLE_S, EvdevKeys
from drivers.scanners.key_layouts import LAYOUTS, SPACING
from drivers.simulated.scanner_keys import SimulatedKeyScanner, event, press, typed
from drivers.transport import open_port
from tests.drivers.waiting import wait_for

SSCC = "]C100395212340000004128"
GS1 = "]d20101234567890128\x1d10LOT-42a\x1d3103000750"
SHIFT, CTRL, ALT, ALTGR, CAPS, ENTER = 42, 29, 56, 100, 58, 28


def codes(events: bytes, layout: str = "us") -> list[str]:
    return [scan.text for scan in EvdevKeys(layout).feed(events, 0.0)]


# What evdev gives for "Ab1" + Enter on a 64-bit machine: time, type, code, value.
RECORDED = [
    (1, SHIFT, 1), (0, 0, 0), (1, 30, 1), (0, 0, 0), (1, 30, 0), (0, 0, 0), (1, SHIFT, 0),
    (0, 0, 0), (1, 48, 1), (0, 0, 0), (1, 48, 0), (0, 0, 0), (4, 4, 458782), (1, 2, 1), (0, 0, 0),
    (1, 2, 0), (0, 0, 0), (1, ENTER, 1), (0, 0, 0), (1, ENTER, 0), (0, 0, 0),
]  # fmt: skip


def test_recorded_events_give_the_code() -> None:
    data = b"".join(struct.pack("@llHHi", 1764000000, 123456, *one) for one in RECORDED)

    assert codes(data) == ["Ab1"]


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("code", [SSCC, GS1, "(01)/A-b_c.;:,!*$%&=#{}[]|\\@~<>\"'"])
def test_a_code_survives_in_every_layout(layout: str, code: str) -> None:
    assert codes(typed(code + "\r", layout), layout) == [code]


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_one_byte_at_a_time_gives_one_code(layout: str) -> None:
    keys = EvdevKeys(layout)
    data = typed(GS1 + "\r", layout)

    scans = [scan for at in range(len(data)) for scan in keys.feed(data[at : at + 1], 0.0)]

    assert [scan.text for scan in scans] == [GS1]


def test_two_codes_in_one_read_are_two() -> None:
    assert codes(typed(f"{SSCC}\r{SSCC}\r")) == [SSCC, SSCC]


def test_a_tab_or_the_keypads_enter_ends_a_code_too() -> None:
    assert codes(typed("A") + press(15) + typed("B") + press(96)) == ["A", "B"]


def test_a_wrong_layout_gives_the_known_garble_and_no_crash() -> None:
    """What a US scanner gives on a French host, as measured in a browser."""
    assert codes(typed("3760123456784\r", "us"), "fr") == ["\"è-à&é\"'(-è_'"]


@pytest.mark.parametrize(
    "gs",
    [
        press(27, held=(CTRL,)),
        press(66),
        event(1, ALT, 1) + press(82) + press(80) + press(73) + event(1, ALT, 0),
    ],
    ids=["Ctrl+]", "F8", "Alt+029"],
)
@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_each_way_scanners_type_gs_is_understood(gs: bytes, layout: str) -> None:
    data = typed("10A", layout) + gs + typed("21B\r", layout)

    assert codes(data, layout) == ["10A\x1d21B"]


def test_caps_lock_turns_letters_and_nothing_else() -> None:
    assert codes(press(CAPS) + typed("aB1-\r")) == ["Ab1-"]
    assert codes(press(CAPS) + press(CAPS) + typed("aB1-\r")) == ["aB1-"]
    assert codes(press(CAPS) + typed("1é&\r", "fr"), "fr") == ["1é&"]


def test_the_caps_lock_lamp_of_the_device_is_believed() -> None:
    assert codes(event(17, 1, 1) + typed("a\r")) == ["A"]


def test_a_repeated_key_counts_once() -> None:
    assert codes(event(1, 30, 1) + event(1, 30, 2) * 5 + event(1, 30, 0) + press(ENTER)) == ["a"]


@pytest.mark.parametrize(
    ("keys", "text"),
    [((26, 18), "ê"), ((26, 57), "^"), ((26, 25), "^p"), ((26, 26, 18), "^ê")],
)
def test_a_dead_key_joins_or_stands_alone(keys: tuple[int, ...], text: str) -> None:
    data = b"".join(press(key) for key in keys)

    assert codes(data + press(ENTER), "fr") == [text]


def test_a_key_without_a_character_is_seen_and_never_dropped() -> None:
    """A code from which a key silently fell out could be another crate's."""
    assert codes(typed("12") + press(59) + typed("34\r")) == ["12\ufffd34"]


def test_events_that_the_kernel_dropped_spoil_the_code_and_are_said() -> None:
    keys = EvdevKeys()
    lost = event(1, SHIFT, 1) + event(0, 3, 0) + event(1, 30, 1) + event(0, 0, 0)

    scans = keys.feed(typed("12") + lost + typed("a3\r") + typed("B\r"), 0.0)

    assert [scan.text for scan in scans] == ["12\ufffda3", "B"]
    with pytest.raises(BadFrame, match="dropped"):
        keys.idle(1.0)
    assert keys.idle(1.0) is None


def test_silence_ends_a_code_without_suffix() -> None:
    keys = EvdevKeys()
    keys.feed(typed("ABC"), 1.0)

    assert keys.idle(1.0 + IDLE_S / 2) is None
    scan = keys.idle(1.0 + IDLE_S * 1.1)
    assert scan is not None and scan.text == "ABC"


@given(st.lists(st.binary(max_size=600), max_size=20), st.sampled_from(sorted(LAYOUTS)))
def test_random_bytes_raise_only_bad_frame(chunks: list[bytes], layout: str) -> None:
    keys = EvdevKeys(layout)
    for at_s, chunk in enumerate(chunks):
        with contextlib.suppress(BadFrame):
            keys.feed(chunk, float(at_s))
        assert len(keys._rest) < EVENT.size


keypresses = st.tuples(st.integers(0, 130), st.integers(0, 2))


@given(st.lists(keypresses, max_size=200), st.sampled_from(sorted(LAYOUTS)))
def test_random_keys_raise_only_bad_frame(keys: list[tuple[int, int]], layout: str) -> None:
    events = b"".join(event(1, code, value) for code, value in keys)

    for scan in EvdevKeys(layout).feed(events, 0.0):
        assert scan.text


# --- layouts, beside X11's ----------------------------------------------------------------------

XKB = Path("/usr/share/X11/xkb/symbols")
NAMES = {
    "ampersand": "&", "apostrophe": "'", "asciicircum": "^", "asciitilde": "~", "asterisk": "*",
    "at": "@", "backslash": "\\", "bar": "|", "braceleft": "{", "braceright": "}",
    "bracketleft": "[", "bracketright": "]", "colon": ":", "comma": ",", "dollar": "$",
    "equal": "=", "exclam": "!", "grave": "`", "greater": ">", "less": "<", "minus": "-",
    "numbersign": "#", "parenleft": "(", "parenright": ")", "percent": "%", "period": ".",
    "plus": "+", "question": "?", "quotedbl": '"', "quoteleft": "`", "quoteright": "'",
    "semicolon": ";", "slash": "/", "underscore": "_", "section": "§", "degree": "°",
    "twosuperior": "²", "eacute": "é", "egrave": "è", "agrave": "à", "ccedilla": "ç",
    "ugrave": "ù", "sterling": "£", "mu": "µ", "ssharp": "ß", "adiaeresis": "ä",
    "odiaeresis": "ö", "udiaeresis": "ü", "Adiaeresis": "Ä", "Odiaeresis": "Ö", "Udiaeresis": "Ü",
    "dead_circumflex": "\u0302", "dead_diaeresis": "\u0308", "dead_acute": "\u0301",
    "dead_grave": "\u0300",
}  # fmt: skip
KEY = re.compile(r"key <(A[BCDE]\d\d|TLDE|BKSL|LSGT)>\s*\{[^\[]*\[([^\]]*)\]")


def position(name: str) -> int:
    """evdev's key code of an XKB key name."""
    special = {"TLDE": 41, "BKSL": 43, "LSGT": 86}
    rows = {"AE": 1, "AD": 15, "AC": 29, "AB": 43}
    return special[name] if name in special else rows[name[:2]] + int(name[2:])


def xkb(file: str, variant: str) -> dict[int, list[str]]:
    """The keys that one variant of X11's data itself defines: plain, shifted, AltGr."""
    text = (XKB / file).read_text("utf-8")
    _, _, rest = text.partition(f'xkb_symbols "{variant}"')
    body = rest.partition("\n};")[0]
    found = {}
    for name, symbols in KEY.findall(body):
        words = [word.strip() for word in symbols.split(",")]
        found[position(name)] = [NAMES.get(word, word) for word in words]
    return found


@pytest.mark.parametrize(("layout", "variant"), [("us", "basic"), ("fr", "basic"), ("de", "basic")])
def test_the_layout_is_x11s(layout: str, variant: str) -> None:
    if not (XKB / layout).exists():
        pytest.skip("X11's keyboard data (xkb-data) is not installed")
    theirs = xkb(layout, variant) or xkb("latin", "basic")
    ours = LAYOUTS[layout]

    compared = 0
    for code, symbols in theirs.items():
        plain, shifted, *_ = [*symbols, ""]
        if len(plain) == 1 and len(shifted) == 1 and (layout, code) not in {("fr", 41)}:
            assert (ours.plain.get(code), ours.shifted.get(code)) == (plain, shifted), code
            compared += 1
    assert compared > 10


def test_every_dead_key_can_stand_alone() -> None:
    for layout in LAYOUTS.values():
        for level in (layout.plain, layout.shifted, layout.altgr):
            marks = {char for char in level.values() if "\u0300" <= char <= "\u036f"}
            assert marks <= set(SPACING)


# --- sessions over a named pipe -----------------------------------------------------------------


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[SimulatedKeyScanner]:
    scanner = SimulatedKeyScanner(tmp_path / "event0", layout="fr")
    yield scanner
    scanner.close()


def listen(url: str, layout: str | None = None) -> tuple[ScannerSession, list[Scan]]:
    scans: list[Scan] = []
    session = ScannerSession(
        DeviceSettings(id="d", kind="scanner", protocol="evdev", url=url, layout=layout),
        on_scan=scans.append,
        back_off_first_s=0.05,
    )
    session.start()
    return session, scans


def test_fifty_scans_in_a_second_are_fifty(scanner: SimulatedKeyScanner) -> None:
    session, scans = listen(scanner.url, "fr")
    wanted = [f"]C10039521234000000{n:04d}" for n in range(50)]
    try:
        wait_for(lambda: session.state() is DeviceState.ONLINE)
        for n, code in enumerate(wanted):
            scanner.scan(code)
            wait_for(lambda n=n: len(scans) >= n - 5)  # type: ignore[misc]
        wait_for(lambda: len(scans) == 50)
    finally:
        session.stop()

    assert [scan.text for scan in scans] == wanted


def test_an_unplugged_scanner_is_offline_and_heals(tmp_path: Path) -> None:
    path = tmp_path / "event0"
    first = SimulatedKeyScanner(path)
    session, scans = listen(first.url)
    try:
        wait_for(lambda: session.state() is DeviceState.ONLINE)
        first.close()
        wait_for(lambda: session.state() is DeviceState.OFFLINE)
        second = SimulatedKeyScanner(path)
        try:
            wait_for(lambda: session.state() is DeviceState.ONLINE)
            second.scan(SSCC)
            wait_for(lambda: [scan.text for scan in scans] == [SSCC])
        finally:
            second.close()
    finally:
        session.stop()


def test_a_device_that_cannot_be_grabbed_is_not_read() -> None:
    """/dev/null is a character device that knows no grab: taken as held by someone else."""
    with pytest.raises(DeviceGone, match="have the scanner alone"):
        open_port("evdev:///dev/null", timeout_s=1.0)


def test_a_scanner_is_only_listened_to(scanner: SimulatedKeyScanner) -> None:
    port = open_port(scanner.url, timeout_s=1.0)
    try:
        with pytest.raises(DeviceGone, match="only listened to"):
            port.write(b"x")
        scanner.scan("A")
        port.discard_input()
        assert port.read(100, 0.0) == b""
    finally:
        port.close()
    with pytest.raises(DeviceGone, match="reading"):
        port.read(100, 0.0)


@pytest.mark.parametrize("url", ["evdev://host/dev/input/event0", "evdev:///dev/x?layout=fr"])
def test_a_url_with_more_than_a_path_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        open_port(url, timeout_s=1.0)
