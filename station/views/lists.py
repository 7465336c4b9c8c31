"""Lists of master data and of things at work, with the CSV's names and each thing's card."""

from __future__ import annotations

from typing import Any

from station.answering import crate_json, label_json, missing
from station.domain.codec import to_plain
from station.domain.deciding.actions import ACTIONS
from station.domain.deciding.hub import CUSTOMER_PERSONAL
from station.domain.model import Crate, Intake, Label
from station.domain.words import CrateState
from station.reading import Present

Json = dict[str, Any]

LAST_LABELS = 8
"""Labels shown at a post: what lies around the printer."""

PARTY_FIELDS = ("name", "address", "postcode", "city", "phone", "email")


def _party(present: Present, kind: str, code: str) -> Json:
    entry = present.vault.get(f"{kind}/{code}") or {}
    return {name: entry.get(name, "") for name in (*PARTY_FIELDS, "gln")}


def producers(present: Present) -> list[Json]:
    """Return all producers."""
    versions = present.versions("producer")
    return [
        {
            **to_plain(producer),
            **_party(present, "producer", producer.code),
            "version": versions.get(producer.code, 0),
        }
        for producer in present.world.producers.all()
    ]


def products(present: Present) -> list[Json]:
    """Return all products."""
    versions = present.versions("product")
    return [
        {**to_plain(product), "version": versions.get(product.code, 0)}
        for product in present.world.products.all()
    ]


def customers(present: Present) -> list[Json]:
    """Return all customers."""
    versions = present.versions("customer")
    return [
        {
            **to_plain(customer),
            **_party(present, "customer", customer.code),
            **sealed_fields(present, customer.code),
            "version": versions.get(customer.code, 0),
        }
        for customer in present.world.customers.all()
    ]


def sealed_fields(present: Present, customer: str) -> dict[str, str]:
    """Return what only the office and whoever drives may read of a customer, beside its address."""
    entry = present.vault.get(f"customer/{customer}") or {}
    return {name: entry.get(name, "") for name in CUSTOMER_PERSONAL}


def crate_types(present: Present) -> list[Json]:
    """Return all crate types with their last tares."""
    versions = present.versions("crate-type")
    return [
        {**to_plain(crate_type), "version": versions.get(crate_type.code, 0)}
        for crate_type in present.world.crate_types.all()
    ]


def zones(present: Present) -> list[Json]:
    """Return all zones, with how many crates stand in each."""
    return [
        {
            **to_plain(zone),
            "id": zone.code,
            "crates": present.world.crates.count(zone=zone.code, state="stored"),
        }
        for zone in present.world.zones.all()
    ]


def actions(present: Present) -> list[Json]:
    """Return the action cards with what each says."""
    return [
        {**to_plain(action), "name": ACTIONS[action.code][2]}
        for action in present.world.actions.all()
        if action.code in ACTIONS
    ]


def operators(present: Present) -> list[Json]:
    """Return the people who work here; no phone, no address."""
    return [
        {**to_plain(operator), "name": present.name("operator", operator.code)}
        for operator in present.world.operators.all()
    ]


def crate(present: Present, code: str) -> Json | None:
    """Return one crate by any of its codes, with names and its label's state."""
    known = present.world.codes.get(code)
    found = present.world.crates.get(known.target if known else code)
    return named_crate(present, found) if found else None


def named_crate(present: Present, crate: Crate) -> Json:
    """Return a crate with the names a person reads."""
    product = present.world.products.get(crate.product or "")
    label = present.world.labels.get(crate.label or "")
    return {
        **crate_json(crate),
        "missing": missing(present.world, crate),
        "name": product.name if product else "Préparation",
        "family": product.family if product else "",
        "customer_name": present.name("customer", crate.customer),
        "label_state": label.state.value if label else None,
    }


def crates(present: Present, **equals: str) -> list[Json]:
    """Return the crates in the hangar that match (zone, customer, state, intake)."""
    found = present.world.crates.where(**equals)
    return [named_crate(present, crate) for crate in found if crate.state is not CrateState.VOIDED]


def labels_of_post(present: Present, post: str) -> list[Json]:
    """Return the last labels queued at a post, newest first."""
    rows = present.connection.execute(
        # In the order of queueing, and without decoding those of all the days before.
        "SELECT key FROM p_labels WHERE +post = ? ORDER BY rowid DESC LIMIT ?",
        (post, LAST_LABELS),
    ).fetchall()
    found = [label for row in rows if (label := present.world.labels.get(row[0]))]
    newest = sorted(found, key=lambda label: -label.queued_seq)
    return [label_line(present, label) for label in newest]


