"""Turns what was committed into news for screens and the print workers.

Must not read the ledger more than it needs, and must not fail a commit: it runs after it.
"""

from __future__ import annotations

from typing import Any, Protocol

from station.bus import Result
from station.feed import Feed
from station.views import alarms

BOARD_EVENTS = frozenset(
    {
        "CrateReceived", "CrateDroppedOff", "CrateMeasured", "DeclarationTaken",
        "CrateVoided", "CrateStored", "CrateAllocated", "AllocationReleased",
        "PartPicked", "CustomerCrateOpened", "CrateSplit", "CratesMerged", "CrateDiscarded",
        "CrateEmptied",
        "CrateLoaded", "CrateUnloaded", "RoundPlanned", "RoundDeparted", "LineDeclaredMissing",
        "OrderPlaced", "OrderChanged", "OrderCancelled", "LotBlocked", "LotReleased",
        "LotRecalled", "StopDelivered", "CrateReturned", "CrateHandedOver",
        "CrateReturnedToProducer",
        "CrateWeightCorrected",
    }
)  # fmt: skip
"""Events after which a round's board may look different."""


INTAKE_EVENTS = frozenset(
    {"IntakeOpened", "IntakeClosed", "CrateReceived", "CrateDroppedOff", "CrateVoided"}
)
"""Events after which a post's open drops look different."""


class Hall(Protocol):
    """What news needs of the running station."""

    feed: Feed
    last_verdicts: dict[str, dict[str, Any]]

    def wake_printers(self) -> None:
        """Tell the print workers that a label may wait."""
        ...


def announce(hangar: Hall, results: list[Result]) -> None:
    """Publish verdicts, labels, contexts and changes of boards, for one committed batch."""
    types = {event.type for result in results for event in result.events}
    if types & {"LabelQueued", "LabelMoved"}:
        hangar.wake_printers()
    for result in results:
        _verdict(hangar, result)
        _per_post(hangar, result)
    if types & alarms.EVENTS:
        hangar.feed.publish("alarms", "alarms")
    if types & BOARD_EVENTS:
        hangar.feed.publish("rounds", "changed")
    if "TroubleRaised" in types or "TroubleSettled" in types:
        hangar.feed.publish("exceptions", "changed")
    if types:
        hangar.feed.publish("ledger", "changed", results[-1].answer.get("ledger"))


def _verdict(hangar: Hall, result: Result) -> None:
    answer, post = result.answer, result.order.post
    if "verdict" not in answer or answer.get("replayed") or not post:
        return
    at = result.events[0].recorded_at if result.events else result.order.at
    order = result.order
    shown = {**answer, "reader": order.reader, "post": post, "at": at, "scanned_at": order.at}
    hangar.last_verdicts[post] = shown
    if answer.get("round"):
        hangar.last_verdicts[f"round/{answer['round']}"] = shown
    hangar.feed.publish(f"post/{post}", "verdict", shown)
    hangar.feed.publish("verdicts", "verdict", shown)


def _per_post(hangar: Hall, result: Result) -> None:
    for event in result.events:
        if event.type.startswith("Label"):
            hangar.feed.publish("labels", "label", event.stream.removeprefix("label/"))
        if event.type in INTAKE_EVENTS:
            hangar.feed.publish(f"post/{event.post}", "intake")
        if event.type == "ReaderContextChanged":
            hangar.feed.publish(f"post/{event.post}", "context")
