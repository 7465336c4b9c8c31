"""Decides what an action card does at a post: the last crate, the last label, the open intake.

Must hold no rule of its own: it finds what « la dernière » is, and lets that command decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from station.domain import commands, model
from station.domain.deciding import intake, labels
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, found
from station.domain.refusals import Refusal
from station.domain.words import CrateState, Verdict


def act(action: str, desk: Desk) -> Outcome:
    """Run the action of a card; refuse when there is nothing it could mean."""
    run, command, say_fr, say_en = ACTIONS[action]
    outcome = run(desk)
    return replace(outcome, command=command, verdict=Verdict.OK, say_fr=say_fr, say_en=say_en)


def _last_crate(desk: Desk) -> model.Crate:
    """Return the crate received last at this post that nobody has taken back."""
    crates = [
        crate
        for opened in desk.world.intakes.where(post=desk.post or "", state="open")
        for crate in desk.world.crates.where(intake=opened.id)
        if crate.state is not CrateState.VOIDED
    ]
    if not crates:
        raise Refusal("not_found", what="dernière caisse")
    return max(crates, key=lambda crate: crate.arrived_seq)


def _void_last(desk: Desk) -> Outcome:
    command = commands.intake.VoidCrate(
        crate=_last_crate(desk).id, reason="carte « Annuler la dernière »"
    )
    return intake.void_crate(command, desk)


def _reprint_last(desk: Desk) -> Outcome:
    label = found(_last_crate(desk).label, "dernière étiquette")
    return labels.reprint_label(commands.labels.ReprintLabel(label=label), desk)


def _close_intake(desk: Desk) -> Outcome:
    crate = _last_crate(desk)
    command = commands.intake.CloseIntake(intake=found(crate.intake, "apport"))
    return intake.close_intake(command, desk)


ACTIONS: dict[str, tuple[Callable[[Desk], Outcome], str, str, str]] = {
    "void-last": (_void_last, "VoidCrate", "Dernière caisse annulée.", "Last crate voided."),
    "reprint-last": (_reprint_last, "ReprintLabel", "Réimpression.", "Reprinting."),
    "close-intake": (_close_intake, "CloseIntake", "Apport terminé.", "Intake closed."),
}
"""Every action card: what it runs, the command it stands for, what it says."""
