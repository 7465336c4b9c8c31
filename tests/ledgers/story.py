"""A hub's day in which every command is accepted once and every event happens at least once."""

from dataclasses import replace

from station.domain.desk import never_closed
from tests.domain.hub import TODAY, TOMORROW, YESTERDAY, Hub

T1, T2 = f"{TODAY}-T1", f"{TODAY}-T2"


def tell(hub: Hub) -> None:
    """Speak the whole day to a registered hub."""
    office(hub)
    reception(hub)
    dropped_off(hub)
    completed(hub)
    labels(hub)
    codes(hub)
    papers(hub)
    emptied(hub)
    storage(hub)
    self_test(hub)
    orders(hub)
    quality(hub)
    opened(hub)
    shop(hub)
    planned(hub)
    rounds(hub)
    picked_up(hub)
    erased(hub)
    helped(hub)
    hub.done("CloseDay", as_role="admin", received=12, gone=3, printer="etiqueteuse-1")


def office(hub: Hub) -> None:
    hub.done("ConfirmDate", date=TODAY)
    derogation = {"producer": "F02", "document": "derogation"}
    hub.done("RegisterDocument", reference="DDPP 61-12", until=YESTERDAY, **derogation)
    hub.tomme()
    hub.done("RegisterDocument", reference="DDPP 61-13", until=TOMORROW, **derogation)
    tablet = {"device": "t-1", "name": "Tablette", "post": "dock-1"}
    assert hub.say("RegisterDevice", tablet, as_role="admin")["outcome"] == "accepted"
    hub.done("RevokeDevice", device="t-1", reason="perdue")
    hub.done("MarkRestored", as_role="admin", copied_at=f"{TODAY}T01:00:00+00:00",
             copied_epoch="s1-0", copied_seq=1)  # fmt: skip
    hub.done("RegisterAlias", kind="product", name="carotte des sables", code="CAROTTE")
    red = {"name": "Palette rouge", "temperature_class": "ambiant", "quarantine": True}
    hub.done("RegisterZone", as_role="admin", code="ROUGE", **red)
    hub.done("RegisterAlias", kind="customer", name="Tilleuls (cantine)", code="C01")
    hub.done("MeasureTare", crate_type="E2", count=10, weigh={"receipt": hub.scales.put(20_000)})
    hub.done(
        "ImportRows",
        source="fichier.csv",
        customers=[{"code": "C09", "name": "Crèche des Lilas", "kind": "canteen"}],
        rounds=[{"date": TOMORROW, "round": "T1", "stops": [{"stop": 1, "customer": "C09"}]}],
    )


def picked_up(hub: Hub) -> None:
    """A driver collects at a farm; one crate of three comes in."""
    hub.done("PlanRound", date=TODAY, round="R1", stops=[], farms=["F01"])
    hub.done("CollectAtFarm", as_role="driver", judged="ok", round=f"{TODAY}-R1", producer="F01",
             crates=[{"product": "RADIS", "crates": 3}],
             refused=[{"product": "CAROTTE", "crates": 1, "reason": "pourries"}])  # fmt: skip
    hub.radish()
    hub.done("ClosePickup", round=f"{TODAY}-R1", producer="F01")


def claimed_by_link(hub: Hub, note: str) -> None:
    """What a customer sends from the note's own page."""
    said = {"note": note, "product": "CAROTTE", "kind": "short", "words": "deux de moins"}
    claim = hub.done("OpenClaim", source="note", contact="Mme Petit, 02 00 00 00 99", **said)
    id = claim["claim"]
    jpeg = "/9j/4AAQSkZJRg=="
    picture = {"claim": id, "jpeg": jpeg}
    _, photo = (hub.done("PhotographClaim", as_role="admin", **picture)["photo"] for _ in range(2))
    hub.done("SeeClaim", claim=id)
    hub.done("EraseClaimPhotograph", photo=photo, reason="une personne dessus")
    hub.done("SettleClaim", claim=id, quantity_milli=0, reason="comptés ensemble")


def opened(hub: Hub) -> None:
    hub.done("SetShopHours", spans=[{"weekday": 5, "opens": "16:00", "closes": "19:00"}])
    hub.done("SetShopDay", date=TOMORROW, note="inventaire")
    hub.done("SetShopDay", date=TODAY, spans=[{"opens": "05:00", "closes": "08:00"}])
    hub.done("DropShopDay", date=TOMORROW)


def planned(hub: Hub) -> None:
    hub.done("RegisterVehicle", code="V1", name="Kangoo", max_crates=20, max_g=500_000)
    hub.done("EnterDistances", ways=[{"origin": "hub", "destination": "C01", "minutes": 12}])


def erased(hub: Hub) -> None:
    hub.done("EraseParty", as_role="admin", kind="customer", code="C09", why="asked")


