"""Discovery over a made-up /dev and /sys: stable names, guesses, and what is in the way."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from drivers.discovery import Found, discover, nodes
from drivers.port_conflicts import conflicts_of, machine_conflicts
from drivers.usb_makers import hid_kind, printer_name, printer_protocol


class Machine:
    """A machine's /dev, /sys and /proc, made of files and links."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, content: str | bytes = "") -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def link(self, path: str, target: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(os.path.relpath(self.root / target, place.parent))

    def usb(self, name: str, vendor: str, number: str, **texts: str) -> str:
        usb = f"sys/devices/usb1/{name}"
        self.write(f"{usb}/idVendor", f"{vendor}\n")
        self.write(f"{usb}/idProduct", f"{number}\n")
        for file, text in texts.items():
            self.write(f"{usb}/{file}", f"{text}\n")
        (self.root / "sys/bus/usb/devices").mkdir(parents=True, exist_ok=True)
        self.link(f"sys/bus/usb/devices/{name}", usb)
        return usb

    def tty(self, node: str, usb: str, by_id: str = "", by_path: str = "") -> None:
        self.write(f"dev/{node}")
        self.write(f"{usb}/{Path(usb).name}:1.0/{node}/tty/{node}/dev")
        self.link(f"sys/class/tty/{node}/device", f"{usb}/{Path(usb).name}:1.0/{node}")
        if by_id:
            self.link(f"dev/serial/by-id/{by_id}", f"dev/{node}")
        if by_path:
            self.link(f"dev/serial/by-path/{by_path}", f"dev/{node}")

    def program(self, name: str, pid: int) -> None:
        self.write(f"proc/{pid}/comm", f"{name}\n")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def only(machine: Machine) -> Found:
    (found,) = discover(machine.root)
    return found


def codes(machine: Machine) -> list[str]:
    return [each.code for each in conflicts_of(only(machine), machine.root)]


def test_a_machine_with_nothing_attached_has_nothing(machine: Machine) -> None:
    assert discover(machine.root) == []
    assert machine_conflicts(machine.root) == []
    assert nodes(machine.root) == frozenset()


def test_an_adapter_with_a_serial_number_keeps_its_own_name(machine: Machine) -> None:
    usb = machine.usb("1-1", "0403", "6001", serial="A1", manufacturer="FTDI", product="FT232R")
    machine.tty("ttyUSB0", usb, "usb-FTDI_FT232R_A1-if00-port0", "platform-usb-0:1:1.0-port0")

    found = only(machine)

    assert found.path == "/dev/serial/by-id/usb-FTDI_FT232R_A1-if00-port0"
    assert (found.node, found.keeps, found.name) == ("/dev/ttyUSB0", "device", "FTDI FT232R")
    assert found.url.startswith("serial:///dev/serial/by-id/")
    assert found.kind is None


def test_two_adapters_without_serial_number_are_named_by_their_plug(machine: Machine) -> None:
    """CH340 clones share one by-id name; the last one plugged in would take it from the other."""
    for n in (1, 2):
        usb = machine.usb(f"1-{n}", "1a86", "7523", product="USB Serial")
        machine.tty(f"ttyUSB{n}", usb, by_path=f"platform-usb-0:{n}:1.0-port0")
    machine.link("dev/serial/by-id/usb-1a86_USB_Serial-if00-port0", "dev/ttyUSB2")

    found = discover(machine.root)

    assert [one.keeps for one in found] == ["plug", "plug"]
    assert len({one.path for one in found}) == 2
    assert all(one.path.startswith("/dev/serial/by-path/") for one in found)


def test_the_names_of_our_own_rules_come_first(machine: Machine) -> None:
    usb = machine.usb("1-1", "0403", "6001", serial="A1")
    machine.tty("ttyUSB0", usb, "usb-FTDI_FT232R_A1-if00-port0", "platform-usb-0:1:1.0-port0")
    machine.write("dev/usb/lp0")
    machine.link("dev/hangar/serial-A1", "dev/ttyUSB0")
    machine.link("dev/hangar/serial-port-usb-0_1", "dev/ttyUSB0")
    machine.link("dev/hangar/printer-port-usb-0_3", "dev/usb/lp0")

    serial, printer = discover(machine.root)

    assert (serial.path, serial.keeps) == ("/dev/hangar/serial-A1", "device")
    assert (printer.path, printer.keeps) == ("/dev/hangar/printer-port-usb-0_3", "plug")


def test_a_port_without_any_link_says_that_its_name_may_change(machine: Machine) -> None:
    machine.tty("ttyACM0", machine.usb("1-1", "05e0", "1701", product="Scanner"))

    assert (only(machine).keeps, only(machine).path) == ("no", "/dev/ttyACM0")


@pytest.mark.parametrize(
    ("vendor", "kind", "protocol"),
    [("05e0", "scanner", "line"), ("0c2e", "scanner", "line"), ("0eb8", "scale", "toledo-8217")],
)
def test_a_makers_number_is_a_guess(
    machine: Machine, vendor: str, kind: str, protocol: str
) -> None:
    machine.tty("ttyACM0", machine.usb("1-1", vendor, "0001"))

    found = only(machine)

    assert (found.kind, found.protocol, found.sure) == (kind, protocol, False)


