"""The calibration sheet: three scans tell how a scanner is set, whatever garbles them."""

from __future__ import annotations

import itertools
import json
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from drivers.readings import Scan
from drivers.scanners.evdev import EvdevKeys
from drivers.scanners.key_layouts import LAYOUTS
from drivers.simulated.scanner_keys import press, typed
from drivers.simulated.scanner_line import SimulatedScanner
from station.calibration import (
    AIM_CODE,
    LAYOUT_CODE,
    SEPARATED,
    Calibration,
    Calibrations,
    advice,
    learnt,
    recognise,
)
from station.calibration_sheet import calibration_pdf
from station.config import load_config
from station.doubled import undoubled
from station.hangar import Hangar
from tests.drivers.waiting import wait_for

GS_CODE = "\x1d".join(SEPARATED)
PAIRS = list(itertools.product(LAYOUTS, LAYOUTS))


def scan(text: str, suffix: str = "\r") -> Scan:
    return Scan(data=text.encode(), text=text, raw=(text + suffix).encode())


def heard(text: str, *, sent: str, read: str, caps: bool = False) -> str:
    """What the driver makes of a scanner in one layout, read in another: the real key events."""
    (one,) = EvdevKeys(read).feed((press(58) if caps else b"") + typed(text + "\r", sent), 0.0)
    return one.text


@pytest.mark.parametrize(("sent", "read"), PAIRS)
@pytest.mark.parametrize("caps", [False, True])
@pytest.mark.parametrize("aim", ["", "]C0"])
def test_the_first_code_tells_layout_and_caps_lock(
    sent: str, read: str, caps: bool, aim: str
) -> None:
    found = recognise(heard(aim + LAYOUT_CODE, sent=sent, read=read, caps=caps), read)

    assert found is not None
    assert (found.step, found.layout, found.caps_lock) == (1, sent, caps)
    assert found.aim is bool(aim)


@pytest.mark.parametrize(("sent", "read"), PAIRS)
@pytest.mark.parametrize("aim", ["", "]d2"])
def test_the_second_code_tells_whether_gs_survives(sent: str, read: str, aim: str) -> None:
    found = recognise(heard(aim + GS_CODE, sent=sent, read=read), read)

    assert found is not None
    assert (found.step, found.separator, found.aim) == (2, "kept", bool(aim))


@pytest.mark.parametrize(
    ("between", "told"), [("", "dropped"), ("|", "|"), ("{GS}", "{GS}"), ("\x1d", "kept")]
)
def test_what_stands_for_gs_is_told(between: str, told: str) -> None:
    found = recognise(between.join(SEPARATED), None)

    assert found is not None and found.separator == told


@pytest.mark.parametrize(("sent", "read"), PAIRS)
def test_the_third_code_tells_the_aim_identifier(sent: str, read: str) -> None:
    with_aim = recognise(heard("]C0" + AIM_CODE, sent=sent, read=read), read)
    without = recognise(heard(AIM_CODE, sent=sent, read=read), read)

    assert with_aim is not None and without is not None
    assert (with_aim.step, with_aim.aim, without.aim) == (3, True, False)


@pytest.mark.parametrize(
    "text", ["", "]C100395212340000004128", "HGCAL4", "10HGCAL2", "HGCAL1-qwYZM!", "X" * 500]
)
@pytest.mark.parametrize("host", [None, "us", "fr"])
def test_any_other_scan_is_not_of_the_sheet(text: str, host: str | None) -> None:
    assert recognise(text, host) is None


@pytest.mark.parametrize(
    ("suffix", "told"),
    [("\r", "cr"), ("\n", "lf"), ("\r\n", "crlf"), ("", "none"), ("\t", "other")],
)
def test_the_suffix_is_what_followed_the_code(suffix: str, told: str) -> None:
    found = recognise(AIM_CODE, None)
    assert found is not None

    assert learnt(Calibration(), found, scan(AIM_CODE, suffix), "now").suffix == told


def test_advice_names_what_to_change_in_short_sentences() -> None:
    wrong = Calibration(
        layout="fr", caps_lock=True, suffix="none", aim=False, separator="dropped", steps=(1, 2, 3)
    )
    right = Calibration(
        layout="fr", caps_lock=False, suffix="cr", aim=True, separator="kept", steps=(1, 2, 3)
    )

    says = advice(wrong, "us")

    assert len(says) == 5
    assert says[0] == 'Écrivez layout = "fr" dans hangar.toml.'
    assert all(len(sentence.split()) <= 12 for sentence in says)
    assert advice(right, "fr") == [] and advice(Calibration(), "us") == []


