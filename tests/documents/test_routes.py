"""Papers and cards over HTTP: the right file under the right name, to those who may have it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from station.access import Access
from station.config import load_config
from station.hangar import Hangar
from web.app import create_app

CONFIG = """
[hub]
name = "MIL de démonstration"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"
organic_body = ""
languages = ["fr"]
timezone = "Europe/Paris"

[storage]
ledger = "hangar.db"
backup_dir = "backups"

[web]
listen = "127.0.0.1:0"
trusted_hosts = ["localhost"]

[demo]
control = "http://127.0.0.1:9"

[[post]]
id = "dock-1"
role = "dock"

[[zone]]
id = "CF-1"
name = "Chambre froide 1"
temperature_class = "frais"
max_celsius_tenths = 80
"""

PAPERS = [
    ("/documents/delivery-note/{note}.pdf", "application/pdf", b"%PDF-"),
    ("/documents/delivery-note/{note}.csv", "text/csv", b"\xef\xbb\xbfnote;"),
    ("/documents/delivery-note/{note}.json", "application/json", b"{"),
    ("/documents/round/{round}.pdf", "application/pdf", b"%PDF-"),
    ("/documents/intake-note/{intake}.pdf", "application/pdf", b"%PDF-"),
    ("/documents/intake-note/{intake}.json", "application/json", b"{"),
    ("/cards/{card}.png", "image/png", b"\x89PNG"),
    ("/cards/{card}/symbol.png", "image/png", b"\x89PNG"),
    ("/cards.pdf?kind=zones", "application/pdf", b"%PDF-"),
]


class Station:
    """A hub without devices, its application, and the ids of a delivered day."""

    def __init__(self, folder: Path) -> None:
        path = folder / "hangar.toml"
        path.write_text(CONFIG, encoding="utf-8")
        self.hangar = Hangar(load_config(path))
        self.access = Access(folder / "access.db")
        self.app = create_app(self.hangar, self.access)
        self.ids = self._delivered_day()

    def _delivered_day(self) -> dict[str, str]:
        today = self.hangar.clock.today()
        send = self.hangar.send
        send("RegisterZone", code="CF-1", name="Chambre froide 1", temperature_class="frais")
        send("RegisterProducer", code="F01", name="Ferme du Vallon", postcode="61110")
        send(
            "RegisterProduct",
            code="F01-POIREAU",
            producer="F01",
            name="Poireaux",
            family="légumes",
            unit="kg",
        )
        send("RegisterCustomer", code="CANT-01", name="Cantine", kind="canteen")
        send("PlanRound", date=today, round="T1", stops=[{"stop": 1, "customer": "CANT-01"}])
        by_hand = {"gross_g": 12_340, "tare_g": 2_000, "reason": "essai"}
        received = send(
            "ReceiveCrate",
            producer="F01",
            product="F01-POIREAU",
            customer="CANT-01",
            weigh=by_hand,
        )
        crate = received["crate"]["id"]
        send("ConfirmLabel", label=f"{crate}-1")
        send("LoadCrate", crate=crate, round=f"{today}-T1")
        send("DepartRound", round=f"{today}-T1")
        with self.hangar.readers.present() as present:
            return {
                "round": f"{today}-T1",
                "note": present.world.notes.all()[0].id,
                "intake": present.world.intakes.all()[0].id,
                "card": present.world.zones.all()[0].card,
            }

    def client(self, role: str) -> tuple[FlaskClient, dict[str, str]]:
        token = self.access.create_token(f"a-{role}", role)
        return self.app.test_client(), {"Authorization": f"Bearer {token}"}

    def close(self) -> None:
        self.hangar.stop()
        self.access.close()


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    running = Station(tmp_path_factory.mktemp("hub"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def coordinator(station: Station) -> tuple[FlaskClient, dict[str, str]]:
    return station.client("coordinator")


def get(caller: tuple[FlaskClient, dict[str, str]], path: str) -> Any:
    client, headers = caller
    return client.get(f"/api/v1{path}", headers=headers)


@pytest.mark.parametrize(("path", "kind", "begins"), PAPERS)
def test_each_paper_is_served(
    station: Station, coordinator: Any, path: str, kind: str, begins: bytes
) -> None:
    answer = get(coordinator, path.format(**station.ids))

    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert answer.data.startswith(begins)


@pytest.mark.parametrize(("path", "kind", "begins"), PAPERS)
def test_what_is_not_there_is_a_problem(
    coordinator: Any, path: str, kind: str, begins: bytes
) -> None:
    absent = {"note": "BL-0", "round": "T0", "intake": "BA-0", "card": "NA2B80000019"}

    answer = get(coordinator, path.format(**absent).replace("zones", "moons"))

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(("path", "kind", "begins"), PAPERS)
def test_nobody_gets_a_paper_without_a_token(
    station: Station, path: str, kind: str, begins: bytes
) -> None:
    answer = station.app.test_client().get(f"/api/v1{path.format(**station.ids)}")

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("driver", "/documents/round/{round}.pdf", 200),
        ("inspector", "/documents/delivery-note/{note}.json", 200),
        ("worker", "/documents/intake-note/{intake}.json", 200),
        ("worker", "/documents/delivery-note/{note}.json", 403),
        ("producer", "/documents/round/{round}.pdf", 403),
        ("producer", "/documents/intake-note/{intake}.json", 403),
        ("worker", "/cards/{card}.png", 403),
        ("inspector", "/cards.pdf?kind=operators", 403),
    ],
)
def test_addresses_and_badges_are_not_for_everybody(
    station: Station, role: str, path: str, status: int
) -> None:
    station.access.revoke_token(f"a-{role}")

    answer = get(station.client(role), path.format(**station.ids))

    assert answer.status_code == status


def test_a_pdf_opens_in_the_browser_and_a_csv_is_saved(station: Station, coordinator: Any) -> None:
    note = station.ids["note"]

    pdf = get(coordinator, f"/documents/delivery-note/{note}.pdf")
    table = get(coordinator, f"/documents/delivery-note/{note}.csv")

    assert pdf.headers["Content-Disposition"] == f"inline; filename={note}.pdf"
    assert "object-src 'self'" in pdf.headers["Content-Security-Policy"]
    assert table.headers["Content-Disposition"] == f"attachment; filename={note}.csv"
    assert "object-src 'none'" in table.headers["Content-Security-Policy"]


def test_the_paper_and_the_json_come_from_the_same_hub(station: Station, coordinator: Any) -> None:
    found = get(coordinator, f"/documents/delivery-note/{station.ids['note']}.json").get_json()

    assert found["dispatcher"]["name"] == "MIL de démonstration"
    assert found["lines"][0]["net_g"] == 10_340
    assert found["round"]["stop"] == 1
