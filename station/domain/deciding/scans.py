"""Decides scans: what one beep at a post means, with what the reader has in hand.

A scan that meets a refusal is itself taken and stored; its verdict carries the no. Must hold no
rule of its own about crates: it builds the command that the scan stands for and lets that decide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding import (
    actions,
    codes,
    judging,
    labels,
    picked_up,
    rounds,
    shop,
    storage,
)
from station.domain.deciding.outcome import Outcome
from station.domain.deciding.rules import LOAD, STORE, refuse_by
from station.domain.desk import Desk, find_crate, found
from station.domain.naming import reference
from station.domain.refusals import Refusal
from station.domain.words import CrateState, LabelState, PostRole, Role, Unit, Verdict

CONTEXT_KINDS: dict[str, str] = {
    "producer": "producer",
    "product": "product",
    "crate-type": "crate_type",
    "zone": "zone",
    "round": "round",
    "customer": "customer",
    "operator": "operator",
}
"""Which thing in hand a card of each kind sets."""

NOT_OF_FARMS = frozenset({"customer", "round", "operator"})
"""Cards that producers do not scan."""

CLEARS: dict[str, tuple[str, ...]] = {
    "producer": ("product", "code"),
    "product": ("code",),
    "zone": ("round", "customer"),
    "round": ("zone", "customer"),
    "customer": ("round", "zone"),
}
"""What choosing one thing puts down: another producer's product, another place's crates."""


MAY_BE_ON_PAPER = (LabelState.SENDING, LabelState.SENT, LabelState.UNCERTAIN)
"""Label states of which a scan is the proof."""


def take_scan(command: commands.scans.TakeScan, desk: Desk) -> Outcome:
    """Judge a scan; never raises: a refusal becomes the verdict, and is stored beside it."""
    try:
        return _taken(command, desk)
    except Refusal as refusal:
        return Outcome(verdict=refusal.verdict, refusal=refusal, crate=_crate_in(command, desk))


def _crate_in(command: commands.scans.TakeScan, desk: Desk) -> str | None:
    code = desk.world.codes.get(command.code)
    return code.target if code and code.kind == "crate" else None


def _taken(command: commands.scans.TakeScan, desk: Desk) -> Outcome:
    code = desk.world.codes.get(command.code)
    if code is None:
        if command.told and _receiving(command, desk):
            return Outcome(
                verdict=Verdict.OK,
                say_fr="Étiquette du producteur lue.",
                say_en="Producer's label read.",
                proposed=tuple(sorted(command.told.items())),
            )
        return _not_known(command, desk)
    if code.kind in ("ready", "emergency", "tag"):
        return _waiting(command, desk, code)
    if code.kind in CONTEXT_KINDS:
        _not_of_farms(desk, code)
        return _chosen(desk, code, command.context)
    if code.kind == "crate":
        if _takes_in(command, desk) and (again := codes.free_again(desk, code)):
            return _waiting(command, desk, again)
        return _crate(command, desk, find_crate(desk, command.code))
    if code.kind == "action":
        _may(desk, actions.ACTIONS[code.target][1])
        return actions.act(code.target, desk)
    raise Refusal("lot_scanned" if code.kind == "lot" else "not_a_crate")


def _not_known(command: commands.scans.TakeScan, desk: Desk) -> Outcome:
    """Another hub's SSCC may name a crate that comes in; any other strange code is told apart."""
    kind, code = desk.minting.read(command.code)
    if kind in ("sscc", "grai", "tag", "emergency") and _takes_in(command, desk):
        return _waiting(command, desk, model.Code(code=code, kind=kind, target=code))
    if kind == "emergency":
        raise Refusal("label_unbound")
    if kind == "trade" and (outcome := _in_store(command, desk)):
        return outcome
    raise Refusal("not_ours" if command.kind in ("gtin", "gs1") else "unknown_code")


