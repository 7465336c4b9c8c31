"""`hangar bench` measures what it says; how fast this machine is decides no test."""

from __future__ import annotations

import json
import socket
import time
from contextlib import closing

import pytest
from PIL import Image

import labels
from drivers.protocol_entry import SerialSettings
from labels import template
from station.bench import FIGURES, LONG, chosen, measure, run
from station.bench.burst import expect_once
from station.bench.figures import Figure, as_table, in_turn
from station.bench.wire import Wire, bits_of
from station.errors import HangarError

FEW = 0.01
"""A hundredth of every sample: enough to see that each figure is taken at all."""


def figure(value: float, **goal: float) -> Figure:
    return Figure(
        name="essai", what="a", value=value, floor=2.0, against="b", unit="ms", n=3, **goal
    )


@pytest.mark.parametrize("name", FIGURES)
def test_each_name_gives_values_over_floors(name: str) -> None:
    figures = list(measure(name, FEW))

    assert figures[0].name == name
    assert all(figure.value > 0 and figure.floor > 0 and figure.n > 0 for figure in figures)


def test_json_is_one_line_with_value_floor_and_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["label"], as_json=True, scale=FEW)

    printed = capsys.readouterr().out
    first = json.loads(printed)["figures"][0]
    assert status == 0
    assert printed.count("\n") == 1
    assert first["ratio"] == pytest.approx(first["value"] / first["floor"], rel=0.02)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(HangarError, match="commit, label, scan"):
        run(["comit"], as_json=False)


def test_a_goal_is_met_or_missed_by_the_ratio() -> None:
    assert figure(3.0, most=1.5).met is True
    assert figure(3.2, most=1.5).met is False
    assert figure(4.0, least=2.0).met is True
    assert figure(3.9, least=2.0).met is False
    assert figure(1.0).met is None


def test_the_table_has_a_line_for_each_figure() -> None:
    table = as_table([figure(3.2, most=1.5), figure(1.0)])

    assert "missed" in table.splitlines()[-2]
    assert table.splitlines()[-1].startswith("essai")


def test_both_sides_are_timed_as_often_and_in_turn() -> None:
    order: list[str] = []

    ours_s, floor_s = in_turn(lambda: order.append("ours"), lambda: order.append("floor"), 4)

    assert len(ours_s) == len(floor_s) == 4
    assert order[:4] == ["floor", "ours", "ours", "floor"]


def test_what_takes_minutes_is_measured_only_when_named() -> None:
    assert set(chosen([])) == set(FIGURES) - LONG
    assert chosen(["burst"]) == ["burst"]


@pytest.mark.parametrize(
    ("serial", "bits"),
    [
        (SerialSettings(), 10),
        (SerialSettings(bytesize=7, parity="E"), 10),
        (SerialSettings(bytesize=7, parity="E", stopbits=2), 11),
    ],
)
def test_a_character_has_its_start_parity_and_stop_bits(serial: SerialSettings, bits: int) -> None:
    assert bits_of(serial) == bits


def test_bytes_on_the_wire_take_the_time_of_their_bits() -> None:
    sent = bytes(range(96))
    with socket.create_server(("127.0.0.1", 0)) as device:
        url = f"socket://127.0.0.1:{device.getsockname()[1]}"
        with closing(Wire(url, baudrate=9600, bits=10)) as wire:
            port = int(wire.url.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port), 5) as station:
                other_end, _ = device.accept()
                with other_end:
                    began_s = time.monotonic()
                    other_end.sendall(sent)
                    came = b""
                    while len(came) < len(sent):
                        came += station.recv(200)
                    took_s = time.monotonic() - began_s
            exchange_s = wire.exchange_s()

    assert came == sent
    assert took_s >= 0.1
    assert exchange_s == pytest.approx(0.1)


class Paper:
    """A printer of which only the paper matters."""

    def __init__(self, *labels: Image.Image) -> None:
        self.labels = labels


def picture(sscc: str) -> Image.Image:
    fields = dict(template.load("100x60").sample) | {"sscc": sscc}
    return labels.make("100x60", fields, dpi=203, language="png").picture.image


def test_a_label_that_is_doubled_or_missing_ends_the_burst() -> None:
    first, second = "395212340000004128", "395212340000004135"

    expect_once(Paper(picture(first), picture(second)), [first, second])
    with pytest.raises(RuntimeError, match="once"):
        expect_once(Paper(picture(first), picture(first)), [first, second])
    with pytest.raises(RuntimeError, match="once"):
        expect_once(Paper(picture(first)), [first, second])
