"""`hangar devices listen`: raw bytes of an unknown scale, what they may be, a recording of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from station.cli.words import print_json, with_json

if TYPE_CHECKING:
    from drivers.learning import Captured, Fit
    from drivers.protocol_entry import SerialSettings
    from drivers.recording import Recorder

DEFAULT_SECONDS = 5
MAX_SECONDS = 600


def add(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `listen` to the devices' subcommands."""
    listen = with_json(parts.add_parser("listen", help="raw bytes, and which protocol fits"))
    listen.add_argument("url", help="serial:///dev/...: without parameters, all usual ones")
    listen.add_argument("--seconds", type=_seconds, default=DEFAULT_SECONDS, metavar="N")
    listen.add_argument("--ask", action="store_true", help="where nothing comes, ask for a weight")
    listen.add_argument("--record", type=Path, metavar="FILE", help="keep it, to be replayed")
    listen.set_defaults(run=run)


def _seconds(text: str) -> int:
    seconds = int(text)
    if not 1 <= seconds <= MAX_SECONDS:
        raise argparse.ArgumentTypeError(f"expected 1 to {MAX_SECONDS}, came {text}")
    return seconds


def run(arguments: argparse.Namespace) -> int:
    """Listen, show, record and judge; exit status 1 when nothing fits."""
    from drivers.errors import DriverError
    from drivers.learning import fits
    from station.errors import HangarError
    from station.learn import fit_json

    recorder = _recorder(arguments)
    try:
        captures = _captures(arguments, recorder)
    except DriverError as error:
        raise HangarError(str(error)) from error
    finally:
        if recorder is not None:
            recorder.close()
    found = fits(captures)
    if arguments.json:
        heard_bytes = sum(len(one.data) for one in captures)
        print_json({"bytes": heard_bytes, "fits": [fit_json(one) for one in found]})
    else:
        _conclude(found, any(one.data for one in captures), arguments.ask)
    return 0 if found else 1


def _captures(arguments: argparse.Namespace, recorder: Recorder | None) -> list[Captured]:
    """Listen to a device, or take what a recording holds at once."""
    from drivers.learning import captured_in
    from drivers.listening import listen
    from drivers.recording import read_recording

    def heard(sent: bytes, received: bytes) -> None:
        if recorder is not None:
            recorder.sent(sent)
            recorder.received(received)
        if not arguments.json:
            _show(sent, received)

    def trying(settings: SerialSettings) -> None:
        if recorder is not None:
            recorder.settings(settings.short())
        if not arguments.json:
            print(f"-- {settings.short()}", flush=True)

    parts = urlsplit(arguments.url)
    if parts.scheme == "replay":
        recording = read_recording(Path(unquote(parts.path)))
        for piece in recording.pieces:
            heard(b"", piece.data)
        return captured_in(recording)
    return listen(
        arguments.url, seconds=arguments.seconds, ask=arguments.ask, heard=heard, trying=trying
    )


def _recorder(arguments: argparse.Namespace) -> Recorder | None:
    from drivers.recording import Recorder
    from station.errors import HangarError

    if arguments.record is None:
        return None
    try:
        return Recorder(arguments.record, url=arguments.url)
    except OSError as error:
        raise HangarError(f"{arguments.record}: {error.strerror}") from error


def _show(sent: bytes, received: bytes) -> None:
    from drivers.recording import shown

    if sent:
        print(f"> {shown(sent)}", flush=True)
    if received:
        print(f"< {received.hex(' ')}  {shown(received)}", flush=True)


def _conclude(found: list[Fit], anything: bool, asked: bool) -> None:
    if not anything:
        hint = "" if asked else "; with --ask it is asked for a weight"
        print(f"Nothing came. Is it switched on, and the cable the right one?{hint}")
    elif not found:
        print("No known protocol fits. See line-regex in drivers/README.md, or send a recording.")
    for fit in found:
        at = f" at {fit.settings.short()}" if fit.settings else ""
        print(
            f"{fit.protocol:24}{at}: {fit.good} good frames, {fit.bad} bad, "
            f"{fit.share_percent} % of the bytes; the last one says {fit.newest.grams} g"
        )
