"""A day's papers in one file, and the weights in the shop's order."""

import csv
import io

from pypdf import PdfReader

from station.config.model import Hub as HubConfig
from station.documents.day_papers import day_pdf
from station.documents.weights_sheet import weight_lines, weights_csv
from tests.domain.hub import TODAY, TOMORROW, Hub

HUB = HubConfig(
    name="MIL d'essai", address="7 place du Marché, 61110 Exempleville", gs1_company_prefix=None,
    organic_body="", languages=("fr",), timezone="Europe/Paris",
)  # fmt: skip
PRINTED_AT = f"{TODAY}T15:00:00+00:00"


def served_day(hub: Hub) -> None:
    """Two orders: one served short by weight, one as it was ordered."""
    hub.order("C01", "CAROTTE", 10)
    hub.order("C02", "RADIS", 6)
    for crate in (
        hub.for_customer("C01", weigh=hub.weighed(9_640)),
        hub.on_paper(hub.radish(6, customer="C02")),
    ):
        round = f"{TODAY}-T1"
        hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=round, judged="ok")
    hub.done("DepartRound", round=f"{TODAY}-T1", override={"reason": "essai"})


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_one_file_holds_the_days_papers(hub: Hub) -> None:
    served_day(hub)

    pdf = hub.ask(lambda p: day_pdf(p, TODAY, HUB, printed_at=PRINTED_AT))

    words = text_of(pdf)
    for title in ("Bon d’apport", "Bon de livraison", "Poids à corriger"):
        assert title in words
    assert "9,640" in words


def test_weights_stand_in_the_shops_order_and_say_what_differs(hub: Hub) -> None:
    served_day(hub)

    text = hub.ask(lambda p: weights_csv(weight_lines(p, TODAY)))

    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    shown = ("order", "final_weight_g", "final_count", "differs")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("CMD-C01", "9640", "", "1"),
        ("CMD-C02", "", "6", "0"),
    ]


def test_a_day_without_anything_has_no_papers(hub: Hub) -> None:
    assert hub.ask(lambda p: day_pdf(p, "2027-01-01", HUB, printed_at=PRINTED_AT)) is None
    assert hub.ask(lambda p: weight_lines(p, TOMORROW)) == []
