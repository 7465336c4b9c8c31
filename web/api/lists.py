"""Collections and single things: master data, crates, rounds, orders, labels, exceptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from labels.scanned import interpret
from station.domain.codec import Malformed, to_plain
from station.domain.deciding.hub import CUSTOMER_PERSONAL
from station.domain.words import PostRole
from station.reading import Present
from station.views import boards, lists, mentions, preparation, shop, trace
from web.api import own
from web.api.pages import collection
from web.guard import ANY, FLOOR, OFFICE, READING, Roles, allow, device, hangar, sender, session
from web.problems import problem

MASTER: dict[str, tuple[Callable[[Present], list[Any]], Roles]] = {
    "producers": (lists.producers, ANY),
    "products": (lambda present: _products(present), ANY),
    "customers": (lists.customers, ANY - {"producer"}),
    "crate-types": (lists.crate_types, ANY),
    "zones": (lists.zones, ANY),
    "operators": (lists.operators, ANY - {"producer"}),
    "actions": (lists.actions, ANY),
}
"""Master data: its list, and who may read it. To add one: a line here and its view."""

CONTACT = ("address", "postcode", "city", "phone", "email", *CUSTOMER_PERSONAL)
"""Fields of parties that only the office, drivers and inspectors see."""
AT_THE_DOOR = ("door_code", "window")
"""Fields that only the office lists; a driver reads those of a round, in `/rounds/{id}/drive`."""
OF_FARMS = {"producers": "code", "products": "producer"}
"""Master data of which a farm reads its own, and the field that says whose each is."""
OF_A_TRACE = ("address", "phone")
"""What a trace says of a party beside its name: not for the floor, where a bare tablet asks."""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    for name, (view, roles) in MASTER.items():
        blueprint.get(f"/{name}", endpoint=name)(allow(roles)(_master(name, view)))
    blueprint.get("/intakes")(allow(ANY)(intakes))
    blueprint.get("/crates")(allow(ANY)(crates))
    blueprint.get("/crates/<code>")(allow(ANY)(crate))
    blueprint.get("/rounds")(allow(ANY - {"producer"})(rounds))
    blueprint.get("/rounds/<id>")(allow(ANY - {"producer"})(board))
    blueprint.get("/orders")(allow(ANY - {"producer"})(orders))
    blueprint.get("/preparation")(allow(FLOOR)(prepare))
    blueprint.get("/shop")(allow(FLOOR)(shop_ready))
    blueprint.get("/exceptions")(allow(READING)(exceptions))
    blueprint.get("/delivery-notes")(allow(ANY - {"producer"})(notes))
    blueprint.get("/balance")(allow(READING)(balance))
    blueprint.get("/trace/<path:code>")(allow(ANY - {"producer"})(trace_code))
    blueprint.get("/labels")(allow(ANY)(labels))
    blueprint.get("/labels/<id>.png")(allow(ANY)(label_png))
    blueprint.post("/labels/<id>/reprint")(allow(FLOOR)(reprint))


def _products(present: Present) -> list[Any]:
    """Return products with what reception must ask of each."""
    station = hangar()
    return mentions.products(present, station.bus.settings, station.clock.today())


def _master(name: str, view: Callable[[Present], list[Any]]) -> Callable[[], Response]:
    def answer() -> Response:
        with hangar().readers.present() as present:
            items = view(present)
            if name in OF_FARMS:
                items = own.narrowed(present, items, OF_FARMS[name])
        role = sender().role.value
        if role in ("worker", "producer"):
            items = [_without(CONTACT, item) for item in items]
        elif role not in OFFICE:
            items = [_without(AT_THE_DOOR, item) for item in items]
        if name == "operators" and (role == "inspector" or (device() and session() is None)):
            # Another's badge opens the floor: not for who only reads, nor for a bare tablet.
            items = [_without(("card",), item) for item in items]
        return collection(items)

    answer.__doc__ = f"Return {name} with the CSV's names and each one's card."
    return answer


def _without(names: tuple[str, ...], item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


def intakes() -> Response:
    """Return intakes; `open=1` only those that are not closed, `post=` those of one post."""
    equals = {"state": "open"} if request.args.get("open") else {}
    if request.args.get("post"):
        equals["post"] = request.args["post"]
    with hangar().readers.present() as present:
        items = own.narrowed(present, lists.intakes(present, **equals))
    return collection(items)


def crates() -> Response:
    """Return crates by zone, customer, state, round or intake."""
    names = ("zone", "customer", "state", "round", "intake", "deliver_on")
    equals = {name: request.args[name] for name in names if name in request.args}
    if own.for_a_farm() and {"customer", "round"} & equals.keys():
        return collection([])  # asking by customer or round would tell what is left blank
    with hangar().readers.present() as present:
        items = [item for item in lists.crates(present, **equals) if _is_own(present, item)]
    return collection(own.told(items))


def _is_own(present: Present, crate: dict[str, Any]) -> bool:
    return own.crate_is_own(present, present.world.crates.get(crate["id"]))


def crate(code: str) -> Response:
    """Return one crate by any of its codes."""
    with hangar().readers.present() as present:
        found = lists.crate(present, code) or lists.crate(present, interpret(code).code)
        if found and not _is_own(present, found):
            found = None
    return jsonify(own.told(found)) if found else problem(404, "not_found", f"no crate {code!r}")


def rounds() -> Response:
    """Return the rounds of a date."""
    station = hangar()
    now_local = station.clock.local(station.clock.now())
    with station.readers.present() as present:
        return collection(boards.rounds(present, request.args.get("date"), now_local))


def board(id: str) -> Response:
    """Return a round's wall board."""
    found = board_json(id)
    return jsonify(found) if found else problem(404, "not_found", f"no round {id!r}")


