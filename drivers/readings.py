"""Holds the values that drivers hand over: readings, scans, printer states, device settings.

It opens nothing, waits for nothing and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Range(StrEnum):
    """Where the load stands in the scale's weighing range, as the scale says it."""

    OK = "ok"
    OVER = "over"
    UNDER = "under"
    ERROR = "error"


class Kind(StrEnum):
    """Which weight the scale sent; UNKNOWN when its protocol does not say."""

    GROSS = "gross"
    NET = "net"
    TARE = "tare"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One frame of a scale.

    `grams` is None when the scale gave no weight (motion, over, under, error): never zero, never
    the last weight. `stable` is None when the protocol does not say. `tare_g` is the tare that
    the indicator itself holds, None when it did not say. `unit` and `raw` are as sent.
    `stable_by_dwell`: the scale sends no stability flag; `stable` was judged here, by waiting.
    """

    grams: int | None
    stable: bool | None
    range: Range
    kind: Kind
    tare_g: int | None
    unit: str
    raw: bytes
    alibi: str | None = None
    stable_by_dwell: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What a decoder made of the start of a buffer: 0 used = need more bytes.

    A frame that is understood but carries no weight (an identification) has no reading;
    `identity` is then what the device calls itself.
    """

    used: int
    reading: Reading | None = None
    identity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One code as read; an AIM identifier in front is left in `data` and `text`.

    `data` is the code without its line end, `raw` with it. `text` is UTF-8 if `data` is UTF-8,
    else Latin-1, so that no byte is lost and GS stays U+001D.
    """

    data: bytes
    text: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperature:
    """One measurement of a thermometer, in tenths of a degree Celsius; `raw` as it came."""

    celsius_tenths: int
    raw: bytes


class DeviceState(StrEnum):
    """What the station may believe of a device now."""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSettings:
    """One configured device; `kind` is scale, printer, scanner or thermometer."""

    id: str
    kind: str
    protocol: str
    url: str
    max_g: int | None = None
    division_g: int | None = None
    serial_number: str | None = None
    verified_until: date | None = None
    media: str | None = None
    dpi: int | None = None
    pattern: str | None = None
    request: str | None = None
    layout: str | None = None


class Condition(StrEnum):
    """What a person standing at the printer would see; SILENT: it accepted and did not answer."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    PAUSED = "paused"
    HOT = "hot"
    RIBBON_OUT = "ribbon_out"
    CUTTER = "cutter"
    BUSY = "busy"
    NEAR_END = "near_end"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus:
    """What a printer said of itself; silence is never ready."""

    ready: bool
    conditions: tuple[Condition, ...]
    raw: bytes


class PrintOutcome(StrEnum):
    """How far a job came; CONFIRMED only on the printer's own proof for this very job."""

    NOT_SENT = "not_sent"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintResult:
    """The outcome of one job, with the evidence in words a maintainer reads."""

    outcome: PrintOutcome
    evidence: str
    status: PrinterStatus | None
