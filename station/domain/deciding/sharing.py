"""Decides what rounds cost and how it is shared: entries that make sense, votes that bind."""

from __future__ import annotations

from typing import Any

from station.domain import commands, events
from station.domain.deciding.judging import round_of
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, calendar_day, found, reason_given
from station.domain.refusals import Refusal
from station.domain.words import RoundState

MOST_KILOMETRES = 1_500
"""A day's drive; more is a counter's reading typed in place of a distance."""
MOST_MINUTES = 24 * 60
MOST_CENTS = 1_000_000
"""Ten thousand euros: no fixed cost, no rate of a round is more."""


def record_round_cost(command: commands.sharing.RecordRoundCost, desk: Desk) -> Outcome:
    """Record the kilometres and minutes of a round that has left."""
    round = round_of(desk, command.round)
    if round.state is not RoundState.DEPARTED:
        raise Refusal("round_not_departed")
    _within("kilomètres", command.kilometres, MOST_KILOMETRES)
    _within("minutes", command.minutes, MOST_MINUTES)
    _within("frais fixes", command.fixed_cents, MOST_CENTS)
    if command.carrier:
        found(desk.world.producers.get(command.carrier), f"ferme {command.carrier}")
    desk.emit(
        f"round/{round.id}",
        events.sharing.RoundCostRecorded(
            round=round.id,
            date=round.date,
            kilometres=command.kilometres,
            minutes=command.minutes,
            fixed_cents=command.fixed_cents,
            carrier=command.carrier,
        ),
    )
    return Outcome(round=round.id)


def vote_sharing(command: commands.sharing.VoteSharing, desk: Desk) -> Outcome:
    """Set a key for rounds to come; rounds that a key already covers keep theirs."""
    calendar_day(command.since)
    percents = (command.stops_percent, command.kilograms_percent, command.crates_percent)
    for percent in percents:
        _within("poids de la clé", percent, 100)
    if sum(percents) != 100:
        raise Refusal("out_of_bounds", what="somme des poids, 100 attendu")
    _within("prix du kilomètre", command.km_cents, MOST_CENTS)
    _within("prix de l'heure", command.hour_cents, MOST_CENTS)
    _within("seuil d'alerte", command.warn_percent, 100)
    votes = desk.world.sharing_keys.all()
    left_today = any(
        round.state is RoundState.DEPARTED for round in desk.world.rounds.where(date=command.since)
    )
    if votes and (command.since < desk.today or left_today):
        raise Refusal("vote_in_the_past")
    desk.emit(
        "sharing",
        events.sharing.SharingVoted(
            since=command.since,
            stops_percent=command.stops_percent,
            kilograms_percent=command.kilograms_percent,
            crates_percent=command.crates_percent,
            km_cents=command.km_cents,
            hour_cents=command.hour_cents,
            warn_percent=command.warn_percent,
            decision=reason_given(command.decision),
        ),
    )
    return Outcome()


def _within(what: str, value: int, most: int) -> None:
    if not 0 <= value <= most:
        raise Refusal("out_of_bounds", what=what)


DECIDES: dict[type, Any] = {
    commands.sharing.RecordRoundCost: record_round_cost,
    commands.sharing.VoteSharing: vote_sharing,
}
