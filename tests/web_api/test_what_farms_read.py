"""A farm reads nothing of other farms, of customers, or of who works at the hub.

Everything of others has a name that begins like nothing else here, and is then sought in the answer
of each route of the access table that a producer may call, with the ids of everything there is. As
the control, the coordinator's walk over the whole table finds each of those names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest

from tests.web_api.station_at_work import Answer, Station, command
from web.api import streams
from web.guard import PUBLIC, SIGNED_LINK

OTHER_FARM = ("ZF9", "Ferme Zibeline", "ZPROD9", "Zestes confits", "zibeline@ferme.example")
CUSTOMER = ("ZC9", "Cantine Zanzibar", "0600009999", "ZORD-9")
PEOPLE = ("zoltan9", "Zoltan", "Zorro le chauffeur")
ROUND = "ZT9"
OTHERS = (*OTHER_FARM, *CUSTOMER, *PEOPLE, ROUND)
NO_DATA = ("/static/", "/sw.js", "/words/", "/openapi.json")
"""Routes that send files of the program itself."""


@dataclass(kw_only=True)
class Hub:
    """A hub at work: what one farm, its neighbour and a customer have in it."""

    station: Station
    token: str
    ids: dict[str, list[str]] = field(default_factory=dict)

    def asks(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.station.call(method, path, body, role=None, headers=headers, **more)


@pytest.fixture
def hub(station: Station) -> Hub:
    made = Hub(
        station=station, token=station.access.create_token("ferme", "producer", producer="F01")
    )
    register(station)
    made.ids = work(station)
    return made


def register(station: Station) -> None:
    farm, name, goods, goods_name, email = OTHER_FARM
    customer, customer_name, phone, _ = CUSTOMER
    station.do("RegisterProducer", code=farm, name=name, email=email)
    station.do("RegisterProduct", code=goods, producer=farm, name=goods_name, family="fruit",
               unit="piece")  # fmt: skip
    station.do("RegisterCustomer", code=customer, name=customer_name, kind="canteen", phone=phone)
    person = {"code": PEOPLE[0], "name": PEOPLE[1], "role": "worker"}
    station.post("/api/v1/commands", command("RegisterOperator", **person), role="admin")
    stops = [{"stop": 1, "customer": customer}]
    station.do("PlanRound", date=station.today, round=ROUND, driver=PEOPLE[2], stops=stops)


def work(station: Station) -> dict[str, list[str]]:
    """Let things of both farms and of the customer happen; return every id there is."""
    farm, goods, customer = OTHER_FARM[0], OTHER_FARM[2], CUSTOMER[0]
    lines = [
        {"order": CUSTOMER[3], "customer": customer, "delivery_date": station.today,
         "producer": of, "product": what, "quantity_milli": 12_000, "unit": unit}
        for of, what, unit in (("F01", "RADIS", "bunch"), (farm, goods, "piece"))
    ]  # fmt: skip
    station.do("ImportOrders", source="essai", added=lines)
    ready = [
        station.do("MakeLabels", producer=of, delivery_date=station.today)["ready_crate"]
        for of in ("F01", farm)
    ]
    theirs = {"producer": farm, "product": goods, "count": 6}
    crates = [station.crate(customer=customer), station.crate(**theirs, customer=customer),
              station.crate(**theirs), station.crate()]  # fmt: skip
    station.do("AnnounceGoods", product=goods, day=station.today, quantity_milli=9_000)
    intakes = [station.do("OpenIntake", producer=of)["intake"] for of in ("F01", farm)]
    station.do("BlockLot", lot=crates[2]["lot"], reason="contrôle")
    round = f"{station.today}-{ROUND}"
    as_zoltan = {"operator": PEOPLE[0], "reader": "douchette-9"}
    station.scan("reception", data=crates[1]["sscc"], context={"producer": farm}, **as_zoltan)
    card = next(one["card"] for one in station.get("/api/v1/producers")["items"]
                if one["code"] == farm)  # fmt: skip
    station.scan("cold-door", data=card, **as_zoltan)
    station.scan("dock-1", data=crates[1]["sscc"], context={"round": round}, **as_zoltan)
    asked = command("AskHelp", screen="reception") | {"operator": PEOPLE[0]}
    help = station.post("/api/v1/commands", asked, role="worker")["help"]
    labels = [one["id"] for one in station.get("/api/v1/labels")["items"]]
    codes = [code for crate in crates for code in (crate["id"], crate["sscc"], crate["lot"])]
    return {
        "id": [*labels, round, help, *codes, *intakes, *ready, "F01", farm, customer],
        "code": [*codes, *ready],
        "crate": codes,
        "round": [round],
        "post": ["reception", "cold-door", "dock-1", "shop"],
        "help": [help],
        "kind": ["producer", "customer", "operator", "product", "round"],
        "party": [farm, customer],
        "page": ["login"],
    }


def walked(hub: Hub, *, role: str) -> Iterator[tuple[str, str]]:
    """Yield each path with arguments filled in from all there is, of what a role may read."""
    app = hub.station.app
    for rule in app.url_map.iter_rules():
        roles = app.view_functions[rule.endpoint].access_roles  # type: ignore[attr-defined]
        path = str(rule)
        readable = roles == PUBLIC or role in roles
        if "GET" not in (rule.methods or ()) or not readable or roles == SIGNED_LINK:
            continue
        if path.startswith(NO_DATA) or path.endswith(NO_DATA):
            continue
        names = sorted(rule.arguments)
        for given in product(*(hub.ids.get(name, hub.ids["id"]) for name in names)):
            filled = path
            for name, value in zip(names, given, strict=True):
                filled = re.sub(rf"<(\w+:)?{name}>", value, filled)
            yield path, filled


def read(hub: Hub, path: str, headers: dict[str, str]) -> str:
    if path.endswith("/stream"):
        return streamed(hub, path, headers)
    return told(hub.station.call("GET", path, role=None, headers=headers))


def told(answer: Any) -> str:
    """Return what an answer says; a picture says nothing here and is looked at by itself."""
    return str(answer.data.decode("utf-8", "replace"))


def streamed(hub: Hub, path: str, headers: dict[str, str]) -> str:
    """Read a stream while others work: what it begins with, and what it tells of them."""
    client = hub.station.app.test_client()
    with client.get(path, headers=headers, buffered=False) as answer:
        if answer.status_code != 200:
            return told(answer)
        said = [until_beat(answer)]
        work_of_others(hub.station)
        said.append(until_beat(answer))
    return "".join(said)


def until_beat(answer: Any) -> str:
    said = ""
    for chunk in answer.iter_encoded():
        said += chunk.decode()
        if streams.BEAT in said:
            return said
    return said


def work_of_others(station: Station) -> None:
    theirs = {"producer": OTHER_FARM[0], "product": OTHER_FARM[2], "count": 6}
    crate = station.crate(**theirs, customer=CUSTOMER[0])
    as_zoltan = {"operator": PEOPLE[0], "reader": "douchette-9"}
    for post in ("reception", "cold-door", "dock-1", "shop"):
        station.scan(post, data=crate["sscc"], **as_zoltan)
    station.do("OpenIntake", producer=OTHER_FARM[0])
    station.do("BlockLot", lot=crate["lot"], reason="contrôle")


def found_in(text: str, asked: str = "") -> set[str]:
    """Return whose names a text tells, except what the question itself said."""
    return {name for name in OTHERS if name in text and name not in asked}


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that has nothing to tell says so at once."""
    monkeypatch.setattr(streams, "BEAT_S", 0.05)


