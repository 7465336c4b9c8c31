"""`hangar bench` measures what it says; how fast this machine is decides no test."""

from __future__ import annotations

import json

import pytest

from station.bench import FIGURES, measure, run
from station.bench.figures import Figure, as_table, in_turn
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
