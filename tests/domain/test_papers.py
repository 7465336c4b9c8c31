"""What producers are sent: numbered sheets, mails sent at most once, links that can be closed."""

import pytest

from tests.domain.hub import TODAY, TOMORROW, YESTERDAY, Answer, Hub


@pytest.fixture
def mailed(hub: Hub) -> Hub:
    """A hub in which both farms have an address."""
    for code in ("F01", "F02"):
        hub.done("RegisterProducer", code=code, name=code, email=f"{code}@exemple.invalid".lower())
    return hub


def send(hub: Hub, **more: object) -> Answer:
    return hub.done("SendSheets", delivery_date=TODAY, **more)


def sheet(hub: Hub, producer: str = "F01"):  # type: ignore[no-untyped-def]
    return hub.ask(lambda present: present.world.sheets.get(f"{producer}|{TODAY}"))


def mail(hub: Hub, id: str):  # type: ignore[no-untyped-def]
    return hub.ask(lambda present: present.world.mails.get(id))


def moved(hub: Hub, id: str, *states: str) -> str:
    for state in states:
        hub.done("MarkMail", as_role="admin", mail=id, state=state, evidence="essai")
    return id


def test_a_sheet_is_numbered_and_says_what_to_bring(mailed: Hub) -> None:
    line = mailed.order("C01", "CAROTTE", 20)

    answer = send(mailed)

    found = sheet(mailed)
    assert (found.version, [each.order_line for each in found.lines]) == (1, [line])
    assert answer["mails"] == [answer["mail"]]
    to = mailed.ask(lambda present: present.vault.get(f"mail/{answer['mail']}"))
    assert to == {"to": "f01@exemple.invalid"}
    assert "exemple.invalid" not in str(answer["events"])


def test_only_the_sheets_that_changed_are_sent_again(mailed: Hub) -> None:
    line = mailed.order("C01", "CAROTTE", 20)
    mailed.order("C01", "TOMME", 2)
    send(mailed)
    change = {"order_line": line, "quantity_milli": 25_000, "delivery_date": TODAY}
    mailed.done("ImportOrders", source="essai", changed=[change])

    answer = send(mailed)

    assert answer["sheets"] == [f"F01|{TODAY}"]
    assert (sheet(mailed).version, sheet(mailed, "F02").version) == (2, 1)
    assert [each.quantity_milli for each in sheet(mailed).former] == [20_000]


def test_a_farm_with_nothing_left_to_bring_is_told(mailed: Hub) -> None:
    line = mailed.order("C01", "CAROTTE", 20)
    send(mailed)
    mailed.done("ImportOrders", source="essai", cancelled=[line])

    send(mailed)

    assert (sheet(mailed).version, sheet(mailed).lines) == (2, ())


def test_a_mail_that_never_left_is_replaced_by_the_newer_one(mailed: Hub) -> None:
    mailed.order("C01", "CAROTTE", 20)
    first = send(mailed)["mail"]
    mailed.order("C02", "RADIS", 6)

    second = send(mailed)["mail"]

    assert (mail(mailed, first).state, mail(mailed, second).state) == ("dropped", "queued")


def test_a_farm_without_an_address_has_its_sheet_all_the_same(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)

    answer = send(hub)

    assert "mail" not in answer and sheet(hub).version == 1


def test_some_farms_only(mailed: Hub) -> None:
    mailed.order("C01", "CAROTTE", 20)
    mailed.order("C01", "TOMME", 2)

    assert send(mailed, producers=["F02"])["sheets"] == [f"F02|{TODAY}"]


@pytest.mark.parametrize("past", [("sending",), ("sending", "sent"), ("sending", "uncertain")])
def test_what_had_its_first_byte_never_begins_by_itself_again(
    mailed: Hub, past: tuple[str, ...]
) -> None:
    mailed.order("C01", "CAROTTE", 20)
    id = moved(mailed, send(mailed)["mail"], *past)

    again = mailed.do("MarkMail", as_role="admin", mail=id, state="sending")

    assert again["refusal"]["code"] == "mail_settled"


@pytest.mark.parametrize(
    ("how", "state"), [("arrived", "sent"), ("again", "queued"), ("dropped", "dropped")]
)
def test_a_doubtful_mail_waits_for_a_person(mailed: Hub, how: str, state: str) -> None:
    mailed.order("C01", "CAROTTE", 20)
    id = moved(mailed, send(mailed)["mail"], "sending", "uncertain")
    asked = mailed.troubles()

    mailed.done("SettleMail", mail=id, how=how)

    assert (asked, mailed.troubles()) == (["mail_uncertain"], [])
    assert mail(mailed, id).state == state


def test_a_mail_of_an_older_version_is_not_sent_again(mailed: Hub) -> None:
    mailed.order("C01", "CAROTTE", 20)
    old = moved(mailed, send(mailed)["mail"], "sending", "uncertain")
    mailed.order("C02", "RADIS", 6)
    send(mailed)

    assert mailed.refused("SettleMail", mail=old, how="again") == "mail_settled"


def test_what_comes_short_is_told_once(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 20)

    hub.done("NoteArrival", as_role="worker", order_line=line, difference="short")

    assert hub.troubles() == ["arrival_short"]
    assert hub.refused("NoteArrival", order_line=line, difference="short") == "already_noted"


def test_a_later_announcement_replaces_an_earlier_one(hub: Hub) -> None:
    said = {"product": "CAROTTE", "day": TOMORROW}
    hub.done("AnnounceGoods", quantity_milli=40_000, **said)
    hub.done("AnnounceGoods", quantity_milli=30_000, **said)

    [found] = hub.ask(lambda present: present.world.announcements.where(producer="F01"))
    hub.done("AnnounceGoods", quantity_milli=0, **said)

    assert found.quantity_milli == 30_000
    assert hub.ask(lambda present: present.world.announcements.all()) == []
    hub.prove()


@pytest.mark.parametrize(
    "data",
    [{"day": YESTERDAY}, {"day": "mardi"}, {"quantity_milli": -1}, {"quantity_milli": 10**9}],
)
def test_a_strange_announcement_is_refused(hub: Hub, data: Answer) -> None:
    said = {"product": "CAROTTE", "day": TOMORROW, "quantity_milli": 1_000} | data

    assert hub.refused("AnnounceGoods", **said) == "out_of_bounds"
