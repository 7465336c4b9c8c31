"""A loopback printer port that serves one client at a time and can be switched off and on.

It must not interpret a byte; the number of the port stays the same over its whole life.
"""

import contextlib
import logging
import socket
import struct
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

#: One read of a client: large enough that a label of 30 KB takes few turns.
READ_BYTES = 65536
#: Clients that may wait for their turn, as in the network cards of label printers.
BACKLOG = 8
#: How long a closing simulator waits for its thread: it only has to leave a blocked call.
JOIN_S = 5.0
#: SO_LINGER with zero seconds: close resets, as a machine that lost its power seems to do.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class PrinterSocket:
    """Listen on 127.0.0.1 and hand every byte of the current client to `on_bytes`.

    A second socket keeps the port number while the printer is off: it is bound and never
    listens, so a client is refused and nobody else is given the port.
    """

    def __init__(
        self,
        *,
        port: int,
        on_bytes: Callable[[bytes], None],
        on_client: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_bytes = on_bytes
        self._on_client = on_client
        self._reservation = _bound(port)
        self.port: int = self._reservation.getsockname()[1]
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._client: socket.socket | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Return the address a driver opens."""
        return f"socket://127.0.0.1:{self.port}"

    def power_on(self) -> None:
        """Start to listen, unless it already does."""
        with self._lock:
            if self._listener is not None:
                return
            listener = _bound(self.port)
            listener.listen(BACKLOG)
            self._listener = listener
            self._thread = threading.Thread(
                target=self._serve, args=(listener,), name=f"printer-{self.port}", daemon=True
            )
            self._thread.start()

    def power_off(self) -> None:
        """Refuse new clients and drop the present one."""
        with self._lock:
            listener, self._listener = self._listener, None
            thread, self._thread = self._thread, None
        if listener is None:
            return
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        self.drop()
        if thread is not None and thread is not threading.current_thread():
            thread.join(JOIN_S)

    def drop(self) -> None:
        """Reset the present client's connection."""
        with self._lock:
            client = self._client
        if client is not None:
            with contextlib.suppress(OSError):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                client.shutdown(socket.SHUT_RDWR)

    def send(self, data: bytes) -> None:
        """Answer the present client; with nobody there the answer is lost, as on a cable."""
        with self._lock:
            client = self._client
        if client is not None:
            with contextlib.suppress(OSError):
                client.sendall(data)

    def close(self) -> None:
        """Switch off for good and give the port back."""
        self.power_off()
        self._reservation.close()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                if self._listener is not listener:
                    client.close()
                    return
                self._client = client
            self._on_client()
            self._read(client)
            with self._lock:
                self._client = None
            client.close()

    def _read(self, client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while True:
            try:
                data = client.recv(READ_BYTES)
            except OSError:
                return
            if not data:
                return
            self._on_bytes(data)


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        bound.bind(("127.0.0.1", port))
    except OSError:
        bound.close()
        raise
    return bound
