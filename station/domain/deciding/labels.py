"""Decides the life of labels: queued with their crate, moved by the spool, settled by people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.mentioning import names, organic_claim
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, PostFacts, PrinterFacts, found, reason_given
from station.domain.mentions import sentence
from station.domain.refusals import Refusal
from station.domain.words import LabelState, Unit

UNIT_WORDS: dict[Unit, tuple[str, str]] = {
    Unit.KG: ("kg", "kg"),
    Unit.PIECE: ("pièce", "pièces"),
    Unit.BUNCH: ("botte", "bottes"),
    Unit.TRAY30: ("plateau de 30", "plateaux de 30"),
    Unit.LITRE: ("litre", "litres"),
    Unit.BOTTLE: ("bouteille", "bouteilles"),
    Unit.PUNNET: ("barquette", "barquettes"),
    Unit.NET: ("filet", "filets"),
    Unit.BAG: ("sac", "sacs"),
}
"""French words of a unit, singular and plural, the same on labels, screens and papers."""


def queue_label(desk: Desk, crate_id: str, *, printer: str | None = None) -> str:
    """Queue the next label of a crate at the desk's post; return the label's id.

    From an office without a post, a copy comes out where the label before it did.
    """
    crate = found(desk.world.crates.get(crate_id), crate_id)
    post = desk.post_facts() or _post_before(desk, desk.world.labels.where(crate=crate_id))
    if printer is None:
        printer = post.printer or desk.settings.spare_printer
    to = PrinterFacts(id=printer, template=post.template, template_hash=post.template_hash)
    copy = next_copy(desk, crate_id)
    fields = label_fields(desk, crate, copy)
    return queued(desk, crate_id, copy=copy, fields=fields, to=to, post=post.id)


def next_copy(desk: Desk, crate_id: str) -> int:
    """Return the number of a crate's next label; the first is 1."""
    copies = desk.world.labels.where(crate=crate_id)
    return max((label.copy for label in copies), default=0) + 1


def queued(
    desk: Desk, crate_id: str, *, copy: int, fields: dict[str, str], to: PrinterFacts, post: str
) -> str:
    """Queue a label with these fields at a printer, also of a crate that has not come yet."""
    label = f"{crate_id}-{copy}"
    desk.emit(
        f"label/{label}",
        events.labels.LabelQueued(
            label=label,
            crate=crate_id,
            copy=copy,
            printer=to.id,
            post=post,
            template=to.template,
            template_hash=to.template_hash,
            digest=desk.vault.seal(f"label/{label}", fields),
        ),
    )
    return label


def on_paper_already(desk: Desk, crate_id: str) -> str:
    """Record the label that a crate brought: one printed here for it, or the farm's own paper."""
    printed = [
        label
        for label in desk.world.labels.where(crate=crate_id)
        if label.state is not LabelState.VOIDED
    ]
    last = max(printed, key=lambda label: label.copy, default=None)
    label = last.id if last else queue_label(desk, crate_id, printer="")
    if last is None or last.state is not LabelState.CONFIRMED:
        confirm(desk, label, "étiquette prête, lue à la réception")
    return label


def _post_before(desk: Desk, copies: list[model.Label]) -> PostFacts:
    """Return the post of a crate's last label; without one, what is in the spare printer."""
    last = max(copies, key=lambda label: label.copy, default=None)
    post = desk.settings.posts.get(last.post) if last else None
    if post is not None and post.printer:
        return post
    printer = desk.settings.printers.get(desk.settings.spare_printer)
    spare = PostFacts(id="", role=_any_role(desk))
    if printer is None:
        return spare
    return replace(spare, template=printer.template, template_hash=printer.template_hash)


def _any_role(desk: Desk) -> Any:
    return next((post.role for post in desk.settings.posts.values()), "reception")


