"""The calls of Odoo's hardware proxy, for point-of-sale programs: off unless `hw_proxy = true`.

Must not guess: where other proxies answer zero, the last weight or "printed", this answers an
error.
Shapes as Odoo 12 to 16 and GRAP's odoo-driver 3.1 give them (JSON-RPC 2.0, one function a device).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, jsonify, request

from drivers.readings import DeviceState, Kind, Range
from drivers.weighing import Weighing
from station.domain.refusals import TABLE
from station.hangar import Hangar
from web.guard import PUBLIC, allow, hangar

FAILED = 200
"""What Odoo's own server uses for an expected error inside a JSON-RPC answer."""
FUNCTIONS = ("scale", "printer", "scanner")
TARE_KG = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?")
MAX_TARE_KG = Decimal(1000)


class CannotSay(Exception):
    """An expected no: a code of ours, and what a maintainer reads."""

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.code, self.remedy = code, remedy


def hw_proxy_blueprint() -> Blueprint:
    """Return the routes under /hw_proxy, open to the network as those programs expect."""
    blueprint = Blueprint("hw_proxy", __name__, url_prefix="/hw_proxy")
    blueprint.get("/hello")(allow(PUBLIC)(hello))
    blueprint.post("/handshake")(allow(PUBLIC)(handshake))
    blueprint.route("/status_json", methods=["POST", "PUT"])(allow(PUBLIC)(status_json))
    blueprint.post("/scale_read")(allow(PUBLIC)(scale_read))
    blueprint.post("/default_printer_action")(allow(PUBLIC)(default_printer_action))
    blueprint.after_request(_from_any_page)
    return blueprint


def hello() -> Response:
    """Answer "ping": the proxy is there."""
    return Response("ping", mimetype="text/html")


def handshake() -> Response:
    """Answer true: calls are taken."""
    return _result(True)


def status_json() -> Response:
    """Return, by function, whether a device of it is connected, as the station knows it now."""
    devices = hangar().health.status()["devices"]
    return _result({name: _function([d for d in devices if d["kind"] == name])
                    for name in FUNCTIONS if any(d["kind"] == name for d in devices)})  # fmt: skip


def scale_read() -> Response:
    """Return a fresh, stable weight in kilograms, else an error; never zero for "unknown"."""
    try:
        return _result(_weight(_view(hangar()), _tare_kg()))
    except CannotSay as error:
        return _error(error)


def default_printer_action() -> Response:
    """Refuse: this station prints crate labels through its spool, and no receipts or drawers."""
    return _error(
        CannotSay(
            "not_supported",
            "receipts and cash drawers are not driven here: no print is said done that is not",
            "Imprimez le ticket depuis la caisse.",
        )
    )


def _function(devices: list[dict[str, Any]]) -> dict[str, Any]:
    online = [device for device in devices if device["state"] == "online"]
    if not online:
        states = ", ".join(f"{device['id']}: {device['state']}" for device in devices)
        return {"status": "disconnected", "message": states}
    return {
        "status": "connected",
        "device_name": online[0]["id"],
        "plugin_name": online[0]["protocol"],
    }


def _view(station: Hangar) -> Weighing:
    """Return what the asked scale shows; a hub with several needs `?post=`."""
    post = request.args.get("post")
    scales = station.floor.scales
    wanted = [one.scale for one in station.config.posts if one.id == post] if post else list(scales)
    if len(wanted) != 1 or wanted[0] not in scales:
        raise CannotSay(
            "no_such_scale",
            f"expected one scale, got {len(scales)} and post {post!r}: call it with ?post=ID",
            "Ajoutez ?post= et le nom du poste.",
        )
    return scales[str(wanted[0])].view()


def _weight(view: Weighing, tare_kg: Decimal) -> dict[str, Any]:
    gross_g = _gross_g(view)
    net_kg = Decimal(gross_g) / 1000 - tare_kg
    return {
        # Kilograms as JSON numbers: what these programs read. Nothing of this is stored.
        "weight": float(Decimal(gross_g) / 1000),
        "net_weight": float(net_kg),
        "weight_unit": "kilogram",
        "unit": "kg",
        "info": "ok",
        "result": {"result_type": "weight", "weight_type": "gross", "weight_unit": "kilogram"},
    }


def _gross_g(view: Weighing) -> int:
    """Return a weight that is true now, or say why there is none."""
    if view.state is not DeviceState.ONLINE:
        raise _refusal("scale_offline")
    if view.range is not Range.OK:
        raise _refusal("weight_out_of_range")
    if view.grams is None or not view.stable:
        raise _refusal("weight_not_stable")
    if view.kind is not Kind.NET:
        return view.grams
    if view.tare_g is None:
        raise CannotSay("tare_unknown", "the scale shows a net weight and does not say its tare")
    return view.grams + view.tare_g


def _refusal(code: str) -> CannotSay:
    row = TABLE[code]
    return CannotSay(code, row.say_en, row.remedy_fr)


def _tare_kg() -> Decimal:
    """Return the tare the caller subtracts, in kilograms; odd ones are refused, never ignored."""
    body = request.get_json(silent=True)
    params = body.get("params") if isinstance(body, dict) else None
    asked = params.get("tare", 0) if isinstance(params, dict) else 0
    if isinstance(asked, bool) or not TARE_KG.fullmatch(str(asked or 0)):
        raise CannotSay("bad_tare", f"tare: expected kilograms such as 0.250, got {asked!r:.40}")
    tare_kg = Decimal(str(asked or 0).replace(",", "."))
    if tare_kg > MAX_TARE_KG:
        raise CannotSay("bad_tare", f"tare: expected at most {MAX_TARE_KG} kg, got {asked!r:.40}")
    return tare_kg


def _result(value: object) -> Response:
    return jsonify({"jsonrpc": "2.0", "id": _id(), "result": value})


def _error(error: CannotSay) -> Response:
    data = {"name": error.code, "message": str(error), "remedy": error.remedy}
    said = {"code": FAILED, "message": str(error), "data": data}
    return jsonify({"jsonrpc": "2.0", "id": _id(), "error": said})


def _id() -> int | str | None:
    """Return the call's own number, which JSON-RPC wants back."""
    body = request.get_json(silent=True)
    id = body.get("id") if isinstance(body, dict) else None
    return id if isinstance(id, int | str) else None


def _from_any_page(response: Response) -> Response:
    """Let a till's page of another origin read the answer; it carries no cookie."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT"
    response.headers["Access-Control-Allow-Private-Network"] = "true"
    return response
