"""The evening label comes out with the chain's head; a ledger that was cut short is found by it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import zxingcpp

from drivers.simulated.printer_zpl import SimulatedZplPrinter
from station.config import load_config
from station.hangar import Hangar
from station.main import main
from station.proving import prove

CONFIG = """
[hub]
name = "MIL d'essai"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"
closes_at = "20:00"

[[device]]
id = "etiqueteuse-1"
kind = "printer"
protocol = "zpl"
url = "{url}"
media = "{media}"

[[post]]
id = "reception"
role = "reception"
printer = "etiqueteuse-1"
"""


@pytest.fixture
def printer() -> Iterator[SimulatedZplPrinter]:
    made = SimulatedZplPrinter(label_s=0.02)
    yield made
    made.close()


def station(folder: Path, ledger: bytes, url: str, media: str = "a6") -> Hangar:
    (folder / "hangar.toml").write_text(CONFIG.format(url=url, media=media))
    database = folder / "hangar.db"
    database.touch(mode=0o600)
    database.write_bytes(ledger)
    made = Hangar(load_config(folder / "hangar.toml"))
    made.start()
    return made


def test_the_evening_label_is_printed_on_the_paper_that_is_there(
    printer: SimulatedZplPrinter, registered: bytes, tmp_path: Path
) -> None:
    hangar = station(tmp_path, registered, printer.url)
    try:
        answer = hangar.closings.close("claire")
        deadline_s = time.monotonic() + 30
        while not printer.labels:
            assert time.monotonic() < deadline_s, "no evening label came out"
            time.sleep(0.01)
        (closing,) = hangar.closings.listed()
    finally:
        hangar.stop()

    assert answer["outcome"] == "accepted"
    (paper,) = printer.labels
    assert paper.size == (799, 1199)  # the a6 in there, not the smaller evening label
    (seal,) = zxingcpp.read_barcodes(paper.convert("L"))
    assert seal.text == f"{closing['epoch']}:{closing['seq']}:{closing['head'].split(':')[1]}"
    assert prove(tmp_path / "hangar.db").problems == ()


def test_paper_that_is_too_small_leaves_the_page_to_print(
    printer: SimulatedZplPrinter, registered: bytes, tmp_path: Path
) -> None:
    hangar = station(tmp_path, registered, printer.url, media="62x100")
    try:
        answer = hangar.closings.close("claire")

        assert answer["outcome"] == "accepted" and answer["label"] is None
        assert (hangar.closings.pdf(answer["closing"]) or b"").startswith(b"%PDF-")
        assert hangar.closings.pdf("2026-01-01-1") is None
    finally:
        hangar.stop()


def test_the_day_is_closed_once_at_the_set_time(registered: bytes, tmp_path: Path) -> None:
    hangar = station(tmp_path, registered, "socket://127.0.0.1:9")
    now = datetime.now(ZoneInfo("Europe/Paris"))
    evening = now.replace(hour=20, minute=0, second=0, microsecond=0)
    try:
        assert not hangar.closings.due(evening - timedelta(minutes=1))
        assert hangar.closings.due(evening)
        hangar.closings.close("claire")
        closed_early_enough = now >= evening - timedelta(hours=2)
        assert hangar.closings.due(evening + timedelta(hours=1)) is not closed_early_enough
    finally:
        hangar.stop()


def test_a_ledger_that_was_cut_short_is_found_by_its_evening_label(
    registered: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hangar = station(tmp_path, registered, "socket://127.0.0.1:9")
    hangar.closings.close("claire")
    hangar.closings.close("claire")
    closing, _ = hangar.closings.listed()
    hangar.stop()
    seal = f"{closing['epoch']}:{closing['seq']}:{closing['head'].removeprefix('sha256:')}"
    verify = ["verify", "--config", str(tmp_path / "hangar.toml"), "--evening"]
    assert main([*verify, seal]) == 0

    for suffix in ("-wal", "-shm"):
        (tmp_path / f"hangar.db{suffix}").unlink(missing_ok=True)
    (tmp_path / "hangar.db").write_bytes(registered)  # an older copy, whole in itself

    assert main([*verify, seal]) == 1
    assert "cut short" in capsys.readouterr().out
    assert main([*verify, "bonjour"]) == 1
