"""Plays five days without people: `play` starts a demonstration and moves its clock day by day.

Must use nothing of the station but its public interface and the simulated devices.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
from pathlib import Path
from typing import Literal

from station.day import begun, polite_end
from station.day.bench import NothingSeen, Paper
from station.day.calls import CallFailed, Calls
from station.day.cast import Day, meet
from station.day.demonstration import Demonstration, DemonstrationFailed, verify_ledger
from station.day.restart import ask_all_again
from station.day.story import Story
from station.week import playing
from station.week.books import Books
from station.week.cast import Week
from station.week.effort import Effort
from station.week.figures import figures, table, told
from station.week.paper import look_back

__all__ = ["DAY_NAMES", "play"]

Form = Literal["story", "json", "table"]
"""What is printed: the story in French, one line of JSON, or the README's table."""
DAY_NAMES = tuple(plan.name for plan, _ in playing.DAYS)


INBOX = "commandes"
"""Where a demonstration's `hangar.toml` has the order files dropped."""


def play(
    seed: int, dir: Path | None, form: Form = "story", played: tuple[str, ...] = DAY_NAMES
) -> int:
    """Play a week, or some days of it; return 0 only if every expectation held."""
    story = Story(out=sys.stdout if form == "story" else None)
    ended = threading.Event()
    with polite_end(ended), tempfile.TemporaryDirectory(prefix="hangar-week-") as folder:
        if dir is not None:
            dir.mkdir(parents=True, exist_ok=True)
        return _play_in(dir or Path(folder), seed, story, ended, form, played)


def _play_in(
    folder: Path,
    seed: int,
    story: Story,
    ended: threading.Event,
    form: Form,
    played: tuple[str, ...],
) -> int:
    try:
        demonstration = Demonstration(folder)
    except DemonstrationFailed as error:
        print(f"hangar week: {error}", file=sys.stderr)
        return 1
    try:
        calls = Calls(demonstration.ready.url, demonstration.ready.tokens, ended)
        week = _week(calls, seed, story, demonstration)
        if begun(calls):
            print(
                f"hangar week: expected a hangar without crates, found some in {folder}:"
                " give another --dir",
                file=sys.stderr,
            )
            return 2
        _acted(week, played)
    finally:
        demonstration.stop()
    status, words = verify_ledger(folder)
    story.expect(status == 0, "registre vérifié : chaîne entière, tableaux conformes", words[-600:])
    _said(week, form)
    return 0 if not story.failures else 1


def _said(week: Week, form: Form) -> None:
    found = figures(week)
    if form == "json":
        print(json.dumps(found), flush=True)
    elif form == "table":
        print(table(week.seed, found), flush=True)
    else:
        told(week, found)


def _week(calls: Calls, seed: int, story: Story, demonstration: Demonstration) -> Week:
    hub = meet(calls)

    def kill() -> bool:
        demonstration.kill_server()
        return demonstration.server_gone()

    return Week(
        calls=calls,
        story=story,
        seed=seed,
        paper=Paper(calls=calls, printers=sorted({bay.printer for bay in hub.bays})),
        kill=kill,
        first=hub.date,
        inbox=demonstration.folder / INBOX,
        plans=[plan for plan, _ in playing.DAYS],
        books=Books(),
        effort=Effort(),
    )


def _acted(week: Week, played: tuple[str, ...]) -> None:
    """Play all days; what stops the play is itself an expectation that did not hold."""
    try:
        playing.play(week, played)
        week.story.scene("Bilan de la semaine")
        look_back(week)
        ask_all_again(_last(week))
    except (CallFailed, NothingSeen) as error:
        week.story.expect(False, "la semaine va jusqu'au bout", error)


def _last(week: Week) -> Day:
    return week.begin(int(week.calls.get("/demo/clock")["ahead_days"]))
