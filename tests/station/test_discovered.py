"""What is plugged in beside what is configured, and the news of a plug."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from station.config import Config, load_config
from station.discovered import discovered
from station.feed import Feed
from station.main import main
from station.plugging import Plugging

HEAD = '[hub]\nname = "Hangar"\naddress = "1 rue du Four"\n'
SCANNER = """
[[device]]
id = "douchette-1"
kind = "scanner"
protocol = "line"
url = "serial:///dev/serial/by-id/usb-Symbol-if00?baudrate=9600"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "machine"
    for folder in ("dev/serial/by-id", "dev/usb", "sys/class/usbmisc/lp0/device"):
        (root / folder).mkdir(parents=True)
    for node in ("ttyACM0", "ttyUSB1", "usb/lp0"):
        (root / "dev" / node).touch()
    (root / "dev/serial/by-id/usb-Symbol-if00").symlink_to("../../ttyACM0")
    (root / "sys/class/usbmisc/lp0/device/ieee1284_id").write_text("MFG:Zebra;CMD:ZPL;MDL:GK420d;")
    return root


def config(tmp_path: Path, text: str = HEAD + SCANNER) -> Config:
    path = tmp_path / "hangar.toml"
    path.write_text(text, "utf-8")
    return load_config(path)


def by_node(found: dict[str, list[dict[str, object]]]) -> dict[str, dict[str, object]]:
    return {str(item["node"]): item for item in found["items"]}


def test_a_configured_port_names_its_device_and_is_not_proposed(tmp_path: Path, root: Path) -> None:
    item = by_node(discovered(config(tmp_path), root))["/dev/ttyACM0"]

    assert (item["device"], item["proposal"]) == ("douchette-1", None)
    assert (item["keeps_name"], item["name_follows"]) == (True, "device")


def test_a_port_configured_by_the_kernels_name_is_the_same_port(tmp_path: Path, root: Path) -> None:
    text = HEAD + SCANNER.replace("/dev/serial/by-id/usb-Symbol-if00", "/dev/ttyACM0")

    item = by_node(discovered(config(tmp_path, text), root))["/dev/ttyACM0"]

    assert item["device"] == "douchette-1"


def test_a_new_printer_is_proposed_as_lines_that_read(tmp_path: Path, root: Path) -> None:
    item = by_node(discovered(config(tmp_path), root))["/dev/usb/lp0"]

    read = config(tmp_path, HEAD + SCANNER + str(item["proposal"]))

    printer = read.devices[-1]
    assert (printer.id, printer.protocol, printer.url) == (
        "etiqueteuse-1",
        "zpl",
        "file:///dev/usb/lp0",
    )
    assert by_node(discovered(read, root))["/dev/usb/lp0"]["device"] == "etiqueteuse-1"


def test_an_unknown_port_is_proposed_with_doubt_and_the_way_to_find_out(
    tmp_path: Path, root: Path
) -> None:
    item = by_node(discovered(config(tmp_path), root))["/dev/ttyUSB1"]

    (device,) = tomllib.loads(str(item["proposal"]))["device"]
    assert device["id"] == "douchette-2"
    assert "supposition" in str(item["proposal"])
    assert str(item["next"]).startswith("hangar devices listen 'serial:///dev/ttyUSB1")


def test_a_keyboard_of_an_unknown_maker_is_shown_and_never_proposed(
    tmp_path: Path, root: Path
) -> None:
    (root / "dev/input/by-id").mkdir(parents=True)
    (root / "dev/input/event0").touch()
    (root / "dev/input/by-id/usb-Office_Keyboard-event-kbd").symlink_to("../event0")

    item = by_node(discovered(config(tmp_path), root))["/dev/input/event0"]

    assert (item["kind"], item["proposal"]) == (None, None)


def test_the_command_line_shows_what_is_plugged_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config(tmp_path)

    status = main(
        ["devices", "list", "--plugged", "--json", "--config", str(tmp_path / "hangar.toml")]
    )

    assert status == 0
    assert '"items"' in capsys.readouterr().out


def test_a_plug_is_news_and_what_was_there_is_not(root: Path) -> None:
    feed = Feed()
    plugging = Plugging(feed, root=root, every_s=0.02)
    with feed.listen("devices") as listener:
        plugging.start()
        try:
            assert listener.take(0.2) == []
            (root / "dev/ttyUSB7").touch()
            (message,) = listener.take(5.0)
        finally:
            plugging.stop()
            feed.close()

    assert message.name == "plugged"
    assert message.data == {"appeared": [str(root / "dev/ttyUSB7")], "gone": []}
