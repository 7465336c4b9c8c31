"""One day in which every command is accepted and every event happens; what was said replays."""

from station.domain.commands import COMMANDS
from station.domain.events import EVENTS
from tests.domain.hub import Hub
from tests.ledgers.story import tell


def accepted(hub: Hub) -> set[str]:
    return {result.order.type for result in hub.committed if "refusal" not in result.answer} | {
        result.order.type for result in hub.committed if result.answer.get("verdict") == "ok"
    }


def test_every_command_is_accepted_and_every_event_happens(hub: Hub) -> None:
    tell(hub)

    registered = {name for name in COMMANDS if name.startswith("Register") or name == "PlanRound"}
    assert set(COMMANDS) - registered - accepted(hub) == set()
    assert set(EVENTS) - hub.event_types() == set()


def test_a_day_that_is_sent_again_changes_nothing(hub: Hub) -> None:
    tell(hub)
    before = hub.seq()
    first = {result.order.command_id: result.answer for result in hub.committed}

    for spoken in list(hub.spoken):
        again = hub.speak(spoken)
        assert again == first[spoken["body"]["command_id"]] | {"replayed": True}

    assert hub.seq() == before
