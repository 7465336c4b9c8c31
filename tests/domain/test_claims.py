"""Claims: opened on what was delivered, settled once, lowering the bill or credited."""

from typing import Any, get_args

import pytest

from station.domain.claims import KIND_WORDS
from station.domain.commands.claims import ClaimKind
from tests.domain.hub import TODAY, TOMORROW, Hub

T1 = f"{TODAY}-T1"


@pytest.fixture
def sold(hub: Hub) -> Hub:
    """Let twelve priced bunches leave for C02."""
    hub.done("RegisterProduct", code="RADIS", producer="F01", name="Radis", family="légumes",
             unit="bunch", price_cents=110)  # fmt: skip
    crate = hub.on_paper(hub.radish(12, customer="C02"))
    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    hub.done("DepartRound", round=T1)
    return hub


def note(hub: Hub) -> str:
    return str(hub.ask(lambda p: p.world.notes.where(customer="C02"))[0].id)


def opened(hub: Hub, **more: Any) -> str:
    said = {"note": note(hub), "product": "RADIS", "kind": "damaged", "quantity_milli": 3_000}
    return str(hub.done("OpenClaim", **said | more)["events"][0]["data"]["claim"])


def billed(hub: Hub) -> Any:
    made = hub.done("IssueInvoice", customer="C02", since=TODAY, until=TODAY)
    id = made["events"][0]["data"]["invoice"]
    return hub.ask(lambda p: p.world.invoices.get(id))


def test_every_kind_of_claim_has_a_word() -> None:
    assert set(KIND_WORDS) == set(get_args(ClaimKind))


def test_a_claim_is_an_exception_until_it_is_settled(sold: Hub) -> None:
    id = opened(sold)
    assert "claim_opened" in sold.troubles()

    sold.done("SettleClaim", claim=id, quantity_milli=0, reason="photo sans défaut")

    assert "claim_opened" not in sold.troubles()
    claim = sold.ask(lambda p: p.world.claims.get(id))
    assert (claim.state, claim.settled_milli, claim.bears) == ("settled", 0, "")


def test_what_is_taken_back_before_the_invoice_is_not_billed(sold: Hub) -> None:
    sold.done("SettleClaim", claim=opened(sold), quantity_milli=3_000, reason="gâtés", bears="F01")

    (line,) = billed(sold).lines

    assert line.quantity_milli == 9_000
    (revision,) = sold.ask(lambda p: p.world.revisions.where(note=note(sold)))
    assert (revision.revision, revision.taken_back_milli) == (1, 3_000)


def test_what_is_taken_back_after_the_invoice_comes_back_as_a_credit(sold: Hub) -> None:
    invoice = billed(sold)
    id = opened(sold)

    sold.done("SettleClaim", claim=id, quantity_milli=2_000, reason="gâtés", bears="F01")

    (credit,) = sold.ask(lambda p: p.world.invoices.where(credits=invoice.id))
    assert (credit.net_cents, credit.bears) == (220, "F01")
    assert sold.ask(lambda p: p.world.claims.get(id)).credit == credit.id


def test_a_credit_takes_back_the_line_of_the_note_that_was_claimed_on(sold: Hub) -> None:
    """One invoice of two notes with the same product, at another price each."""
    earlier = note(sold)
    sold.done("RegisterProduct", code="RADIS", producer="F01", name="Radis", family="légumes",
              unit="bunch", price_cents=90)  # fmt: skip
    crate = sold.on_paper(sold.radish(5))
    handed = sold.done("HandOverCrate", post="shop", crate=crate["id"], customer="C02")
    later = handed["delivery_note"]
    invoice = billed(sold)
    assert {line.note for line in invoice.lines} == {earlier, later}

    for id, expected in ((later, 90), (earlier, 110)):
        claim = opened(sold, note=id, quantity_milli=1_000)
        settled = sold.done("SettleClaim", claim=claim, quantity_milli=1_000, reason="gâté")

        credit = sold.ask(lambda p, id=settled["credit"]: p.world.invoices.get(id))
        assert [(line.note, line.net_cents) for line in credit.lines] == [(id, expected)]