LOOSE_WORDS = {
    "evening": "Étiquette du soir",
    "emergency": "Étiquette de secours",
    "crate-tag": "Plaque de caisse",
    "drop-receipt": "Reçu de dépôt",
}
"""What a label of no crate is, by its template without the paper's width."""


def _without_product(present: Present, label: Label, crate: Crate | None) -> str:
    """Say what a label of no product is for: of no crate, of one to come, of several products."""
    if not label.crate:
        return LOOSE_WORDS.get(label.template.removesuffix("-62"), label.template)
    if crate is None:
        ready = present.world.ready_crates.get(label.crate)
        expected = present.world.products.get(ready.product) if ready else None
        return expected.name if expected else label.crate
    return "Caisse annulée" if crate.state is CrateState.VOIDED else "Préparation"


def label_line(present: Present, label: Label) -> Json:
    """Return a label with what its crate holds."""
    crate = present.world.crates.get(label.crate)
    product = present.world.products.get(crate.product or "") if crate else None
    producer = crate.contents[0].producer if crate and crate.contents else None
    return {
        **label_json(label),
        "product": product.name if product else _without_product(present, label, crate),
        "family": product.family if product else "",
        "producer": present.name("producer", producer),
        "net_g": crate.net_g if crate else None,
        "count": crate.count if crate else None,
        "unit": product.unit.value if product else None,
    }


def intakes(present: Present, **equals: str) -> list[Json]:
    """Return intakes with their totals."""
    return [_intake(present, intake) for intake in present.world.intakes.where(**equals)]


def _intake(present: Present, intake: Intake) -> Json:
    crates = [
        crate
        for crate in present.world.crates.where(intake=intake.id)
        if crate.state is not CrateState.VOIDED
    ]
    counts: dict[str, int] = {}
    for crate in crates:
        for content in crate.contents:
            if content.count is not None:
                counts[content.product] = counts.get(content.product, 0) + content.count
    return {
        **to_plain(intake),
        "producer_name": present.name("producer", intake.producer),
        "counts": counts,
        "last_crate": max(crates, key=lambda crate: crate.arrived_seq).id if crates else None,
    }


def helps(present: Present) -> list[Json]:
    """Return the open calls for help with names, the oldest first."""
    found = sorted(present.world.helps.where(state="open"), key=lambda call: call.asked_at)
    return [line for call in found if (line := help_line(present, call.id))]


def help_line(present: Present, id: str) -> Json | None:
    """Return one call with the names of who asked, saw and comes."""
    call = present.world.helps.get(id)
    if call is None:
        return None
    people = {"asked": call.asked_by, "seen": call.seen_by, "coming": call.coming_by}
    names = {f"{what}_name": present.name("operator", who) for what, who in people.items()}
    return {**to_plain(call), **names}