def _in_store(command: commands.scans.TakeScan, desk: Desk) -> Outcome | None:
    """Take the product of a shop's weight code in hand; its weight is shown and never taken."""
    post, read = desk.post_facts(), desk.settings.in_store(command.code)
    if read is None or post is None or post.role is not PostRole.RECEPTION:
        return None
    products = desk.world.products.where(gtin=read.item_code)
    if len(products) != 1:
        return None
    chosen = _chosen(
        desk,
        model.Code(code=command.code, kind="product", target=products[0].code),
        command.context,
    )
    if read.net_g is None:
        return chosen
    weight = labels.kilograms(read.net_g)
    return replace(
        chosen,
        next_fr=f"{weight} écrits sur l'emballage. Pesez la caisse.",
        next_en=f"{weight} on the package. Weigh the crate.",
    )


def _waiting(command: commands.scans.TakeScan, desk: Desk, code: model.Code) -> Outcome:
    """Take the code of a crate that has not come in yet in hand; a reception can, and a farm.

    A farm that drops off alone takes no other farm's label.
    """
    farm = _dropping(command, desk)
    if not _at_reception(desk) and farm is None:
        raise codes.scanned_elsewhere(code)
    _may(desk, "ReceiveCrate" if farm is None else "DropOffCrate")
    collected = picked_up.by_code(desk, code.code)
    blank = code.kind == "emergency" and collected is None
    if blank and (outcome := codes.emergency_scanned(desk, code.code, farm)):
        return outcome
    ready = desk.world.ready_crates.get(code.target) if code.kind == "ready" else None
    its_farm = ready.producer if ready else collected.producer if collected else farm
    if farm not in (None, its_farm):
        raise Refusal("other_farm")
    hand = replace(_in_hand(desk, command.context), code=code.code)
    if ready:
        hand = replace(hand, producer=ready.producer, product=ready.product)
    elif collected:
        hand = replace(hand, producer=collected.producer, product=collected.product)
        hand = replace(hand, crate_type=collected.crate_type or hand.crate_type)
    if code.kind == "tag" and code.target:
        hand = replace(hand, crate_type=code.target)
    _take(desk, hand)
    words = codes.in_hand_words(desk, ready, collected, dropping=farm is not None)
    ids = (("code", code.code), *((("ready_crate", ready.id),) if ready else ()))
    return Outcome(verdict=Verdict.OK, ids=ids, **words)


def _take(desk: Desk, hand: model.ReaderContext) -> None:
    names = events.hub.ReaderContextChanged.__dataclass_fields__
    change = events.hub.ReaderContextChanged(**{name: getattr(hand, name) for name in names})
    desk.emit(f"reader/{desk.reader or 'screen'}", change)


def _at_reception(desk: Desk) -> bool:
    post = desk.post_facts()
    return post is not None and post.role is PostRole.RECEPTION


def _takes_in(command: commands.scans.TakeScan, desk: Desk) -> bool:
    """True where crates come in: at a reception, and where a farm drops off alone."""
    return _at_reception(desk) or _dropping(command, desk) is not None


def _dropping(command: commands.scans.TakeScan, desk: Desk) -> str | None:
    """Return the farm that drops off alone at a cold room's post, None where nobody does.

    The farm is in hand; and one of its people is at work, or the screen itself says so.
    """
    post, hand = desk.post_facts(), _in_hand(desk, command.context)
    if post is None or post.role is not PostRole.STORE or hand.producer is None:
        return None
    person = desk.world.operators.get(hand.operator or "")
    theirs = desk.role is Role.PRODUCER or (person is not None and person.role == Role.PRODUCER)
    return hand.producer if theirs or command.context.producer else None


def _receiving(command: commands.scans.TakeScan, desk: Desk) -> bool:
    """True at a reception that has a product in hand: only then a trade label says something."""
    return _at_reception(desk) and _in_hand(desk, command.context).product is not None


def _in_hand(desk: Desk, given: commands.scans.HandContext) -> model.ReaderContext:
    """Return what the reader has in hand; what the call itself carries wins."""
    reader = desk.reader or ""
    known = desk.world.contexts.get(reader) or model.ReaderContext(
        reader=reader, post=desk.post or ""
    )
    named: dict[str, Any] = {}
    for name in CONTEXT_KINDS.values():
        if (value := getattr(given, name)) is not None:
            named[name] = value
    return replace(known, **named) if named else known