def test_what_was_learnt_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "scanners.json"
    calibrations = Calibrations(path)
    for code in (LAYOUT_CODE, GS_CODE, AIM_CODE):
        assert calibrations.take("douchette-1", None, scan(code), "2026-11-24T06:00:00Z")

    again = Calibrations(path).of("douchette-1")

    assert again.complete
    assert again == calibrations.of("douchette-1")
    assert (again.separator, again.suffix, again.layout) == ("kept", "cr", None)


@pytest.mark.parametrize("content", ["", "[]", '{"d": 5}', '{"d": {"steps": [1], "x": 2}}'])
def test_a_spoilt_file_is_said_and_begun_anew(
    tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "scanners.json"
    path.write_text(content, "utf-8")

    calibrations = Calibrations(path)

    assert calibrations.of("d") == Calibration()
    assert "begun anew" in caplog.text
    assert calibrations.take("d", None, scan(AIM_CODE), "now")
    assert json.loads(path.read_text("utf-8"))["d"]["steps"] == [3]


def test_the_sheet_holds_the_three_codes() -> None:
    page = PdfReader(BytesIO(calibration_pdf("MIL"))).pages[0]
    read = set()
    for picture in page.images:
        opened = Image.open(BytesIO(picture.data)).convert("L")
        for one in zxingcpp.read_barcodes(opened):
            read.add((str(one.symbology_identifier), one.bytes.decode()))

    assert read == {("]C0", LAYOUT_CODE), ("]d2", GS_CODE), ("]C0", AIM_CODE)}


# --- doubled reads ------------------------------------------------------------------------------

SSCC = "00395212340000004128"


@pytest.mark.parametrize("code", [SSCC, "]C1" + SSCC, "395212340000004128", "4006381333931"])
def test_a_code_sent_twice_in_one_line_is_one(code: str) -> None:
    assert undoubled(code + code) == code


def test_a_doubled_code_with_one_aim_identifier_is_one() -> None:
    assert undoubled("]C1" + SSCC + SSCC) == "]C1" + SSCC


@pytest.mark.parametrize(
    "text",
    [
        SSCC,
        "]C1" + SSCC,
        SSCC + "00395212340000004135",
        SSCC + SSCC[:-1],
        "4006381340063813",  # two equal halves of eight digits may be one code
        "CARTE-ZONE-CF1CARTE-ZONE-CF1",  # no check in its half
        "",
        "]C1",
    ],
)
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert undoubled(text) == text


# --- at a running station -----------------------------------------------------------------------

TOML = """
[hub]
name = "Hangar"
address = "1 rue du Four"

[[device]]
id = "douchette-1"
kind = "scanner"
protocol = "line"
url = "{url}"

[[post]]
id = "quai"
role = "dock"
scanners = ["douchette-1"]
"""


def test_a_scanner_of_a_running_station_is_learnt_and_disturbs_no_ledger(tmp_path: Path) -> None:
    scanner = SimulatedScanner()
    (tmp_path / "hangar.toml").write_text(TOML.format(url=scanner.url), "utf-8")
    hangar = Hangar(load_config(tmp_path / "hangar.toml"))
    hangar.start()
    try:
        with hangar.feed.listen("post/quai") as listener:
            wait_for(lambda: scanner.state()["connected"])
            before = hangar.health.status()["ledger"]["seq"]
            for code in ("]C0" + LAYOUT_CODE, "]d2" + GS_CODE, "]C0" + AIM_CODE):
                scanner.scan(code)
            wait_for(lambda: hangar.health.status()["devices"][0]["calibration"]["complete"])

            assert hangar.health.status()["devices"][0]["calibration"]["advice"] == []
            assert hangar.health.status()["ledger"]["seq"] == before
            said = [message.data for message in listener.take(5.0)]
            assert said and said[0]["verdict"] == "ok"  # type: ignore[index]
            assert said[0]["next"]["fr"] == "Scannez le code 2 de la feuille."  # type: ignore[index]
    finally:
        hangar.stop()
        scanner.close()
