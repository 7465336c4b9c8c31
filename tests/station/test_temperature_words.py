"""A temperature reads alike wherever the station writes it."""

import pytest

from station import cards
from station.answering import event_json
from station.domain.deciding.labels import degrees
from station.ledger.chain import events_after
from station.reading import Present
from station.views.event_sentences import sentence
from tests.domain.hub import Hub


@pytest.mark.parametrize(
    ("tenths", "written"), [(72, "7,2"), (40, "4,0"), (0, "0,0"), (-5, "−0,5"), (-150, "−15,0")]
)
def test_tenths_are_written_with_a_comma_and_a_minus(tenths: int, written: str) -> None:
    assert degrees(tenths) == written


def told(present: Present) -> list[str]:
    """Return the freezer's limit on its card, its history's last line, and what the office sees."""
    limits = {card.detail: card.more["celsius"] for card in cards.cards_of(present, "zone") or ()}
    last = [sentence(present, event_json(event)) for event in events_after(present.connection)]
    [trouble] = present.world.troubles.where(kind="zone_too_warm")
    noted = next(text for text in reversed(last) if text.startswith("Température"))
    return [limits["CONG"], noted, trouble.detail]


def test_card_history_and_exception_write_a_temperature_alike(hub: Hub) -> None:
    hub.done("RecordTemperature", zone="CONG", celsius_tenths=-120)

    on_card, in_history, to_the_office = hub.ask(told)

    assert on_card == f"au plus {degrees(-150)} °C"
    assert f"{degrees(-120)} °C" in in_history
    assert to_the_office.endswith(f"{degrees(-120)} °C")
