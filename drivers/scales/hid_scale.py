"""Decodes the reports of USB-HID scales (usage page 8Dh): Dymo, Stamps, Fairbanks.

It opens no port and remembers nothing between two reports.

    03 04 02 FF 88 13         500.0 g, stable
    |  |  |  |  |---- weight, 16 bits, the low byte first
    |  |  |  power of ten, signed
    |  |  unit: 2 g, 3 kg; all others refused (1 mg, 8 t, 11 ounce, 12 pound)
    |  status: 1 fault, 2 stable at zero, 3 in motion, 4 stable, 5 under zero, 6 over the limit,
    |          7 must be calibrated, 8 must be zeroed
    report 3, "scale data"

Through /dev/hidraw one read gives one report; several in a row are taken apart by their length,
and what follows a report must be one too, as nothing else tells its start from its data.
Under zero the report holds the amount without its sign, which is no weight here. The tare key is
not reported, these scales switch themselves off, and none is legal for trade.

Sources: USB-IF, HID Point of Sale Usage Tables 1.02, section 5 (scales); checked against working
readers of the Dymo M10 and M25, not against a scale here.
"""

from __future__ import annotations

from decimal import Decimal

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake
from drivers.scales.frames import skip_noise
from drivers.scales.weight import whole_grams

REPORT_ID = b"\x03"
REPORT_BYTES = 6
ZERO, MOTION, STABLE, UNDER, OVER = 2, 3, 4, 5, 6
LAST_STATUS, LAST_UNIT = 8, 12
# Steps of more than 100 g are no scale's: the bytes are two halves of two reports. As powers of
# ten of the unit; for units that are refused anyhow, those of the gram.
MIN_POWER, MAX_POWER = -6, 2
KILOGRAM = 3

_UNITS = {2: "g", KILOGRAM: "kg"}
_RANGES = {ZERO: Range.OK, MOTION: Range.OK, STABLE: Range.OK, UNDER: Range.UNDER, OVER: Range.OVER}


def decode(buffer: bytes) -> Decoded:
    """Decode the report at the start of the buffer."""
    noise = skip_noise(buffer, REPORT_ID, protocol="HID scale")
    if noise or not buffer:
        return Decoded(used=noise)
    if len(buffer) < REPORT_BYTES:
        return Decoded(used=0)
    raw, after = buffer[:REPORT_BYTES], buffer[REPORT_BYTES : REPORT_BYTES + 1]
    if after not in (b"", REPORT_ID):
        raise BadFrame(f"HID scale: expected report 3 behind report 3, came {buffer[:12]!r}")
    status, unit = raw[1], raw[2]
    power = int.from_bytes(raw[3:4], signed=True)
    largest = MAX_POWER - 3 if unit == KILOGRAM else MAX_POWER
    if not 1 <= status <= LAST_STATUS or unit > LAST_UNIT or not MIN_POWER <= power <= largest:
        raise BadFrame(f"HID scale: expected report 3 with status 1 to 8, came {raw!r}")
    return Decoded(used=REPORT_BYTES, reading=_reading(raw, status, unit, power))


def _reading(raw: bytes, status: int, unit: int, power: int) -> Reading:
    where = _RANGES.get(status, Range.ERROR)
    name = _UNITS.get(unit, f"unit {unit}")
    grams = None
    if where is Range.OK:
        value = Decimal(int.from_bytes(raw[4:6], "little")).scaleb(power)
        grams = whole_grams(f"{value:f}", name, frame=raw)
    return Reading(
        grams=grams,
        stable=status in (ZERO, STABLE),
        range=where,
        kind=Kind.UNKNOWN,
        tare_g=None,
        unit=name,
        raw=raw,
    )


def conversation() -> AskAndTake:
    """Return the conversation: the scale sends by itself."""
    return AskAndTake(decode)
