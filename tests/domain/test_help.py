"""Calls for help: each state is what a person did, and nothing is promised for anybody."""

from station.domain.model import Help
from tests.domain.hub import Hub


def call(hub: Hub, id: str) -> Help:
    found = hub.ask(lambda p: p.world.helps.get(id))
    assert found is not None
    return found


def asked(hub: Hub) -> str:
    return str(hub.done("AskHelp", post="dock-1", screen="dock")["help"])


def test_a_call_waits_until_somebody_opened_it(hub: Hub) -> None:
    id = asked(hub)

    assert (call(hub, id).state, call(hub, id).post) == ("open", "dock-1")
    assert (call(hub, id).seen_at, call(hub, id).coming_at) == ("", "")


def test_seen_is_not_coming(hub: Hub) -> None:
    id = asked(hub)

    hub.done("SeeHelp", help=id)

    assert call(hub, id).seen_at
    assert not call(hub, id).coming_at
    hub.done("AnswerHelp", help=id)
    assert call(hub, id).coming_at


def test_who_opened_a_call_first_stays_who_saw_it(hub: Hub) -> None:
    id = asked(hub)
    hub.done("SeeHelp", help=id)
    before = hub.seq()

    hub.done("SeeHelp", help=id)

    assert hub.seq() == before


def test_the_button_touched_twice_is_one_call(hub: Hub) -> None:
    assert asked(hub) == asked(hub)


def test_a_call_that_ended_may_be_made_again(hub: Hub) -> None:
    id = asked(hub)
    hub.done("EndHelp", help=id)
    hub.done("EndHelp", help=id)

    assert asked(hub) != id


def test_a_worker_does_not_say_that_the_coordinator_comes(hub: Hub) -> None:
    id = asked(hub)

    assert hub.refused("AnswerHelp", as_role="worker", help=id) == "not_allowed"


def test_a_screen_that_is_none_is_refused(hub: Hub) -> None:
    assert hub.refused("AskHelp", screen="x" * 41) == "out_of_bounds"