def label_fields(desk: Desk, crate: model.Crate, copy: int) -> dict[str, str]:
    """Return what stands on a crate's label, as text; a snapshot, sealed in the vault."""
    fields = {
        "hub": desk.settings.hub_name,
        "sscc": crate.sscc or "",
        "crate_code": crate.id,
        "temperature_class": crate.temperature_class.value,
        "received": desk.today,
        "use_by": crate.use_by or "",
        "best_before": crate.best_before or "",
        "copy": f"copie {copy}" if copy > 1 else "",
        **_destination(desk, crate),
    }
    if len(crate.contents) == 1:
        fields |= _one_content(desk, crate, crate.contents[0])
        fields |= _not_known_yet(desk, crate)
    else:
        fields |= _several(desk, crate)
    return fields


def _one_content(desk: Desk, crate: model.Crate, content: model.Content) -> dict[str, str]:
    product = found(desk.world.products.get(content.product), content.product)
    producer = desk.vault.get(f"producer/{content.producer}") or {}
    lot = found(desk.world.lots.get(content.lot), content.lot)
    return {
        "product": product.name,
        "product_code": product.code,
        "producer": producer.get("name", content.producer),
        "lot": lot.id,
        "producer_lot": lot.producer_lot,
        "net": kilograms(content.net_g) if content.net_g is not None else "",
        "net_g": str(content.net_g) if content.net_g is not None else "",
        "count": units(content.count, product.unit) if content.count is not None else "",
        "weight_note": "non réglementé" if content.net_g is not None else "",
        "mentions": _mentions(desk, product, lot),
        "to_complete": names(lot.missing),
    }


def _not_known_yet(desk: Desk, crate: model.Crate) -> dict[str, str]:
    """Say on the label of a crate that was dropped off that it is still to be weighed, or counted.

    What its farm declared is not printed: the label would go on saying it after the weighing.
    """
    if not crate.unmeasured:
        return {}
    product = found(desk.world.products.get(crate.product or ""), crate.product or "")
    return {"net": "à peser"} if product.unit is Unit.KG else {"count": "à compter"}


def _mentions(desk: Desk, product: model.Product, lot: model.Lot) -> str:
    """Return what the law asks beside lot, dates and weight; the oval mark stays the producer's."""
    words = [organic_claim(desk, product, lot), sentence(lot.mentions)]
    if "approval" in lot.mentions:
        words.append("ne rien coller sur l'ovale")
    return " · ".join(word for word in words if word)


def _several(desk: Desk, crate: model.Crate) -> dict[str, str]:
    lines = []
    for content in crate.contents:
        product = found(desk.world.products.get(content.product), content.product)
        much = units(content.count, product.unit) if content.count is not None else ""
        much = much or (kilograms(content.net_g) if content.net_g is not None else "")
        lines.append(f"{product.name} · {much} · L{content.lot}")
    return {"product": "Préparation", "contents": "\n".join(lines)}


def _destination(desk: Desk, crate: model.Crate) -> dict[str, str]:
    if crate.customer is None:
        return {"customer": "", "round": "", "stop": ""}
    party = desk.vault.get(f"customer/{crate.customer}") or {}
    stops = desk.world.stops.where(customer=crate.customer, date=crate.deliver_on or desk.today)
    round = desk.world.rounds.get(stops[0].round) if stops else None
    return {
        "customer": party.get("name", crate.customer),
        "round": round.name if round else "",
        "stop": str(stops[0].stop) if stops else "",
        "deliver_on": crate.deliver_on or "",
    }


def kilograms(grams: int) -> str:
    """Write integer grams as French kilograms, to the gram: 12 340 g is « 12,340 kg »."""
    sign = "-" if grams < 0 else ""
    return f"{sign}{abs(grams) // 1000},{abs(grams) % 1000:03d} kg"


def degrees(celsius_tenths: int) -> str:
    """Write tenths of a degree as French text: 72 is « 7,2 »; minus is the sign, no hyphen."""
    sign = "−" if celsius_tenths < 0 else ""
    return f"{sign}{abs(celsius_tenths) // 10},{abs(celsius_tenths) % 10}"