def helped(hub: Hub) -> None:
    call = hub.done("AskHelp", screen="reception")["help"]
    for type in ("SeeHelp", "AnswerHelp", "EndHelp"):
        hub.done(type, help=call)


def reception(hub: Hub) -> None:
    intake = hub.done("OpenIntake", producer="F01")["intake"]
    crate = hub.carrots(producer_lot="24-11 A")
    hub.done("CorrectWeight", crate=crate["id"], weigh=hub.weighed(9_500), reason="terre tombée")
    hub.done("VoidCrate", crate=hub.carrots()["id"], reason="mauvais produit")
    hub.carrots(weigh={"gross_g": 8_000, "tare_g": 500, "reason": "balance en panne"})
    hub.done("CloseIntake", intake=intake)
    hub.refused("ReceiveCrate", producer="F01", product="CAROTTE")


def dropped_off(hub: Hub) -> None:
    """A farm leaves two crates alone: one is weighed, one leaves on what was declared."""
    hub.done("RegisterProduct", code="BETTERAVE", producer="F01", name="Betteraves",
             family="légumes", unit="kg", leaves_declared=True)  # fmt: skip
    alone = {"as_role": "producer", "post": "cold-door", "producer": "F01", "zone": "SEC"}
    crate = hub.done("DropOffCrate", product="BETTERAVE", declared_g=9_000, **alone)["crate"]
    weigh = {"crate_type": "E2", "weigh": hub.weighed(8_950)}
    hub.done("MeasureCrate", crate=crate["id"], **weigh)
    left = hub.done("DropOffCrate", product="BETTERAVE", declared_g=7_000, **alone)["crate"]
    hub.done("HandOverCrate", post="shop", crate=left["id"], customer="C03")


def completed(hub: Hub) -> None:
    """Apples whose class and size nobody knew when they came in."""
    hub.done(
        "RegisterProduct", code="POMME", producer="F01", name="Pommes reinette", family="fruits",
        unit="kg", mentions={"variety": "Reinette"},
    )  # fmt: skip
    crate = hub.carrots(product="POMME")
    jpeg = "/9j/4AAQSkZJRg=="
    photo = hub.done("PhotographLabel", as_role="admin", crate=crate["id"], jpeg=jpeg)["photo"]
    hub.done("ErasePhotograph", crate=crate["id"], photo=photo, reason="floue")
    hub.done("CompleteCrate", crate=crate["id"], mentions={"class": "I", "size": "70/80"})


def emptied(hub: Hub) -> None:
    hub.done("EmptyCrate", crate=hub.carrots()["id"])


def codes(hub: Hub) -> None:
    """Labels that come before the crate, or after the station's own."""
    hub.order("C01", "CAROTTE", 20)
    hub.done("MakeLabels", producer="F01", delivery_date=TODAY)
    ready = hub.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crate"]
    to_print = {"delivery_date": TODAY, "printer": "etiqueteuse-1"}
    hub.done("PrintReadyLabels", producer="F01", **to_print)
    hub.carrots(code=ready)
    blank = hub.done("MakeEmergencyLabels", count=2)["codes"]
    hub.done("MakeCrateTags", crate_type="E2", count=2)
    hub.done("BindCode", code=blank[0], crate=hub.carrots()["id"])


def papers(hub: Hub) -> None:
    """What the farms are sent, and what they say and bring."""
    farm = {"code": "F01", "name": "Ferme du Vallon", "postcode": "61110"}
    hub.done("RegisterProducer", email="vallon@exemple.invalid", **farm)
    line = hub.order("C02", "RADIS", 5, day=TOMORROW)
    mail = hub.done("SendSheets", delivery_date=TOMORROW)["mail"]
    hub.done("MarkMail", as_role="admin", mail=mail, state="sending")
    hub.done("MarkMail", as_role="admin", mail=mail, state="uncertain", evidence="coupé")
    hub.done("SettleMail", mail=mail, how="arrived")
    hub.done("RevokeLinks", producer="F01")
    hub.done("NoteArrival", order_line=line, difference="short")
    hub.done("AnnounceGoods", product="CAROTTE", day=TOMORROW, quantity_milli=40_000)
    hub.done("CloseIntake", intake=hub.crate(hub.carrots()["id"]).intake)
    hub.done("MailDayPapers", date=TODAY)


def labels(hub: Hub) -> None:
    for state in ("sending", "sent", "failed", "uncertain", "confirmed"):
        label = hub.crate(hub.radish()["id"]).label
        hub.done("MarkLabel", as_role="admin", label=label, state=state, evidence="essai")
    label = hub.crate(hub.radish()["id"]).label
    label = hub.done("ReprintLabel", label=label)["label"]["id"]
    hub.done("ConfirmLabel", label=label)
    hub.done("VoidLabel", label=label, reason="déchirée")
    hub.radish()
    hub.done("MoveQueue", printer="etiqueteuse-1", to="etiqueteuse-2")


