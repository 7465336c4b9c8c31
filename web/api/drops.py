"""A farm's drop with nobody there: what its screen shows, its receipt; and what lies unweighed.

Must show a farm no other farm's things, whatever its screen asks for.
"""

from __future__ import annotations

import base64

from flask import Blueprint, Response, jsonify, request

from station.reading import Present
from station.views import drops
from web.api import own
from web.api.pages import collection
from web.api.papers import farm_base
from web.guard import FLOOR, READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    alone = FLOOR | {"producer"}
    blueprint.get("/posts/<post>/drop-off")(allow(alone)(drop_off))
    blueprint.get("/drop-receipts/<intake>")(allow(alone)(receipt))
    blueprint.get("/drops")(allow(FLOOR | READING)(unweighed))


def drop_off(post: str) -> Response:
    """Return what a farm needs to drop off at a post (`producer`: for those who are of none)."""
    station = hangar()
    if post not in station.bus.settings.posts:
        return problem(404, "no_such_post", f"post {post!r} is not in hangar.toml")
    with station.readers.present() as present:
        farm = _farm(present)
        if farm is None or present.world.producers.get(farm) is None:
            return _which(present)
        settings, today = station.bus.settings, station.clock.today()
        return jsonify(own.told(drops.page(present, farm, post, settings, today)))


def _farm(present: Present) -> str | None:
    """Return the farm that calls; only who is of none may name one."""
    return own.farm(present) if own.for_a_farm() else request.args.get("producer")


def _which(present: Present) -> Response:
    """Let the office choose a farm; a farmer whose badge names none has nothing to see."""
    known = [] if own.for_a_farm() else present.world.producers.all()
    codes = [producer.code for producer in known]
    farms = [{"code": code, "name": present.name("producer", code)} for code in codes]
    return jsonify({"farm": None, "farms": sorted(farms, key=lambda farm: farm["name"])})


def receipt(intake: str) -> Response:
    """Return the receipt of a drop, with a QR to its note behind the farm's private link."""
    station = hangar()
    with station.readers.present() as present:
        found = present.world.intakes.get(intake)
        if found is None or (own.for_a_farm() and own.farm(present) != found.producer):
            return problem(404, "not_found", f"no drop {intake!r}")
        link = station.correspondence.link(present, found.producer)
        shown = drops.receipt(present, found, station.config.hub.timezone)
    return jsonify({**shown, "qr": _qr(f"{farm_base()}/farm/{link}/bons/{found.id}.pdf")})


def _qr(url: str) -> str:
    from labels.qr import qr_svg

    return f"data:image/svg+xml;base64,{base64.b64encode(qr_svg(url).encode()).decode()}"


def unweighed() -> Response:
    """Return the crates that were dropped off and that nobody has weighed or counted."""
    with hangar().readers.present() as present:
        return collection(drops.unweighed(present))