def units(count: int, unit: Unit) -> str:
    """Write a count with its unit in French: « 12 bottes »."""
    singular, plural = UNIT_WORDS[unit]
    return f"{count} {plural if count > 1 else singular}"


def _open_label(desk: Desk, id: str) -> model.Label:
    label = found(desk.world.labels.get(id), f"étiquette {id}")
    if label.state in (LabelState.VOIDED, LabelState.CONFIRMED):
        raise Refusal("label_settled")
    return label


def confirm(desk: Desk, label: str, by: str) -> None:
    """Record that a label is out and readable; what the coordinator was asked is then settled."""
    desk.emit(f"label/{label}", events.labels.LabelConfirmed(label=label, by=by))
    desk.settle_troubles(f"confirmée : {by}", subject=label)


def void(desk: Desk, label: str, reason: str) -> None:
    """Record that a label no longer counts; what the coordinator was asked is then settled."""
    desk.emit(f"label/{label}", events.labels.LabelVoided(label=label, reason=reason))
    desk.settle_troubles(f"annulée : {reason}", subject=label)


def confirm_label(command: commands.labels.ConfirmLabel, desk: Desk) -> Outcome:
    label = _open_label(desk, command.label)
    by = desk.operator or desk.reader or "poste"
    confirm(desk, label.id, by)
    return Outcome(crate=label.crate, label=label.id)


def void_label(command: commands.labels.VoidLabel, desk: Desk) -> Outcome:
    label = found(desk.world.labels.get(command.label), f"étiquette {command.label}")
    if label.state is LabelState.VOIDED:
        raise Refusal("label_settled")
    reason = reason_given(command.reason)
    void(desk, label.id, reason)
    return Outcome(crate=label.crate, label=label.id)


def queued_loose(
    desk: Desk, id: str, *, fields: dict[str, str], to: PrinterFacts, template: str, copy: int = 1
) -> None:
    """Queue a label of no crate (evening, emergency, tag), of a template that fits the paper."""
    desk.emit(
        f"label/{id}",
        events.labels.LabelQueued(
            label=id,
            crate="",
            copy=copy,
            printer=to.id,
            post=desk.post or "",
            template=template,
            template_hash=to.loose[template],
            digest=desk.vault.seal(f"label/{id}", fields),
        ),
    )


def reprint_label(command: commands.labels.ReprintLabel, desk: Desk) -> Outcome:
    label = found(desk.world.labels.get(command.label), f"étiquette {command.label}")
    crate = desk.world.crates.get(label.crate)
    if crate is None:
        return _without_crate(desk, label)
    if not crate.state.in_hangar:
        raise Refusal("already_left" if crate.state.gone_to_customer else "crate_closed")
    settle_former(desk, crate.id, "réimprimée")
    return Outcome(crate=crate.id, label=queue_label(desk, crate.id))


def _without_crate(desk: Desk, label: model.Label) -> Outcome:
    """Print the same fields again: a label of no crate, or of one that has not come yet."""
    to = found(desk.settings.printers.get(label.printer), f"imprimante {label.printer}")
    fields = found(desk.vault.get(f"label/{label.id}"), f"étiquette {label.id}")
    if label.state in (LabelState.QUEUED, LabelState.UNCERTAIN, LabelState.FAILED):
        void(desk, label.id, "réimprimée")
    if label.crate:
        ready = found(desk.world.ready_crates.get(label.crate), label.crate)
        if ready.state != "expected":
            raise Refusal("label_settled")
        copy = next_copy(desk, label.crate)
        fields = fields | {"copy": f"copie {copy}"}
        post = desk.post or label.post
        return Outcome(label=queued(desk, label.crate, copy=copy, fields=fields, to=to, post=post))
    if label.template not in to.loose:
        raise Refusal("paper_too_small", printer=to.id)
    copy = label.copy + 1
    id = f"{label.id.removesuffix(f'-R{label.copy}')}-R{copy}"
    queued_loose(desk, id, fields=fields, to=to, template=label.template, copy=copy)
    return Outcome(label=id)


