"""Holds a demonstration's devices together: starts them, gives them orders, reads their labels.

It acts only when told: nothing moves, scans or breaks by itself.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import zxingcpp
from PIL import Image

from drivers.simulated.device import SimulatedDevice
from drivers.simulated.printer_epl2 import SimulatedEpl2Printer
from drivers.simulated.printer_escpos import SimulatedEscposPrinter
from drivers.simulated.printer_ql import SimulatedQlPrinter
from drivers.simulated.printer_tspl import SimulatedTsplPrinter
from drivers.simulated.printer_zpl import SimulatedZplPrinter
from drivers.simulated.pty_link import PtyLink
from drivers.simulated.replayed import SimulatedRecording
from drivers.simulated.scale_8217 import SimulatedScale8217
from drivers.simulated.scale_sics import SimulatedScaleSics
from drivers.simulated.scales import SIMULATED_SCALES
from drivers.simulated.scanner_hid_pos import SimulatedHidPosScanner
from drivers.simulated.scanner_line import SimulatedScanner
from drivers.simulated.thermometer_line import SimulatedThermometer

log = logging.getLogger(__name__)

# A demonstration hub has a handful; a typing error must not open a thousand ports.
MAX_DEVICES = 50
# They speak USB's own ways; on a socket here, never on a serial line.
WITHOUT_SERIAL = ("hid-scale", "hid-pos", "brother-ql")


@runtime_checkable
class HasLabels(Protocol):
    """A printer: what came out, the first label first."""

    @property
    def labels(self) -> Sequence[Image.Image]: ...


def make_device(spec: dict[str, Any], *, port: int = 0) -> SimulatedDevice:
    """Start the simulator for one configured device; raises ValueError for an unknown one."""
    if recording := spec.get("recording"):
        return SimulatedRecording(Path(recording), port=port)
    match spec.get("kind"), spec.get("protocol"):
        case "scale", "toledo-8217":
            return SimulatedScale8217(port=port)
        case "scale", "mt-sics":
            number = spec.get("serial_number")
            return SimulatedScaleSics(port=port, **({"serial_number": number} if number else {}))
        case "scale", str(protocol) if protocol in SIMULATED_SCALES:
            return SIMULATED_SCALES[protocol](port=port)
        case "scanner", "line":
            return SimulatedScanner(port=port)
        case "scanner", "hid-pos":
            return SimulatedHidPosScanner(port=port)
        case "thermometer", "line-celsius":
            return SimulatedThermometer(port=port)
        case "printer", "zpl":
            return SimulatedZplPrinter(
                port=port, media=spec.get("media") or "a6", dpi=spec.get("dpi") or 203
            )
        case "printer", "escpos" | "escpos-label":
            return SimulatedEscposPrinter(port=port)
        case "printer", "tspl":
            return SimulatedTsplPrinter(port=port, dpi=spec.get("dpi") or 203)
        case "printer", "epl2":
            return SimulatedEpl2Printer(port=port)
        case "printer", "brother-ql":
            return SimulatedQlPrinter(port=port)
        case kind, protocol:
            raise ValueError(f"device {spec.get('id')!r}: no simulator for {kind} {protocol!r}")


class Bench:
    """All devices of a demonstration; `ports_file` lets the next start use the same ports.

    `ptys` is a folder: each device with a serial port has one there, under its own id.
    """

    def __init__(
        self,
        specs: list[dict[str, Any]],
        *,
        ports_file: Path | None = None,
        ptys: Path | None = None,
    ) -> None:
        if len(specs) > MAX_DEVICES:
            raise ValueError(f"{len(specs)} devices; at most {MAX_DEVICES}")
        self.devices: dict[str, SimulatedDevice] = {}
        self._ptys: dict[str, PtyLink] = {}
        self._symbols: dict[tuple[str, int], list[dict[str, str]]] = {}
        known = _known_ports(ports_file)
        try:
            for spec in specs:
                device = self.devices[spec["id"]] = _start(spec, known.get(spec["id"], 0))
                if ptys is not None and spec.get("protocol") not in WITHOUT_SERIAL:
                    ptys.mkdir(parents=True, exist_ok=True)
                    self._ptys[spec["id"]] = PtyLink(device.url, ptys / spec["id"])
        except BaseException:
            self.close()
            raise
        if ports_file is not None:
            _remember_ports(ports_file, {name: one.url for name, one in self.devices.items()})

    def urls(self) -> dict[str, str]:
        """Return where drivers find each device."""
        sockets = {name: device.url for name, device in self.devices.items()}
        return sockets | {name: port.url for name, port in self._ptys.items()}

    def close(self) -> None:
        for port in self._ptys.values():
            port.close()
        for device in self.devices.values():
            device.close()

    def labels(self, name: str) -> list[dict[str, object]]:
        """Return what a printer put on paper, its symbols decoded."""
        printed = self._printed(name)
        return [
            {
                "n": n,
                "png": f"/devices/{name}/labels/{n}.png",
                "symbols": self._decoded(name, n, picture),
            }
            for n, picture in enumerate(printed, start=1)
        ]

    def png(self, name: str, n: int) -> bytes:
        """Return the picture of the n-th label, 1 the first."""
        printed = self._printed(name)
        if not 1 <= n <= len(printed):
            raise KeyError(f"{name} has put {len(printed)} labels on paper, not {n}")
        out = io.BytesIO()
        printed[n - 1].save(out, "PNG")
        return out.getvalue()

    def _printed(self, name: str) -> Sequence[Image.Image]:
        device = self.devices[name]
        if not isinstance(device, HasLabels):
            raise KeyError(f"{name} is no printer")
        return device.labels

    def _decoded(self, name: str, n: int, picture: Image.Image) -> list[dict[str, str]]:
        """Decode once: what is on paper does not change any more."""
        if (name, n) not in self._symbols:
            self._symbols[name, n] = decode_symbols(picture)
        return self._symbols[name, n]


def decode_symbols(picture: Image.Image) -> list[dict[str, str]]:
    """Return every symbol on a label as a scanner would send it; GS stays U+001D."""
    found = zxingcpp.read_barcodes(picture.convert("L"), text_mode=zxingcpp.TextMode.Plain)
    return [
        {
            "symbology": _symbology(str(one.symbology_identifier), str(one.format)),
            "aim": str(one.symbology_identifier),
            "text": one.bytes.decode("utf-8", errors="replace"),
        }
        for one in found
    ]


def _symbology(aim: str, name: str) -> str:
    names = {"]C1": "GS1-128", "]d2": "GS1 DataMatrix", "]Q3": "GS1 QR Code"}
    return names.get(aim, name)


def _start(spec: dict[str, Any], port: int) -> SimulatedDevice:
    """Use the port of last time if it is free, else any."""
    if port:
        with contextlib.suppress(OSError):
            return make_device(spec, port=port)
    return make_device(spec)


def _known_ports(ports_file: Path | None) -> dict[str, int]:
    if ports_file is None or not ports_file.exists():
        return {}
    try:
        ports = json.loads(ports_file.read_text("utf-8"))
        return {str(name): int(port) for name, port in ports.items()}
    except (ValueError, AttributeError, TypeError):
        log.warning("%s: expected {device: port}; taking free ports", ports_file)
        return {}


def _remember_ports(ports_file: Path, urls: dict[str, str]) -> None:
    ports = {name: int(url.rpartition(":")[2]) for name, url in urls.items()}
    ports_file.write_text(json.dumps(ports, indent=1) + "\n", "utf-8")
