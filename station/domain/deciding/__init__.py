"""Decides commands: looks at the world through the desk, emits events, or raises a `Refusal`.

To add one: a function `(command, desk)` in the file of its area that returns an `Outcome`, and its
line in that file's `DECIDES`; the table here collects them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from station.domain.deciding import (
    aliases,
    billing,
    blanks,
    changes,
    charter,
    claims,
    closing,
    codes,
    day_mail,
    devices,
    driving,
    drops,
    empties,
    help,
    hub,
    imports,
    intake,
    labels,
    late,
    mappings,
    opening,
    ordering,
    orders,
    papers,
    pickups,
    planning,
    preparation,
    quality,
    ready_labels,
    rounds,
    scans,
    self_test,
    sharing,
    shop,
    storage,
    tares,
)
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk

Decides = Callable[[Any, Desk], Outcome]

DECIDES: Mapping[type, Decides] = {
    **hub.DECIDES,
    **aliases.DECIDES,
    **intake.DECIDES,
    **drops.DECIDES,
    **labels.DECIDES,
    **blanks.DECIDES,
    **codes.DECIDES,
    **devices.DECIDES,
    **ready_labels.DECIDES,
    **storage.DECIDES,
    **preparation.DECIDES,
    **late.DECIDES,
    **ordering.DECIDES,
    **mappings.DECIDES,
    **orders.DECIDES,
    **papers.DECIDES,
    **day_mail.DECIDES,
    **imports.DECIDES,
    **opening.DECIDES,
    **planning.DECIDES,
    **rounds.DECIDES,
    **driving.DECIDES,
    **pickups.DECIDES,
    **empties.DECIDES,
    **tares.DECIDES,
    **quality.DECIDES,
    **scans.DECIDES,
    **self_test.DECIDES,
    **sharing.DECIDES,
    **shop.DECIDES,
    **billing.DECIDES,
    **changes.DECIDES,
    **claims.DECIDES,
    **charter.DECIDES,
    **closing.DECIDES,
    **help.DECIDES,
}


def decide(command: object, desk: Desk) -> Outcome:
    """Decide one command at its desk; raise `Refusal` for an expected no."""
    return DECIDES[type(command)](command, desk)