def settle_former(desk: Desk, crate_id: str, reason: str) -> None:
    """Void the labels of a crate that are not proven to be on paper."""
    waiting = (LabelState.QUEUED, LabelState.UNCERTAIN, LabelState.FAILED)
    for former in desk.world.labels.where(crate=crate_id):
        if former.state in waiting:
            void(desk, former.id, reason)


def move_queue(command: commands.labels.MoveQueue, desk: Desk) -> Outcome:
    """Move what waits for a printer, oldest first; the worker of the former one is told « no »."""
    waiting = desk.world.labels.where(printer=command.printer, state=LabelState.QUEUED.value)
    if not waiting:
        raise Refusal("no_label_waits")
    last: model.Label | None = None
    for label in sorted(waiting, key=lambda label: label.queued_seq):
        to = desk.settings.printers.get(command.to or _other_printer(desk, label))
        if to is not None and to.id != command.printer:
            # A label of no crate, the evening's, stays what it is on any paper.
            shape = to if label.crate else label
            desk.emit(
                f"label/{label.id}",
                events.labels.LabelMoved(
                    label=label.id,
                    printer=to.id,
                    template=shape.template,
                    template_hash=shape.template_hash,
                ),
            )
            last = label
    if last is None:
        raise Refusal("no_other_printer")
    return Outcome(crate=last.crate, label=last.id)


def _other_printer(desk: Desk, label: model.Label) -> str:
    post = desk.settings.posts.get(label.post)
    return post.other_printer(label.printer) if post else ""


def mark_label(command: commands.labels.MarkLabel, desk: Desk) -> Outcome:
    """The spool's own report; it never moves a label that people have settled.

    Only a label that waits for this very printer may begin to be sent: a label that was moved, or
    that another worker has, is never sent twice.
    """
    label = found(desk.world.labels.get(command.label), f"étiquette {command.label}")
    if label.state in (LabelState.VOIDED, LabelState.CONFIRMED):
        raise Refusal("label_settled")
    moved = command.printer and command.printer != label.printer
    if command.state == "sending" and (label.state is not LabelState.QUEUED or moved):
        raise Refusal("label_settled")
    if command.state == "confirmed":
        confirm(desk, label.id, command.evidence)
    else:
        desk.emit(f"label/{label.id}", _MARKS[command.state](command))
    if command.state in _DOUBTS:
        desk.trouble(f"label_{command.state}", label.id, _DOUBTS[command.state])
    return Outcome(crate=label.crate, label=label.id)


_DOUBTS = {
    "uncertain": "L'envoi s'est interrompu : l'étiquette est peut-être sortie.",
    "failed": "L'étiquette ne peut pas être dessinée : rien n'est sorti.",
    "outdated": "Le modèle d'étiquette a changé entre-temps : rien n'est sorti.",
}
"""What the coordinator reads; the evidence for a maintainer stays with the label."""

_MARKS: dict[str, Any] = {
    "sending": lambda c: events.labels.LabelSending(label=c.label, printer=c.printer),
    "sent": lambda c: events.labels.LabelSent(label=c.label, evidence=c.evidence),
    "failed": lambda c: events.labels.LabelFailed(label=c.label, evidence=c.evidence),
    "outdated": lambda c: events.labels.LabelFailed(label=c.label, evidence=c.evidence),
    "uncertain": lambda c: events.labels.LabelUncertain(label=c.label, evidence=c.evidence),
}

DECIDES: dict[type, Any] = {
    commands.labels.ConfirmLabel: confirm_label,
    commands.labels.VoidLabel: void_label,
    commands.labels.ReprintLabel: reprint_label,
    commands.labels.MoveQueue: move_queue,
    commands.labels.MarkLabel: mark_label,
}