def _chosen(desk: Desk, code: model.Code, given: commands.scans.HandContext) -> Outcome:
    field = CONTEXT_KINDS[code.kind]
    hand = replace(_in_hand(desk, given), **{field: code.target})
    nothing: dict[str, Any] = dict.fromkeys(CLEARS.get(field, ()))
    hand = replace(hand, **nothing)
    if field in ("operator", "producer"):
        hand = _whose(desk, hand, field)
    if field == "product":
        product = found(desk.world.products.get(code.target), code.target)
        hand = replace(hand, producer=product.producer)
    _take(desk, hand)
    return Outcome(
        verdict=Verdict.OK,
        say_fr=_name(desk, code),
        say_en=_name(desk, code),
        round=hand.round,
        ids=((field, code.target),),
    )


def _whose(desk: Desk, hand: model.ReaderContext, field: str) -> model.ReaderContext:
    """At a cold room's door a farmer's badge says which farm drops off, and another's that none is.

    A farm's card that a farmer chose says who is at work at this reader.
    """
    post = desk.post_facts()
    if post is None or post.role is not PostRole.STORE:
        return hand
    if field == "producer":
        return replace(hand, operator=desk.operator) if desk.role is Role.PRODUCER else hand
    person = desk.world.operators.get(hand.operator or "")
    farm = person.producer if person and person.role == Role.PRODUCER else None
    return replace(hand, producer=farm)


def _name(desk: Desk, code: model.Code) -> str:
    """Return how a person calls the chosen thing, without personal data in the chain."""
    world = desk.world
    named: Any = {
        "product": world.products,
        "crate-type": world.crate_types,
        "zone": world.zones,
        "round": world.rounds,
    }.get(code.kind)
    thing = named.get(code.target) if named else None
    if code.kind == "round" and thing:
        return f"Tournée {thing.name}"
    if thing:
        return str(thing.name)
    name = reference(code.kind, code.target)
    return f"Bonjour {name}." if code.kind == "operator" else name


def _crate(command: commands.scans.TakeScan, desk: Desk, crate: model.Crate) -> Outcome:
    label = _confirmed(desk, crate)
    post = desk.post_facts()
    hand = _in_hand(desk, command.context)
    role = post.role if post else None
    if farm := _dropping(command, desk):
        outcome = _own_crate(desk, crate, farm, label)
    elif desk.judged is not None and not desk.judged_good:
        outcome = _left_aside(desk, role, crate, hand)
    else:
        outcome = _by_role(desk, role, crate, hand)
    return replace(outcome, crate=crate.id, label=label or crate.label)


def _confirmed(desk: Desk, crate: model.Crate) -> str | None:
    """A crate's scan anywhere proves that its label is out and readable; return that label.

    Not one that still waits: something else was read (an earlier copy), and it must be printed.
    """
    label = desk.world.labels.get(crate.label or "")
    if label is None or crate.state is CrateState.VOIDED:
        return None
    found_again = label.state is LabelState.VOIDED and not crate.label_seen
    if label.state not in MAY_BE_ON_PAPER and not found_again:
        return None
    by = desk.operator or desk.reader or "scan"
    labels.confirm(desk, label.id, by)
    return label.id


def _by_role(
    desk: Desk, role: PostRole | None, crate: model.Crate, hand: model.ReaderContext
) -> Outcome:
    command: Any
    match role:
        case PostRole.STORE:
            if hand.zone is None:
                raise Refusal("zone_needed")
            _may(desk, "StoreCrate")
            command = commands.storage.StoreCrate(crate=crate.id, zone=hand.zone)
            return _ran(storage.store_crate(command, desk), "StoreCrate", "Rangée.", "Stored.")
        case PostRole.DOCK:
            if hand.round is None:
                raise Refusal("round_needed")
            _may(desk, "LoadCrate")
            command = commands.rounds.LoadCrate(crate=crate.id, round=hand.round)
            return _loaded(rounds.load_crate(command, desk, scanned=True))
        case PostRole.SHOP:
            if hand.customer is None:
                raise Refusal("customer_needed")
            _may(desk, "HandOverCrate")
            command = commands.shop.HandOverCrate(crate=crate.id, customer=hand.customer)
            return _ran(
                shop.hand_over_crate(command, desk), "HandOverCrate", "Remise.", "Handed over."
            )
        case PostRole.RECEPTION | None:
            return _read_back(desk, crate)


