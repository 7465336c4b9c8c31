"""One whole delivery day: a demonstration of its own, devices on real sockets, one power cut."""

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from station.day import play

CONTRACT_FIGURES = {
    "crates", "labels_printed", "labels_decoded", "wrong_round_stopped", "duplicates_stopped",
    "blocked_stopped", "delivery_notes", "acknowledged", "lost", "restarts", "net_g_received",
    "net_g_delivered", "net_g_in_stock", "net_g_discarded", "net_g_other", "coordinator_actions",
    "worker_scans_per_crate", "seconds",
}  # fmt: skip


def test_a_whole_day_holds_every_expectation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = play(seed=7, dir=tmp_path, as_json=True)

    said, shouted = capsys.readouterr()
    figures = json.loads(said)
    assert (status, shouted) == (0, "")
    assert len(said.splitlines()) == 1
    assert figures.keys() >= CONTRACT_FIGURES
    assert figures["crates"] == 132
    assert figures["labels_printed"] == figures["labels_decoded"] >= figures["crates"]
    assert (figures["lost"], figures["restarts"], figures["failed"]) == (0, 1, 0)
    assert figures["wrong_round_stopped"] >= 1
    assert figures["duplicates_stopped"] >= 2
    assert figures["blocked_stopped"] >= 1
    assert figures["delivery_notes"] == 31
    assert figures["net_g_received"] == sum(
        figures[f"net_g_{where}"] for where in ("delivered", "in_stock", "discarded", "other")
    )

    status = play(seed=7, dir=tmp_path, as_json=True)

    said, shouted = capsys.readouterr()
    assert (status, said) == (2, "")
    assert "give another --dir" in shouted


def test_a_day_that_is_ended_from_outside_stops_what_it_started(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "station.main", "day", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as day:
        assert day.stdout is not None
        for line in day.stdout:
            if "bon BA-" in line:
                break
        day.send_signal(signal.SIGTERM)
        status = day.wait(timeout=60)

    listen = re.search(r'listen = "127.0.0.1:(\d+)"', (tmp_path / "hangar.toml").read_text("utf-8"))

    assert status == 128 + signal.SIGTERM
    assert listen is not None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(listen[1])), timeout=5).close()