@pytest.mark.parametrize(
    ("words", "protocol", "name"),
    [
        ("MFG:Zebra ;CMD:ZPL;MDL:ZTC ZD421-203dpi;CLS:PRINTER;", "zpl", "Zebra ZTC ZD421-203dpi"),
        ("MFG:TSC;MDL:TE200;CMD:TSPL2;", "tspl", "TSC TE200"),
        ("MANUFACTURER:EPSON;COMMAND SET:ESC/POS;MODEL:TM-T20III;", "escpos", "EPSON TM-T20III"),
        ("MFG:Brother;CMD:PT-CBP;MDL:QL-800;", "brother-ql", "Brother QL-800"),
        ("MFG:Eltron;CMD:EPL2;MDL:LP2844;", "epl2", "Eltron LP2844"),
        ("MFG:Unknown;MDL:X;", None, "Unknown X"),
        ("", None, ""),
    ],
)
def test_a_printer_says_its_language_itself(words: str, protocol: str | None, name: str) -> None:
    assert (printer_protocol(words), printer_name(words)) == (protocol, name)


def test_a_usb_printer_is_found_with_its_language(machine: Machine) -> None:
    usb = machine.usb("1-3", "0a5f", "0166")
    machine.write("dev/usb/lp0")
    machine.write(f"{usb}/1-3:1.0/ieee1284_id", "MFG:Zebra;CMD:ZPL;MDL:GK420d;")
    machine.link("sys/class/usbmisc/lp0/device", f"{usb}/1-3:1.0")

    found = only(machine)

    assert (found.kind, found.protocol, found.sure) == ("printer", "zpl", True)
    assert (found.url, found.vendor) == ("file:///dev/usb/lp0", "0a5f")


@pytest.mark.parametrize(
    ("descriptor", "what"),
    [
        (b"\x05\x8c\x09\x02\xa1\x01", ("scanner", "hid-pos")),
        (b"\x05\x8d\x09\x20\xa1\x01", ("scale", "hid-scale")),
        (b"\x05\x01\x09\x02\xa1\x01", None),
        (b"", None),
    ],
)
def test_a_hid_device_says_its_usage_page(descriptor: bytes, what: tuple[str, str] | None) -> None:
    assert hid_kind(descriptor) == what


def test_a_hid_scale_is_found_and_a_mouse_is_not(machine: Machine) -> None:
    for node, descriptor in (("hidraw0", b"\x05\x01\x09\x02"), ("hidraw1", b"\x05\x8d\x09\x20")):
        machine.write(f"dev/{node}")
        machine.write(f"sys/devices/{node}/report_descriptor", descriptor)
        machine.write(f"sys/devices/{node}/uevent", "DRIVER=hid-generic\nHID_NAME=Dymo S180\n")
        machine.link(f"sys/class/hidraw/{node}/device", f"sys/devices/{node}")

    found = only(machine)

    assert (found.url, found.name, found.sure) == ("hidraw:///dev/hidraw1", "Dymo S180", True)


def test_keyboards_are_found_by_their_lasting_name(machine: Machine) -> None:
    machine.write("dev/input/event3")
    machine.link("dev/input/by-id/usb-Symbol_Scanner-event-kbd", "dev/input/event3")
    machine.write("sys/class/input/event3/device/id/vendor", "05e0\n")
    machine.write("sys/class/input/event3/device/name", "Symbol Bar Code Scanner\n")

    found = only(machine)

    assert found.url == "evdev:///dev/input/by-id/usb-Symbol_Scanner-event-kbd"
    assert (found.kind, found.node) == ("scanner", "/dev/input/event3")


def test_a_camera_is_found_once(machine: Machine) -> None:
    for index, node in enumerate(("video0", "video1")):
        machine.write(f"dev/{node}")
        machine.write(f"sys/class/video4linux/{node}/index", f"{index}\n")
        machine.write(f"sys/class/video4linux/{node}/name", "HD Webcam\n")

    assert (only(machine).url, only(machine).name) == ("camera:///dev/video0", "HD Webcam")


def test_a_thermometer_is_found_by_its_own_number(machine: Machine) -> None:
    machine.write("sys/bus/w1/devices/28-0316a2798dff/w1_slave", "…")
    machine.write("sys/bus/w1/devices/w1_bus_master1/uevent", "")

    assert only(machine).url == "w1:///sys/bus/w1/devices/28-0316a2798dff/w1_slave"
    assert only(machine).kind == "thermometer"


# --- what is in the way -------------------------------------------------------------------------


def test_modemmanager_is_named_for_usb_serial_ports(machine: Machine) -> None:
    machine.tty("ttyACM0", machine.usb("1-1", "05e0", "1701"))
    assert codes(machine) == []

    machine.program("ModemManager", 612)

    assert codes(machine) == ["modemmanager"]


