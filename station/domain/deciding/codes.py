"""Decides codes that come before the crate or after it: which may find a crate, and when they do.

Must not mint lots nor receive crates.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, model
from station.domain.deciding.carried import Carried, bound, free
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, live_crate
from station.domain.naming import reference
from station.domain.pickups import Collected
from station.domain.refusals import Refusal
from station.domain.words import CrateState, LabelState, Role, Unit, Verdict

NOT_PROVEN = (LabelState.QUEUED, LabelState.SENDING, LabelState.UNCERTAIN, LabelState.FAILED)
"""States of a label that the crate may have to do without."""


def bind_code(command: commands.codes.BindCode, desk: Desk) -> Outcome:
    """Attach a code to a crate that is here; the same again changes nothing."""
    crate = live_crate(desk, command.crate)
    kind, code = desk.minting.read(command.code)
    if code not in crate.codes:
        free(desk, kind, code, desk.world.codes.get(code))
        bound(desk, crate.id, Carried(code=code, kind=kind))
    return Outcome(crate=crate.id, label=crate.label)


# --- scans ---------------------------------------------------------------------------------------


def scanned_elsewhere(code: model.Code) -> Refusal:
    """Return the no of a label without a crate, at a post that only knows crates."""
    return Refusal("not_received" if code.kind == "ready" else "label_unbound")


def unlabelled_last(desk: Desk, farm: str | None = None) -> model.Crate | None:
    """Return the crate that came in last at this post when its label did not come out.

    With `farm` it is the last of that farm.
    """
    crates = [
        crate
        for opened in desk.world.intakes.where(post=desk.post or "", state="open")
        if farm in (None, opened.producer)
        for crate in desk.world.crates.where(intake=opened.id)
        if crate.state is not CrateState.VOIDED
    ]
    last = max(crates, key=lambda crate: crate.arrived_seq, default=None)
    if last is None or last.label_seen or not last.state.in_hangar:
        return None
    label = desk.world.labels.get(last.label or "")
    return last if label is not None and label.state in NOT_PROVEN else None


def emergency_scanned(desk: Desk, code: str, farm: str | None = None) -> Outcome | None:
    """Bind a blank emergency label to the last crate without a label; None when there is none."""
    crate = unlabelled_last(desk, farm)
    if crate is None:
        return None
    bound(desk, crate.id, Carried(code=code, kind="emergency"))
    return Outcome(
        crate=crate.id,
        label=crate.label,
        verdict=Verdict.OK,
        say_fr="Étiquette liée à la dernière caisse.",
        say_en="Label bound to the last crate.",
        next_fr="Notez le produit au feutre.",
        next_en="Write the product on it.",
        command="BindCode",
    )


def free_again(desk: Desk, code: model.Code) -> model.Code | None:
    """Return the code of a returnable crate that came back empty, None for any other code."""
    former = desk.world.crates.get(code.target)
    if former is None or former.state.in_hangar:
        return None
    if desk.minting.read(code.code)[0] not in ("grai", "tag"):
        return None
    return model.Code(code=code.code, kind="tag", target=former.crate_type)


def in_hand_words(
    desk: Desk,
    ready: model.ReadyCrate | None,
    collected: Collected | None = None,
    *,
    dropping: bool = False,
) -> dict[str, Any]:
    """Return what is read when a code is in hand for the crate that comes now.

    `dropping`: a farm is alone; nobody weighs or counts now. A producer hears no name.
    """
    unnamed = dropping or desk.role is Role.PRODUCER
    words = _in_hand_words(desk, *((None, None) if unnamed else (ready, collected)))
    if dropping:
        words |= {"next_fr": "Déposez la caisse.", "next_en": "Leave the crate."}
    return words


def _in_hand_words(
    desk: Desk, ready: model.ReadyCrate | None, collected: Collected | None
) -> dict[str, Any]:
    if ready is None and collected is not None:
        return _collected_words(desk, collected)
    if ready is None:
        return {
            "say_fr": "Étiquette prête pour la prochaine caisse.",
            "say_en": "Label ready for the next crate.",
            "next_fr": "Recevez la caisse, puis collez l'étiquette.",
            "next_en": "Receive the crate, then stick the label.",
        }
    product = desk.world.products.get(ready.product)
    name = product.name if product else ready.product
    customer = reference("customer", ready.customer)
    return {
        "say_fr": f"{name} pour {customer}.",
        "say_en": f"{name} for {customer}.",
        **_measure_words(product),
    }


def _collected_words(desk: Desk, collected: Collected) -> dict[str, Any]:
    product = desk.world.products.get(collected.product)
    name = product.name if product else collected.product
    farm = reference("producer", collected.producer)
    return {
        "say_fr": f"{name}, ramassage chez {farm}.",
        "say_en": f"{name}, picked up at {farm}.",
        **_measure_words(product),
    }


def _measure_words(product: model.Product | None) -> dict[str, Any]:
    weighed = product is None or product.unit is Unit.KG
    return {
        "next_fr": "Posez la caisse sur la balance." if weighed else "Confirmez le nombre.",
        "next_en": "Put the crate on the scale." if weighed else "Confirm the number.",
    }


def came_in_with_it(desk: Desk, crate: model.Crate) -> bool:
    """True while a crate's one label is the one it brought: read again, it is a second scan."""
    label = desk.world.labels.get(crate.label or "")
    ready = desk.world.ready_crates.get(crate.id)
    return (
        ready is not None
        and label is not None
        and (not label.printer or label.queued_seq < crate.arrived_seq)
    )


DECIDES: dict[type, Any] = {
    commands.codes.BindCode: bind_code,
}
