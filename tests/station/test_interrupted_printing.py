"""A label that a stop caught while it was sent: uncertain, shown, never sent again by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.domain.words import LabelState, Role
from station.messages import Sender
from station.spool import mark_body
from tests.station.test_label_templates import Workshop, eventually

SPOOL = Sender(name="spool", role=Role.ADMIN)


@pytest.fixture
def workshop(registered: bytes, tmp_path: Path) -> Iterator[Workshop]:
    made = Workshop(tmp_path, registered)
    yield made
    made.close()


def test_a_label_that_a_stop_caught_in_the_middle_is_uncertain_and_not_sent_again(
    workshop: Workshop,
) -> None:
    workshop.printer.set(fault="paper-out")
    workshop.receive()
    workshop.receive()
    caught, waiting = workshop.labels()
    mark = mark_body(caught.id, "sending", "", "etiqueteuse-1")
    assert workshop.hangar.command(mark, SPOOL).answer["outcome"] == "accepted"
    workshop.hangar.stop()
    workshop.printer.set(fault=None)

    workshop.start()
    eventually(lambda: workshop.labels()[1].state is not LabelState.QUEUED)
    eventually(lambda: len(workshop.printer.labels) == 1)

    caught, waiting = workshop.labels()
    assert caught.state is LabelState.UNCERTAIN
    assert waiting.state in (LabelState.SENDING, LabelState.SENT, LabelState.CONFIRMED)
    with workshop.hangar.readers.present() as present:
        [trouble] = present.world.troubles.where(state="open")
    assert (trouble.kind, trouble.subject) == ("label_uncertain", caught.id)