def board_json(id: str) -> dict[str, Any] | None:
    """Return a round's board with the last verdict given for it."""
    station = hangar()
    now_local = station.clock.local(station.clock.now())
    with station.readers.present() as present:
        found = boards.board(present, id, now_local)
        if found is not None:
            found["last"] = _last_verdict(present, id)
    if found is not None:
        found["readers"] = station.readers_online("dock")
    return found


def _last_verdict(present: Present, id: str) -> dict[str, Any] | None:
    """Return the newest verdict given for a round, good or bad."""
    given = [
        verdict
        for verdict in list(hangar().last_verdicts.values())
        if boards.concerns(present, id, verdict, at_dock=at_dock(verdict))
    ]
    return max(given, key=lambda verdict: verdict["ledger"]["seq"], default=None)


def at_dock(verdict: dict[str, Any]) -> bool:
    """Tell whether a verdict was given at a dock."""
    return hangar().bus.settings.posts[verdict["post"]].role is PostRole.DOCK


def orders() -> Response:
    """Return order lines of a delivery date with what was promised and served."""
    with hangar().readers.present() as present:
        return collection(preparation.orders(present, request.args.get("date")))


def prepare() -> Response:
    """Return what is left to prepare for a delivery date, by product."""
    today = hangar().clock.today()
    date = request.args.get("date") or today
    with hangar().readers.present() as present:
        return collection(preparation.preparation(present, date, today))


def shop_ready() -> Response:
    """Return what the carré-vente has ready for its customers, and their notes of today."""
    with hangar().readers.present() as present:
        return collection(shop.shop(present, hangar().clock.today()))


def exceptions() -> Response:
    """Return the exceptions for the coordinator."""
    with hangar().readers.present() as present:
        return collection(lists.exceptions(present, request.args.get("state", "open")))


def notes() -> Response:
    """Return delivery notes of a round or a date."""
    equals = {
        name: request.args[name] for name in ("round", "date", "customer") if name in request.args
    }
    with hangar().readers.present() as present:
        found = present.world.notes.where(**equals)
        items = [
            {**to_plain(note), "customer_name": present.name("customer", note.customer)}
            for note in found
        ]
    return collection(items)


def balance() -> Response:
    """Return the hub's grams: received, in stock, delivered, discarded, differences."""
    with hangar().readers.present() as present:
        return jsonify(trace.balance(present))


def trace_code(code: str) -> Response:
    """Return where goods came from and where all of their lots went."""
    with hangar().readers.present() as present:
        found = trace.trace(present, code) or trace.trace(present, interpret(code).code)
    if found is None:
        return problem(404, "unknown_code", f"nothing has code {code!r}")
    if sender().role.value == "worker":
        for lot in found["lots"]:
            lot["producer"] = _without(OF_A_TRACE, lot["producer"])
            for gone in lot["delivered"]:
                gone["customer"] = _without(OF_A_TRACE, gone["customer"])
    return jsonify(found)


def labels() -> Response:
    """Return labels by post or state, newest first."""
    equals = {
        name: request.args[name] for name in ("post", "state", "crate") if name in request.args
    }
    with hangar().readers.present() as present:
        found = sorted(present.world.labels.where(**equals), key=lambda x: -x.queued_seq)
        found = [label for label in found if own.label_is_own(present, label)]
        return collection(own.told([lists.label_line(present, label) for label in found]))


def label_png(id: str) -> Response:
    """Return a label as a picture, drawn from the fields that were sealed with it."""
    import labels as drawing

    with hangar().readers.present() as present:
        label = present.world.labels.get(id)
        if label and not own.label_is_own(present, label):
            label = None
        fields = present.vault.get(f"label/{id}") if label else None
    if fields and own.for_a_farm():
        fields = fields | own.BLANK_LABEL
    if label is None or fields is None:
        return problem(404, "not_found", f"no label {id!r}")
    dpi, shelf = hangar().dpi_of(label.printer), hangar().shelf
    try:
        shape = shelf.version(label.template, label.template_hash) or shelf.load(label.template)
        made = drawing.make(shape, fields, dpi=dpi, language="png", mark=hangar().config.label_mark)
    except (drawing.LabelRefused, drawing.LabelUnreadable, drawing.TemplateError) as error:
        return problem(422, "unprintable", str(error))
    return Response(made.payload, mimetype="image/png")


def reprint(id: str) -> Response | tuple[Response, int]:
    """Queue a copy of a label; the body carries the command id of the attempt."""
    body = request.get_json(force=True) if request.get_data() else {}
    if not isinstance(body, dict):
        raise Malformed("", "an object with command_id", body)
    result = hangar().command(
        {
            "command_id": body.get("command_id") or hangar().new_command_id(),
            "type": "ReprintLabel",
            "post": body.get("post") or sender().post,
            "data": {"label": id},
        },
        sender(),
    )
    return jsonify(result.answer), int(result.answer["status"])