def test_a_farms_token_reads_nothing_of_others_on_any_route(hub: Hub) -> None:
    headers = {"Authorization": f"Bearer {hub.token}"}
    rules = set()

    for rule, path in walked(hub, role="producer"):
        rules.add(rule)
        assert found_in(read(hub, path, headers), path) == set(), path

    assert len(rules) > 25 and any(rule.endswith("/stream") for rule in rules)


def test_a_farms_person_reads_nothing_of_others_on_any_route(hub: Hub) -> None:
    station = hub.station
    person = {"code": "lise", "name": "Lise", "role": "producer", "producer": "F01"}
    station.post("/api/v1/commands", command("RegisterOperator", **person), role="admin")
    station.access.set_pin("lise", "4444")
    browser = station.browser()
    browser.post("/api/v1/login", json={"operator": "lise", "pin": "4444"})

    for _, path in walked(hub, role="producer"):
        if not path.endswith("/stream"):
            assert found_in(told(browser.get(path)), path) == set(), path


def test_a_producers_token_without_a_farm_reads_of_farms_but_of_nobody_else(hub: Hub) -> None:
    token = hub.station.access.create_token("quai", "producer")
    headers = {"Authorization": f"Bearer {token}"}
    seen: set[str] = set()

    for _, path in walked(hub, role="producer"):
        seen |= found_in(read(hub, path, headers), path)

    assert seen and seen <= {*OTHER_FARM[:4]}