EXCEPTION_WORDS: dict[str, tuple[str, str]] = {
    "dropped_without_temperature": (
        "Déposée sans température",
        "Mesurez-la à la réception. La caisse ne part pas avant.",
    ),
    "dropped_too_warm": ("Déposée trop chaude", "Voyez la marchandise. Elle ne part pas ainsi."),
    "declared_differs": ("Déclaré et trouvé diffèrent", "Parlez-en au producteur."),
    "manual_weight": ("Poids à la main", "Vérifiez, ou repesez la caisse."),
    "label_uncertain": ("Étiquette incertaine", "Est-elle sortie ? Scannez-la, ou réimprimez."),
    "label_failed": ("Étiquette non imprimable", "Corrigez la donnée, puis réimprimez."),
    "label_outdated": ("Étiquette d'un ancien modèle", "Réimprimez-la : le nouveau modèle sert."),
    "judged_otherwise": ("Jugé autrement", "Le lecteur a dit bon. Vérifiez la caisse."),
    "loaded_twice": ("Chargée deux fois", "Deux lecteurs l'ont chargée. Vérifiez."),
    "late_orders": ("Commandes tardives", "Acceptez, reportez ou refusez-les."),
    "changed_after_preparation": ("Commande changée", "Gardez, libérez ou remplacez."),
    "cancelled_after_preparation": ("Commande annulée", "Gardez, libérez ou remplacez."),
    "stock_short": ("Pas assez pour tous", "Regardez le partage, ou proposez autre chose."),
    "departed_incomplete": ("Départ incomplet", "Prévenez les clients."),
    "lines_not_served": ("Lignes non servies", "Prévenez les clients, ou servez demain."),
    "left_without_note": ("Partie sans bon", "Corrigez le bon de livraison."),
    "handed_over_shut": ("Remise hors des heures", "Demandez pourquoi, ou changez les heures."),
    "substituted": ("Produit remplacé en préparation", "Prévenez le client, ou changez la ligne."),
    "round_overloaded": ("Tournée trop chargée", "Changez de véhicule, ou déplacez un arrêt."),
    "claim_opened": ("Réclamation d'un client", "Regardez la pesée, puis réglez-la."),
    "note_to_revise": ("Bon à corriger", "Une caisse est revenue."),
    "crate_not_found": ("Caisse introuvable", "Cherchez-la : le prochain scan la retrouve."),
    "not_handed_over": ("Caisse non remise", "Cherchez-la dans le camion."),
    "delivered_too_warm": ("Trop chaud à la livraison", "Appelez le client, vérifiez le camion."),
    "delivered_elsewhere": ("Remise à un autre client", "Appelez les deux clients."),
    "delivered_twice": ("Arrêt dit deux fois", "La première fois compte. Comparez les vides."),
    "delivered_undeparted": ("Livrée sans départ", "Dites « Départ » pour faire les bons."),
    "return_to_credit": ("Revenue après la facture", "Faites un avoir sur la facture."),
    "blocked_lot_gone": ("Lot bloqué déjà parti", "Appelez les clients."),
    "crate_incomplete": ("Caisse à compléter", "Dites ce qui manque : elle ne part pas avant."),
    "organic_lapsed": ("Certificat bio fini", "Demandez le nouveau certificat au producteur."),
    "zone_too_warm": ("Chambre trop chaude", "Vérifiez la chambre froide."),
    "not_found_in_zone": ("Absente au comptage", "Cherchez la caisse."),
    "found_in_zone": ("De trop au comptage", "Vérifiez la caisse."),
    "self_test_failed": ("Essai complet raté", "Réparez l'appareil, puis refaites l'essai."),
    "ledger_restored": ("Grand livre restauré", "Comptez les zones : la fin manque peut-être."),
    "ready_line_closed": ("Commande annulée", "La caisse est venue quand même. Elle est en stock."),
    "expected_not_come": ("Attendue, pas venue", "Appelez la ferme, prévenez le client."),
    "arrival_short": ("Manque à l'arrivée", "Prévenez le client, ou complétez."),
    "arrival_over": ("Trop à l'arrivée", "Proposez-le, ou rendez-le."),
    "arrival_wrong_customer": ("Mauvais client sur la caisse", "Changez l'étiquette."),
    "mail_uncertain": ("Courrier incertain", "Demandez s'il est arrivé, puis réglez-le."),
    "mail_failed": ("Courrier refusé", "Vérifiez l'adresse, puis renvoyez."),
    "document_ended": ("Document du producteur fini", "Demandez le nouveau, puis notez-le."),
    "weekly_limit_near": ("Limite de la semaine proche", "Prévenez le producteur."),
    "weekly_limit_passed": ("Limite de la semaine passée", "Voyez la dérogation du producteur."),
    "pickup_otherwise": ("Ramassage à vérifier", "Regardez cette caisse au déchargement."),
    "pickup_refused": ("Caisse laissée à la ferme", "Prévenez les clients, ou complétez."),
    "pickup_short": ("Ramassé, pas arrivé", "Cherchez dans le camion, ou appelez la ferme."),
    "pickup_over": ("Arrivé en plus du ramassage", "Gardez-le en stock, ou appelez la ferme."),
    "collected_twice": ("Ferme dite deux fois", "La première fois compte. Comparez les caisses."),
    "empties_differ": (
        "Caisses laissées : écart",
        "Moins notées que chargées. Demandez au chauffeur.",
    ),
    "tare_moved": ("Tare qui a bougé", "Pesez encore les vides, ou changez de type."),
    "duplicate_id": ("Identifiant répété", "Un appareil est mal réglé."),
}
"""Title and remedy of each kind of exception."""


def exceptions(present: Present, state: str = "open") -> list[Json]:
    """Return the coordinator's exceptions, the latest first, with words and group."""
    found = present.world.troubles.where(state=state)
    items = []
    for trouble in sorted(found, key=lambda trouble: -trouble.raised_seq):
        title, remedy = EXCEPTION_WORDS.get(trouble.kind, (trouble.kind, ""))
        items.append(
            {
                "id": trouble.id,
                "kind": trouble.kind,
                "group": trouble.kind,
                "title": title,
                "detail": present.named(trouble.detail),
                "remedy": remedy,
                "at": trouble.raised_at,
                "subject": trouble.subject,
                "note": trouble.note,
            }
        )
    return items