def storage(hub: Hub) -> None:
    hub.done("RecordTemperature", zone="CF-1", celsius_tenths=95)
    trouble = hub.ask(lambda p: p.world.troubles.where(kind="zone_too_warm"))[0]
    hub.done("SettleException", exception=trouble.id, note="porte refermée")
    hub.done("RecordTemperature", zone="CF-1", celsius_tenths=40)
    hub.scan(hub.card("zone", "CF-1"), post="cold-door")
    one, other = hub.tomme(), hub.tomme(producer_lot="B")
    hub.scan(one["sscc"], post="cold-door", kind="sscc")
    hub.done("StoreCrate", crate=other["id"], zone="CF-1")
    hub.done("MoveCrate", crate=other["id"], zone="CF-2")
    hub.done("SetAside", crate=other["id"])
    hub.done("CountZone", zone="CF-1", crates=[one["id"]])
    split = {"crate_type": "CARTON", "weigh": hub.weighed(1_200, tare_g=300)}
    part = hub.done("SplitCrate", crate=one["id"], **split)["crate"]
    hub.done("MergeCrates", source=part["id"], into=other["id"])
    hub.done("DiscardCrate", crate=hub.radish(3)["id"], reason="écrasée")


def self_test(hub: Hub) -> None:
    """The station's own report, after the devices of a post were tried."""
    hub.done(
        "RecordSelfTest",
        as_role="admin",
        scale={"device": "balance-1", "weight_g": 10_000, "read_g": 10_010, "tolerance_g": 20},
        printer={"device": "etiqueteuse-1", "label": "X1", "printed": True, "read_back": True},
        scanners=[{"device": "douchette-1", "heard": True}],
    )


def orders(hub: Hub) -> None:
    kept, changed, dropped = (hub.order("C01", name, 4) for name in ("CAROTTE", "RADIS", "TOMME"))
    line = {"order": "CMD-9", "customer": "C03", "delivery_date": TODAY, "producer": "F02",
            "product": "LAIT", "quantity_milli": 1_500, "unit": "litre",
            "comment": "par la porte de derrière"}  # fmt: skip
    hub.done("ImportOrders", source="fichier.csv", added=[line])
    change = {"order_line": changed, "quantity_milli": 6_000, "delivery_date": TODAY}
    hub.done("ImportOrders", source="fichier.csv", changed=[change], cancelled=[dropped])
    late(hub, line)
    short = hub.order("C03", "RADIS", 500)
    hub.done("AllocateDay", delivery_date=TODAY)
    replaced(hub, short)
    stock = hub.carrots(10_000)
    hub.done("AllocateCrate", crate=stock["id"], order_line=kept, net_g=1_000)
    hub.done("ReleaseAllocation", crate=stock["id"], order_line=kept)
    weigh = hub.weighed(4_000, tare_g=0)
    picked = hub.done("PickToCustomer", **{"from": stock["id"]}, customer="C01", weigh=weigh)
    hub.done("CloseCrate", crate=picked["crate"]["id"])
    hub.on_paper(picked["crate"])
    changed_after(hub)
    columns = {"Client": "customer_name", "Produit": "product_name", "Qté": "quantity"}
    hub.done("SaveOrderMapping", name="panier-local", columns=columns, units={"Kilo": "kg"})
    hub.done("DropOrderMapping", name="panier-local")
    missing = hub.order("C02", "YAOURT", 4)
    hub.done("DeclareMissing", order_line=missing, round=T1, reason="pas livré")


def replaced(hub: Hub, short: str) -> None:
    """At the preparation, turnips go in the place of radishes that lack."""
    hub.done("RegisterProduct", code="NAVET", producer="F01", name="Navets", family="légumes",
             unit="bunch")  # fmt: skip
    hub.radish(3, product="NAVET")
    hub.done("SubstituteShort", order_line=short, product="NAVET")


def changed_after(hub: Hub) -> None:
    """Three lines are cancelled when their goods are ready; each takes another way."""
    hub.radish(12)
    ways: list[tuple[str, dict[str, object]]] = [
        ("KeepPrepared", {}),
        ("ReleasePrepared", {}),
        ("SubstitutePrepared", {"product": "RADIS", "quantity_milli": 2_000}),
    ]
    for way, more in ways:
        line = hub.order("C03", "CAROTTE", 4, day=TOMORROW)
        weigh = hub.weighed(4_000, tare_g=0)
        stock = hub.carrots(10_000)["id"]
        hub.done("PickToCustomer", **{"from": stock}, customer="C03", order_line=line, weigh=weigh)
        hub.done("ImportOrders", source="fichier.csv", cancelled=[line])
        (trouble,) = hub.ask(lambda p, line=line: p.world.troubles.where(subject=line))
        hub.done(way, exception=trouble.id, **more)


