"""Scales of hangar.toml at work on the floor: pattern and request reach them, dwell is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.simulated.scale_adam import SimulatedAdamCpw
from drivers.simulated.scale_base import SimulatedScale
from drivers.simulated.scale_ohaus import SimulatedOhaus
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
