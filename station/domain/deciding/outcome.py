"""What a decision says beside its events: which crate, label and verdict the answer shows.

Must not decide anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.refusals import Refusal
from station.domain.words import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The accepted side of an answer; ids only, the answer's shapes are built outside.

    `verdict`, `say`, `next_step`, `refusal` and `command` are for scans alone: a scan that meets a
    refusal is itself accepted and stored, its verdict says no. `otherwise` is what would have been
    said of a fact that a handheld had judged good: it is taken all the same, and told.
    `proposed`: what a producer's own label says, for the worker to take or change.
    """

    crate: str | None = None
    crates: tuple[str, ...] = ()
    label: str | None = None
    round: str | None = None
    ids: tuple[tuple[str, str], ...] = ()
    verdict: Verdict | None = None
    say_fr: str = ""
    say_en: str = ""
    next_fr: str = ""
    next_en: str = ""
    refusal: Refusal | None = None
    otherwise: Refusal | None = None
    command: str | None = None
    proposed: tuple[tuple[str, str], ...] = ()


DONE = Outcome()
"""Accepted, with nothing more to show."""
