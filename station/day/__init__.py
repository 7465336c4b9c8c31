"""Plays one delivery day without people: `play` starts a demonstration, `play_against` uses one.

Must use nothing of the station but its public interface and the simulated devices.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from station.day import evening, playing
from station.day.bench import NothingSeen, Paper
from station.day.calls import CallFailed, Calls
from station.day.cast import Day, Tally, meet
from station.day.counting import Count
from station.day.demonstration import Demonstration, DemonstrationFailed
from station.day.figures import figures
from station.day.story import Story

__all__ = ["begun", "play", "play_against", "polite_end"]


def play(seed: int, dir: Path | None, as_json: bool) -> int:
    """Play one day; return 0 only if every expectation held."""
    story = Story(out=None if as_json else sys.stdout)
    ended = threading.Event()
    with polite_end(ended), tempfile.TemporaryDirectory(prefix="hangar-day-") as folder:
        if dir is not None:
            dir.mkdir(parents=True, exist_ok=True)
        return _play_in(dir or Path(folder), seed, story, ended, as_json)


@contextmanager
def polite_end(ended: threading.Event) -> Iterator[None]:
    """Let SIGTERM and Ctrl-C unwind the play, so that the demonstration is stopped with it."""

    def end(number: int, _: object) -> None:
        ended.set()
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _play_in(folder: Path, seed: int, story: Story, ended: threading.Event, as_json: bool) -> int:
    try:
        demonstration = Demonstration(folder)
    except DemonstrationFailed as error:
        print(f"hangar day: {error}", file=sys.stderr)
        return 1
    try:
        calls = Calls(demonstration.ready.url, demonstration.ready.tokens, ended)
        day = _day(calls, seed, story)
        if begun(calls):
            print(
                f"hangar day: expected a hangar without crates, found some in {folder}:"
                " give another --dir",
                file=sys.stderr,
            )
            return 2

        def kill() -> bool:
            demonstration.kill_server()
            return demonstration.server_gone()

        counted = _acted(day, kill)
    finally:
        demonstration.stop()
    day.story.scene("Fermeture")
    evening.verified(day, folder)
    _conclude(day, counted, as_json)
    return 0 if not story.failures else 1


def play_against(said: Mapping[str, Any], seed: int = 1) -> int:
    """Play a day in a running demonstration (its ready line), whose server nobody kills."""
    story = Story(out=sys.stderr)
    day = _day(Calls(said["url"], said["tokens"]), seed, story)
    if begun(day.calls):
        story.tell("La journée a déjà commencé : rien n'est joué.")
        return 2
    _conclude(day, _acted(day, None), as_json=False)
    return 0 if not story.failures else 1


def _day(calls: Calls, seed: int, story: Story) -> Day:
    hub = meet(calls)
    return Day(
        calls=calls,
        story=story,
        seed=seed,
        hub=hub,
        paper=Paper(calls=calls, printers=sorted({bay.printer for bay in hub.bays})),
        tally=Tally(),
    )


def begun(calls: Calls) -> bool:
    """True when the hangar already holds crates: their day cannot be told from this one."""
    return any(event["type"] == "CrateReceived" for event in calls.events())


def _acted(day: Day, kill: playing.Kill | None) -> Count:
    """Play all scenes; what stops the play is itself an expectation that did not hold."""
    try:
        playing.morning(day, kill)
        playing.midday(day)
        playing.afternoon(day)
        day.story.scene("Bilan du soir")
        return evening.look_back(day)
    except (CallFailed, NothingSeen) as error:
        day.story.expect(False, "la journée va jusqu'au bout", error)
        return Count()


def _conclude(day: Day, counted: Count, as_json: bool) -> None:
    """Print the figures: one line of JSON, or the sentence that ends the story."""
    found = figures(day, counted)
    if as_json:
        print(json.dumps(found), flush=True)
        return
    day.story.scene("Fin de la journée")
    day.story.tell(
        f"{found['crates']} caisses, {found['labels_printed']} étiquettes,"
        f" {found['delivery_notes']} bons, {found['worker_scans_per_crate']} scans par caisse,"
        f" {found['coordinator_actions']} gestes de la coordinatrice, {found['seconds']} s."
    )
    for failure in day.story.failures:
        day.story.tell(f"ÉCHEC : {failure.expected} — reçu : {failure.came}")
    day.story.tell("Tout est conforme." if not day.story.failures else "La journée a échoué.")
