"""Says each event of the ledger in one plain French sentence, for people who look back.

Must not decide nor change anything; names come from the present, and a code stands where a
person's data was erased. To add an event: its line in `SENTENCES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from station.documents.phrases import (
    BY_HAND,
    CLASS_WORDS,
    OCCASION_WORDS,
    crates,
    many,
    one_line,
    quantity,
    short_date,
    units,
    weight,
)
from station.domain.charter import DOCUMENT_FR, Document
from station.domain.deciding.labels import degrees
from station.domain.distances import HUB
from station.domain.refusals import TABLE, wording
from station.domain.returnables import Occasion
from station.domain.words import TemperatureClass, Unit
from station.reading import Present

Json = dict[str, Any]

SENTENCES: dict[str, str] = {
    "ProducerRegistered": "Fiche du producteur {code:producer} enregistrée.",
    "ProductRegistered": "Fiche du produit {name} ({code}) enregistrée.",
    "CustomerRegistered": "Fiche du client {code:customer} enregistrée.",
    "CrateTypeRegistered": "Type de caisse {name} enregistré, tare {tare_g}.",
    "TareMeasured": "Tare de {crate_type} mesurée sur {count} caisses : {tare_g}.",
    "ZoneRegistered": "Zone {name} enregistrée.",
    "OperatorRegistered": "{code:operator} peut travailler ici ({role:role}).",
    "PartyErased": "Coordonnées de {code} effacées : {entries} écrits.",
    "HelpAsked": "Aide demandée{where}.",
    "HelpSeen": "Appel vu.",
    "HelpAnswered": "Quelqu'un a dit qu'il vient.",
    "HelpEnded": "Appel fini.",
    "ActionRegistered": "Carte d'action {action} créée.",
    "AliasRegistered": "Le nom « {alias} » des fichiers veut dire {code}.",
    "DateConfirmed": "Date confirmée : {date:day}.",
    "DevicePaired": "Appareil {name} relié au poste {post}.",
    "DeviceRevoked": "Appareil {device} retiré. {reason}",
    "LedgerRestored": "Grand livre repris d'une copie : {copied_seq} événements gardés.",
    "TroubleRaised": "À regarder : {detail}.",
    "TroubleSettled": "Réglé : {note}.",
    "CommandRefused": "Refusé : {code:refusal}",
    "ReaderContextChanged": "Le lecteur {reader} a en main : {hand}.",
    "DayClosed": "Journée du {date:day} close : caisses reçues {received}, parties {gone}.",
    "SelfTestDone": "Essai complet du poste {post}.",
    "IntakeOpened": "Apport de {producer} commencé.",
    "IntakeClosed": "Apport terminé : {crates:crates}, {net_g}.",
    "LotOpened": "Lot {lot} ouvert : {product} de {producer}.",
    "OrderMappingSaved": "Modèle de fichier {name} enregistré.",
    "OrderMappingDropped": "Modèle de fichier {name} oublié.",
    "LateLineHeld": "Après l'heure limite : {product}, commande {order}, attend une décision.",
    "LateLineSettled": "Commande tardive : {how:late}. {reason}",
    "OrdersImported": "Commandes reçues de {source} : {added} nouvelles, {changed} changées.",
    "SheetIssued": "Feuille de {producer} du {delivery_date:day} : version {version}.",
    "MailQueued": "Courrier à envoyer ({about}).",
    "MailMarked": "Courrier : {state}. {evidence}",
    "LinksRevoked": "Les liens privés de {producer} sont fermés.",
    "ArrivalNoted": "Arrivée signalée : {difference}.",
    "GoodsAnnounced": "{producer} annonce {product} pour le {day:day}.",
    "CodeBound": "Le code {code} désigne maintenant la caisse {crate}.",
    "EmergencyLabelsMade": "Étiquettes de secours créées : {codes:number}.",
    "CrateTagsMade": "Plaques de {crate_type} créées : {codes:number}.",
    "CrateLabelMade": "Étiquette {crate} faite pour {customer} : {product} de {producer}.",
    "CrateLabelReplaced": "Étiquette {crate} remplacée par une plus récente.",
    "LotCompleted": "Mentions du lot {lot} complétées.",
    "LabelPhotographed": "Étiquette du producteur photographiée : caisse {crate}.",
    "PhotographErased": "Photo d'étiquette effacée. {reason}",
    "CrateDroppedOff": "Caisse {crate} déposée en {zone} : {contents}, {declared}.",
    "CrateMeasured": "Caisse {crate}, déposée avant, est mesurée : {contents}{by_hand}.",
    "DeclarationTaken": "Caisse {crate} part sur la déclaration de sa ferme : {contents}.",
    "CrateReceived": "Caisse {crate} reçue : {contents}{by_hand}.",
    "CrateWeightCorrected": "Caisse {crate} repesée : {contents}. {reason}",
    "CrateVoided": "Réception de la caisse {crate} annulée. {reason}",
    "CrateStored": "Caisse {crate} rangée : {zone}.",
    "PartPicked": "{taken} de la caisse {source:crate} mis dans {into:crate}.",
    "CustomerCrateOpened": "Caisse {crate} ouverte pour {customer}.",
    "CrateClosed": "Caisse {crate} pleine.",
    "CrateSplit": "{taken} de la caisse {source:crate} mis dans la caisse {crate}.",
    "CratesMerged": "Caisse {source:crate} versée dans {into:crate}.",
    "CrateDiscarded": "Caisse {crate} jetée : {contents}. {reason}",
    "CrateEmptied": "Caisse {crate} trouvée vide.",
    "ZoneCounted": "Zone {zone} comptée : {found:number} trouvées, {absent:number} absentes.",
    "TemperatureRecorded": "Température de {zone} : {celsius_tenths}{alarm}.",
    "LabelQueued": "Étiquette de la caisse {crate} demandée sur {printer}.",
    "LabelMoved": "Étiquette envoyée vers {printer}.",
    "LabelSending": "Étiquette envoyée à {printer}.",
    "LabelSent": "Étiquette sortie. {evidence}",
    "LabelFailed": "Étiquette non imprimée. {evidence}",
    "LabelUncertain": "Étiquette incertaine. {evidence}",
    "LabelConfirmed": "Étiquette vérifiée ({by:proof}).",
    "LabelVoided": "Étiquette annulée. {reason}",
    "OrderPlaced": "{customer} commande {quantity} de {product}.",
    "OrderChanged": "Ligne de commande changée : {quantity}, livraison {delivery_date:day}.",
    "OrderCancelled": "Ligne de commande annulée.",
    "CrateAllocated": "Caisse {crate} promise à {customer}.",
    "AllocationReleased": "Caisse {crate} : promesse reprise.",
    "StockShared": "{product} : partage du stock pour le {delivery_date:day}.",
    "CrateReturnedToProducer": "Caisse {crate} rendue à {producer}. {reason}",
    "RoundPlanned": "Tournée {name} du {date:day} planifiée : {stops:stops}{depart}.",
    "ShopHoursSet": "Heures du carré-vente notées : {spans:number} plages par semaine.",
    "ShopDaySet": "Carré-vente, {date:day} : {spans:opening}. {note}",
    "ShopDayDropped": "Carré-vente, {date:day} : comme les autres semaines.",
    "VehicleRegistered": "Fiche du véhicule {name} enregistrée.",
    "DistanceEntered": "Trajet noté : {origin:place} – {destination:place}.",
    "CrateLoaded": "Caisse {crate} chargée dans {round}{judged}.",
    "CrateUnloaded": "Caisse {crate} retirée de {round}.",
    "LineDeclaredMissing": "Ligne déclarée manquante pour {round}. {reason}",
    "CrateNotFound": "Caisse {crate} cherchée pour {round}, pas trouvée. {reason}",
    "RoundDeparted": "Tournée {round} partie avec {crates:crates}. {override}",
    "DeliveryNoteIssued": "Bon {note} établi pour {customer}.",
    "StopDelivered": "{customer} livré : {crates:crates}.",
    "FarmCollected": "Ramassage chez {producer}, tournée {round} : {crates:collected}.",
    "PickupArrived": "Caisse {crate} : c'est une caisse du ramassage.",
    "PickupClosed": "Ramassage chez {producer} comparé : {short} en moins, {over} en plus.",
    "StopTemperatureNoted": "{temperature_class:cold} mesuré chez {customer}, tournée {round} :"
    " {celsius_tenths}{alarm}.",
    "DeliveryPhotographed": "Photo prise chez {customer}, tournée {round}.",
    "DeliveryPhotographErased": "Photo du livreur effacée. {reason}",
    "CrateReturned": "Caisse {crate} revenue. {reason}",
    "CrateHandedOver": "Caisse {crate} remise à {customer}{outside_hours}.",
    "DocumentRegistered": "{document} de {producer} noté{until}.",
    "DocumentsAwaited": "Lot {lot} : documents attendus : {documents}.",
    "EmptiesMoved": "Caisses de {party:party}, {why:occasion} :"
    " {given} données, {taken} reprises ({crate_type}).",
    "LotBlocked": "Lot {lot} bloqué. {reason}",
    "LotReleased": "Lot {lot} libéré. {reason}",
    "LotRecalled": "Lot {lot} rappelé. {reason}",
    "RoundCostRecorded": "Tournée {round} : {kilometres} km, {minutes} min notés.",
    "ClaimOpened": "Réclamation de {customer} sur {note}, {product}.",
    "ClaimPhotographed": "Photo du client jointe à la réclamation {claim}.",
    "ClaimPhotographErased": "Photo d'une réclamation effacée. {reason}",
    "ClaimSeen": "Réclamation {claim} vue.",
    "ClaimSettled": "Réclamation {claim} réglée. {reason}",
    "NoteRevised": "Bon {note} révisé (n° {revision}) : {product}.",
    "QuantityAgreed": "Bon {note}, {product} : quantité accordée. {reason}",
    "InvoiceIssued": "Facture {invoice} émise pour {customer}.",
    "CreditIssued": "Avoir {credit} sur {invoice}. {reason}",
    "SharingVoted": "Clé de partage votée à partir du {since:day} : {decision}.",
}
"""One sentence for each type of event; `{field}` or `{field:how}` is put into words."""

LATE_WORDS = {
    "accepted": "acceptée",
    "postponed": "reportée",
    "refused": "refusée",
    "withdrawn": "retirée par le client",
}
ROLE_WORDS = {
    "worker": "équipe", "driver": "conduite", "producer": "production",
    "coordinator": "coordination", "inspector": "contrôle", "admin": "réglages",
}  # fmt: skip
PROOF_WORDS = {"scan": "relue", "device": "imprimante", "person": "vue"}
PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
MORE_PARTS = 3
"""Contents named in a sentence; a crate with more says how many more."""


def sentence(present: Present, event: Json) -> str:
    """Return what happened in a sentence; the type's own name where none is known."""
    data = event["data"]
    text = SENTENCES.get(event["type"], f"{event['type']}.")

    def put(place: re.Match[str]) -> str:
        name, how = place.group(1), place.group(2) or place.group(1)
        return WORDS.get(how, _plain)(present, data.get(name), data)

    return re.sub(r"\s+([.)])", r"\1", PLACE.sub(put, text)).strip()


