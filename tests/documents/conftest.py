"""A small hub with a real ledger: producers, customers, a round, and crates weighed by hand."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from station.bus import CommandBus
from station.config.model import Hub
from station.domain.desk import PostFacts, Settings
from station.domain.model import Weighing
from station.domain.refusals import Refusal
from station.domain.words import PostRole, Role
from station.messages import Sender, open_envelope
from station.reading import Present, Readers

DAY = "2026-11-24"
HUB = Hub(
    name="MIL de démonstration",
    address="7 place du Marché, 61110 Exempleville",
    gs1_company_prefix="9521234",
    organic_body="FR-BIO-99",
    languages=("fr",),
    timezone="Europe/Paris",
)
ADMIN = Sender(name="test", role=Role.ADMIN, post="reception", operator="odile")


class MorningClock:
    """Always twenty to six on the delivery day, in UTC."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 5, 41, 7, tzinfo=UTC)

    def today(self) -> str:
        return DAY

    def synchronised(self) -> bool:
        return True


class ScaleWithAnyLoad:
    """A scale whose receipts name their load: `w-1-12340` is 12 340 g; `w-unseen-` hides tares."""

    def take(self, post: str | None, receipt: str) -> Weighing:
        grams = receipt.rpartition("-")[2]
        if not grams.isdigit():
            raise Refusal("weight_stale")
        return Weighing(
            receipt=receipt,
            source="scale",
            gross_g=int(grams),
            tare_g=0,
            tare_source="none",
            kind="unknown" if receipt.startswith("w-unseen-") else "gross",
            scale="balance-1",
        )

    def give_back(self, receipt: str) -> None:
        pass


class SmallHub:
    """Sends commands to a ledger of its own, and lends its present."""

    def __init__(self, path: Path) -> None:
        posts = {"reception": PostFacts(id="reception", role=PostRole.RECEPTION, printer="p1")}
        self.bus = CommandBus(
            path,
            hub=HUB.name,
            station="s1",
            company_prefix=HUB.gs1_company_prefix or "",
            settings=Settings(hub_name=HUB.name, posts=posts, spare_printer="p1"),
            clock=MorningClock(),
            scales=ScaleWithAnyLoad(),
            on_commit=lambda results: None,
        )
        self.readers = Readers(path)
        self._numbers = count(1)

    def send(self, type: str, **data: Any) -> dict[str, Any]:
        body = {"command_id": f"test-{next(self._numbers):06d}", "type": type, "data": data}
        answer = self.bus.run(open_envelope(body, ADMIN)).answer
        assert answer["outcome"] == "accepted", answer
        return answer

    def receipt(self, gross_g: int, *, tare_unseen: bool = False) -> dict[str, str]:
        unseen = "unseen-" if tare_unseen else ""
        return {"receipt": f"w-{unseen}{next(self._numbers)}-{gross_g}"}

    def receive(self, product: str, **more: Any) -> str:
        """Receive one crate; return its id."""
        producer = product.partition("-")[0]
        answer = self.send(
            "ReceiveCrate", producer=producer, product=product, crate_type="E2", **more
        )
        crate: str = answer["crate"]["id"]
        with self.present() as present:
            label = present.world.crates.get(crate)
            assert label is not None
        self.send("ConfirmLabel", label=f"{crate}-1")
        return crate

    def order(self, customer: str, product: str, milli: int, unit: str) -> None:
        line = {
            "order": f"O-{customer}",
            "customer": customer,
            "delivery_date": DAY,
            "producer": product.partition("-")[0],
            "product": product,
            "quantity_milli": milli,
            "unit": unit,
        }
        self.send("ImportOrders", source="test", added=[line])

    def leave(self, *crates: str, override: str = "") -> list[str]:
        """Load the crates into T1 and let it leave; return the ids of its notes."""
        for crate in crates:
            self.send("LoadCrate", crate=crate, round=f"{DAY}-T1")
        reason = {"override": {"reason": override}} if override else {}
        self.send("DepartRound", round=f"{DAY}-T1", **reason)
        with self.present() as present:
            return [note.id for note in present.world.notes.where(round=f"{DAY}-T1")]

    def present(self) -> AbstractContextManager[Present]:
        return self.readers.present()

    def close(self) -> None:
        self.bus.close()
        self.readers.close()


def _register(hub: SmallHub) -> None:
    hub.send(
        "RegisterProducer",
        code="F01",
        name="Ferme du Vallon",
        address="Le Vallon",
        postcode="61110",
        city="Saint-Modèle",
        organic_body="FR-BIO-01",
        organic_until="2028-03-31",
    )
    hub.send(
        "RegisterProducer",
        code="F06",
        name="GAEC de la Bœufière",
        address="La Bœufière",
        postcode="61340",
        city="Boisgirard-le-Haut",
        approval_number="FR 61.000.001 CE",
    )
    goods: list[dict[str, Any]] = [
        {"code": "F01-POIREAU", "name": "Poireaux", "unit": "kg", "organic": True},
        {
            "code": "F01-BATAVIA",
            "name": "Salade batavia",
            "unit": "piece",
            "organic": True,
            "mentions": {"class": "I", "size": "350 g"},
        },
        {
            "code": "F06-BOURGUIGNON",
            "name": "Bœuf bourguignon",
            "unit": "kg",
            "temperature_class": "froid",
            "date_kind": "use_by",
            "shelf_life_days": 6,
        },
    ]
    for product in goods:
        producer = product["code"].partition("-")[0]
        hub.send("RegisterProduct", producer=producer, family="légumes", **product)
    for code, name in (("CANT-01", "Cantine d'Exempleville"), ("RES-01", "Le Poêlon")):
        hub.send(
            "RegisterCustomer",
            code=code,
            name=name,
            kind="canteen",
            address="1 rue de l'École",
            postcode="61110",
            city="Exempleville",
            phone="02 00 00 00 20",
            siret="00000000000001",
        )
    hub.send("RegisterCrateType", code="E2", name="Bac E2 60×40×20", tare_g=2000, returnable=True)
    hub.send(
        "PlanRound",
        date=DAY,
        round="T1",
        vehicle="Camion frigo",
        driver="Paul Aubrée",
        depart_at="07:15",
        stops=[{"stop": 1, "customer": "CANT-01"}, {"stop": 2, "customer": "RES-01"}],
    )


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SmallHub]:
    small = SmallHub(tmp_path / "hangar.db")
    _register(small)
    yield small
    small.close()


@pytest.fixture
def config() -> Hub:
    return HUB


@pytest.fixture
def words_of() -> Callable[[bytes], list[str]]:
    """Read a PDF's pages back as text, with plain blanks."""

    def read(pdf: bytes) -> list[str]:
        from io import BytesIO

        from pypdf import PdfReader

        pages = PdfReader(BytesIO(pdf)).pages
        return [" ".join(page.extract_text().split()) for page in pages]

    return read
