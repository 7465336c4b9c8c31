"""Decides master data, tares, dates, exceptions: what the office keeps in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from station.domain import commands, events
from station.domain.deciding.mentioning import checked
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.receipts import receipts_of
from station.domain.desk import Desk, calendar_day, found, reason_given
from station.domain.gln import is_gln
from station.domain.mentions import PRODUCER_COLUMNS, PRODUCT_COLUMNS
from station.domain.naming import KINDS
from station.domain.refusals import Refusal
from station.domain.words import LineState, Role

MAX_CODE = 20
"""Longest master-data code."""
PRODUCER_CODE = re.compile(r"[0-9A-Za-z_.]{1,8}")
"""A producer's code stands inside lots like F03-261124-1, of at most 20 characters of set 82."""

MAX_SHELF_LIFE_DAYS = 3_650
"""Longest shelf life of a product; more is a typing mistake."""

MAX_DEPOSIT_CENTS = 10_000
"""Highest deposit of one crate; more is cents typed twice."""

MAX_VAT_PERMILLE = 300
"""Highest VAT rate in tenths of a percent; more is a percent typed as a rate of something else."""
EGALIM = frozenset(
    (
        *("BIO", "LABEL_ROUGE", "AOCAOP", "IGP", "STG", "HVE", "PECHE_DURABLE", "RUP"),
        *("COMMERCE_EQUITABLE", "FERMIER", "EXTERNALITES", "PERFORMANCE"),
    )
)
"""The categories of ma cantine (schema import-achats-siret-2026, betagouv/ma-cantine)."""

PERSONAL = ("name", "address", "postcode", "city", "phone", "email")
"""Fields of a party that live in the vault, not in the chain."""
CUSTOMER_PERSONAL = ("siret", "service_code", "commitment", "door_code", "window", "gln")
"""Further fields of a customer that live in the vault."""


def code_given(value: str) -> str:
    """Return a code that cards, lists and addresses can show; refuse any other."""
    if not 1 <= len(value) <= MAX_CODE or not value.isprintable() or value != value.strip():
        raise Refusal("out_of_bounds", what=f"code {value!r}")
    return value


def name_given(value: str) -> str:
    """Return a name that can be seen: blanks and control characters alone name nothing."""
    if not any(char.isprintable() and not char.isspace() for char in value):
        raise Refusal("out_of_bounds", what=f"nom {value[:20]!r}")
    return value


def _days(*dates: str | None) -> None:
    for text in dates:
        if text:
            calendar_day(text)


def _card(desk: Desk, kind: str, known: Any) -> str:
    return known.card if known else desk.minting.card(kind, desk.serial(f"card/{kind}"))


def _party(desk: Desk, kind: str, command: Any, extra: tuple[str, ...] = ()) -> tuple[str, str]:
    """Seal what is personal of a party; a field of `extra` that is None keeps what is known."""
    party = f"{kind}/{command.code}"
    name_given(command.name)
    gln = getattr(command, "gln", None)
    if gln and not is_gln(gln):
        raise Refusal("out_of_bounds", what=f"GLN {gln!r}")
    known = desk.vault.get(party) or {}
    doc = {name: getattr(command, name, "") for name in (*PERSONAL, *extra)}
    doc = {name: known.get(name, "") if value is None else value for name, value in doc.items()}
    if known == doc:
        return party, str(desk.vault.digest_of(party))  # the same digest says: nothing changed
    return party, desk.vault.seal(party, doc)


def _mentions(said: dict[str, str] | None, known: Any, allowed: tuple[str, ...]) -> dict[str, str]:
    """Return mentions as said; a program that does not know them empties nothing."""
    if said is None:
        return dict(known.mentions) if known else {}
    return checked(said, allowed)


def register_producer(command: commands.hub.RegisterProducer, desk: Desk) -> Outcome:
    code = code_given(command.code)
    _days(command.organic_until, command.charter_until)
    if not PRODUCER_CODE.fullmatch(code):
        raise Refusal("out_of_bounds", what=f"code {code!r}")
    desk.unchanged(f"producer/{code}", command.seen)
    party, digest = _party(desk, "producer", command, ("gln",))
    desk.emit(
        f"producer/{code}",
        events.hub.ProducerRegistered(
            code=code,
            card=_card(desk, "producer", desk.world.producers.get(code)),
            party=party,
            digest=digest,
            approval_number=command.approval_number,
            organic_body=command.organic_body,
            organic_until=command.organic_until,
            charter_until=command.charter_until,
            mentions=_mentions(command.mentions, desk.world.producers.get(code), PRODUCER_COLUMNS),
        ),
    )
    return DONE


