"""Self-tests: what the devices of a post did is judged, kept, and shown while one fails."""

from typing import Any

import pytest

from tests.domain.hub import Hub

SCALE = {"device": "balance-1", "weight_g": 10_000, "tolerance_g": 20}
PRINTER = {"device": "etiqueteuse-1"}


def tried(hub: Hub, **trials: Any) -> dict[str, tuple[str, str]]:
    """Record one self-test at reception; return result and detail by device."""
    hub.done("RecordSelfTest", as_role="admin", **trials)
    kept = hub.ask(lambda p: p.world.self_tests.get("reception"))
    return {one.device: (one.result.value, one.detail) for one in kept.results}


@pytest.mark.parametrize(
    ("read_g", "result"),
    [(10_000, "ok"), (10_020, "ok"), (9_980, "ok"), (10_021, "failed"), (9_979, "failed")],
)
def test_a_scale_is_good_to_one_division(hub: Hub, read_g: int, result: str) -> None:
    found = tried(hub, scale={**SCALE, "read_g": read_g})

    assert found["balance-1"][0] == result


@pytest.mark.parametrize(
    ("trial", "result", "detail"),
    [
        ({**SCALE, "weight_g": None}, "skipped", "pas de poids d'essai"),
        (SCALE, "skipped", "pas pesé"),
        ({**SCALE, "detail": "scale_offline"}, "failed", "scale_offline"),
    ],
)
def test_a_scale_without_a_reading_says_why(
    hub: Hub, trial: dict[str, Any], result: str, detail: str
) -> None:
    assert tried(hub, scale=trial)["balance-1"] == (result, detail)


@pytest.mark.parametrize(
    ("trial", "result"),
    [
        ({**PRINTER, "printed": True, "read_back": True}, "ok"),
        ({**PRINTER, "printed": False, "read_back": True}, "ok"),
        ({**PRINTER, "printed": True}, "skipped"),
        ({**PRINTER, "printed": False, "detail": "plus de papier"}, "failed"),
        (PRINTER, "skipped"),
    ],
)
def test_a_printer_is_good_when_its_label_was_read_back(
    hub: Hub, trial: dict[str, Any], result: str
) -> None:
    assert tried(hub, printer=trial)["etiqueteuse-1"][0] == result


def test_a_scanner_that_nobody_heard_is_not_called_good(hub: Hub) -> None:
    heard = [{"device": "douchette-1", "heard": True}, {"device": "douchette-2", "heard": False}]

    found = tried(hub, scanners=heard)

    assert found == {"douchette-1": ("ok", "entendu"), "douchette-2": ("skipped", "pas scanné")}


def test_a_failure_is_an_exception_until_the_next_good_test(hub: Hub) -> None:
    tried(hub, scale={**SCALE, "read_g": 9_500})
    tried(hub, scale={**SCALE, "read_g": 9_400})
    open_ones = hub.ask(lambda p: p.world.troubles.where(kind="self_test_failed", state="open"))
    assert [one.subject for one in open_ones] == ["reception"]
    assert "9,400 kg lus pour 10,000 kg" in open_ones[0].detail

    tried(hub, scale={**SCALE, "read_g": 10_000})

    assert hub.troubles() == []


def test_a_self_test_without_a_device_or_a_post_is_refused(hub: Hub) -> None:
    assert hub.refused("RecordSelfTest", as_role="admin") == "not_found"
    assert hub.refused("RecordSelfTest", as_role="admin", post=None, scale=SCALE) == "not_found"


def test_who_tried_is_kept(hub: Hub) -> None:
    hub.done("RecordSelfTest", as_role="admin", operator="amina", scale=SCALE)

    kept = hub.ask(lambda p: p.world.self_tests.get("reception"))
    assert kept.operator == "amina"