def late(hub: Hub, line: dict[str, object]) -> None:
    """Three lines come after the cut-off: one is taken, one put off, one refused."""
    hub.bus.settings = replace(hub.bus.settings, closed=lambda date, now: date == TODAY)
    for order in ("CMD-10", "CMD-11", "CMD-12"):
        hub.done("ImportOrders", source="fichier.csv", added=[{**line, "order": order}])
    first, second, third = hub.ask(lambda p: p.world.late_lines.where(state="open"))
    hub.done("AcceptLate", late=first.id)
    hub.done("PostponeLate", late=second.id, delivery_date=TOMORROW)
    hub.done("RefuseLate", late=third.id, reason="trop tard")
    hub.bus.settings = replace(hub.bus.settings, closed=never_closed)


def quality(hub: Hub) -> None:
    lot = hub.yoghurt()["lot"]
    hub.done("BlockLot", lot=lot, reason="analyse")
    hub.done("ReleaseLot", lot=lot, reason="analyse bonne")
    hub.done("RecallLot", lot=lot, reason="rappel du producteur")


def shop(hub: Hub) -> None:
    hub.done("HandOverCrate", post="shop", crate=hub.carrots()["id"], customer="C03")
    hub.done("ReturnToProducer", post="shop", crate=hub.carrots()["id"], reason="invendues")
    hub.done("MoveEmpties", party="F01", crate_type="E2", given=10, taken=2)
    owed = hub.ask(lambda p: p.world.empties.get("F01|E2")).owed
    said = {"party": "F01", "crate_type": "E2", "was": owed, "owed": owed + 1}
    hub.done("CorrectEmpties", reason="comptées ensemble", **said)


def rounds(hub: Hub) -> None:
    crate = hub.loaded("C02")
    hub.done("UnloadCrate", crate=crate["id"], round=T1)
    hub.scan(crate["sscc"], post="dock-1", kind="sscc", round=T1)
    lost = hub.loaded("C02")
    hub.done("DeclareCrateMissing", crate=lost["id"], round=T1, reason="pas trouvée")
    stray = hub.for_customer("C03")
    hub.done("LoadCrate", crate=stray["id"], round=T1, judged="ok", reader="mobile-1")
    hub.done("DepartRound", round=T1, override={"reason": "le reste demain"})
    empties = [{"crate_type": "E2", "given": 1, "taken": 1}]
    hub.done("DeliverStop", as_role="driver", round=T1, customer="C02", empties=empties)
    measured = {"temperature_class": "frais", "celsius_tenths": 91}
    hub.done("NoteStopTemperature", as_role="driver", round=T1, customer="C02", **measured)
    picture = {"round": T1, "customer": "C02", "about": "unsigned", "jpeg": "/9j/4AAQSkZJRg=="}
    photo = hub.done("PhotographDelivery", as_role="admin", **picture)["photo"]
    hub.done("EraseDeliveryPhotograph", photo=photo, reason="un visage")
    hub.done("ReturnCrate", as_role="driver", crate=stray["id"], reason="pas pour ce client")
    note = hub.ask(lambda p: p.world.notes.where(customer="C02"))[0]
    said = {"note": note.id, "product": "CAROTTE", "kind": "damaged", "words": "deux kilos gâtés"}
    claim = hub.done("OpenClaim", as_role="driver", source="driver", **said)
    settled = {"quantity_milli": 1_000, "bears": "F01", "reason": "vu sur la photo"}
    hub.done("SettleClaim", claim=claim["events"][0]["data"]["claim"], **settled)
    claimed_by_link(hub, note.id)
    agreed = {"note": note.id, "product": "CAROTTE", "quantity_milli": 9_500}
    hub.done("AgreeQuantity", reason="accord au téléphone", **agreed)
    hub.done("RegisterProduct", code="CAROTTE", producer="F01", name="Carottes",
             family="légumes", unit="kg", price_cents=150)  # fmt: skip
    bill = hub.done("IssueInvoice", customer="C02", since=TODAY, until=TODAY)
    back = [{"line": 1, "quantity_milli": 500}]
    invoice = bill["events"][0]["data"]["invoice"]
    hub.done("IssueCredit", invoice=invoice, lines=back, reason="deux kilos gâtés", bears="F01")
    key = {"stops_percent": 40, "kilograms_percent": 40, "crates_percent": 20}
    rates = {"km_cents": 45, "hour_cents": 1_500}
    hub.done("VoteSharing", since=TODAY, decision="assemblée du 20", **key, **rates)
    hub.done("RecordRoundCost", round=T1, kilometres=62, minutes=150, carrier="F01")
