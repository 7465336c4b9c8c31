"""Finds the devices that are plugged into this machine, under names that stay.

It only reads /dev and /sys, opens no device, and decides nothing: what a thing is, is a guess.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drivers.usb_makers import (
    SCALE_MAKERS,
    SCANNER_MAKERS,
    hid_kind,
    printer_name,
    printer_protocol,
)

# A machine with more ports than this is no hangar's; a loop of links must not run for ever.
MAX_FOUND = 64
# How far above a tty its USB device may lie in /sys.
MAX_PARENTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that is plugged in.

    `node` is the kernel's name now (/dev/ttyUSB0), `path` the name to configure. `keeps`:
    "device" = that name follows the device, "plug" = it is the USB socket's, "no" = it may change
    at the next start. `kind` and `protocol` are a guess, `sure` when the device itself said so.
    """

    node: str
    path: str
    scheme: str
    keeps: str
    name: str
    kind: str | None
    protocol: str | None
    sure: bool
    vendor: str | None = None
    product: str | None = None

    @property
    def url(self) -> str:
        """Return the URL to configure, with the usual line settings where it is a serial port."""
        query = "?baudrate=9600&bytesize=8&parity=N" if self.scheme == "serial" else ""
        return f"{self.scheme}://{self.path}{query}"


def discover(root: Path = Path("/")) -> list[Found]:
    """Return what is plugged in; `root` is where dev/ and sys/ are."""
    found: list[Found] = []
    for search in (_serial, _printers, _hid, _keyboards, _cameras, _probes):
        with contextlib.suppress(OSError):  # unplugged while we looked
            found.extend(search(root))
    return found[:MAX_FOUND]


def nodes(root: Path = Path("/")) -> frozenset[str]:
    """Return the names of what is plugged in, cheaply: for noticing that something changed."""
    patterns = (
        "dev/ttyUSB*", "dev/ttyACM*", "dev/usb/lp*", "dev/hidraw*", "dev/input/event*",
        "dev/video*", "sys/bus/w1/devices/*-*",
    )  # fmt: skip
    return frozenset(str(path) for pattern in patterns for path in root.glob(pattern))


def _serial(root: Path) -> Iterator[Found]:
    by_id, by_path = _links(root, "dev/serial/by-id"), _links(root, "dev/serial/by-path")
    ports = [*root.glob("dev/ttyUSB*"), *root.glob("dev/ttyACM*")]
    for node in sorted(ports):
        usb = _usb_parent(root / "sys/class/tty" / node.name / "device")
        serial_number = _text(usb / "serial") if usb else ""
        vendor, product = _usb_ids(usb)
        # Without a serial number two such adapters share one by-id name.
        named = by_id.get(node.name) if serial_number or node.name not in by_path else None
        ours, ours_by_plug = _hangar_links(root, node)
        by_plug = ours_by_plug or by_path.get(node.name)
        path, keeps = _stable(root, node, ours or named, by_plug)
        maker = SCANNER_MAKERS.get(vendor or "")
        scale = SCALE_MAKERS.get(vendor or "")
        yield Found(
            node=_shown(root, node),
            path=path,
            scheme="serial",
            keeps=keeps,
            name=_usb_name(usb) or maker or scale or "serial port",
            kind="scanner" if maker else "scale" if scale else None,
            protocol="line" if maker else "toledo-8217" if scale else None,
            sure=False,
            vendor=vendor,
            product=product,
        )
    for node in (root / "dev/ttyAMA0", root / "dev/ttyS0"):
        if _is_pi(root) and node.exists():
            yield _plain(root, node, "serial", "GPIO serial port of the Raspberry Pi", keeps="plug")


def _printers(root: Path) -> Iterator[Found]:
    for node in sorted(root.glob("dev/usb/lp*")):
        interface = root / "sys/class/usbmisc" / node.name / "device"
        words = _text(interface / "ieee1284_id")
        protocol = printer_protocol(words)
        usb = _usb_parent(interface)
        vendor, product = _usb_ids(usb)
        path, keeps = _stable(root, node, *_hangar_links(root, node))
        yield Found(
            node=_shown(root, node),
            path=path,
            scheme="file",
            keeps=keeps,
            name=printer_name(words) or _usb_name(usb) or "USB printer",
            kind="printer",
            protocol=protocol,
            sure=protocol is not None,
            vendor=vendor,
            product=product,
        )


def _hid(root: Path) -> Iterator[Found]:
    for node in sorted(root.glob("dev/hidraw*")):
        device = root / "sys/class/hidraw" / node.name / "device"
        what = hid_kind(_bytes(device / "report_descriptor"))
        if what is None:
            continue
        words = dict(
            line.split("=", 1) for line in _text(device / "uevent").splitlines() if "=" in line
        )
        yield Found(
            node=_shown(root, node),
            path=_shown(root, node),
            scheme="hidraw",
            keeps="no",
            name=words.get("HID_NAME", "HID device"),
            kind=what[0],
            protocol=what[1],
            sure=True,
        )


