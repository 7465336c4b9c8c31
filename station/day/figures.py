"""Puts the figures of a played day together, under the contract's names.

Must not judge them: the scenes have.
"""

from __future__ import annotations

from station.day.cast import Day
from station.day.counting import Count


def figures(day: Day, counted: Count) -> dict[str, int | float]:
    """Return the one line of `hangar day --json`."""
    crates = len(counted.received) - len(counted.voided)
    return {
        "crates": crates,
        "labels_printed": len(day.paper.labels),
        "labels_decoded": day.tally.labels_decoded,
        "wrong_round_stopped": day.tally.stopped.count("wrong_round"),
        "wrong_stop_stopped": day.tally.stopped.count("wrong_stop"),
        "duplicates_stopped": day.tally.stopped.count("duplicate"),
        "blocked_stopped": day.tally.stopped.count("lot_blocked"),
        "delivery_notes": len(counted.notes),
        "acknowledged": len(day.calls.acknowledged),
        "lost": day.tally.lost,
        "restarts": day.tally.restarts,
        "net_g_received": counted.received_g,
        "net_g_delivered": counted.delivered_g,
        "net_g_in_stock": counted.in_stock_g,
        "net_g_discarded": counted.discarded_g,
        "net_g_other": counted.other_g,
        "coordinator_actions": day.calls.coordinator_actions,
        "worker_scans_per_crate": round(day.scans / crates, 2) if crates else 0,
        "seconds": day.story.seconds,
        "customer_crates": len(day.tally.customer_crates),
        "refusals": sum(counted.refusals.values()),
        "expectations": day.story.held + len(day.story.failures),
        "failed": len(day.story.failures),
    }
