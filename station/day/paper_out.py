"""Plays a printer without paper: labels wait, and all come out once when paper is back.

Must settle what stays uncertain as people do: by looking at the paper.
"""

from __future__ import annotations

import uuid

from station.day.bench import seen
from station.day.calls import Answer
from station.day.cast import Day
from station.day.reception import Intake, receive


def without_paper(day: Day, intake: Intake) -> None:
    """Receive a whole intake while the printer has no paper, then put paper in."""
    bay = intake.bay
    idle(day, bay.post)
    day.calls.post(f"/demo/devices/{bay.printer}", {"fault": "paper-out"}, "worker")
    receive(day, intake, lambda intake, arrival: None)
    told = seen(lambda: _condition(day, bay.post), "the printer's fault at the post")
    waiting = [crate["sscc"] for crate in intake.crates]
    out = {label.sscc for label in day.paper.read()} & set(waiting)
    day.story.expect(
        not out, f"plus de papier : {len(waiting)} étiquettes attendent, « {told} »", out
    )
    day.calls.post(f"/demo/devices/{bay.printer}", {"fault": None}, "worker")
    day.paper.wait_for(waiting)
    settle(day, bay.post)
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


def idle(day: Day, post: str) -> None:
    """Wait until no label of a post is queued or on its way."""
    seen(
        lambda: not _labels(day, post, "queued") and not _labels(day, post, "sending"),
        f"an idle printer at {post}",
    )


def settle(day: Day, post: str) -> int:
    """Settle every label nobody is sure of: seen on paper it is confirmed, else printed again."""
    idle(day, post)
    unsure = _labels(day, post, "uncertain")
    day.paper.read()
    for label in unsure:
        crate = day.calls.get(f"/api/v1/crates/{label['crate']}", "worker")
        if day.paper.of(crate["sscc"]):
            day.calls.command("ConfirmLabel", {"label": label["id"]})
        else:
            body = {"command_id": str(uuid.uuid4()), "post": post}
            day.calls.post(f"/api/v1/labels/{label['id']}/reprint", body, "worker")
            day.paper.wait_for([crate["sscc"]])
    return len(unsure)


def _labels(day: Day, post: str, state: str) -> list[Answer]:
    return day.calls.all(f"/api/v1/labels?post={post}&state={state}", "worker")
