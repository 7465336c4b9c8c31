"""A day's papers are mailed once as they stand, again once they changed."""

from typing import Any

import pytest

from tests.domain.hub import TODAY, TOMORROW, Answer, Hub
from tests.domain.test_billing import invoice, left, priced

__all__ = ["priced"]
FARM = {"code": "F01", "name": "Ferme", "postcode": "61110", "email": "f01@exemple.invalid"}
SHOP = {"code": "C02", "name": "Épicerie", "kind": "grocer", "email": "c02@exemple.invalid"}


@pytest.fixture
def day(priced: Hub) -> Hub:
    """A day with one note, one invoice and one closed intake; addresses on both sides."""
    priced.done("RegisterCustomer", **SHOP)
    priced.done("RegisterProducer", **FARM)
    left(priced)
    invoice(priced)
    for intake in priced.ask(lambda present: present.world.intakes.where(state="open")):
        priced.done("CloseIntake", intake=intake.id)
    return priced


def mailed(hub: Hub, **more: object) -> Answer:
    return hub.done("MailDayPapers", date=TODAY, **more)


def carried(hub: Hub, answer: Answer) -> dict[str, list[str]]:
    """Return which kinds of paper each new mail carries."""
    found: list[Any] = [
        hub.ask(lambda present, id=id: present.world.mails.get(id)) for id in answer["mails"]
    ]
    return {mail.addressee: [paper.kind for paper in mail.papers] for mail in found}


def test_each_party_is_mailed_its_own_papers(day: Hub) -> None:
    answer = mailed(day)

    sent = carried(day, answer)
    assert sent["customer/C02"] == ["invoice", "note"]
    assert set(sent) == {"customer/C02", "producer/F01"} and set(sent["producer/F01"]) == {"intake"}
    assert "exemple.invalid" not in str(answer["events"])


def test_what_was_mailed_is_not_mailed_again(day: Hub) -> None:
    mailed(day)

    assert day.refused("MailDayPapers", date=TODAY) == "nothing_changed"


def test_a_note_that_was_revised_is_mailed_again_alone(day: Hub) -> None:
    mailed(day)
    crate = day.ask(lambda present: present.world.notes.where(customer="C02"))[0].crates[0]
    day.done("ReturnCrate", crate=crate, reason="refusée")

    assert carried(day, mailed(day)) == {"customer/C02": ["note"]}


def test_a_paper_whose_mail_was_dropped_is_mailed_again(day: Hub) -> None:
    mail = mailed(day, addressees=["customer/C02"])["mail"]
    day.done("MarkMail", as_role="admin", mail=mail, state="failed", evidence="essai")

    assert carried(day, mailed(day))["customer/C02"] == ["invoice", "note"]


def test_a_doubtful_mail_is_settled_by_a_person_first(day: Hub) -> None:
    mail = mailed(day)["mail"]
    for state in ("sending", "uncertain"):
        day.done("MarkMail", as_role="admin", mail=mail, state=state, evidence="essai")

    assert day.refused("MailDayPapers", date=TODAY) == "nothing_changed"
    day.done("SettleMail", mail=mail, how="again")


def test_whoever_has_no_address_is_named(priced: Hub) -> None:
    left(priced)

    answer = mailed(priced)

    assert answer["without_address"] == "customer/C02" and "mail" not in answer


def test_another_days_papers_are_left_alone(day: Hub) -> None:
    assert day.refused("MailDayPapers", date=TOMORROW) == "nothing_changed"


def test_an_open_intake_is_not_mailed(priced: Hub) -> None:
    priced.done("RegisterProducer", **FARM)
    priced.carrots()

    assert priced.refused("MailDayPapers", date=TODAY) == "nothing_changed"


def test_a_corrected_weight_makes_the_intake_note_anew(day: Hub) -> None:
    crate = day.carrots()["id"]
    day.done("CloseIntake", intake=day.crate(crate).intake)
    mailed(day)
    day.done("CorrectWeight", crate=crate, weigh=day.weighed(9_000), reason="mal posée")

    assert carried(day, mailed(day)) == {"producer/F01": ["intake"]}


def test_the_floor_mails_nothing(day: Hub) -> None:
    assert day.refused("MailDayPapers", as_role="worker", date=TODAY) == "not_allowed"
