"""Scales of hangar.toml at work on the floor: pattern and request reach them, dwell is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.simulated.scale_adam import SimulatedAdamCpw
from drivers.simulated.scale_base import SimulatedScale
from drivers.simulated.scale_cas_enq import SimulatedCasEnq
from drivers.simulated.scale_hid import SimulatedHidScale
from drivers.simulated.scale_ohaus import SimulatedOhaus
from drivers.simulated.scale_old_kern import SimulatedOldKern
from drivers.simulated.scale_sbi import SimulatedSbi, SimulatedSbiWithId
from drivers.simulated.scale_sics import SimulatedScaleSics
from drivers.weighing import Receipt
from station.config import load_config
from station.domain.refusals import Refusal
from station.feed import Feed
from station.floor import Floor

# Ohaus lines, read by a pattern as if nobody knew them.
PATTERN = r"""
pattern = ' *(?P<weight>[0-9.]+) +(?P<unit>kg) *(?P<unstable>\?)?(?P<kind>G|NET) *'
request = 'IP\r\n'
"""


def floor(folder: Path, scale: SimulatedScale, protocol: str, keys: str = "") -> Floor:
    path = folder / "hangar.toml"
    path.write_text(
        f"""
[hub]
name = "Hangar"
address = "1 rue du Four"

[[device]]
id = "balance-1"
kind = "scale"
protocol = "{protocol}"
url = "{scale.url}"
max_g = 60000
division_g = 20
{keys}
[[post]]
id = "reception"
role = "reception"
scale = "balance-1"
""",
        "utf-8",
    )
    return Floor(load_config(path), Feed(), send=lambda *scan: None, last_gross_g={})


@pytest.mark.parametrize(
    ("make", "protocol", "keys", "by_dwell"),
    [(SimulatedAdamCpw, "adam-cpw", "", True), (SimulatedOhaus, "line-regex", PATTERN, False)],
)
def test_a_weighing_says_who_judged_it_still(
    tmp_path: Path, make: type[SimulatedScale], protocol: str, keys: str, by_dwell: bool
) -> None:
    scale = make(settle_s=0.05)
    at_work = floor(tmp_path, scale, protocol, keys)
    at_work.start()
    try:
        scale.set(load_g=12_340)
        receipt = at_work.scales["balance-1"].await_receipt(10.0)
        assert not isinstance(receipt, str)
        weighing = at_work.take("reception", receipt.id)
        with pytest.raises(Refusal):
            at_work.take("reception", receipt.id)
    finally:
        at_work.stop()
        scale.close()

    assert (weighing.gross_g, weighing.source) == (12_340, "scale")
    assert weighing.stable_by_dwell is by_dwell
    assert b"12.340 kg" in bytes.fromhex(weighing.raw_hex)


TARELESS: list[tuple[type[SimulatedScale], str]] = [
    (SimulatedCasEnq, "cas-enq"),
    (SimulatedOldKern, "kern-old"),
    (SimulatedHidScale, "hid-scale"),
    (SimulatedSbi, "sartorius-sbi"),
]
TELLING: list[tuple[type[SimulatedScale], str]] = [
    (SimulatedSbiWithId, "sartorius-sbi"),
    (SimulatedOhaus, "ohaus"),
    (SimulatedScaleSics, "mt-sics"),
]


@pytest.mark.parametrize(
    ("make", "protocol", "unseen"),
    [(*one, True) for one in TARELESS] + [(*one, False) for one in TELLING],
)
def test_a_scale_that_does_not_show_its_tare_says_so_with_every_weight(
    tmp_path: Path, make: type[SimulatedScale], protocol: str, unseen: bool
) -> None:
    scale = make(settle_s=0.05)
    at_work = floor(tmp_path, scale, protocol)
    at_work.start()
    try:
        scale.set(load_g=12_340)
        receipt = at_work.scales["balance-1"].await_receipt(30.0)
        assert isinstance(receipt, Receipt)
        shown = at_work.weighing("reception")
        weighing = at_work.take("reception", receipt.id)
    finally:
        at_work.stop()
        scale.close()

    assert shown is not None
    assert shown["tare_unseen"] is unseen
    assert (shown["receipt"]["kind"] == "unknown") is unseen
    assert (weighing.kind == "unknown") is unseen


def test_a_silent_scale_is_not_called_a_scale_without_tare(tmp_path: Path) -> None:
    scale = SimulatedCasEnq(settle_s=0.05)
    at_work = floor(tmp_path, scale, "cas-enq")
    scale.close()

    shown = at_work.weighing("reception")

    assert shown is not None
    assert shown["grams"] is None
    assert shown["tare_unseen"] is False
