"""`hangar devices listen`: what it shows, records and answers, on a simulated scale."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drivers.recording import read_recording
from drivers.simulated.scale_and import SimulatedAndIndicator
from station.main import main


def test_a_scale_is_heard_named_and_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scale.jsonl"
    scale = SimulatedAndIndicator(settle_s=0.0)
    scale.set(load_g=12_340)
    try:
        status = main(["devices", "listen", scale.url, "--seconds", "1", "--record", str(path)])
    finally:
        scale.close()

    out = capsys.readouterr().out
    assert status == 0
    assert "ST,GS,+012.340kg" in out and "53 54 2c 47 53" in out
    assert out.splitlines()[-2].startswith("ad ")
    assert b"ST,GS" in b"".join(piece.data for piece in read_recording(path).pieces)

    assert main(["devices", "listen", f"replay://{path}", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    best = answer["fits"][0]
    assert (best["protocol"], best["grams"], best["stable"]) == ("ad", 12_340, True)
    assert answer["bytes"] > 0


def test_nothing_that_fits_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "noise.jsonl"
    lines = [{"hangar_recording": 1}, {"t_ms": 0, "received": "ff00fe01" * 40}]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")

    assert main(["devices", "listen", f"replay://{path}"]) == 1

    assert "No known protocol fits" in capsys.readouterr().out


def test_a_port_that_is_not_there_is_an_error_with_its_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["devices", "listen", "socket://127.0.0.1:1"]) == 1

    assert "socket://127.0.0.1:1" in capsys.readouterr().err


def test_dialog_06_cannot_be_read_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["devices", "read", "socket://127.0.0.1:1", "--protocol", "dialog-06"]) == 1

    assert "secret polynomial" in capsys.readouterr().err
