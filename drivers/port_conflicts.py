"""Names what will keep a port from working here: other programs, and hardware that cannot do it.

It opens no device and stops no program; it says what it saw and what a person can do. The service
sees no other process (ProtectProc): there a program that is installed is named, and who holds a
port is told by `hangar devices list --plugged`, run by an administrator.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drivers.discovery import Found
from drivers.usb_makers import CH340

# A Pi runs some two hundred processes; looking at their open files takes a few milliseconds.
MAX_PROCESSES = 2000
PRINTER_CLASS = "07"
# Where a program is when its process cannot be seen.
INSTALLED = {
    "ModemManager": ("usr/sbin/ModemManager",),
    "brltty": ("usr/bin/brltty", "bin/brltty", "sbin/brltty"),
    "cupsd": ("run/cups/cups.sock",),
}
# Our udev rules tell ModemManager to leave a port alone, and name it here.
LEFT_ALONE = "/dev/hangar/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One thing in the way: a code, what was seen (English), what to do (French)."""

    code: str
    seen: str
    remedy_fr: str


def conflicts_of(found: Found, root: Path = Path("/")) -> list[Conflict]:
    """Return what is in the way of one port."""
    running = _programs(root)
    named = [*_named(found, running), *_mini_uart(found, root), *_console(found, root)]
    return [*named, *_held(found, root)]


def machine_conflicts(root: Path = Path("/")) -> list[Conflict]:
    """Return what keeps devices from showing up as a port at all."""
    return [*_swallowed_adapters(root), *_printers_without_node(root)]


def _named(found: Found, running: dict[str, str]) -> Iterator[Conflict]:
    usb_serial = found.scheme == "serial" and "/tty" in found.node and found.vendor is not None
    if usb_serial and "ModemManager" in running and not found.path.startswith(LEFT_ALONE):
        yield Conflict(
            code="modemmanager",
            seen=f"ModemManager ({running['ModemManager']}) probes {found.node} for 10 s",
            remedy_fr="Retirez ModemManager : sudo apt remove modemmanager.",
        )
    if (found.vendor, found.product) in CH340 and "brltty" in running:
        yield _brltty(found.node)
    if found.node.startswith("/dev/usb/lp") and "cupsd" in running:
        yield Conflict(
            code="cups",
            seen=f"CUPS ({running['cupsd']}) may take {found.node} for itself",
            remedy_fr="Retirez l'imprimante de CUPS, ou utilisez cups:///NOM.",
        )


def _mini_uart(found: Found, root: Path) -> Iterator[Conflict]:
    on_pi = "GPIO" in found.name
    if on_pi and found.node == "/dev/ttyS0":
        yield Conflict(
            code="mini_uart",
            seen=f"{found.node} is the mini-UART: it has no parity bit, so no 7E1 or 7O1",
            remedy_fr="Prenez un adaptateur USB, ou dtoverlay=disable-bt.",
        )


def _console(found: Found, root: Path) -> Iterator[Conflict]:
    words = _read(root / "proc/cmdline").split()
    names = {"/dev/ttyS0": ("ttyS0", "serial0"), "/dev/ttyAMA0": ("ttyAMA0", "serial0")}
    for name in names.get(found.node, (Path(found.node).name,)):
        if any(word.startswith(f"console={name}") for word in words):
            yield Conflict(
                code="console",
                seen=f"the kernel writes its console to {found.node}",
                remedy_fr="Désactivez la console série : sudo raspi-config.",
            )
            return


def _held(found: Found, root: Path) -> Iterator[Conflict]:
    """Another program that has the port open, or has locked it."""
    holders = {*_opened_by(found.node, root), *_locked_by(found.node, root)} - {os.getpid()}
    for pid in sorted(holders)[:3]:
        name = _read(root / "proc" / str(pid) / "comm").strip() or "?"
        yield Conflict(
            code="in_use",
            seen=f"{name} (process {pid}) has {found.node} open",
            remedy_fr=f"Arrêtez {name} : un port, un seul programme.",
        )


def _opened_by(node: str, root: Path) -> Iterator[int]:
    for process in _processes(root):
        with contextlib.suppress(OSError):  # another user's, or gone meanwhile
            if any(os.readlink(link) == node for link in (process / "fd").iterdir()):
                yield int(process.name)


def _locked_by(node: str, root: Path) -> Iterator[int]:
    """`1: FLOCK ADVISORY WRITE 812 00:05:93 0 EOF`: process, then device and inode of the node."""
    try:
        status = os.stat(root / node.lstrip("/"))
    except OSError:
        return
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    for line in _read(root / "proc/locks").splitlines():
        words = line.split()
        if len(words) > 5 and words[5] == device and words[4].isdigit():
            yield int(words[4])


def _swallowed_adapters(root: Path) -> Iterator[Conflict]:
    """A CH340 adapter that is plugged in and has no tty: brltty took it for a Braille display."""
    for usb in sorted(root.glob("sys/bus/usb/devices/*")):
        ids = (_read(usb / "idVendor").strip(), _read(usb / "idProduct").strip())
        if ids not in CH340 or any(usb.glob("*/tty*")) or any(usb.glob("*/*/tty*")):
            continue
        if "brltty" in _programs(root) or any(root.glob("*/lib/udev/rules.d/*brltty*")):
            yield _brltty(f"USB {usb.name}")


def _brltty(where: str) -> Conflict:
    return Conflict(
        code="brltty",
        seen=f"brltty takes CH340 adapters for Braille displays: {where}",
        remedy_fr="Retirez brltty : sudo apt remove brltty.",
    )


def _printers_without_node(root: Path) -> Iterator[Conflict]:
    """A USB printer that no usblp drives: CUPS or ipp-usb holds it through libusb."""
    for interface in sorted(root.glob("sys/bus/usb/devices/*:*")):
        if _read(interface / "bInterfaceClass").strip() != PRINTER_CLASS:
            continue
        driver = interface / "driver"
        if not driver.is_symlink() or driver.readlink().name != "usblp":
            holder = driver.readlink().name if driver.is_symlink() else "no driver"
            yield Conflict(
                code="usblp",
                seen=f"USB printer {interface.name}: expected the driver usblp, got {holder}",
                remedy_fr="Retirez-la de CUPS, ou : sudo modprobe usblp.",
            )


def _programs(root: Path) -> dict[str, str]:
    """Return what runs, with its process, and what is installed and may run unseen."""
    seen = {
        _read(process / "comm").strip(): f"process {process.name}" for process in _processes(root)
    }
    for name, places in INSTALLED.items():
        if name not in seen and any((root / place).exists() for place in places):
            seen[name] = "installed"
    return seen


def _processes(root: Path) -> list[Path]:
    found = [path for path in root.glob("proc/*") if path.name.isdigit()]
    return found[:MAX_PROCESSES]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
