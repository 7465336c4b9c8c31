"""Says what a USB maker number, a printer's own words or a HID report descriptor make likely.

It opens no device; a guess is a proposal for a person, never a configuration.
"""

from __future__ import annotations

import re

SCANNER_MAKERS = {
    "05e0": "Zebra/Symbol",
    "0c2e": "Honeywell/Metrologic",
    "0536": "Honeywell/HHP",
    "05f9": "Datalogic",
    "1eab": "Newland",
    "065a": "Opticon",
    "0d4a": "NCR/Unitech",
}
SCALE_MAKERS = {"0eb8": "Mettler-Toledo", "0b67": "Fairbanks", "1446": "Stamps.com"}
"""Makers whose USB serial ports are what the maker is known for (usb.ids of linux-usb.org)."""

CH340 = {("1a86", "7523"), ("1a86", "5523")}

# The CMD field of a printer's IEEE 1284 device ID, in the order in which we prefer languages.
PRINTER_COMMANDS = (
    ("ZPL", "zpl"),
    ("TSPL", "tspl"),
    ("TSC", "tspl"),
    ("EPL", "epl2"),
    ("ESC/POS", "escpos"),
    ("ESCPOS", "escpos"),
    ("XPP", "escpos"),
)
_FIELD = re.compile(r"\s*([^:;]+):([^;]*)")

# HID report descriptors begin with their usage page: 05 xx, or 06 lo hi for two bytes.
POS_SCANNER_PAGE = b"\x05\x8c"
SCALE_PAGE = b"\x05\x8d"


def printer_protocol(device_id: str) -> str | None:
    """Return our protocol for an IEEE 1284 device ID such as `MFG:Zebra;CMD:ZPL;MDL:…`."""
    fields = {name.upper(): value for name, value in _FIELD.findall(device_id)}
    maker = fields.get("MFG", fields.get("MANUFACTURER", "")).upper()
    model = fields.get("MDL", fields.get("MODEL", "")).upper()
    if "BROTHER" in maker and model.startswith("QL"):
        return "brother-ql"
    commands = fields.get("CMD", fields.get("COMMAND SET", "")).upper()
    return next((ours for theirs, ours in PRINTER_COMMANDS if theirs in commands), None)


def printer_name(device_id: str) -> str:
    """Return maker and model as the printer itself gives them."""
    fields = {name.upper(): value.strip() for name, value in _FIELD.findall(device_id)}
    maker = fields.get("MFG", fields.get("MANUFACTURER", ""))
    model = fields.get("MDL", fields.get("MODEL", ""))
    return f"{maker} {model}".strip()


def hid_kind(descriptor: bytes) -> tuple[str, str] | None:
    """Return (kind, protocol) of a HID device by its first usage page, None for mice and the like.

    Source: HID Point of Sale Usage Tables 1.02: 0x8C bar code scanner, 0x8D scale.
    """
    if descriptor.startswith(POS_SCANNER_PAGE):
        return "scanner", "hid-pos"
    if descriptor.startswith(SCALE_PAGE):
        return "scale", "hid-scale"
    return None
