"""A small hub for tests: two producers, five products, three customers, two rounds, four posts.

It speaks commands to a real ledger; scales and clock are real code with numbers set by the test.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from labels.scanned import interpret
from station.bus import CommandBus, Result
from station.domain.charter import After, CharterRules, Document
from station.domain.desk import Handheld, PostFacts, PrinterFacts, Settings
from station.domain.model import Weighing
from station.domain.refusals import Refusal
from station.domain.words import PostRole, Role
from station.messages import Sender, open_envelope
from station.proving import prove
from station.reading import Present, Readers
from station.views.trace import balance

Answer = dict[str, Any]

TODAY = "2026-11-24"
TOMORROW = "2026-11-25"
YESTERDAY = "2026-11-23"
E2_TARE_G = 2000
POSTS = (
    PostFacts(
        id="reception",
        role=PostRole.RECEPTION,
        printer="etiqueteuse-1",
        fallback_printer="etiqueteuse-2",
    ),
    PostFacts(id="cold-door", role=PostRole.STORE, printer="etiqueteuse-2"),
    PostFacts(id="dock-1", role=PostRole.DOCK),
    PostFacts(id="shop", role=PostRole.SHOP),
)
SETTINGS = Settings(
    hub_name="MIL d'essai",
    posts={post.id: post for post in POSTS},
    spare_printer="etiqueteuse-1",
    charter=CharterRules(
        after={Document.DEROGATION: After.INCOMPLETE, Document.APPROVAL: After.REFUSE}
    ),
    printers={
        "etiqueteuse-1": PrinterFacts(
            id="etiqueteuse-1",
            loose={"evening": "soir", "emergency": "secours", "crate-tag": "plaque"},
        ),
        "etiqueteuse-2": PrinterFacts(
            id="etiqueteuse-2",
            template="100x60",
            template_hash="sha",
            loose={"emergency-62": "secours-62", "drop-receipt": "recu"},
        ),
    },
)

PRODUCTS: tuple[dict[str, Any], ...] = (
    {"code": "CAROTTE", "producer": "F01", "name": "Carottes", "family": "légumes", "unit": "kg"},
    {"code": "RADIS", "producer": "F01", "name": "Radis", "family": "légumes", "unit": "bunch"},
    {"code": "TOMME", "producer": "F02", "name": "Tomme", "family": "fromages", "unit": "kg",
     "temperature_class": "frais", "date_kind": "best_before", "shelf_life_days": 60},
    {"code": "YAOURT", "producer": "F02", "name": "Yaourts", "family": "laitages",
     "unit": "piece", "temperature_class": "froid", "date_kind": "use_by", "shelf_life_days": 10,
     "unit_g": 125},
    {"code": "LAIT", "producer": "F02", "name": "Lait cru", "family": "laitages",
     "unit": "litre", "temperature_class": "froid", "date_kind": "use_by"},
)  # fmt: skip
CUSTOMERS = (
    ("C01", "Cantine des Tilleuls", "canteen"),
    ("C02", "Épicerie du Pont", "grocer"),
    ("C03", "Auberge du Lac", "restaurant"),
)
ZONES = (
    ("SEC", "Étagères sèches", "ambiant", None),
    ("CF-1", "Chambre froide 1", "frais", 80),
    ("CF-2", "Chambre froide 2", "froid", 40),
    ("CONG", "Congélateur", "surgele", -150),
)


class StillClock:
    """Stands where the test puts it."""

    def __init__(self, day: str = TODAY) -> None:
        self.day = day

    def now(self) -> datetime:
        return datetime.fromisoformat(f"{self.day}T06:00:00+00:00").astimezone(UTC)

    def today(self) -> str:
        return self.day

    def synchronised(self) -> bool:
        return True


class OpenReceipts:
    """Scales on which a test puts loads; each receipt is taken once, or given back."""

    def __init__(self) -> None:
        self._run, self._numbers = uuid.uuid4().hex[:6], count(1)
        self._open: dict[str, Weighing] = {}
        self._taken: dict[str, Weighing] = {}
        self.refuses: str | None = None

    def put(self, gross_g: int, **more: Any) -> str:
        receipt = f"w-{self._run}-{next(self._numbers)}"
        self._open[receipt] = Weighing(
            receipt=receipt,
            source="scale",
            gross_g=gross_g,
            tare_g=more.pop("tare_g", 0),
            tare_source="",
            scale="balance-1",
            **more,
        )
        return receipt

    def take(self, post: str | None, receipt: str) -> Weighing:
        if self.refuses:
            raise Refusal(self.refuses)
        if receipt not in self._open:
            raise Refusal("scale_not_cleared" if receipt in self._taken else "weight_stale")
        self._taken[receipt] = self._open.pop(receipt)
        return self._taken[receipt]

    def give_back(self, receipt: str) -> None:
        if receipt in self._taken:
            self._open[receipt] = self._taken.pop(receipt)


class Hub:
    """A hub at work: `do` speaks a command, `ask` reads the present."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock, self.scales = StillClock(), OpenReceipts()
        self.committed: list[Result] = []
        self.handhelds: tuple[Handheld, ...] = ()
        self.spoken: list[Answer] = []
        self.bus = CommandBus(
            path,
            hub="MIL d'essai",
            station="s1",
            company_prefix="9521234",
            settings=SETTINGS,
            clock=self.clock,
            scales=self.scales,
            on_commit=self.committed.extend,
            handhelds=lambda round: self.handhelds,
        )
        self.readers = Readers(path)

    def close(self) -> None:
        """Close readers first: the writer, closed last, folds its log into the file."""
        self.readers.close()
        self.bus.close()

    # --- speaking -----------------------------------------------------------------------------

    def do(
        self,
        type: str,
        *,
        post: str | None = "reception",
        as_role: str = "coordinator",
        command_id: str | None = None,
        reader: str | None = None,
        judged: str | None = None,
        sender: str = "tablette-1",
        operator: str | None = None,
        at: str | None = None,
        **data: Any,
    ) -> Answer:
        """Speak a command; what is not of the envelope is its payload."""
        return self.say(
            type, data, post=post, as_role=as_role, command_id=command_id, reader=reader,
            judged=judged, sender=sender, operator=operator, at=at,
        )  # fmt: skip

    def say(
        self,
        type: str,
        data: Answer,
        *,
        post: str | None = "reception",
        as_role: str = "coordinator",
        command_id: str | None = None,
        reader: str | None = None,
        judged: str | None = None,
        sender: str = "tablette-1",
        operator: str | None = None,
        at: str | None = None,
    ) -> Answer:
        """Speak a command with its payload as it is."""
        body: Answer = {
            "command_id": command_id or str(uuid.uuid4()),
            "type": type,
            "post": post,
            "reader": reader,
            "operator": operator,
            "at": at,
            "data": data,
            "judged": {"verdict": judged, "snapshot": "s-1"} if judged else None,
        }
        return self.speak({"body": body, "sender": sender, "role": as_role})

    def speak(self, spoken: Answer) -> Answer:
        """Send a body as its sender; `spoken` keeps all, so that they can be sent again."""
        self.spoken.append(spoken)
        sender = Sender(name=spoken["sender"], role=Role(spoken["role"]))
        return self.bus.run(open_envelope(spoken["body"], sender)).answer

    def done(self, type: str, **data: Any) -> Answer:
        """Speak a command that must be accepted."""
        answer = self.do(type, **data)
        assert answer["outcome"] == "accepted", answer.get("refusal")
        return answer

    def refused(self, type: str, **data: Any) -> str:
        """Speak a command that must be refused; return the refusal's code."""
        before = self.seq()
        answer = self.do(type, **data)
        assert answer["outcome"] == "refused", [event["type"] for event in answer["events"]]
        assert [event["type"] for event in answer["events"]] == ["CommandRefused"]
        assert self.seq() == before + 1, "a refusal stored more than itself"
        return str(answer["refusal"]["code"])

    def scan(
        self,
        code: str,
        *,
        post: str,
        reader: str = "douchette",
        kind: str = "internal",
        judged: str | None = None,
        **context: Any,
    ) -> Answer:
        return self.do(
            "TakeScan", post=post, reader=reader, judged=judged, as_role="worker",
            kind=kind, code=code, context=context,
        )  # fmt: skip

    def read(self, text: str, *, post: str, **context: Any) -> Answer:
        """Scan a whole text as a reader sends it, understood as the station understands it."""
        found = interpret(text)
        return self.scan(found.code, kind=found.kind, post=post, **context)

    # --- shorthand ----------------------------------------------------------------------------

    def weighed(self, net_g: int, *, tare_g: int = E2_TARE_G) -> Answer:
        """Put a load on the scale, and return the `weigh` that takes it."""
        return {"receipt": self.scales.put(net_g + tare_g)}

    def carrots(self, net_g: int = 10_000, **more: Any) -> Answer:
        """Receive a weighed crate; return its crate."""
        weigh = self.weighed(net_g)
        data = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2", "weigh": weigh} | more
        return dict(self.done("ReceiveCrate", **data)["crate"])

    def tomme(self, net_g: int = 5_000, **more: Any) -> Answer:
        """Receive a weighed crate of chilled goods."""
        return self.carrots(net_g, **({"producer": "F02", "product": "TOMME"} | more))

    def radish(self, count: int = 12, **more: Any) -> Answer:
        """Receive a counted crate without a weight."""
        data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": count} | more
        return dict(self.done("ReceiveCrate", **data)["crate"])

    def yoghurt(self, count: int = 24, **more: Any) -> Answer:
        """Receive a counted crate of cold goods."""
        data = {"producer": "F02", "product": "YAOURT", "crate_type": "E2", "count": count,
                "celsius_tenths": 30} | more  # fmt: skip
        return dict(self.done("ReceiveCrate", **data)["crate"])

    def order(self, customer: str, product: str, quantity: int, *, day: str = TODAY) -> str:
        """Place a line of whole units or kilograms; return its id."""
        known = next(p for p in PRODUCTS if p["code"] == product)
        line = {"order": f"CMD-{customer}", "customer": customer, "delivery_date": day,
                "producer": known["producer"], "product": product,
                "quantity_milli": quantity * 1000, "unit": known["unit"]}  # fmt: skip
        answer = self.done("ImportOrders", source="essai", added=[line])
        return str(answer["events"][0]["data"]["order_line"])

    def on_paper(self, crate: Answer) -> Answer:
        """Let a crate's label come out."""
        with self.present() as present:
            found = present.world.crates.get(crate["id"])
        assert found is not None and found.label is not None
        self.done("MarkLabel", as_role="admin", label=found.label, state="sent", evidence="essai")
        return crate

    def for_customer(self, customer: str, **more: Any) -> Answer:
        """Receive a labelled cross-dock crate."""
        return self.on_paper(self.carrots(customer=customer, **more))

    def loaded(self, customer: str, round: str = f"{TODAY}-T1") -> Answer:
        crate = self.for_customer(customer)
        self.done("LoadCrate", post="dock-1", crate=crate["id"], round=round)
        return crate

    # --- asking -------------------------------------------------------------------------------

    @contextmanager
    def present(self) -> Iterator[Present]:
        with self.readers.present() as present:
            yield present

    def ask(self, question: Callable[[Present], Any]) -> Any:
        with self.readers.present() as present:
            return question(present)

    def crate(self, id: str) -> Any:
        return self.ask(lambda present: present.world.crates.get(id))

    def lot(self, id: str) -> Any:
        return self.ask(lambda present: present.world.lots.get(id))

    def line(self, id: str) -> Any:
        return self.ask(lambda present: present.world.order_lines.get(id))

    def card(self, kind: str, code: str) -> str:
        table = {"crate-type": "crate_types"}.get(kind, f"{kind}s")
        return str(self.ask(lambda present: getattr(present.world, table).get(code).card))

    def troubles(self) -> list[str]:
        """Return the kinds of the open exceptions."""
        found = self.ask(lambda present: present.world.troubles.where(state="open"))
        return sorted(trouble.kind for trouble in found)

    def balance(self) -> dict[str, int]:
        return dict(self.ask(balance))

    def seq(self) -> int:
        query = "SELECT coalesce(max(seq), 0) FROM events"
        return int(self.ask(lambda present: present.connection.execute(query).fetchone()[0]))

    def event_types(self) -> set[str]:
        query = "SELECT DISTINCT type FROM events"
        return {row[0] for row in self.ask(lambda p: p.connection.execute(query).fetchall())}

    # --- proving ------------------------------------------------------------------------------

    def prove(self) -> None:
        """Assert that chain, projections and vault agree, and that no gram is unexplained."""
        proof = prove(self.path)
        assert proof.good, proof.problems
        found = self.balance()
        assert found["unexplained_g"] == 0, found


