"""Plays the dock: crates of each round scanned into its van, in the board's order.

Must try what goes wrong there: another round's crate, a stop too early, the same crate twice, a
code of somebody else, a blocked lot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.day.calls import Answer
from station.day.cast import Day

POST_ROLE = "dock"
FOREIGN_CODE = "]E04006381333931"
"""A trade barcode that is not ours: the usual example of an EAN-13."""
UNKNOWN_CODE = "C0NNU9ART"
"""Letters that no code of ours can be."""


@dataclass(slots=True, kw_only=True)
class Dock:
    """How a round is loaded: by the dock's wired scanner, or by a handheld (`wired` False)."""

    day: Day
    round: Answer
    wired: bool

    def choose(self) -> None:
        """Scan the round's card; a handheld carries the round in every call instead."""
        if self.wired:
            verdict = self._wired(self.round["card"])
            self.day.story.quietly(
                verdict["verdict"] == "ok", f"carte de {self.round['id']} lue", verdict["say"]
            )

    def scan(self, crate: Answer) -> Answer:
        """Scan a crate's label at the dock; return the verdict."""
        symbology = self.day.symbology(crate["sscc"])
        return self.read(self.day.paper.scan_text(crate["sscc"], symbology))

    def read(self, text: str) -> Answer:
        """Scan any code at the dock."""
        if self.wired:
            return self._wired(text)
        post = self.day.hub.post(POST_ROLE).id
        return self.day.calls.scan(post, text, context={"round": self.round["id"]})

    def _wired(self, text: str) -> Answer:
        return self.day.hub.scanner(POST_ROLE).scan(text)

    def board(self) -> Answer:
        """Return the round's board."""
        board: Answer = self.day.calls.get(f"/api/v1/rounds/{self.round['id']}", "worker")
        return board

    def crates(self) -> list[Answer]:
        """Return the crates still to load, in the board's order, with their stop."""
        return [
            {**self.day.calls.get(f"/api/v1/crates/{crate['id']}", "worker"), "stop": stop["stop"]}
            for stop in self.board()["stops"]
            for crate in stop["crates"]
            if not crate["loaded"]
        ]


def load(dock: Dock, blocked: set[str]) -> None:
    """Load a round; crates of `blocked` lots are stopped, set aside and thrown away."""
    day, name = dock.day, dock.round["round"]
    dock.choose()
    crates, verdicts = dock.crates(), []
    there = dock.board()["loaded"]
    for crate in crates:
        verdict = dock.scan(crate)
        if blocked & lots(crate):
            _stopped(dock, crate, verdict)
            continue
        verdicts.append(verdict["verdict"])
        day.story.quietly(
            verdict["verdict"] in ("ok", "done"),
            f"{name} : caisse {crate['id']} de l'arrêt {crate['stop']} bonne",
            (verdict["verdict"], verdict["say"]["fr"]),
        )
    board = dock.board()
    day.story.expect(
        board["loaded"] == board["expected"] == there + len(verdicts),
        f"{name} : {board['loaded']} caisses chargées par scan, {verdicts.count('done')} arrêts",
        (board["loaded"], board["expected"], len(verdicts)),
    )


def lots(crate: Answer) -> set[str]:
    """Return the lots in a crate."""
    return {content["lot"] for content in crate["contents"]}


def _stopped(dock: Dock, crate: Answer, verdict: Answer) -> None:
    """See that a blocked crate is stopped; it is thrown away and its line declared missing."""
    day = dock.day
    day.tally.stopped.append(verdict["verdict"])
    day.story.expect(
        verdict["verdict"] == "lot_blocked",
        f"lot bloqué : caisse {crate['id']} arrêtée au quai",
        verdict["verdict"],
    )
    lines = [
        line["id"]
        for line in day.calls.all(f"/api/v1/orders?date={day.hub.date}")
        if any(row["crate"] == crate["id"] for row in line["allocations"])
    ]
    day.calls.command("DiscardCrate", {"crate": crate["id"], "reason": "lot bloqué"})
    for line in lines:
        data = {"order_line": line, "round": dock.round["id"], "reason": "lot bloqué"}
        day.calls.command("DeclareMissing", data)


def mistakes(dock: Dock, other: Answer) -> None:
    """Make a loader's usual mistakes before the round is loaded; none may go into the van."""
    dock.choose()
    day, crates = dock.day, dock.crates()
    _expect(dock, dock.scan(_foreign(day, other)), "wrong_round", "caisse d'une autre tournée")
    early = _too_early(crates)
    _expect(dock, dock.scan(early), "wrong_stop", "caisse chargée trop tôt")
    first = dock.scan(crates[0])
    _expect(dock, dock.scan(crates[0]), "duplicate", "la même caisse deux fois")
    _expect(dock, dock.read(FOREIGN_CODE), "not_ours", "code-barres d'un autre")
    _expect(dock, dock.read(UNKNOWN_CODE), "unknown_code", "code inconnu")
    loaded = dock.board()["loaded"]
    day.story.expect(
        first["verdict"] in ("ok", "done") and loaded == 1,
        "de tout cela, une seule caisse est dans le camion : la bonne",
        (first["verdict"], loaded),
    )


def _expect(dock: Dock, verdict: Answer, wanted: str, what: str) -> None:
    dock.day.tally.stopped.append(verdict["verdict"])
    say = verdict["say"]["fr"]
    dock.day.story.expect(verdict["verdict"] == wanted, f"{what} : « {say} »", verdict["verdict"])


def _foreign(day: Day, other: Answer) -> Answer:
    """Return a crate that belongs to another round."""
    board = day.calls.get(f"/api/v1/rounds/{other['id']}", "worker")
    found = [crate for stop in board["stops"] for crate in stop["crates"]]
    crate: Answer = day.calls.get(
        f"/api/v1/crates/{day.dice('foreign').choice(found)['id']}", "worker"
    )
    return crate


def _too_early(crates: list[Answer]) -> Answer:
    """Return the last crate of the loading order of a class that has a later stop waiting."""
    for crate in reversed(crates):
        waiting: list[Any] = [
            each
            for each in crates
            if each["temperature_class"] == crate["temperature_class"]
            and each["stop"] > crate["stop"]
        ]
        if waiting:
            return crate
    raise AssertionError("a round of ten stops has two stops of one temperature class")
