"""Serves a simulated device on a loopback socket: accepts, and runs one thread a connection.

It must not know what the bytes mean.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

# A scale or scanner has one cable; a few more let a person look with netcat beside the station.
MAX_CONNECTIONS = 8
# How long a connection's thread waits for bytes before it looks whether the device was closed.
TICK_S = 0.02
CHUNK_BYTES = 4096


class Connection:
    """One accepted connection; sending to one that is gone is not an error but False."""

    def __init__(self, accepted: socket.socket) -> None:
        self._socket = accepted
        self._socket.settimeout(TICK_S)
        self._send_lock = threading.Lock()
        self.gone = threading.Event()

    def receive(self) -> bytes:
        """Return what came within one tick; b"" when nothing did or the client left."""
        try:
            data = self._socket.recv(CHUNK_BYTES)
        except TimeoutError:
            return b""
        except OSError:
            self.gone.set()
            return b""
        if not data:
            self.gone.set()
        return data

    def send(self, data: bytes) -> bool:
        """Send all of `data`; False when the client is gone or does not read."""
        view = memoryview(data)
        with self._send_lock:
            while view and not self.gone.is_set():
                try:
                    view = view[self._socket.send(view) :]
                except TimeoutError:
                    continue
                except OSError:
                    self.gone.set()
        return not view

    def close(self) -> None:
        self.gone.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class LoopbackServer:
    """Listens on 127.0.0.1 and calls `serve(connection)` in a thread for each client.

    `serve` returns when `connection.gone` is set.
    """

    def __init__(self, serve: Callable[[Connection], None], *, port: int = 0) -> None:
        self._serve = serve
        self._lock = threading.Lock()
        self._connections: list[Connection] = []
        self._threads: list[threading.Thread] = []
        self._closed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=MAX_CONNECTIONS)
        self._listener.settimeout(TICK_S * 5)
        self.url = f"socket://127.0.0.1:{self._listener.getsockname()[1]}"
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def connections(self) -> list[Connection]:
        """Return the clients that are there now."""
        with self._lock:
            self._connections = [one for one in self._connections if not one.gone.is_set()]
            return list(self._connections)

    def drop_connections(self) -> None:
        """Close every connection, as a pulled cable does; new ones are accepted."""
        for connection in self.connections():
            connection.close()

    def close(self) -> None:
        self._closed.set()
        self._acceptor.join()
        self._listener.close()
        self.drop_connections()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                accepted, _ = self._listener.accept()
            except TimeoutError:
                continue
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(accepted)
            if len(self.connections()) >= MAX_CONNECTIONS:
                connection.close()
                continue
            thread = threading.Thread(target=self._run, args=(connection,), daemon=True)
            with self._lock:
                self._connections.append(connection)
                self._threads = [one for one in self._threads if one.is_alive()] + [thread]
            thread.start()

    def _run(self, connection: Connection) -> None:
        try:
            self._serve(connection)
        finally:
            connection.close()
