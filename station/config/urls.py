"""Judges the address of a device as written in `hangar.toml`.

Must not open it: `drivers.transport` does, and has the last word on what a port accepts.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlsplit

SERIAL_PARAMETERS: dict[str, tuple[str, ...]] = {
    "baudrate": (),
    "bytesize": ("5", "6", "7", "8"),
    "parity": ("N", "E", "O", "M", "S"),
    "stopbits": ("1", "1.5", "2"),
    "xonxoff": ("0", "1"),
    "rtscts": ("0", "1"),
}
"""What a serial address may say after `?`; an empty tuple means a number."""

PATH_SCHEMES = ("file", "evdev", "camera", "hidraw", "w1", "cups")
SCHEMES = ("socket", "serial", *PATH_SCHEMES, "sim")


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlProblem:
    """What an address should have been, and what to write instead."""

    expected: str
    remedy_fr: str


def url_problem(url: str) -> UrlProblem | None:
    """Return what is wrong with a device's address, or None."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _network()
    if parts.scheme not in SCHEMES:
        known = ", ".join(f"{scheme}://" for scheme in SCHEMES)
        return UrlProblem(
            expected=f"an address starting with one of {known}",
            remedy_fr=f"Commencez l'adresse par : {known}.",
        )
    if parts.scheme == "socket":
        good = parts.hostname and port and not (parts.path.strip("/") or parts.query)
        return None if good else _network()
    if parts.scheme == "serial":
        return _serial(parts)
    if parts.scheme in PATH_SCHEMES:
        good_path = parts.path.startswith("/") and len(parts.path) > 1 and not parts.netloc
        return None if good_path else _path(parts.scheme)
    return None


def _serial(parts: SplitResult) -> UrlProblem | None:
    if parts.netloc or not parts.path.startswith("/"):
        return _path("serial")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    for name, value in pairs:
        allowed = SERIAL_PARAMETERS.get(name)
        number = allowed == () and value.isascii() and value.isdigit() and int(value) >= 50
        if allowed is None or names.count(name) > 1 or not (number or value in allowed):
            known = ", ".join(SERIAL_PARAMETERS)
            return UrlProblem(
                expected=f"serial parameters {known}, each once; {name}={value!r} is not one",
                remedy_fr="Écrivez par exemple ?baudrate=9600&bytesize=7&parity=E.",
            )
    return None


def _network() -> UrlProblem:
    return UrlProblem(
        expected="socket://host:port, port 1 to 65535",
        remedy_fr="Écrivez par exemple socket://192.168.1.40:9100.",
    )


def _path(scheme: str) -> UrlProblem:
    return UrlProblem(
        expected=f"{scheme}:///path with three slashes and an absolute path",
        remedy_fr=f"Écrivez trois barres puis le chemin : {scheme}:///dev/…",
    )