def title(type: str) -> str:
    """Return what kind of event this is, for a list to choose from."""
    return PLACE.sub("…", SENTENCES.get(type, type)).split(" :")[0].rstrip(" .…")


def _plain(present: Present, value: Any, data: Json) -> str:
    return "—" if value is None else present.named(str(value))


def _named(kind: str) -> Callable[[Present, Any, Json], str]:
    return lambda present, code, data: present.name(kind, code) or "—"


def _alias(present: Present, key: Any, data: Json) -> str:
    """Return what files call a thing: of older ledgers as the event says, "—" once erased."""
    entry = present.vault.get(f"alias/{key}") or {}
    return entry.get("name") or data.get("name") or "—"


def crate_code(present: Present, id: str) -> str:
    """Return the code people read on a crate."""
    crate = present.world.crates.get(id)
    return (crate.sscc or next(iter(crate.codes), id)) if crate else id


def _contents(present: Present, parts: Any, data: Json) -> str:
    shown = [_part(present, part) for part in (parts or [])[:MORE_PARTS]]
    more = len(parts or []) - MORE_PARTS
    return ", ".join([*shown, f"et {many(more, 'autre')}"] if more > 0 else shown) or "rien"


def _part(present: Present, part: Json) -> str:
    product = present.world.products.get(part["product"])
    name = present.product_name(part["product"])
    if part["count"] is not None:
        return f"{units(part['count'], product.unit if product else Unit.PIECE)} de {name}"
    return f"{weight(part['net_g'])} de {name}" if part["net_g"] is not None else name


