"""Puts the figures of a played week together, and compares its days with the first.

Must not judge them: the scenes have.
"""

from __future__ import annotations

from typing import Any

from station.week.cast import Week


def figures(week: Week) -> dict[str, Any]:
    """Return the one line of `hangar week --json`."""
    counted, calls, story = week.books.counted, week.calls, week.story
    return {
        "days": [spent.as_json() for spent in week.effort.days],
        "crates": len(counted.received) - len(counted.voided),
        "labels_printed": sum(label.printer != "ferme" for label in week.paper.labels),
        "delivery_notes": len(counted.notes),
        "acknowledged": len(calls.acknowledged),
        "net_g_received": counted.received_g,
        "net_g_delivered": counted.delivered_g,
        "net_g_in_stock": counted.in_stock_g,
        "net_g_discarded": counted.discarded_g,
        "net_g_returned": counted.returned_g,
        "net_g_other": counted.other_g,
        "units_received": counted.received_units,
        "units_delivered": counted.delivered_units,
        "units_in_stock": counted.in_stock_units,
        "units_discarded": counted.discarded_units,
        "units_returned": counted.returned_units,
        "balanced": week.books.balanced,
        "coordinator_actions": calls.coordinator_actions,
        "refusals": sum(counted.refusals.values()),
        "expectations": story.held + len(story.failures),
        "failed": len(story.failures),
        "seconds": story.seconds,
    }


def told(week: Week, found: dict[str, Any]) -> None:
    """End the story: what each day asked of people, against the first."""
    story = week.story
    story.scene("Fin de la semaine")
    for day in found["days"]:
        story.tell(
            f"{day['day']:9} {day['crates']:4} caisses · {day['coordinator_actions']:3} gestes de"
            f" la coordinatrice · {day['worker_scans_per_crate']:.2f} scans et"
            f" {day['worker_taps_per_crate']:.2f} touches par caisse"
        )
    for failure in story.failures:
        story.tell(f"ÉCHEC : {failure.expected} — reçu : {failure.came}")
    story.tell("Tout est conforme." if not story.failures else "La semaine a échoué.")


def table(seed: int, found: dict[str, Any]) -> str:
    """Return the figures as the README's table in Markdown."""
    head = f"| `hangar week` (seed {seed}) |" + "".join(f" {x['day']} |" for x in found["days"])
    rows = [head, "|---|" + "---|" * len(found["days"])]
    for title, name in (
        ("crates received", "crates"),
        (
            "the coordinator's actions, the planning of the day included (Monday comes planned)",
            "coordinator_actions",
        ),
        ("scans a crate costs the workers and drivers", "worker_scans_per_crate"),
        ("taps a crate costs them", "worker_taps_per_crate"),
        ("exceptions still open in the evening", "open_exceptions"),
    ):
        rows.append(f"| {title} |" + "".join(f" {day[name]} |" for day in found["days"]))
    grams = [found[f"net_g_{name}"] for name in _WHERE]
    units = [found[f"units_{name}"] for name in _WHERE[:-1]]
    rows += [
        "",
        "Received = delivered + in stock + discarded + returned to farms + other:"
        f" {_sum(grams)} grams and {_sum(units)} units, balanced {found['balanced']} times,"
        " with empties and each crate."
        f" {found['delivery_notes']} delivery notes, {found['labels_printed']} labels,"
        f" {found['acknowledged']} commands acknowledged and asked again;"
        f" {found['expectations']} expectations held, {found['failed']} failed;"
        f" {found['seconds']} s.",
    ]
    return "\n".join(rows)


_WHERE = ("received", "delivered", "in_stock", "discarded", "returned", "other")


def _sum(parts: list[int]) -> str:
    first, *others = (f"{part:,}" for part in parts)
    return f"{first} = {' + '.join(others)}"