def register_product(command: commands.hub.RegisterProduct, desk: Desk) -> Outcome:
    code = code_given(command.code)
    name_given(command.name)
    found(desk.world.producers.get(command.producer), f"producteur {command.producer}")
    shelf_life = command.shelf_life_days
    if shelf_life is not None and not 0 <= shelf_life <= MAX_SHELF_LIFE_DAYS:
        raise Refusal("out_of_bounds", what=f"{shelf_life} jours")
    if command.vat_permille is not None and not 0 <= command.vat_permille <= MAX_VAT_PERMILLE:
        raise Refusal("out_of_bounds", what=f"TVA {command.vat_permille} pour mille")
    egalim = set(command.egalim or ())
    if not egalim <= EGALIM:
        raise Refusal("out_of_bounds", what="catégorie EGalim")
    desk.unchanged(f"product/{code}", command.seen)
    values = {
        name: getattr(command, name) for name in command.__dataclass_fields__ if name != "seen"
    }
    known = desk.world.products.get(code)
    values["mentions"] = _mentions(command.mentions, known, PRODUCT_COLUMNS)
    kept = known.egalim if known and command.egalim is None else tuple(sorted(egalim))
    values["egalim"] = kept
    if command.leaves_declared is None:
        values["leaves_declared"] = known.leaves_declared if known else False
    card = _card(desk, "product", known)
    desk.emit(f"product/{code}", events.hub.ProductRegistered(card=card, **values))
    return DONE


def register_customer(command: commands.hub.RegisterCustomer, desk: Desk) -> Outcome:
    code = code_given(command.code)
    desk.unchanged(f"customer/{code}", command.seen)
    party, digest = _party(desk, "customer", command, CUSTOMER_PERSONAL)
    desk.emit(
        f"customer/{code}",
        events.hub.CustomerRegistered(
            code=code,
            card=_card(desk, "customer", desk.world.customers.get(code)),
            party=party,
            digest=digest,
            kind=command.kind,
        ),
    )
    return DONE


def register_crate_type(command: commands.hub.RegisterCrateType, desk: Desk) -> Outcome:
    code = code_given(command.code)
    if not 0 <= command.tare_g <= 100_000:
        raise Refusal("out_of_bounds", what=f"tare {command.tare_g} g")
    if not 0 <= command.deposit_cents <= MAX_DEPOSIT_CENTS:
        raise Refusal("out_of_bounds", what=f"consigne {command.deposit_cents}")
    desk.unchanged(f"crate-type/{code}", command.seen)
    known = desk.world.crate_types.get(code)
    since = known.tare_since if known and known.tare_g == command.tare_g else desk.today
    desk.emit(
        f"crate-type/{code}",
        events.hub.CrateTypeRegistered(
            code=code,
            card=_card(desk, "crate-type", known),
            name=name_given(command.name),
            tare_g=command.tare_g,
            tare_since=since,
            returnable=command.returnable,
            deposit_cents=command.deposit_cents,
        ),
    )
    return DONE


def register_zone(command: commands.hub.RegisterZone, desk: Desk) -> Outcome:
    code = code_given(command.code)
    desk.emit(
        f"zone/{code}",
        events.hub.ZoneRegistered(
            code=code,
            card=_card(desk, "zone", desk.world.zones.get(code)),
            name=name_given(command.name),
            temperature_class=command.temperature_class,
            max_celsius_tenths=command.max_celsius_tenths,
            quarantine=command.quarantine,
        ),
    )
    return DONE


def register_operator(command: commands.hub.RegisterOperator, desk: Desk) -> Outcome:
    code = code_given(command.code)
    farm = _farm(command, desk)
    party, digest = _party(desk, "operator", command)
    desk.emit(
        f"operator/{code}",
        events.hub.OperatorRegistered(
            code=code,
            card=_card(desk, "operator", desk.world.operators.get(code)),
            party=party,
            digest=digest,
            role=command.role,
            language=command.language,
            producer=farm,
        ),
    )
    return DONE


def _farm(command: commands.hub.RegisterOperator, desk: Desk) -> str | None:
    """Return the one farm a person speaks for; only producers have one."""
    if command.role is not Role.PRODUCER:
        if command.producer:
            raise Refusal("out_of_bounds", what=f"ferme et rôle {command.role.value}")
        return None
    if command.producer is None:
        known = desk.world.operators.get(command.code)
        return known.producer if known else None
    if not command.producer:
        return None
    return found(desk.world.producers.get(command.producer), command.producer).code


def erase_party(command: commands.hub.EraseParty, desk: Desk) -> Outcome:
    """Erase a party's name and address, and what else was written of it; not while it is served."""
    party = f"{command.kind}/{command.code}"
    found(desk.vault.get(party), f"{command.kind} {command.code}")
    mails = [f"mail/{mail.id}" for mail in desk.world.mails.where(addressee=party)]
    entries = [party, *mails, *_ABOUT[command.kind](desk, command.code)]
    kept = [id for id in entries if desk.vault.get(id) is not None]
    for id in kept:
        desk.vault.erase(id)
    desk.emit(
        party,
        events.hub.PartyErased(
            kind=command.kind, code=command.code, party=party, entries=len(kept), why=command.why
        ),
    )
    return DONE