def test_two_claims_never_take_back_more_than_was_delivered(sold: Hub) -> None:
    sold.done("SettleClaim", claim=opened(sold), quantity_milli=8_000, reason="gâtés")
    second = opened(sold, kind="short")

    settled = {"claim": second, "reason": "manque"}
    assert sold.refused("SettleClaim", quantity_milli=4_001, **settled) == "claim_too_large"
    sold.done("SettleClaim", quantity_milli=4_000, **settled)


def test_only_the_hub_or_the_products_farm_bears_a_loss(sold: Hub) -> None:
    settled = {"claim": opened(sold), "quantity_milli": 1_000, "reason": "gâté"}

    assert sold.refused("SettleClaim", bears="F02", **settled) == "not_found"


def test_what_the_customer_said_stays_out_of_the_chain(sold: Hub) -> None:
    id = opened(sold, words="Mme Durand dit que tout est gâté")

    query = "SELECT count(*) FROM events WHERE data LIKE '%Durand%'"
    assert sold.ask(lambda p: p.connection.execute(query).fetchone()[0]) == 0
    assert sold.ask(lambda p: p.vault.get(f"claim/{id}"))["words"].startswith("Mme Durand")


def test_a_driver_opens_claims_and_the_office_settles_them(sold: Hub) -> None:
    said = {"note": note(sold), "product": "RADIS", "kind": "short"}
    made = sold.done("OpenClaim", as_role="driver", source="driver", **said)
    claim = made["events"][0]["data"]["claim"]

    settled = {"claim": claim, "quantity_milli": 0, "reason": "rien"}
    assert sold.refused("SettleClaim", as_role="driver", **settled) == "not_allowed"


def test_a_claim_and_a_return_each_lower_the_bill_once_in_either_order(hub: Hub) -> None:
    for claim_first in (True, False):
        customer = "C02" if claim_first else "C01"
        hub.done("RegisterProduct", code="RADIS", producer="F01", name="Radis", family="",
                 unit="bunch", price_cents=110)  # fmt: skip
        crates = [hub.on_paper(hub.radish(5, customer=customer)) for _ in range(2)]
        day = TODAY if claim_first else TOMORROW
        hub.clock.day = day
        hub.done("PlanRound", date=day, round="T7", stops=[{"stop": 1, "customer": customer}])
        for crate in crates:
            hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=f"{day}-T7", judged="ok")
        hub.done("DepartRound", round=f"{day}-T7", override={"reason": "essai"})
        (delivered,) = hub.ask(lambda p, c=customer: p.world.notes.where(customer=c))
        steps = [
            lambda d=delivered: hub.done("SettleClaim", quantity_milli=1_000, reason="gâté",
                claim=opened(hub, note=d.id, quantity_milli=1_000)),
            lambda c=crates: hub.done("ReturnCrate", crate=c[0]["id"], reason="refusée"),
        ]  # fmt: skip
        for step in steps if claim_first else reversed(steps):
            step()

        made = hub.done("IssueInvoice", customer=customer, since=day, until=day)

        assert [one["quantity_milli"] for one in made["events"][0]["data"]["lines"]] == [4_000]


def test_a_claim_never_raises_what_was_agreed(sold: Hub) -> None:
    agreed = {"note": note(sold), "product": "RADIS", "quantity_milli": 8_000}
    sold.done("AgreeQuantity", reason="vu ensemble", **agreed)

    sold.done("SettleClaim", claim=opened(sold), quantity_milli=1_000, reason="gâté")

    assert billed(sold).lines[0].quantity_milli == 7_000


def test_a_claim_lets_no_unregulated_weight_fix_the_price(hub: Hub) -> None:
    hub.done("RegisterProduct", code="CAROTTE", producer="F01", name="Carottes", family="",
             unit="kg", price_cents=150)  # fmt: skip
    hub.order("C02", "CAROTTE", 10)
    crate = hub.for_customer("C02", weigh=hub.weighed(10_150))
    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    hub.done("DepartRound", round=T1)
    claim = opened(hub, product="CAROTTE", quantity_milli=100)

    hub.done("SettleClaim", claim=claim, quantity_milli=100, reason="molle")

    assert billed(hub).lines[0].quantity_milli == 9_900
