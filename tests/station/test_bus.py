"""The bus: one answer a command id, refusals kept, a crash that disturbs nobody, rebuilds."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import Future, wait
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from station.bus import Result
from station.domain import deciding
from station.domain.commands.hub import ConfirmDate
from station.domain.desk import Desk
from station.domain.words import Role
from station.messages import Order, Sender, open_envelope
from station.rebuilding import differences
from tests.domain.hub import TODAY, TOMORROW, Hub

WORKER = Sender(name="tablette-1", role=Role.WORKER)


def order(id: str, type: str = "OpenIntake", **data: Any) -> Order:
    body = {"command_id": id, "type": type, "post": "reception", "data": data}
    return open_envelope(body, WORKER)


def test_a_repeat_gets_the_first_answer_and_stores_nothing(hub: Hub) -> None:
    first = hub.do("OpenIntake", command_id="tablette-1-7", producer="F01")
    before = hub.seq()

    again = hub.do("OpenIntake", command_id="tablette-1-7", producer="F01")

    assert again == first | {"replayed": True}
    assert hub.seq() == before


def test_a_refusal_is_kept_and_replays(hub: Hub) -> None:
    first = hub.do("OpenIntake", command_id="tablette-1-7", producer="F99")
    hub.done("RegisterProducer", code="F99", name="Ferme tardive")

    again = hub.do("OpenIntake", command_id="tablette-1-7", producer="F99")

    assert (first["outcome"], again) == ("refused", first | {"replayed": True})


def test_another_body_under_the_same_id_is_an_exception_and_changes_nothing(hub: Hub) -> None:
    hub.do("OpenIntake", command_id="tablette-1-7", producer="F01")

    answer = hub.do("OpenIntake", command_id="tablette-1-7", producer="F02")

    assert (answer["status"], answer["refusal"]["code"]) == (409, "duplicate_id")
    assert hub.troubles() == ["duplicate_id"]
    assert hub.ask(lambda p: p.world.intakes.where(producer="F02")) == []


def test_a_repeat_answers_even_when_its_receipt_is_long_gone(hub: Hub) -> None:
    weigh = hub.weighed(5_000)
    data = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2", "weigh": weigh}
    first = hub.done("ReceiveCrate", command_id="tablette-1-8", **data)
    hub.scales.refuses = "scale_offline"

    assert hub.do("ReceiveCrate", command_id="tablette-1-8", **data) == first | {"replayed": True}


def test_many_senders_of_one_id_get_one_crate(hub: Hub) -> None:
    data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 12}
    futures: list[Future[Result]] = []
    lock = threading.Lock()

    def send() -> None:
        future = hub.bus.send(order("tablette-1-9", "ReceiveCrate", **data))
        with lock:
            futures.append(future)

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = [future.result(30).answer for future in futures]

    assert sum(not answer["replayed"] for answer in answers) == 1
    assert len({answer["crate"]["id"] for answer in answers}) == 1
    assert len(hub.ask(lambda p: p.world.crates.all())) == 1


def test_a_crash_in_one_command_does_not_disturb_its_neighbours(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(command: ConfirmDate, desk: Desk) -> Any:
        desk.trouble("half", "done", "emitted before the crash")
        raise ZeroDivisionError("a bug in a decision")

    monkeypatch.setattr(deciding, "DECIDES", {**deciding.DECIDES, ConfirmDate: crash})
    orders = [
        order("voisine-1", producer="F01"),
        order("malade-001", "ConfirmDate", date=TODAY),
        order("voisine-2", producer="F02"),
    ]

    futures = [hub.bus.send(each) for each in orders]
    wait(futures, timeout=30)

    assert futures[0].result().answer["outcome"] == "accepted"
    assert futures[2].result().answer["outcome"] == "accepted"
    with pytest.raises(ZeroDivisionError):
        futures[1].result()
    assert hub.troubles() == []


def test_a_command_that_crashed_may_be_sent_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(command: ConfirmDate, desk: Desk) -> Any:
        raise ZeroDivisionError("a bug in a decision")

    with monkeypatch.context() as patched:
        patched.setattr(deciding, "DECIDES", {**deciding.DECIDES, ConfirmDate: crash})
        with pytest.raises(ZeroDivisionError):
            hub.bus.run(order("malade-001", "ConfirmDate", date=TODAY))

    assert hub.bus.run(order("malade-001", "ConfirmDate", date=TODAY)).answer["replayed"] is False


def test_a_crash_gives_its_receipt_back(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    weigh = hub.weighed(5_000)
    data = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2", "weigh": weigh}
    kind = type(order("malade-001", "ReceiveCrate", **data).command)
    decide = deciding.DECIDES[kind]

    def crash(command: Any, desk: Desk) -> Any:
        decide(command, desk)
        raise ZeroDivisionError("a bug after the weighing was taken")

    with monkeypatch.context() as patched:
        patched.setattr(deciding, "DECIDES", {**deciding.DECIDES, kind: crash})
        with pytest.raises(ZeroDivisionError):
            hub.bus.run(order("malade-001", "ReceiveCrate", **data))

    assert hub.carrots(weigh=weigh)["net_g"] == 5_000


def test_events_carry_who_sent_and_who_acted(hub: Hub) -> None:
    answer = hub.done(
        "OpenIntake", producer="F01", sender="tablette-3", reader="douchette-1", operator="amina"
    )

    event = answer["events"][0]
    who = (event["sender"], event["reader"], event["operator"], event["post"])
    assert who == ("tablette-3", "douchette-1", "amina", "reception")


def test_the_time_of_the_act_is_evidence_and_order_is_the_ledgers(hub: Hub) -> None:
    early, late = "2026-11-24T08:00:00+01:00", "2026-11-23T08:00:00+01:00"

    first = hub.bus.run(replace(order("tablette-1-1", producer="F01"), at=early)).answer
    second = hub.bus.run(replace(order("tablette-1-2", producer="F02"), at=late)).answer

    assert [first["events"][0]["occurred_at"], second["events"][0]["occurred_at"]] == [early, late]
    assert first["events"][0]["seq"] < second["events"][0]["seq"]


def test_every_answer_carries_the_head_of_the_chain(hub: Hub) -> None:
    one = hub.done("OpenIntake", producer="F01")["ledger"]
    other = hub.done("OpenIntake", producer="F02")["ledger"]

    assert one["epoch"] == other["epoch"]
    assert one["head"] != other["head"] and other["seq"] == one["seq"] + 1


def test_a_changed_projection_is_named(hub: Hub, tmp_path: Path) -> None:
    hub.carrots()
    copy = tmp_path / "copy.db"
    hub.close()
    copy.write_bytes(hub.path.read_bytes())
    with closing(sqlite3.connect(copy)) as tampered, tampered:
        tampered.execute("UPDATE p_crates SET doc = replace(doc, '10000', '10001')")

    assert [found.split(":")[0] for found in differences(copy)] == ["projection crates"]
    assert differences(hub.path) == []


def test_a_lot_of_the_next_day_is_another_lot(hub: Hub) -> None:
    today = hub.carrots()["lot"]
    hub.clock.day = TOMORROW

    assert (today, hub.carrots()["lot"]) == ("F01-261124-1", "F01-261125-1")