def test_the_same_walk_finds_every_name_for_the_coordinator(hub: Hub) -> None:
    headers = {"Authorization": f"Bearer {hub.station.tokens['coordinator']}"}
    seen: set[str] = set()

    for _, path in walked(hub, role="producer"):
        seen |= found_in(read(hub, path, headers), path)
    for path in ("customers", "operators", "rounds", "orders"):
        seen |= found_in(read(hub, f"/api/v1/{path}", headers))

    assert seen == set(OTHERS)


def answers(hub: Hub) -> Iterator[tuple[str, Answer]]:
    """Yield what each call of a farm that changes something is told."""
    station = hub.station
    cards = {
        one["code"]: one["card"]
        for kind in ("producers", "products", "customers", "operators")
        for one in station.get(f"/api/v1/{kind}")["items"]
    }
    cards |= {one["round"]: one["card"] for one in station.get("/api/v1/rounds")["items"]}
    for code in [*cards.values(), *hub.ids["code"]]:
        for post in hub.ids["post"]:
            body = command("x") | {"data": code}
            scan = {"command_id": body["command_id"], "data": code}
            yield code, hub.asks("POST", f"/api/v1/posts/{post}/scans", scan).get_json()
    ready = hub.ids["code"][-2]
    crate = {"product": "RADIS", "crate_type": "E2", "count": 12, "producer": "F01"}
    for data in ({**crate, "code": ready}, {**crate, "customer": CUSTOMER[0]}):
        sent = command("ReceiveCrate", **data)
        yield "ReceiveCrate", hub.asks("POST", "/api/v1/commands", sent).get_json()
        yield "again", hub.asks("POST", "/api/v1/commands", [sent]).get_json()
        changed = sent | {"data": sent["data"] | {"count": 13}}
        yield "changed", hub.asks("POST", "/api/v1/commands", changed).get_json()


def test_a_farm_is_told_of_nobody_else_when_it_scans_and_brings(hub: Hub) -> None:
    heard = list(answers(hub))

    assert [(sent, names) for sent, said in heard if (names := found_in(str(said), sent))] == []
    verdicts = [answer.get("verdict") for _, answer in heard]
    assert "ok" in verdicts and "refused" in verdicts
    theirs = hub.ids["code"][-1]
    assert {said["refusal"]["code"] for sent, said in heard if sent == theirs} == {"not_allowed"}
    accepted = [sent for sent, answer in heard if answer.get("outcome") == "accepted"]
    assert accepted.count("ReceiveCrate") == 2


def test_a_worker_is_told_whom_the_same_goods_are_for(hub: Hub) -> None:
    """The control of the test above: the same calls, told to somebody who may hear it."""
    hub.token = hub.station.tokens["worker"]

    seen = {name for _, answer in answers(hub) for name in found_in(str(answer))}

    assert {CUSTOMER[0], CUSTOMER[1], ROUND, OTHER_FARM[3], PEOPLE[1]} <= seen


def test_the_picture_of_a_farms_own_label_shows_no_customer(hub: Hub) -> None:
    own = hub.ids["crate"][0]
    label = next(one["id"] for one in hub.station.get("/api/v1/labels")["items"]
                 if one["crate"] == own)  # fmt: skip
    path = f"/api/v1/labels/{label}.png"

    farms, offices = hub.asks("GET", path), hub.station.call("GET", path)

    assert (farms.status_code, offices.status_code) == (200, 200)
    assert farms.data != offices.data


def test_boards_and_devices_are_not_for_producers(hub: Hub) -> None:
    for path in ("/board", f"/board/{hub.ids['round'][0]}", "/api/v1/posts/reception/self-test"):
        assert hub.asks("GET", path).status_code == 403
        assert hub.station.call("GET", path).status_code == 200
