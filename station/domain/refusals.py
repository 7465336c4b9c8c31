"""The refusals: every expected « no » with its French sentence, its remedy and its verdict.

Must hold no rule about when to refuse; the deciding functions raise `Refusal` with a code of here.
To add one: one line in `TABLE`, one test that meets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.domain.words import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One refusal as told to people: at most twelve words a sentence; `{names}` are filled in."""

    say_fr: str
    remedy_fr: str
    say_en: str
    remedy_en: str
    verdict: Verdict = Verdict.REFUSED


def _say(
    say_fr: str, remedy_fr: str, say_en: str, remedy_en: str, verdict: Verdict = Verdict.REFUSED
) -> Wording:
    return Wording(
        say_fr=say_fr, remedy_fr=remedy_fr, say_en=say_en, remedy_en=remedy_en, verdict=verdict
    )


TABLE: dict[str, Wording] = {
    "unknown_code": _say(
        "Code inconnu.",
        "Scannez une autre étiquette, ou appelez.",
        "Unknown code.",
        "Scan another label, or call.",
        Verdict.UNKNOWN_CODE,
    ),
    "not_ours": _say(
        "Ce code n'est pas du MIL.",
        "Scannez l'étiquette du MIL.",
        "This code is not ours.",
        "Scan the hub's label.",
        Verdict.NOT_OURS,
    ),
    "nothing_changed": _say(
        "Rien n'a changé depuis le dernier envoi.",
        "Il n'y a rien à faire.",
        "Nothing has changed since it was last sent.",
        "There is nothing to do.",
    ),
    "mapping_incomplete": _say(
        "Il manque une colonne à ce modèle.",
        "Dites où sont le client, le produit et la quantité.",
        "This mapping lacks a column.",
        "Say where customer, product and quantity are.",
    ),
    "crate_shared": _say(
        "Cette caisse sert aussi une autre ligne.",
        "Sortez la marchandise de la caisse, puis séparez-la à l'écran.",
        "This crate serves another line too.",
        "Take the goods out, then split the crate on the screen.",
    ),
    "late_settled": _say(
        "Cette commande tardive est déjà réglée.",
        "Il n'y a rien à faire.",
        "This late order is already settled.",
        "There is nothing to do.",
    ),
    "date_closed": _say(
        "L'heure limite de ce jour est passée aussi.",
        "Choisissez un jour plus lointain.",
        "The cut-off of that day has passed too.",
        "Choose a later day.",
    ),
    "nothing_to_postpone": _say(
        "Il n'y a rien de plus à livrer un autre jour.",
        "Acceptez ou refusez cette ligne.",
        "There is nothing more to deliver another day.",
        "Accept or refuse this line.",
    ),
    "mail_settled": _say(
        "Ce courrier est déjà réglé.",
        "Il n'y a rien à faire.",
        "This mail is already settled.",
        "There is nothing to do.",
    ),
    "already_noted": _say(
        "C'est déjà signalé.",
        "Le coordinateur est prévenu.",
        "This was already reported.",
        "The coordinator knows.",
        Verdict.DUPLICATE,
    ),
    "lot_scanned": _say(
        "C'est un lot, pas une caisse.",
        "Scannez l'étiquette d'une caisse.",
        "This is a lot, not a crate.",
        "Scan a crate's label.",
    ),
    "not_weighed": _say(
        "Caisse déposée, non pesée.",
        "Pesez-la ou comptez-la à la réception.",
        "Crate dropped off, not weighed.",
        "Weigh or count it at reception.",
        Verdict.NOT_READY,
    ),
    "already_dropped": _say(
        "Cette caisse est déjà déposée.",
        "Passez à la suivante.",
        "This crate was dropped off already.",
        "Take the next one.",
        Verdict.DUPLICATE,
    ),
    "label_needed": _say(
        "Il faut une étiquette sur la caisse.",
        "Collez une étiquette de secours, puis scannez-la.",
        "The crate needs a label.",
        "Stick an emergency label on it and scan it.",
    ),
    "not_received": _say(
        "Cette caisse n'est pas encore reçue.",
        "Passez d'abord par la réception.",
        "This crate has not been received yet.",
        "Go through reception first.",
        Verdict.NOT_READY,
    ),
    "label_unbound": _say(
        "Cette étiquette n'est liée à aucune caisse.",
        "Scannez-la d'abord à la réception.",
        "This label belongs to no crate.",
        "Scan it at reception first.",
        Verdict.NOT_READY,
    ),
    "already_received": _say(
        "Cette caisse est déjà reçue.",
        "Passez à la suivante.",
        "This crate was already received.",
        "Go on to the next one.",
        Verdict.DUPLICATE,
    ),
    "wrong_label": _say(
        "Cette étiquette est pour : {product}.",
        "Prenez la bonne étiquette.",
        "This label is for: {product}.",
        "Take the right label.",
    ),
    "not_a_crate": _say(
        "Ce n'est pas une caisse.",
        "Scannez l'étiquette d'une caisse.",
        "This is not a crate.",
        "Scan a crate's label.",
    ),
    "not_found": _say(
        "{what} : introuvable.",
        "Vérifiez le code, ou appelez le coordinateur.",
        "{what}: not found.",
        "Check the code, or call the coordinator.",
    ),
    "weight_not_stable": _say(
        "La balance bouge encore.",
        "Attendez le point vert.",
        "The scale is still moving.",
        "Wait for the green dot.",
    ),
    "weight_stale": _say(
        "Ce poids n'est plus valable.",
        "Retirez la caisse, puis reposez-la.",
        "This weight is no longer valid.",
        "Take the crate off, then put it back.",
    ),
    "weight_out_of_range": _say(
        "Poids hors des limites de la balance.",
        "Changez la charge, ou changez de balance.",
        "Weight outside the scale's range.",
        "Change the load, or use another scale.",
    ),
    "scale_not_cleared": _say(
        "Cette charge est déjà pesée.",
        "Videz la balance, puis posez la caisse suivante.",
        "This load was already weighed.",
        "Clear the scale, then put the next crate.",
    ),
    "scale_offline": _say(
        "La balance ne répond pas.",
        "Vérifiez la balance et son câble.",
        "The scale does not answer.",
        "Check the scale and its cable.",
    ),
    "weight_required": _say(
        "Ce produit se pèse.",
        "Posez la caisse sur la balance.",
        "This product is weighed.",
        "Put the crate on the scale.",
    ),
    "count_required": _say(
        "Ce produit se compte.",
        "Indiquez le nombre.",
        "This product is counted.",
        "Give the number.",
    ),
    "tare_too_heavy": _say(
        "La tare dépasse le poids.",
        "Choisissez le bon type de caisse.",
        "The tare is more than the weight.",
        "Choose the right crate type.",
    ),
    "temperature_required": _say(
        "Il manque la température.",
        "Mesurez-la, puis saisissez-la.",
        "The temperature is missing.",
        "Measure it, then enter it.",
    ),
    "date_required": _say(
        "Il manque la date limite.",
        "Saisissez la date de l'étiquette du producteur.",
        "The use-by date is missing.",
        "Enter the date on the producer's label.",
    ),
    "lot_blocked": _say(
        "Lot bloqué.",
        "Ne chargez pas. Posez la caisse sur la palette rouge.",
        "Blocked lot.",
        "Do not load. Put the crate on the red pallet.",
        Verdict.LOT_BLOCKED,
    ),
    "past_use_by": _say(
        "La date limite est passée.",
        "Posez la caisse sur la palette rouge.",
        "The use-by date has passed.",
        "Put the crate on the red pallet.",
        Verdict.PAST_USE_BY,
    ),
    "crate_incomplete": _say(
        "Il manque sur l'étiquette : {what}.",
        "Complétez la caisse, ou appelez le coordinateur.",
        "Missing on the label: {what_en}.",
        "Complete the crate, or call the coordinator.",
        Verdict.NOT_READY,
    ),
    "document_ended": _say(
        "{what} : fini le {until}.",
        "Ne recevez pas. Appelez le coordinateur.",
        "{what}: ended on {until}.",
        "Do not receive. Call the coordinator.",
    ),
    "past_sale_limit": _say(
        "Ces œufs sont trop vieux pour la vente.",
        "Posez la caisse sur la palette rouge.",
        "These eggs are too old to be sold.",
        "Put the crate on the red pallet.",
        Verdict.PAST_USE_BY,
    ),
    "nothing_missing": _say(
        "Il ne manque rien sur cette étiquette.",
        "Il n'y a rien à faire.",
        "Nothing is missing on this label.",
        "Nothing to do.",
    ),
    "bad_mention": _say(
        "{what} : valeur impossible.",
        "Correction : {remedy}.",
        "{what_en}: impossible value.",
        "Ask the coordinator.",
    ),
    "too_warm": _say(
        "Trop chaud : {celsius} degrés.",
        "Appelez le coordinateur.",
        "Too warm: {celsius} degrees.",
        "Call the coordinator.",
        Verdict.TOO_WARM,
    ),
    "wrong_zone": _say(
        "Mauvaise zone pour ce produit.",
        "Portez la caisse dans une zone {temperature_class}.",
        "Wrong zone for this product.",
        "Take the crate to a {temperature_class} zone.",
    ),
    "wrong_round": _say(
        "Cette caisse va à la tournée {round}.",
        "Reposez-la à sa place.",
        "This crate goes with round {round}.",
        "Put it back.",
        Verdict.WRONG_ROUND,
    ),
    "wrong_stop": _say(
        "Trop tôt : chargez d'abord l'arrêt {stop}.",
        "Reposez la caisse. Chargez de haut en bas.",
        "Too early: load stop {stop} first.",
        "Put it back. Load from top to bottom.",
        Verdict.WRONG_STOP,
    ),
    "not_allocated": _say(
        "Cette caisse n'a pas de client.",
        "Reposez-la en zone. Prévenez le coordinateur.",
        "This crate has no customer.",
        "Put it back. Tell the coordinator.",
        Verdict.NOT_READY,
    ),
    "already_loaded": _say(
        "Caisse déjà chargée.",
        "Regardez bien l'étiquette.",
        "Already loaded.",
        "Look at the label.",
        Verdict.DUPLICATE,
    ),
    "changed_meanwhile": _say(
        "Quelqu'un a changé cela entre-temps.",
        "Regardez ce qui a changé, puis choisissez.",
        "Somebody changed this meanwhile.",
        "Look at what changed, then choose.",
    ),
    "help_ended": _say(
        "Cet appel est déjà fini.",
        "Il n'y a rien à faire.",
        "This call is over already.",
        "There is nothing to do.",
    ),
    "still_served": _say(
        "Il reste des commandes ou des caisses.",
        "Terminez-les, puis recommencez.",
        "Orders or crates are still open.",
        "Finish them, then try again.",
    ),
    "already_there": _say(
        "Caisse déjà rangée ici.",
        "Passez à la suivante.",
        "Already stored here.",
        "Go on with the next.",
        Verdict.DUPLICATE,
    ),
    "not_loaded": _say(
        "Cette caisse n'est pas chargée.",
        "Vérifiez l'étiquette.",
        "This crate is not loaded.",
        "Check the label.",
    ),
    "not_labelled": _say(
        "L'étiquette n'est pas sortie.",
        "Réimprimez l'étiquette, puis scannez-la.",
        "The label did not come out.",
        "Reprint the label, then scan it.",
    ),
    "already_left": _say(
        "Cette caisse est déjà partie.",
        "Gardez-la. Appelez le coordinateur.",
        "This crate has already left.",
        "Keep it. Call the coordinator.",
    ),
    "crate_closed": _say(
        "Cette caisse n'est plus utilisable.",
        "Vérifiez l'étiquette.",
        "This crate is no longer in use.",
        "Check the label.",
    ),
    "round_departed": _say(
        "La tournée est déjà partie.",
        "Appelez le coordinateur.",
        "The round has left.",
        "Call the coordinator.",
    ),
    "handheld_pending": _say(
        "{device} n'a pas envoyé {count} scans.",
        "Rapprochez-le du Wi-Fi, ou donnez une raison.",
        "{device} has not sent {count} scans.",
        "Bring it near the Wi-Fi, or give a reason.",
    ),
    "handheld_behind": _say(
        "La liste des lots bloqués de {device} est ancienne.",
        "Allumez-le près du Wi-Fi, ou donnez une raison.",
        "The list of blocked lots on {device} is old.",
        "Switch it on near the Wi-Fi, or give a reason.",
    ),
    "round_not_departed": _say(
        "La tournée n'est pas encore partie.",
        "Faites d'abord partir la tournée.",
        "The round has not left yet.",
        "Let the round leave first.",
    ),
    "vote_in_the_past": _say(
        "Une clé votée ne change pas le passé.",
        "Choisissez aujourd'hui ou un jour à venir.",
        "A voted key does not change the past.",
        "Choose today or a day to come.",
    ),
    "nothing_to_invoice": _say(
        "Rien à facturer sur ces jours.",
        "Vérifiez le client et les dates.",
        "Nothing to invoice in these days.",
        "Check the customer and the dates.",
    ),
    "quantity_to_agree": _say(
        "{what} : quantité à accorder.",
        "Notez la quantité convenue avec le client.",
        "{what}: quantity to agree on.",
        "Enter the quantity agreed with the customer.",
    ),
    "price_missing": _say(
        "{what} : prix absent.",
        "Notez le prix du produit, puis recommencez.",
        "{what}: no price.",
        "Enter the product's price, then try again.",
    ),
    "already_invoiced": _say(
        "Ce bon est déjà facturé : {invoice}.",
        "Faites un avoir sur cette facture.",
        "This note is already invoiced: {invoice}.",
        "Issue a credit on that invoice.",
    ),
    "credit_too_large": _say(
        "{what} : plus que la facture.",
        "Réduisez la quantité de l'avoir.",
        "{what}: more than was invoiced.",
        "Lower the quantity of the credit.",
    ),
    "claim_too_large": _say(
        "{what} : plus que ce qui est livré.",
        "Réduisez la quantité réclamée.",
        "{what}: more than was delivered.",
        "Lower the quantity claimed.",
    ),
    "claim_open_already": _say(
        "Une réclamation est déjà ouverte sur ce produit.",
        "Réglez d'abord la première.",
        "A claim on this product is open already.",
        "Settle the first one first.",
    ),
    "claim_settled_already": _say(
        "Cette réclamation est déjà réglée.",
        "Ouvrez-en une autre s'il le faut.",
        "This claim is settled already.",
        "Open another one if need be.",
    ),
    "round_incomplete": _say(
        "Il reste {count} caisses à charger.",
        "Chargez-les, ou donnez une raison.",
        "{count} crates are left to load.",
        "Load them, or give a reason.",
    ),
    "round_needed": _say(
        "Choisissez d'abord la tournée.",
        "Scannez la carte de la tournée.",
        "Choose the round first.",
        "Scan the round's card.",
    ),
    "zone_needed": _say(
        "Choisissez d'abord la zone.",
        "Scannez la porte, puis les caisses.",
        "Choose the zone first.",
        "Scan the door, then the crates.",
    ),
    "customer_needed": _say(
        "Choisissez d'abord le client.",
        "Scannez la carte du client.",
        "Choose the customer first.",
        "Scan the customer's card.",
    ),
    "wrong_customer": _say(
        "Cette caisse est pour {customer}.",
        "Reposez-la. Prenez une autre caisse.",
        "This crate is for {customer}.",
        "Put it back. Take another.",
    ),
    "wrong_product": _say(
        "Ce produit n'est pas dans la commande.",
        "Vérifiez la caisse.",
        "This product is not in the order.",
        "Check the crate.",
    ),
    "not_enough": _say(
        "Il n'y en a pas assez.",
        "Il reste {left}. Prenez une autre caisse.",
        "There is not enough.",
        "{left} left. Take another crate.",
    ),
    "not_short": _say(
        "Il ne manque rien sur cette ligne.",
        "Continuez la préparation.",
        "Nothing is short on this line.",
        "Go on preparing.",
    ),
    "line_closed": _say(
        "Cette ligne n'est plus à servir.",
        "Voyez la commande.",
        "This line is closed.",
        "See the order.",
    ),
    "label_settled": _say(
        "Cette étiquette est déjà réglée.",
        "Il n'y a rien à faire.",
        "This label is already settled.",
        "Nothing to do.",
    ),
    "no_label_waits": _say(
        "Aucune étiquette n'attend à cette imprimante.",
        "Il n'y a rien à faire.",
        "No label waits at this printer.",
        "Nothing to do.",
    ),
    "paper_too_small": _say(
        "Le papier de {printer} est trop petit.",
        "Prenez une autre imprimante, ou des feuilles A4.",
        "The paper in {printer} is too small.",
        "Take another printer, or sheets of A4.",
    ),
    "no_other_printer": _say(
        "Il n'y a pas d'autre imprimante.",
        "Remettez celle-ci en marche.",
        "There is no other printer.",
        "Get this one going again.",
    ),
    "intake_closed": _say(
        "Cet apport est déjà clos.",
        "Ouvrez un nouvel apport.",
        "This intake is closed.",
        "Open a new intake.",
    ),
    "reason_required": _say(
        "Il faut une raison.",
        "Dites pourquoi.",
        "A reason is needed.",
        "Say why.",
    ),
    "already_blocked": _say(
        "Ce lot est déjà bloqué.",
        "Il n'y a rien à faire.",
        "This lot is already blocked.",
        "Nothing to do.",
        Verdict.DUPLICATE,
    ),
    "not_blocked": _say(
        "Ce lot n'est pas bloqué.",
        "Il n'y a rien à faire.",
        "This lot is not blocked.",
        "Nothing to do.",
    ),
    "duplicate_id": _say(
        "Cet identifiant a déjà servi.",
        "Prévenez le coordinateur.",
        "This identifier was used before.",
        "Tell the coordinator.",
    ),
    "not_allowed": _say(
        "Votre badge ne permet pas cela.",
        "Demandez au coordinateur.",
        "Your badge does not allow this.",
        "Ask the coordinator.",
    ),
    "other_farm": _say(
        "Cette étiquette est d'une autre ferme.",
        "Laissez cette caisse, ou appelez.",
        "This label is of another farm.",
        "Leave this crate, or call.",
    ),
    "out_of_bounds": _say(
        "Valeur impossible : {what}.",
        "Corrigez la valeur.",
        "Impossible value: {what}.",
        "Correct the value.",
    ),
}


class Refusal(Exception):
    """An expected « no »: an answer, stored and counted, never logged as an error."""

    def __init__(self, code: str, **details: str) -> None:
        if code not in TABLE:
            raise KeyError(f"refusal {code!r} is not in station.domain.refusals.TABLE")
        self.code, self.details = code, details
        super().__init__(code)

    @property
    def verdict(self) -> Verdict:
        """Return how a scan that meets this refusal is judged."""
        return TABLE[self.code].verdict

    def as_answer(self) -> dict[str, object]:
        """Return the contract's refusal object: code, say and remedy by language."""
        return wording(self.code, self.details)


def wording(code: str, details: dict[str, str]) -> dict[str, Any]:
    """Fill in a refusal's sentences; a detail that is missing stays visible as its name."""
    row = TABLE[code]
    known = _Visible(details)
    return {
        "code": code,
        "say": {"fr": row.say_fr.format_map(known), "en": row.say_en.format_map(known)},
        "remedy": {"fr": row.remedy_fr.format_map(known), "en": row.remedy_en.format_map(known)},
    }


class _Visible(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key