def _zone(present: Present, code: Any, data: Json) -> str:
    zone = present.world.zones.get(code or "")
    return zone.name if zone else str(code)


def _round(present: Present, id: Any, data: Json) -> str:
    round = present.world.rounds.get(id or "")
    return f"{round.name} du {short_date(round.date)}" if round else str(id)


def _declared(present: Present, value: Any, data: Json) -> str:
    """Say what a farm declared of a crate that it dropped off."""
    if data["declared_g"] is not None:
        return f"déclaré {weight(data['declared_g'])}"
    product = present.world.products.get(data["contents"][0]["product"])
    if data["declared_count"] is not None:
        unit = product.unit if product else Unit.PIECE
        return f"déclaré {units(data['declared_count'], unit)}"
    return "sans quantité déclarée"


def _hand(present: Present, value: Any, data: Json) -> str:
    named = (
        ("operator", present.name("operator", data.get("operator"))),
        ("producer", present.name("producer", data.get("producer"))),
        ("product", present.product_name(data["product"]) if data.get("product") else ""),
        ("crate_type", data.get("crate_type") or ""),
        ("zone", _zone(present, data["zone"], data) if data.get("zone") else ""),
        ("round", data.get("round") or ""),
        ("customer", present.name("customer", data.get("customer"))),
    )
    return one_line(*(words for _, words in named)) or "rien"


