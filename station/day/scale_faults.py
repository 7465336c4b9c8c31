"""Plays what goes wrong at the scale: off, moving, too much on it, the same load twice, too warm.

Must expect a refusal each time, and never a weight: the crate is received afterwards as usual.
"""

from __future__ import annotations

from collections.abc import Callable

from station.day.calls import Answer
from station.day.cast import Arrival, Day
from station.day.reception import Intake, gross_g, try_receive

TOO_HEAVY_G = 75_000
"""More than the reception's scale may weigh, less than its simulator can show."""
TOO_WARM_TENTHS = 250
"""Goods that came through the sun: above the limit of every class."""

Incident = Callable[[Day, Intake, Arrival], None]


def switched_off(day: Day, intake: Intake, arrival: Arrival) -> None:
    """Switch the scale off under a load whose receipt is already open."""
    scale = intake.bay.scale
    receipt = scale.weigh(gross_g(day, arrival))
    scale.set(fault="off")
    scale.until("scale_offline")
    told = _refused(day, intake, arrival, {"weigh": {"receipt": receipt}})
    told += _refused(day, intake, arrival, {"weigh": "post"})
    day.story.expect(
        set(told) <= {"scale_offline", "weight_stale"},
        "balance éteinte en pleine pesée : aucun poids accepté, même déjà affiché",
        told,
    )
    scale.set(fault=None)
    scale.clear()


def moving(day: Day, intake: Intake, arrival: Arrival) -> None:
    """Try to weigh a crate that still moves."""
    scale = intake.bay.scale
    scale.set(load_g=gross_g(day, arrival), moving=True)
    scale.until("weight_not_stable")
    told = _refused(day, intake, arrival, {"weigh": "post"})
    day.story.expect(told == ["weight_not_stable"], "balance qui bouge : aucun poids accepté", told)
    scale.set(moving=False, load_g=0)
    scale.clear()


def too_heavy(day: Day, intake: Intake, arrival: Arrival) -> None:
    """Try to weigh more than the scale may weigh."""
    scale = intake.bay.scale
    scale.set(load_g=TOO_HEAVY_G)
    scale.until("weight_out_of_range")
    told = _refused(day, intake, arrival, {"weigh": "post"})
    scale.set(load_g=gross_g(day, arrival), fault="overload")
    scale.until("weight_out_of_range")
    told += _refused(day, intake, arrival, {"weigh": "post"})
    day.story.expect(
        set(told) == {"weight_out_of_range"}, "charge hors limites : aucun poids accepté", told
    )
    scale.set(fault=None)
    scale.clear()


def same_load_twice(day: Day, intake: Intake, arrival: Arrival) -> None:
    """Receive a crate, take it back, and try to weigh the same load without lifting it."""
    scale = intake.bay.scale
    receipt = scale.weigh(gross_g(day, arrival))
    first = try_receive(day, intake.bay, arrival, {"weigh": {"receipt": receipt}})
    told = _refused(day, intake, arrival, {"weigh": {"receipt": receipt}})
    told += _refused(day, intake, arrival, {"weigh": "post"})
    day.story.expect(
        first["outcome"] == "accepted" and told == ["scale_not_cleared"] * 2,
        "la même charge ne se pèse pas deux fois",
        (first["outcome"], told),
    )
    scale.clear()
    crate = (first.get("crate") or {}).get("id", "")
    undone = day.calls.command("VoidCrate", {"crate": crate, "reason": "saisie en double"})
    day.story.expect(
        undone["outcome"] == "accepted",
        "« Annuler la dernière » : la caisse et son étiquette ne comptent plus",
        undone.get("refusal"),
    )


def too_warm(day: Day, intake: Intake, arrival: Arrival) -> None:
    """Bring goods that are too warm: they are refused by their temperature, not by their weight."""
    scale = intake.bay.scale
    receipt = scale.weigh(gross_g(day, arrival))
    extra = {"weigh": {"receipt": receipt}, "celsius_tenths": TOO_WARM_TENTHS}
    told = _refused(day, intake, arrival, extra)
    day.story.expect(told == ["too_warm"], "livraison trop chaude : refusée", told)
    scale.clear()


def _refused(day: Day, intake: Intake, arrival: Arrival, extra: Answer) -> list[str]:
    """Try to receive and return the refusal's code, or what was wrongly accepted."""
    answer = try_receive(day, intake.bay, arrival, extra)
    code = str((answer.get("refusal") or {"code": "accepted"})["code"])
    return [code]


INCIDENTS: tuple[Incident, ...] = (switched_off, moving, too_heavy, same_load_twice)
"""What happens once each during the morning, whatever is on the scale."""
