"""The one table of protocols, and the README that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

import drivers
from drivers import registry
from drivers.errors import UnknownProtocol
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
        if entry.kind == "scale":
            assert isinstance(entry.build(), ScaleProtocol)
        if entry.kind == "scanner":
            assert isinstance(entry.build(), ScannerProtocol)


def test_an_unknown_protocol_names_the_known_ones() -> None:
    with pytest.raises(UnknownProtocol, match="toledo-8217, mt-sics"):
        registry.find("scale", "zpl")


def test_the_readme_shows_this_table() -> None:
    assert registry.protocols_markdown() in README.read_text("utf-8")
