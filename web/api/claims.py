"""Claims: what customers say of what was delivered, with the weighings behind it.

Must not settle anything: that is a command.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from station.views import claims as view
from web.api.pages import collection
from web.guard import ANY, allow, hangar

READ = ANY - {"producer", "worker"}
"""Claims name customers and say what they wrote."""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/claims")(allow(READ)(claims))


def claims() -> Response:
    """Return claims, the latest first; `state=`, `note=`, `customer=` narrow them."""
    names = ("state", "note", "customer")
    equals = {name: request.args[name] for name in names if request.args.get(name)}
    with hangar().readers.present() as present:
        return collection(view.claims(present, **equals))
