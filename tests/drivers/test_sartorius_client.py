"""Our simulated SBI scale against a client nobody here wrote: sartorius from PyPI (GPL, test only).

It reads the form with 22 characters over TCP, and takes "N" (net) and "G", not Combics' "G#".
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from drivers.simulated.scale_sbi import SimulatedSbiWithId

sartorius = pytest.importorskip("sartorius", reason="the PyPI package sartorius is not installed")


@pytest.fixture
def scale() -> Iterator[SimulatedSbiWithId]:
    scale = SimulatedSbiWithId(settle_s=0.0)
    scale.set(load_g=2_000)
    scale.press_tare()
    yield scale
    scale.close()


def read(scale: SimulatedSbiWithId) -> dict[str, Any]:
    async def once() -> dict[str, Any]:
        client = sartorius.Scale(scale.url.removeprefix("socket://"), timeout=3)
        try:
            return dict(await client.get())
        finally:
            client.hw.close()

    return asyncio.run(once())


def test_a_stable_net_weight_is_read(scale: SimulatedSbiWithId) -> None:
    scale.set(load_g=14_340)

    assert read(scale) == {"mass": 12.34, "units": "kg", "stable": True, "measurement": "net"}


def test_a_moving_scale_is_read_as_not_stable(scale: SimulatedSbiWithId) -> None:
    scale.set(load_g=14_340, moving=True)

    assert read(scale)["stable"] is False


def test_an_overload_is_no_weight(scale: SimulatedSbiWithId) -> None:
    scale.set(fault="overload")

    assert read(scale) == {"on": False}
