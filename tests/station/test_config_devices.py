"""What `hangar.toml` may say of scanners, thermometers and the point-of-sale calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.config import Config, ConfigError, load_config

PROTOCOLS = (("scanner", "line"), ("scanner", "evdev"), ("thermometer", "w1"))
HEAD = '[hub]\nname = "Hangar"\naddress = "1 rue du Four"\n'
ZONE = '[[zone]]\nid = "CF-1"\nname = "Chambre froide"\ntemperature_class = "frais"\n'


def device(kind: str, protocol: str, *lines: str) -> str:
    head = f'[[device]]\nid = "d1"\nkind = "{kind}"\nprotocol = "{protocol}"\n'
    return head + 'url = "file:///dev/null"\n' + "".join(f"{line}\n" for line in lines)


def load(tmp_path: Path, *parts: str) -> Config:
    path = tmp_path / "hangar.toml"
    path.write_text("".join(parts), "utf-8")
    return load_config(path, protocols=PROTOCOLS)


def fault_keys(tmp_path: Path, *parts: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, *parts)
    return [fault.key for fault in caught.value.faults]


def test_a_keyboard_scanner_has_a_layout_us_unless_said(tmp_path: Path) -> None:
    said = load(tmp_path, HEAD, device("scanner", "evdev", 'layout = "fr"'))
    unsaid = load(tmp_path, HEAD, device("scanner", "evdev"))

    assert (said.devices[0].layout, unsaid.devices[0].layout) == ("fr", "us")


def test_an_unknown_layout_is_a_fault(tmp_path: Path) -> None:
    assert fault_keys(tmp_path, HEAD, device("scanner", "evdev", 'layout = "bépo"')) == [
        "device[d1].layout"
    ]


def test_a_serial_scanner_has_no_layout(tmp_path: Path) -> None:
    assert fault_keys(tmp_path, HEAD, device("scanner", "line", 'layout = "fr"')) == [
        "device[d1].layout"
    ]


def test_a_thermometer_names_its_zone(tmp_path: Path) -> None:
    config = load(tmp_path, HEAD, device("thermometer", "w1", 'zone = "CF-1"'), ZONE)

    assert config.devices[0].zone == "CF-1"


def test_a_zone_that_is_not_declared_is_a_fault(tmp_path: Path) -> None:
    assert fault_keys(tmp_path, HEAD, device("thermometer", "w1", 'zone = "CF-2"'), ZONE) == [
        "device[d1].zone"
    ]


def test_a_scanner_has_no_zone(tmp_path: Path) -> None:
    assert fault_keys(tmp_path, HEAD, device("scanner", "line", 'zone = "CF-1"'), ZONE) == [
        "device[d1].zone"
    ]


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        ('link_url = "https://hub.example"\ntrusted_hosts = ["hub.example"]\n', []),
        ('link_url = "https://a.example:8443"\ntrusted_hosts = [".example"]\n', []),
        ('link_url = "https://hub.example"\n', ["web.link_url"]),
        ('link_url = "https://hangar.local/bon"\n', ["web.link_url"]),
    ],
)
def test_a_link_on_paper_leads_to_a_name_that_is_answered(
    tmp_path: Path, lines: str, keys: list[str]
) -> None:
    if keys:
        assert fault_keys(tmp_path, HEAD, f"[web]\n{lines}") == keys
    else:
        assert load(tmp_path, HEAD, f"[web]\n{lines}").web.link_url is not None


@pytest.mark.parametrize(("line", "value"), [("", False), ("hw_proxy = true\n", True)])
def test_point_of_sale_calls_are_off_unless_said(tmp_path: Path, line: str, value: bool) -> None:
    assert load(tmp_path, HEAD, "[web]\n", line).web.hw_proxy is value


def test_a_switch_is_true_or_false_and_no_text(tmp_path: Path) -> None:
    assert fault_keys(tmp_path, HEAD, '[web]\nhw_proxy = "true"\n') == ["web.hw_proxy"]