def _about_customer(desk: Desk, code: str) -> list[str]:
    """Return the entries that name a customer: comments of its orders, labels, drivers' photos.

    Also what order files call it, and labels that a farm has stuck on crates which never came.
    """
    lines = desk.world.order_lines.where(customer=code)
    crates = desk.world.crates.where(customer=code)
    expected = desk.world.ready_crates.where(customer=code)
    awaited = any(
        line.delivery_date >= desk.today and line.state is LineState.OPEN for line in lines
    )
    if awaited or any(crate.state.in_hangar for crate in crates):
        raise Refusal("still_served")
    labels = _labels(desk, {crate.id for crate in crates} | {ready.id for ready in expected})
    photos = [f"photo/{one.id}" for one in desk.world.delivery_photos.where(customer=code)]
    aliases = [f"alias/{one.key}" for one in desk.world.aliases.where(kind="customer", code=code)]
    claims = desk.world.claims.where(customer=code)
    said = [f"claim/{one.id}" for one in claims]
    pictures = [
        f"photo/{one.id}"
        for claim in claims
        for one in desk.world.claim_photos.where(claim=claim.id)
    ]
    lines_said = [f"order-line/{line.id}" for line in lines]
    return lines_said + photos + labels + aliases + said + pictures


def _about_producer(desk: Desk, code: str) -> list[str]:
    """Return the entries that name a producer: labels of its crates, pictures of its own ones."""
    holdings = desk.world.holdings.where(producer=code)
    if any(holding.state.in_hangar for holding in holdings):
        raise Refusal("still_served")
    photos = [photo for lot in desk.world.lots.where(producer=code) for photo in lot.photos]
    expected = {ready.id for ready in desk.world.ready_crates.where(producer=code)}
    labels = _labels(desk, {holding.crate for holding in holdings} | expected)
    receipts = [f"label/{one.id}" for one in receipts_of(desk, code)]
    return labels + receipts + [f"photo/{photo}" for photo in photos]


def _about_operator(desk: Desk, code: str) -> list[str]:
    """Return the entries that name a person who works here: the rounds they drove."""
    name = (desk.vault.get(f"operator/{code}") or {}).get("name")
    rounds = (f"driver/{round.id}" for round in desk.world.rounds.all())
    return [id for id in rounds if (desk.vault.get(id) or {}).get("name") == name]


def _labels(desk: Desk, crates: set[str]) -> list[str]:
    """Return the entries of what was printed for crates, by the farm or here."""
    labels = [label for id in sorted(crates) for label in desk.world.labels.where(crate=id)]
    return [f"crate/{id}" for id in sorted(crates)] + [f"label/{label.id}" for label in labels]


_ABOUT: dict[str, Callable[[Desk, str], list[str]]] = {
    "customer": _about_customer,
    "producer": _about_producer,
    "operator": _about_operator,
}


def register_action(command: commands.hub.RegisterAction, desk: Desk) -> Outcome:
    card = _card(desk, "action", desk.world.actions.get(command.action))
    desk.emit(
        f"action/{command.action}", events.hub.ActionRegistered(action=command.action, card=card)
    )
    return DONE


def confirm_date(command: commands.hub.ConfirmDate, desk: Desk) -> Outcome:
    """A person has read today's date and agrees; another date than the clock's confirms nothing."""
    if calendar_day(command.date).isoformat() != desk.today:
        raise Refusal("out_of_bounds", what=f"la station est au {desk.today}")
    desk.emit("hub", events.hub.DateConfirmed(date=command.date))
    return DONE


def mark_restored(command: commands.hub.MarkRestored, desk: Desk) -> Outcome:
    """The copy's end is evidence; that a person must look at what is missing is the consequence."""
    desk.emit(
        "hub",
        events.hub.LedgerRestored(
            copied_at=command.copied_at,
            copied_epoch=command.copied_epoch,
            copied_seq=command.copied_seq,
            replaced_epoch=command.replaced_epoch,
            replaced_seq=command.replaced_seq,
        ),
    )
    for id in command.erased:
        _erase_again(desk, id)
    desk.trouble("ledger_restored", command.copied_epoch, f"copie du {command.copied_at}")
    return DONE


def _erase_again(desk: Desk, id: str) -> None:
    """Erase what was erased since the copy, also what is still served in it: it was promised."""
    if desk.vault.get(id) is None:
        return
    desk.vault.erase(id)
    kind, _, code = id.partition("/")
    if kind in KINDS:
        erased = events.hub.PartyErased(kind=kind, code=code, party=id, entries=1, why="restored")
        desk.emit(id, erased)


def settle_exception(command: commands.hub.SettleException, desk: Desk) -> Outcome:
    found(desk.world.troubles.get(command.exception), f"exception {command.exception}")
    desk.emit(
        f"trouble/{command.exception}",
        events.hub.TroubleSettled(trouble=command.exception, note=reason_given(command.note)),
    )
    return DONE


DECIDES: dict[type, Any] = {
    commands.hub.RegisterProducer: register_producer,
    commands.hub.RegisterProduct: register_product,
    commands.hub.RegisterCustomer: register_customer,
    commands.hub.RegisterCrateType: register_crate_type,
    commands.hub.RegisterZone: register_zone,
    commands.hub.RegisterOperator: register_operator,
    commands.hub.EraseParty: erase_party,
    commands.hub.RegisterAction: register_action,
    commands.hub.ConfirmDate: confirm_date,
    commands.hub.MarkRestored: mark_restored,
    commands.hub.SettleException: settle_exception,
}