def _left_aside(
    desk: Desk, role: PostRole | None, crate: model.Crate, hand: model.ReaderContext
) -> Outcome:
    """A handheld said no and the worker left the crate: nothing is moved, whatever we would say.

    Where the station would have said yes, the coordinator is told that a good crate stands aside.
    """
    if role is PostRole.DOCK and hand.round is not None:
        refuse_by(LOAD, desk, crate, judging.round_of(desk, hand.round))
    if role is PostRole.STORE and hand.zone is not None:
        refuse_by(STORE, desk, crate, storage.zone_of(desk, hand.zone))
    said = desk.judged.verdict if desk.judged else ""
    desk.trouble("judged_otherwise", crate.id, f"laissée de côté par le lecteur : {said}")
    verdict = Verdict(said) if said in tuple(Verdict) else Verdict.REFUSED
    return Outcome(verdict=verdict, say_fr="Laissée de côté.", say_en="Left aside.")


def _may(desk: Desk, command: str) -> None:
    """A scan may do only what its sender might command."""
    if desk.role not in commands.COMMANDS[command][1]:
        raise Refusal("not_allowed")


def _not_of_farms(desk: Desk, code: model.Code) -> None:
    """A card tells a name: a producer hears no customer's, no round's, and of people their own."""
    own = code.kind == "operator" and code.target == desk.operator
    if desk.role is Role.PRODUCER and code.kind in NOT_OF_FARMS and not own:
        raise Refusal("not_allowed")


def _loaded(outcome: Outcome) -> Outcome:
    if outcome.verdict is Verdict.DONE:
        return _ran(outcome, "LoadCrate", "Arrêt complet.", "Stop complete.")
    return _ran(outcome, "LoadCrate", "Bonne caisse.", "Right crate.")


def _ran(outcome: Outcome, command: str, say_fr: str, say_en: str) -> Outcome:
    verdict = outcome.verdict or Verdict.OK
    return replace(outcome, command=command, verdict=verdict, say_fr=say_fr, say_en=say_en)


def _own_crate(desk: Desk, crate: model.Crate, farm: str, label: str | None) -> Outcome:
    """A farm reads the label back that it has just stuck on; any other crate is not to be done."""
    if {content.producer for content in crate.contents} != {farm}:
        raise Refusal("other_farm")
    if label is None:
        raise Refusal("already_dropped" if crate.unmeasured else "already_received")
    return Outcome(verdict=Verdict.OK, say_fr="Étiquette lue.", say_en="Label read.")


def _to_measure(desk: Desk, crate: model.Crate) -> Outcome:
    """Take a crate that was dropped off in hand: it waits for the scale, or to be counted."""
    _may(desk, "MeasureCrate")
    if crate.state is CrateState.LOADED:
        raise Refusal("already_loaded")
    content = crate.contents[0]
    hand = replace(
        _in_hand(desk, commands.scans.HandContext()),
        producer=content.producer,
        product=content.product,
        crate_type=crate.crate_type or None,
        code=crate.id,
    )
    _take(desk, hand)
    product = found(desk.world.products.get(content.product), content.product)
    name, kg = product.name, product.unit is Unit.KG
    return Outcome(
        verdict=Verdict.OK,
        say_fr=f"{name} : déposée, non pesée." if kg else f"{name} : déposée, non comptée.",
        say_en=f"{name}: dropped off, not {'weighed' if kg else 'counted'}.",
        next_fr="Posez la caisse sur la balance." if kg else "Comptez, puis confirmez le nombre.",
        next_en="Put the crate on the scale." if kg else "Count, then confirm the number.",
        ids=(("code", crate.id), ("dropped", crate.id)),
    )


def _read_back(desk: Desk, crate: model.Crate) -> Outcome:
    if crate.unmeasured and crate.state.in_hangar and _at_reception(desk):
        return _to_measure(desk, crate)
    if crate.state.gone_to_customer:
        raise Refusal("already_left")
    if crate.state is CrateState.VOIDED or not crate.state.in_hangar:
        raise Refusal("crate_closed")
    if codes.came_in_with_it(desk, crate):
        raise Refusal("already_received")
    return Outcome(verdict=Verdict.OK, say_fr="Étiquette lue.", say_en="Label read.")


DECIDES: dict[type, Any] = {commands.scans.TakeScan: take_scan}