def _keyboards(root: Path) -> Iterator[Found]:
    """Keyboards of scanner makers, and nameless ones: a person knows which is the keyboard."""
    for node_name, link in sorted(_links(root, "dev/input/by-id").items()):
        if not link.name.endswith("-event-kbd"):
            continue
        device = root / "sys/class/input" / node_name / "device"
        vendor, product = _text(device / "id/vendor"), _text(device / "id/product")
        yield Found(
            node=f"/dev/input/{node_name}",
            path=_shown(root, link),
            scheme="evdev",
            keeps="device",
            name=_text(device / "name") or link.name,
            kind="scanner" if vendor in SCANNER_MAKERS else None,
            protocol="evdev",
            sure=False,
            vendor=vendor or None,
            product=product or None,
        )


def _cameras(root: Path) -> Iterator[Found]:
    links = _links(root, "dev/v4l/by-id")
    for node in sorted(root.glob("dev/video*")):
        # A camera has several nodes; index 0 is the one that gives pictures.
        if _text(root / "sys/class/video4linux" / node.name / "index") not in ("", "0"):
            continue
        link = links.get(node.name)
        yield Found(
            node=_shown(root, node),
            path=_shown(root, link or node),
            scheme="camera",
            keeps="device" if link else "no",
            name=_text(root / "sys/class/video4linux" / node.name / "name") or "camera",
            kind="scanner",
            protocol="camera",
            sure=False,
        )


def _probes(root: Path) -> Iterator[Found]:
    for folder in sorted(root.glob("sys/bus/w1/devices/28-*")):
        yield Found(
            node=_shown(root, folder / "w1_slave"),
            path=_shown(root, folder / "w1_slave"),
            scheme="w1",
            keeps="device",
            name=f"DS18B20 {folder.name}",
            kind="thermometer",
            protocol="w1",
            sure=True,
        )


def _plain(root: Path, node: Path, scheme: str, name: str, *, keeps: str) -> Found:
    return Found(
        node=_shown(root, node), path=_shown(root, node), scheme=scheme, keeps=keeps, name=name,
        kind=None, protocol=None, sure=False,
    )  # fmt: skip


def _stable(root: Path, node: Path, by_id: Path | None, by_path: Path | None) -> tuple[str, str]:
    if by_id is not None:
        return _shown(root, by_id), "device"
    if by_path is not None:
        return _shown(root, by_path), "plug"
    return _shown(root, node), "no"


def _hangar_links(root: Path, node: Path) -> tuple[Path | None, Path | None]:
    """Return the names our own udev rules gave a node: by its serial number, and by its plug."""
    place = root / "dev/hangar"
    links = sorted(place.iterdir()) if place.is_dir() else []
    ours = [one for one in links if one.is_symlink() and one.readlink().name == node.name]
    by_plug = next((one for one in ours if "-port-" in one.name), None)
    by_number = next((one for one in ours if "-port-" not in one.name), None)
    return by_number, by_plug


def _links(root: Path, folder: str) -> dict[str, Path]:
    """Return the kernel's name each link leads to now, with the link."""
    place = root / folder
    found = sorted(place.iterdir()) if place.is_dir() else []
    return {link.readlink().name: link for link in found if link.is_symlink()}


def _usb_parent(device: Path) -> Path | None:
    """Climb from an interface to the USB device that has a maker number."""
    here = device.resolve()
    for place in (here, *list(here.parents)[:MAX_PARENTS]):
        if (place / "idVendor").is_file():
            return place
    return None


def _usb_ids(usb: Path | None) -> tuple[str | None, str | None]:
    if usb is None:
        return None, None
    return _text(usb / "idVendor") or None, _text(usb / "idProduct") or None


def _usb_name(usb: Path | None) -> str:
    if usb is None:
        return ""
    return f"{_text(usb / 'manufacturer')} {_text(usb / 'product')}".strip()


def _is_pi(root: Path) -> bool:
    # The service's own view of /proc holds processes only.
    places = ("proc/device-tree/model", "sys/firmware/devicetree/base/model")
    return any("Raspberry Pi" in _text(root / place) for place in places)


def _text(path: Path) -> str:
    return _bytes(path).decode("utf-8", errors="replace").strip("\0 \n")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()[:4096]
    except OSError:
        return b""


def _shown(root: Path, path: Path) -> str:
    """Return a path as the machine itself would write it."""
    return "/" + str(path.relative_to(root))
