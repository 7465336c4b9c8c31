"""The one table of protocols, and the README that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

import drivers
from drivers import registry
from drivers.errors import UnknownProtocol
from drivers.readings import DeviceSettings
from drivers.scales.protocol import ScaleProtocol
from drivers.scanners.protocol import ScannerProtocol

README = Path(drivers.__file__).with_name("README.md")


def test_the_contracts_keys_are_there_for_every_protocol() -> None:
    keys = {"kind", "protocol", "name", "stability", "tare", "status", "proof_of_print"}

    for row in registry.protocols_json():
        assert set(row) == keys | {"tested_against", "serial", "refused"}
        assert row["kind"] and row["protocol"] and row["name"] and row["tested_against"]


def test_no_protocol_stands_there_twice() -> None:
    pairs = [(entry.kind, entry.protocol) for entry in registry.PROTOCOLS]

    assert len(pairs) == len(set(pairs))


def test_every_scale_and_scanner_builds_what_its_session_drives() -> None:
    for entry in registry.PROTOCOLS:
        if entry.kind == "scale" and entry.refused is None:
            assert isinstance(entry.build(), ScaleProtocol)
        if entry.kind == "scanner":
            assert isinstance(entry.build(), ScannerProtocol)


def test_an_unknown_protocol_names_the_known_ones() -> None:
    with pytest.raises(UnknownProtocol, match="toledo-8217, mt-sics"):
        registry.find("scale", "zpl")


def test_the_readme_shows_this_table() -> None:
    assert registry.protocols_markdown() in README.read_text("utf-8")


def scale(protocol: str, **options: str) -> DeviceSettings:
    return DeviceSettings(
        id="balance-1", kind="scale", protocol=protocol, url="socket://127.0.0.1:1", **options
    )


def test_dialog_06_is_named_and_refused_with_the_reason() -> None:
    assert "dialog-06" in registry.protocols_markdown()

    with pytest.raises(UnknownProtocol, match="secret polynomial"):
        registry.build_scale(scale("dialog-06"))
    with pytest.raises(UnknownProtocol, match=r"known: (?!.*dialog-06)"):
        registry.find("scale", "toledo")


def test_a_configured_pattern_reaches_the_decoder() -> None:
    built = registry.build_scale(scale("line-regex", pattern=r"(?P<weight_g>\d+)", request=r"W\r"))

    assert built.poll() == b"W\r"
    decoded = built.decode(b"1234\r\n").reading
    assert decoded is not None and decoded.grams == 1234


def test_every_scale_names_its_usual_serial_settings() -> None:
    for entry in registry.PROTOCOLS:
        if entry.kind == "scale" and entry.protocol != "hid-scale":
            assert entry.serial, entry.protocol
            assert entry.serial[0].short() in registry.protocols_markdown()
