"""The floor of an idle station's CPU time: the same devices asked as often, nothing understood.

Must not import the station: `python -m station.bench.minimal_polling URL=SECONDS=HEX…`, a
question in hexadecimal, empty to listen only.
"""

from __future__ import annotations

import socket
import sys
import threading
from urllib.parse import urlsplit

CHUNK_BYTES = 4096
ANSWER_S = 0.5


def poll(url: str, every_s: float, question: bytes) -> None:
    """Ask, take what is there, wait; until the device is gone."""
    parts, pause = urlsplit(url), threading.Event()
    with socket.create_connection((str(parts.hostname), int(parts.port or 0))) as line:
        line.settimeout(ANSWER_S)
        while True:
            if question:
                line.sendall(question)
            try:
                if not line.recv(CHUNK_BYTES):
                    return
            except TimeoutError:
                continue
            pause.wait(every_s)


def main() -> None:
    """Poll until killed."""
    threads = []
    for word in sys.argv[1:]:
        url, every_s, question = word.split("=")
        arguments = (url, float(every_s), bytes.fromhex(question))
        threads.append(threading.Thread(target=poll, args=arguments, daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
