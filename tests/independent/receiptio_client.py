"""Runs receiptio against our simulated ESC/POS printer, inside a network of its own.

receiptio knows one port, 9100, which on a real machine belongs to others. Prints one JSON object.
"""

from __future__ import annotations

import json
import subprocess
import sys

from drivers.simulated.printer_escpos import SimulatedEscposPrinter

PORT = 9100
SLIP = "^^^HANGAR\n\n|Carottes|10,340 kg|\n{code:395212340000004128;option:code128,2,72,hri}\n{=}\n"
LONGEST_S = 60


def asked(program: str, *words: str, slip: str | None = None) -> str:
    """Return receiptio's one word of result."""
    done = subprocess.run(
        ["node", program, "-d", "127.0.0.1", *words],
        input=slip,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    return done.stderr.strip() or f"exit status {done.returncode}"


def main(program: str) -> None:
    """Ask for the status in each mood, then print."""
    printer = SimulatedEscposPrinter(port=PORT)
    said = {}
    for fault in (None, "paper-out", "cover-open", "off", None):
        printer.set(fault=fault)
        said[fault or "well"] = asked(program, "-q")
    said["print"] = asked(program, "-t", "20", slip=SLIP)
    heard = [text.decode("latin-1") for text in printer.unknown]
    printer.close()
    print(json.dumps({"said": said, "heard": heard}))


if __name__ == "__main__":
    main(sys.argv[1])
