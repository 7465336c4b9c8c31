"""A day is closed with the chain's head on paper; nobody can put another head there."""

from __future__ import annotations

import pytest

from station.domain.words import LabelState
from tests.domain.hub import TODAY, Hub


def close(hub: Hub, **more: object) -> dict[str, object]:
    return hub.done("CloseDay", as_role="admin", received=2, gone=1, **more)


def test_a_closing_keeps_the_head_that_stood_before_it(hub: Hub) -> None:
    hub.carrots()
    head = hub.radish()["id"] and hub.ask(
        lambda p: p.connection.execute("SELECT seq, hash FROM events ORDER BY seq DESC").fetchone()
    )

    answer = close(hub)

    closing = hub.ask(lambda p: p.world.closings.get(f"{TODAY}-1"))
    assert answer["closing"] == closing.id
    assert (closing.seq, closing.head) == tuple(head)
    assert (closing.received, closing.gone, closing.in_stock) == (2, 1, 2)


def test_the_evening_label_waits_like_any_other_and_carries_the_head(hub: Hub) -> None:
    answer = close(hub, printer="etiqueteuse-1", template_hash="sha256:soir")

    label = hub.ask(lambda p: p.world.labels.get(answer["label"]["id"]))
    fields = hub.ask(lambda p: p.vault.get(f"label/{label.id}"))
    closing = hub.ask(lambda p: p.world.closings.get(f"{TODAY}-1"))
    assert (label.state, label.printer, label.template) == (
        LabelState.QUEUED, "etiqueteuse-1", "evening",
    )  # fmt: skip
    assert fields["proof"] == f"{closing.epoch}:{closing.seq}:{closing.head.split(':')[1]}"
    assert fields["head"].replace("\n", "").replace(" ", "") in closing.head


def test_a_second_closing_of_a_day_is_one_more(hub: Hub) -> None:
    close(hub)
    close(hub)

    assert [one.id for one in hub.ask(lambda p: p.world.closings.all())] == [
        f"{TODAY}-1",
        f"{TODAY}-2",
    ]


def test_an_evening_label_that_is_moved_stays_an_evening_label(hub: Hub) -> None:
    label = close(hub, printer="etiqueteuse-1", template_hash="sha256:soir")["label"]["id"]

    hub.done("MoveQueue", printer="etiqueteuse-1", to="etiqueteuse-2")

    moved = hub.ask(lambda p: p.world.labels.get(label))
    assert (moved.printer, moved.template, moved.template_hash) == (
        "etiqueteuse-2", "evening", "sha256:soir",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["worker", "coordinator", "inspector", "producer"])
def test_only_the_station_itself_closes(hub: Hub, role: str) -> None:
    assert hub.refused("CloseDay", as_role=role, received=0, gone=0) == "not_allowed"


def test_odd_closings_are_refused(hub: Hub) -> None:
    assert hub.refused("CloseDay", as_role="admin", received=-1, gone=0) == "out_of_bounds"
    odd = hub.refused("CloseDay", as_role="admin", received=0, gone=0, printer="grille-pain")
    assert odd == "not_found"
