"""Watches one camera and writes each code as a line: `python -m drivers.cameras.reader PATH`.

It runs in a process of its own, with limited memory and low priority, because it decodes pictures
of anything that is held up; it must not outlive the station nor a camera that hangs.

Output: one line a code, AIM identifier in front, CR at its end; an empty line a second says that
pictures still come. A code with a line end inside is not written. Standard input is the lifeline.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import cv2

# OpenCV, numpy and two decoders map 300 MB, of which 64 MB are used; a picture is 6 MB.
MEMORY_BYTES = 768 << 20
# A camera that gives no picture for this long hangs: the alarm ends this process.
PICTURE_S = 10
# Ten looks a second are as fast as a hand moves a crate.
LOOK_EVERY_S = 0.1
# An empty table goes through every stage: at most half of the time is spent looking.
REST_RATIO = 2.0
BEAT_EVERY_S = 1.0
DEVICE = "/dev/video"


def main(path: str) -> int:
    """Watch until the camera ends, the station leaves, or nothing can be opened."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # a wish: a service may not be allowed to be nicer
        os.nice(5)
    # A full error pipe must not stop the pictures: what does not fit is lost.
    os.set_blocking(2, False)
    signal.alarm(PICTURE_S)
    import cv2

    cv2.setNumThreads(1)
    camera = _open(path)
    if not camera.isOpened():
        print(f"{path}: OpenCV cannot open it as a camera", file=sys.stderr)
        return 1
    try:
        _watch(camera, live=path.startswith(DEVICE))
    except BrokenPipeError:
        return 0
    finally:
        camera.release()
    return 0


def _open(path: str) -> cv2.VideoCapture:
    import cv2

    real = str(Path(path).resolve())
    if not real.startswith(DEVICE):
        return cv2.VideoCapture(path)
    camera = cv2.VideoCapture(real, cv2.CAP_V4L2)
    # Old pictures in the driver's buffer would be crates that have already gone.
    camera.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return camera


def _watch(camera: cv2.VideoCapture, *, live: bool) -> None:
    from drivers.cameras.gate import Gate
    from drivers.cameras.policy import decode

    gate, beat_s, next_look_s = Gate(), 0.0, 0.0
    while not _left():
        signal.alarm(PICTURE_S)
        whole, picture = camera.read()
        if not whole:
            return
        now_s = time.monotonic()
        if live and now_s < next_look_s:
            continue
        codes = gate.take(decode(picture), now_s)  # type: ignore[arg-type]
        took_s = time.monotonic() - now_s
        next_look_s = now_s + max(LOOK_EVERY_S, took_s * REST_RATIO)
        if codes or now_s - beat_s > BEAT_EVERY_S:
            beat_s = now_s
            lines = [code for code in codes if not set(code) & set(b"\r\n")]
            _write(b"".join(line + b"\r" for line in lines) or b"\r")


def _left() -> bool:
    """Tell whether the station closed the lifeline, or died."""
    readable, _, _ = select.select([0], [], [], 0)
    return bool(readable) and not os.read(0, 1)


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
