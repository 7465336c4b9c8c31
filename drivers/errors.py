"""Names what can go wrong between a device and the station.

It holds no sentence for workers: these errors are read by a maintainer.
"""

from __future__ import annotations


class DriverError(Exception):
    """Anything a device or its cable did that a driver cannot answer by itself."""


class DeviceGone(DriverError):
    """The other side went away, or was never there: the port has to be opened again."""


class DeviceTimeout(DriverError):
    """The port is open, but nothing moved within the time the caller gave."""


class BadUrl(DriverError):
    """A device URL that cannot be understood; nothing was opened."""


class UnknownProtocol(DriverError):
    """A protocol name that no line of the registry has."""


class BadFrame(DriverError):
    """Bytes that are no frame of the protocol.

    `used` says how many bytes at the start of the buffer to drop before decoding again; it is
    at least 1, so that a decoding loop always ends.
    """

    def __init__(self, message: str, *, used: int = 1) -> None:
        super().__init__(message)
        self.used = max(1, used)


class BadUnit(BadFrame):
    """A weight in a unit the driver does not know, or that is not a whole gram."""
