"""Lists the thermometer protocols: the registry's lines for thermometers.

It opens nothing and holds no bytes of any maker.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.protocol_entry import ProtocolEntry, SerialSettings
from drivers.thermometers.line_celsius import CelsiusLines
from drivers.thermometers.w1 import W1Probe


def _thermometer(
    protocol: str,
    name: str,
    status: str,
    tested_against: str,
    build: Callable[..., object],
    serial: tuple[SerialSettings, ...] = (),
) -> ProtocolEntry:
    return ProtocolEntry(
        kind="thermometer",
        protocol=protocol,
        name=name,
        stability=None,
        tare=None,
        status=status,
        proof_of_print=None,
        tested_against=tested_against,
        build=build,
        serial=serial,
    )


THERMOMETERS: tuple[ProtocolEntry, ...] = (
    _thermometer(
        "w1",
        "DS18B20 probe on the Pi's one-wire pin (w1://)",
        "checksum, power-on value",
        "recorded kernel files",
        W1Probe,
    ),
    _thermometer(
        "line-celsius",
        "Serial probe, one temperature in Celsius a line",
        "unit, range",
        "drivers.simulated.thermometer_line",
        CelsiusLines,
        serial=(SerialSettings(),),
    ),
)