def test_a_port_that_our_rules_named_is_left_alone_by_modemmanager(machine: Machine) -> None:
    machine.program("ModemManager", 612)
    machine.tty("ttyACM0", machine.usb("1-1", "05e0", "1701", serial="S1"))
    machine.link("dev/hangar/serial-S1", "dev/ttyACM0")

    assert codes(machine) == []


def test_a_program_that_cannot_be_seen_running_is_named_as_installed(machine: Machine) -> None:
    """The service's sandbox hides other processes."""
    machine.write("run/cups/cups.sock")
    machine.write("dev/usb/lp0")

    (conflict,) = conflicts_of(only(machine), machine.root)

    assert conflict.seen.startswith("CUPS (installed)")


def test_brltty_is_named_for_ch340_alone(machine: Machine) -> None:
    machine.program("brltty", 400)
    machine.tty("ttyUSB0", machine.usb("1-1", "1a86", "7523"))

    assert codes(machine) == ["brltty"]


def test_an_adapter_that_brltty_swallowed_is_named_though_it_has_no_port(machine: Machine) -> None:
    machine.usb("1-2", "1a86", "7523")
    assert machine_conflicts(machine.root) == []
    machine.write("usr/lib/udev/rules.d/85-brltty.rules")

    (conflict,) = machine_conflicts(machine.root)

    assert conflict.code == "brltty" and "1-2" in conflict.seen


def test_an_adapter_that_has_its_port_was_not_swallowed(machine: Machine) -> None:
    machine.tty("ttyUSB0", machine.usb("1-2", "1a86", "7523"))
    machine.program("brltty", 400)

    assert machine_conflicts(machine.root) == []


def test_cups_is_named_beside_a_usb_printer(machine: Machine) -> None:
    machine.write("dev/usb/lp0")
    machine.program("cupsd", 700)

    assert codes(machine) == ["cups"]


@pytest.mark.parametrize(("driver", "named"), [("usblp", 0), ("usbfs", 1), (None, 1)])
def test_a_printer_that_usblp_does_not_drive_is_named(
    machine: Machine, driver: str | None, named: int
) -> None:
    machine.write("sys/bus/usb/devices/1-3:1.0/bInterfaceClass", "07\n")
    if driver:
        (machine.root / f"sys/bus/usb/drivers/{driver}").mkdir(parents=True)
        machine.link("sys/bus/usb/devices/1-3:1.0/driver", f"sys/bus/usb/drivers/{driver}")

    found = machine_conflicts(machine.root)

    assert [each.code for each in found] == ["usblp"] * named


def test_the_mini_uart_of_a_pi_cannot_do_parity(machine: Machine) -> None:
    machine.write("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")
    machine.write("dev/ttyS0")

    assert codes(machine) == ["mini_uart"]


def test_a_kernel_console_on_the_port_is_named(machine: Machine) -> None:
    machine.write("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")
    machine.write("proc/cmdline", "console=serial0,115200 console=tty1 root=PARTUUID=1\n")
    machine.write("dev/ttyAMA0")

    assert codes(machine) == ["console"]


def test_a_program_that_has_the_port_open_is_named(machine: Machine) -> None:
    machine.tty("ttyUSB0", machine.usb("1-1", "0403", "6001"))
    machine.program("minicom", 4242)
    (machine.root / "proc/4242/fd").mkdir()
    (machine.root / "proc/4242/fd/3").symlink_to("/dev/ttyUSB0")

    (conflict,) = conflicts_of(only(machine), machine.root)

    assert conflict.code == "in_use"
    assert "minicom (process 4242)" in conflict.seen


def test_a_program_that_locked_the_port_is_named(machine: Machine) -> None:
    machine.tty("ttyUSB0", machine.usb("1-1", "0403", "6001"))
    status = os.stat(machine.root / "dev/ttyUSB0")
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    machine.write("proc/locks", f"1: FLOCK  ADVISORY  WRITE 4711 {device} 0 EOF\n")
    machine.program("odoo", 4711)

    (conflict,) = conflicts_of(only(machine), machine.root)

    assert "odoo (process 4711)" in conflict.seen


def test_a_lock_of_our_own_is_no_conflict(machine: Machine) -> None:
    """Over the real /proc/locks: the port of a running session belongs to this process."""
    if not Path("/proc/locks").exists():
        pytest.skip("this machine has no /proc/locks")
    machine.tty("ttyUSB0", machine.usb("1-1", "0403", "6001"))
    with (machine.root / "dev/ttyUSB0").open("rb") as port:
        fcntl.flock(port, fcntl.LOCK_EX)
        locks = Path("/proc/locks").read_text("utf-8")
        machine.write("proc/locks", locks)

        assert codes(machine) == []
        assert f" {os.getpid()} " in locks


def test_plugging_in_changes_the_names(machine: Machine) -> None:
    before = nodes(machine.root)
    machine.write("dev/ttyUSB0")

    assert nodes(machine.root) - before == {str(machine.root / "dev/ttyUSB0")}


def test_this_machine_can_be_looked_at() -> None:
    for found in discover():
        assert found.url and conflicts_of(found) is not None
    assert isinstance(machine_conflicts(), list)
