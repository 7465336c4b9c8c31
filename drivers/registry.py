"""Lists the device protocols this station speaks: one table, one line to add.

It opens no port; `build` makes the protocol object that a session drives.
"""

from __future__ import annotations

from drivers.errors import DriverError, UnknownProtocol
from drivers.printers.table import PRINTERS
from drivers.protocol_entry import ProtocolEntry
from drivers.readings import DeviceSettings
from drivers.scales.protocol import ScaleProtocol
from drivers.scales.table import SCALES
from drivers.scanners.protocol import ScannerProtocol
from drivers.scanners.table import SCANNERS
from drivers.thermometers.protocol import ThermometerProtocol
from drivers.thermometers.table import THERMOMETERS

PROTOCOLS: tuple[ProtocolEntry, ...] = (
    *SCALES,
    *SCANNERS,
    *PRINTERS,
    *THERMOMETERS,
)


HEADS = {"status": "range and status", "tare": "net and tare"}
"""How the table names a column whose own name says too little."""


def find(kind: str, protocol: str) -> ProtocolEntry:
    """Return the entry, or raise UnknownProtocol naming the known protocols of that kind."""
    for entry in PROTOCOLS:
        if (entry.kind, entry.protocol) == (kind, protocol):
            return entry
    usable = (entry for entry in PROTOCOLS if entry.kind == kind and entry.refused is None)
    known = ", ".join(entry.protocol for entry in usable) or "none"
    raise UnknownProtocol(f"{kind} protocol {protocol!r} is not known; known: {known}")


def build_scale(settings: DeviceSettings) -> ScaleProtocol:
    """Return the conversation for a configured scale; raises DriverError."""
    built = _build("scale", settings)
    if not isinstance(built, ScaleProtocol):
        raise DriverError(f"scale protocol {settings.protocol!r} builds {built!r}, no scale")
    return built


def build_scanner(settings: DeviceSettings) -> ScannerProtocol:
    """Return the decoder for one connection to a configured scanner; raises DriverError."""
    built = _build("scanner", settings)
    if not isinstance(built, ScannerProtocol):
        raise DriverError(f"scanner protocol {settings.protocol!r} builds {built!r}, no scanner")
    return built


def build_thermometer(settings: DeviceSettings) -> ThermometerProtocol:
    """Return the decoder for one connection to a configured thermometer; raises DriverError."""
    built = _build("thermometer", settings)
    if not isinstance(built, ThermometerProtocol):
        raise DriverError(f"thermometer protocol {settings.protocol!r} builds {built!r}")
    return built


def _build(kind: str, settings: DeviceSettings) -> object:
    entry = find(kind, settings.protocol)
    if entry.refused is not None:
        raise UnknownProtocol(f"{kind} protocol {entry.protocol!r}: {entry.refused.reason}")
    options = {name: getattr(settings, name) for name in entry.options}
    return entry.build(**{name: value for name, value in options.items() if value is not None})


def protocols_json() -> list[dict[str, str | None]]:
    """Return the table as `hangar devices protocols --json` prints it."""
    return [
        {
            "kind": entry.kind,
            "protocol": entry.protocol,
            "name": entry.name,
            "stability": entry.stability,
            "tare": entry.tare,
            "status": entry.status,
            "proof_of_print": entry.proof_of_print,
            "tested_against": entry.tested_against,
            "serial": entry.serial[0].short() if entry.serial else None,
            "refused": entry.refused.reason if entry.refused else None,
        }
        for entry in PROTOCOLS
    ]


def protocols_markdown() -> str:
    """Return the table that stands in drivers/README.md."""
    columns = ["kind", "protocol", "name", "serial", "stability", "tare", "status"]
    columns += ["proof_of_print", "tested_against"]
    heads = [HEADS.get(column, column) for column in columns]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(columns)]
    for row in protocols_json():
        lines.append("| " + " | ".join(row[column] or "" for column in columns) + " |")
    return "\n".join(lines) + "\n"
