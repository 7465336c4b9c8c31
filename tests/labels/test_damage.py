"""The damage bench: clean labels read whole, ruined ones do not, and a run can be repeated."""

from __future__ import annotations

import json
import random

import pytest
from PIL import Image

from labels import damage, damages, second_opinion, template
from labels.drawing import render


def label(name: str) -> damages.View:
    """Show a template's sample as the bench's camera does."""
    shown = template.load(name)
    picture = render(shown, shown.sample, damage.DPI)
    return damages.seen(damage.as_seen(picture.image), damage.CAMERA_DOTS_PER_MM)


@pytest.mark.parametrize("name", template.names())
def test_a_label_in_the_hand_reads_whole(name: str) -> None:
    found = [
        rate
        for rate in damage.rates(name, runs=3, seed=7, only=["in the hand"])
        if rate.reader != "zbar bars"
    ]

    assert found
    assert [rate for rate in found if (rate.read, rate.wrong) != (rate.shown, 0)] == []


@pytest.mark.parametrize("spoil", damages.DAMAGES.values(), ids=damages.DAMAGES.keys())
def test_a_damage_is_repeated_by_its_seed_and_no_other(spoil: damages.Damage) -> None:
    view = label("badge-card")

    first, same, other = (spoil(view, random.Random(seed)) for seed in (1, 1, 2))

    assert first.tobytes() == same.tobytes()
    assert (first.size, first.tobytes()) != (other.size, other.tobytes())


def test_a_ruined_label_is_counted_as_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def blank(view: damages.View, chosen: random.Random) -> Image.Image:
        return Image.new("L", view.image.size, damages.PAPER)

    monkeypatch.setitem(damages.DAMAGES, "blank", blank)

    found = list(damage.rates("a6", runs=2, seed=1, only=["blank"]))

    assert [(rate.reader, rate.read, rate.wrong) for rate in found if rate.shown != 2] == []
    assert {rate.read for rate in found} == {0}


def test_a_wrong_read_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The label of another crate comes before the camera."""
    shown = template.load("a6")
    other = render(shown, {**shown.sample, "sscc": "395212340000004999"}, damage.DPI)
    monkeypatch.setitem(damages.DAMAGES, "exchanged", lambda view, chosen: other.image.convert("L"))

    found = {rate.reader: rate for rate in damage.rates("a6", runs=1, seed=1, only=["exchanged"])}

    assert (found["zxing bars"].read, found["zxing bars"].wrong) == (0, 1)
    assert (found["zxing matrix"].read, found["zxing matrix"].wrong) == (0, 1)


def test_a_template_without_bars_has_no_rate_for_bars() -> None:
    found = list(damage.rates("badge-card", runs=1, seed=1, only=["in the hand"]))

    assert {rate.reader for rate in found} == {"zxing matrix", "either"}


def test_the_table_has_a_line_for_each_reader(capsys: pytest.CaptureFixture[str]) -> None:
    damage.main(["100x60", "--runs", "1"])

    lines = capsys.readouterr().out.splitlines()
    readers = 4 if second_opinion.available() else 3
    assert len([line for line in lines if line.startswith("| `100x60`")]) == readers
    assert all(line.count("|") == len(damages.DAMAGES) + 4 for line in lines[: readers + 2])
    assert "wrong reads" in lines[-1]


def test_the_rates_can_be_read_by_programs(capsys: pytest.CaptureFixture[str]) -> None:
    damage.main(["badge-card", "--runs", "1", "--json"])

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["damage"] for row in rows} == set(damages.DAMAGES)
    assert all(0 <= row["read"] <= row["shown"] for row in rows)