def _refusal(present: Present, code: Any, data: Json) -> str:
    if code not in TABLE:
        return str(code)
    return str(wording(code, data.get("details") or {})["say"]["fr"])


def _quantity(present: Present, value: Any, data: Json) -> str:
    line = present.world.order_lines.get(data["order_line"])
    unit = data.get("unit") or (line.unit.value if line else "kg")
    return quantity(data["quantity_milli"], Unit(unit))


def _party(present: Present, code: Any, data: Json) -> str:
    kind = "customer" if present.world.customers.get(code) else "producer"
    return present.name(kind, code)


def _by_hand(present: Present, value: Any, data: Json) -> str:
    weighing = data.get("weighing")
    return f" ({BY_HAND})" if weighing and weighing["source"] == "manual" else ""


WORDS: dict[str, Callable[[Present, Any, Json], str]] = {
    "producer": _named("producer"),
    "customer": _named("customer"),
    "operator": _named("operator"),
    "alias": _alias,
    "product": lambda present, code, data: present.product_name(code),
    "crate": lambda present, id, data: crate_code(present, id),
    "zone": _zone,
    "outside_hours": lambda present, value, data: ", hors des heures" if value else "",
    "opening": lambda present, spans, data: (
        ", ".join(f"{one['opens']} – {one['closes']}" for one in spans) or "fermé"
    ),
    "place": lambda present, code, data: (
        "plateforme" if code == HUB else present.name("customer", code)
    ),
    "round": _round,
    "party": _party,
    "contents": _contents,
    "taken": lambda present, value, data: (
        _contents(present, value, data) if isinstance(value, list) else str(value)
    ),
    "net_g": lambda present, grams, data: weight(grams),
    "tare_g": lambda present, grams, data: weight(grams),
    "celsius_tenths": lambda present, tenths, data: f"{degrees(tenths)} °C",
    "quantity": _quantity,
    "crates": lambda present, value, data: crates(len(value) if isinstance(value, list) else value),
    "collected": lambda present, value, data: crates(sum(one["crates"] for one in value)),
    "stops": lambda present, value, data: many(len(value), "arrêt"),
    "number": lambda present, value, data: str(len(value)),
    "day": lambda present, value, data: short_date(value),
    "role": lambda present, value, data: ROLE_WORDS.get(value, value),
    "late": lambda present, value, data: LATE_WORDS.get(value, value),
    "proof": lambda present, value, data: PROOF_WORDS.get(value, value),
    "where": lambda present, value, data: f" à l'écran {data['screen']}" if data["screen"] else "",
    "document": lambda present, value, data: DOCUMENT_FR[Document(value)].capitalize(),
    "documents": lambda present, value, data: (
        ", ".join(DOCUMENT_FR[Document(one)] for one in value) or "aucun"
    ),
    "until": lambda present, value, data: f", jusqu'au {short_date(value)}" if value else "",
    "occasion": lambda present, value, data: OCCASION_WORDS[Occasion(value or "entered")],
    "refusal": _refusal,
    "hand": _hand,
    "by_hand": _by_hand,
    "declared": _declared,
    "cold": lambda present, value, data: CLASS_WORDS[TemperatureClass(value)].capitalize(),
    "alarm": lambda present, value, data: ", trop chaud" if value else "",
    "judged": lambda present, value, data: f" (jugée par {value})" if value else "",
    "depart": lambda present, value, data: (
        f", départ {data['depart_at']}" if data.get("depart_at") else ""
    ),
}
"""How a field is put into words, by its name or by what stands after the colon."""
