"""Starts the demonstration's devices: `python -m drivers.simulated --devices FILE.json`.

It prints one JSON line, {"control": url, "devices": {id: url}}, and ends when its standard input
closes or on SIGTERM: it must not outlive the demonstration that started it.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from drivers.recording import BadRecording
from drivers.simulated.bench import Bench
from drivers.simulated.bench_http import BenchServer


def main(arguments: list[str] | None = None) -> int:
    """Run until told to end."""
    parser = argparse.ArgumentParser(prog="python -m drivers.simulated", description=__doc__)
    parser.add_argument("--devices", type=Path, required=True, help="JSON list of devices")
    parser.add_argument("--ports", type=Path, help="remembers the ports from start to start")
    parser.add_argument("--ptys", type=Path, help="folder for serial ports, one a device")
    options = parser.parse_args(arguments)
    ended = threading.Event()

    def end(*_: int | FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        specs = json.loads(options.devices.read_text("utf-8"))
        bench = Bench(specs, ports_file=options.ports, ptys=options.ptys)
    except (ValueError, BadRecording) as error:
        print(f"simulated devices: {error}", file=sys.stderr)
        return 1
    server = BenchServer(bench)
    print(json.dumps({"control": server.url, "devices": bench.urls()}), flush=True)
    threading.Thread(target=_wait_for_end_of_input, args=(ended,), daemon=True).start()
    ended.wait()
    server.close()
    bench.close()
    return 0


def _wait_for_end_of_input(ended: threading.Event) -> None:
    # os.read and not sys.stdin: a thread inside its buffer would abort the interpreter's end.
    while os.read(0, 4096):
        continue
    ended.set()


if __name__ == "__main__":
    sys.exit(main())