def register(hub: Hub) -> None:
    """Make the small hub known."""
    for code, name in (("F01", "Ferme du Vallon"), ("F02", "Ferme des Genêts")):
        hub.done("RegisterProducer", code=code, name=name, postcode="61110", city="Exempleville")
    for product in PRODUCTS:
        hub.done("RegisterProduct", **product)
    for code, name, kind in CUSTOMERS:
        hub.done("RegisterCustomer", code=code, name=name, kind=kind)
    hub.done("RegisterCrateType", code="E2", name="Bac E2", tare_g=E2_TARE_G, returnable=True)
    hub.done("RegisterCrateType", code="CARTON", name="Carton", tare_g=300)
    for code, name, kind, limit in ZONES:
        hub.done(
            "RegisterZone", as_role="admin", code=code, name=name, temperature_class=kind,
            max_celsius_tenths=limit,
        )  # fmt: skip
    for action in ("void-last", "reprint-last", "close-intake"):
        hub.done("RegisterAction", as_role="admin", action=action)
    hub.done("RegisterOperator", as_role="admin", code="amina", name="Amina", role="worker")
    plan_rounds(hub)


def plan_rounds(hub: Hub, day: str = TODAY) -> None:
    stops = {"T1": (("C01", 1), ("C02", 2)), "T2": (("C03", 1),)}
    for name, places in stops.items():
        hub.done(
            "PlanRound", date=day, round=name, vehicle="Camion", driver="Dominique",
            stops=[{"stop": place, "customer": customer} for customer, place in places],
        )  # fmt: skip
