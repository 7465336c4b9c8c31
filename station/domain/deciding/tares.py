"""Decides what empty crates weigh: several of a type together, or the one that bears a code.

Must not weigh anything: the receipt of a scale does.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.weighing import weighed
from station.domain.desk import Desk, found
from station.domain.refusals import Refusal
from station.domain.returnables import last_tare

MAX_TOGETHER = 100
"""Most empty crates weighed together: two stacks; more is a typing mistake."""
BORNE_FOR_GOOD = ("grai", "tag")
"""Kinds of codes that one crate bears for good."""


def measure_tare(command: commands.hub.MeasureTare, desk: Desk) -> Outcome:
    """Keep the mean of the crates weighed; one that moved too far is an exception."""
    crate_type = found(
        desk.world.crate_types.get(command.crate_type), f"type de caisse {command.crate_type}"
    )
    if not 1 <= command.count <= MAX_TOGETHER:
        raise Refusal("out_of_bounds", what=f"{command.count} caisses")
    code = _borne(command, desk, crate_type)
    weighing = weighed(desk, command.weigh, tare_g=0, tare_source="none")
    if weighing is None:
        raise Refusal("weight_required")
    tare_g = (2 * weighing.net_g + command.count) // (2 * command.count)
    own = last_tare(desk.world, crate_type.code, code) if code else None
    before_g = own.tare_g if own else crate_type.tare_g
    desk.emit(
        f"crate-type/{command.crate_type}",
        events.hub.TareMeasured(
            crate_type=command.crate_type,
            tare_g=tare_g,
            tare_since=desk.today,
            count=command.count,
            weighing=weighing,
            code=code,
        ),
    )
    if abs(tare_g - before_g) > desk.settings.tare_drift_g:
        which = f" {code}" if code else ""
        detail = f"{crate_type.name}{which} : {before_g} g avant, {tare_g} g maintenant"
        desk.trouble("tare_moved", crate_type.code, detail)
    return DONE


def tare_of(desk: Desk, crate_type: model.CrateType, code: str) -> tuple[int, str]:
    """Return the tare to take off and where it is from: this very crate's, else its type's."""
    own = last_tare(desk.world, crate_type.code, code) if code else None
    return (own.tare_g, "crate") if own else (crate_type.tare_g, "crate_type")


def _borne(command: commands.hub.MeasureTare, desk: Desk, crate_type: model.CrateType) -> str:
    """Return the code of the one crate that is weighed, "" for a type; refuse any other code."""
    if not command.code:
        return ""
    kind, code = desk.minting.read(command.code)
    if kind not in BORNE_FOR_GOOD:
        raise Refusal("unknown_code")
    if command.count != 1:
        raise Refusal("out_of_bounds", what=f"{command.count} caisses")
    known = desk.world.codes.get(code)
    if known is not None and known.kind == "tag" and known.target != crate_type.code:
        raise Refusal("not_found", what=f"{code} en {crate_type.name}")
    return code


DECIDES: dict[type, Any] = {commands.hub.MeasureTare: measure_tare}
