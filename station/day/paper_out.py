"""Plays a printer without paper: labels wait, and all come out once when paper is back.

Must settle what stays uncertain as people do: by looking at the paper.
"""

from __future__ import annotations

import uuid

from station.day.bench import seen
from station.day.calls import Answer
from station.day.cast import Day
from station.day.reception import POST_ROLE, Intake, receive


def without_paper(day: Day, intake: Intake) -> None:
    """Receive a whole intake while the printer has no paper, then put paper in."""
    post = day.hub.post(POST_ROLE)
    device = post.printer
    day.paper.wait_for(crate["sscc"] for crate in day.tally.crates)
    day.calls.post(f"/demo/devices/{device}", {"fault": "paper-out"}, "worker")
    receive(day, intake, lambda arrival: None)
    told = seen(lambda: _condition(day, post.id), "the printer's fault at the post")
    out = {label.sscc for label in day.paper.read()}
    waiting = [crate["sscc"] for crate in intake.crates]
    day.story.expect(
        not out & set(waiting),
        f"plus de papier : {len(waiting)} étiquettes attendent, « {told} »",
        out & set(waiting),
    )
    day.calls.post(f"/demo/devices/{device}", {"fault": None}, "worker")
    day.paper.wait_for(waiting)
    settle(day)
    counts = {sscc: len(day.paper.of(sscc)) for sscc in waiting}
    day.story.expect(
        set(counts.values()) == {1},
        "papier remis : chaque étiquette sort une fois, aucune deux fois",
        counts,
    )


def _condition(day: Day, post: str) -> str | None:
    """Return the sentence of a printer that is out of paper, None while it says nothing."""
    printer: Answer = day.calls.get(f"/api/v1/posts/{post}", "worker")["printer"]
    if "paper_out" not in printer["conditions"]:
        return None
    return str(printer["say"]["fr"])


def settle(day: Day) -> int:
    """Settle every label nobody is sure of: seen on paper it is confirmed, else printed again."""
    seen(lambda: not _labels(day, "queued") and not _labels(day, "sending"), "an idle printer")
    unsure = _labels(day, "uncertain")
    day.paper.read()
    for label in unsure:
        crate = day.calls.get(f"/api/v1/crates/{label['crate']}", "worker")
        if day.paper.of(crate["sscc"]):
            day.calls.command("ConfirmLabel", {"label": label["id"]})
        else:
            day.calls.post(
                f"/api/v1/labels/{label['id']}/reprint",
                {"command_id": str(uuid.uuid4())},
                "worker",
            )
            day.paper.wait_for([crate["sscc"]])
    return len(unsure)


def _labels(day: Day, state: str) -> list[Answer]:
    return day.calls.all(f"/api/v1/labels?state={state}", "worker")
