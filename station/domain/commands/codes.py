"""Commands on codes that exist before, or beside, the crate's own: emergency and ready-made labels.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class BindCode:
    """Attach one more code to a crate: emergency label, another hub's SSCC, GRAI."""

    code: str
    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeEmergencyLabels:
    """Give out codes for labels that are printed beforehand and bound to a crate later.

    With `printer` they come out there, where its paper is large enough; else on sheets of A4.
    """

    count: int
    printer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCrateTags:
    """Give out the codes that returnable crates of one type bear for good (GRAI where licensed).

    With `printer` their tags come out there, where its paper is large enough.
    """

    crate_type: str
    count: int
    printer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsOfLine:
    """How many crates a producer will bring for one order line (0: no label)."""

    order_line: str
    crates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLabels:
    """Make a producer's labels for one delivery day, lot and identity allotted now.

    One label for each open order line, or as many as `lines` says. Earlier labels of these lines
    that nobody brought yet are replaced; they still find their order line.
    """

    producer: str
    delivery_date: str
    lines: tuple[LabelsOfLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReadyLabels:
    """Print a producer's ready-made labels of a day here, for a farm without a printer."""

    producer: str
    delivery_date: str
    printer: str


ROLES: Roles = (
    (FLOOR, (BindCode, MakeEmergencyLabels)),
    (OFFICE, (MakeCrateTags, MakeLabels, PrintReadyLabels)),
)
"""Who may send which of these."""
