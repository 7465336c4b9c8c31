"""Log-in by badge or PIN, and who one is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from labels.scanned import interpret
from station.access import HERE, SESSION_TTL_S
from station.domain.codec import Malformed
from station.domain.words import Role
from web.api.pairing import give_cookie
from web.guard import (
    ANY,
    COOKIE,
    DEVICE_COOKIE,
    PUBLIC,
    access,
    allow,
    csrf_token,
    device,
    from_here,
    hangar,
    sender,
)
from web.problems import problem

BADGE_ROLES = frozenset({Role.WORKER, Role.PRODUCER})
"""Roles that a badge alone opens, outside a demonstration (whose PINs are public anyway)."""
PAIRED_BADGE_ROLES = BADGE_ROLES | {Role.DRIVER}
"""Roles that a badge alone opens on a paired device: a driver reads addresses and door codes."""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.post("/login")(allow(PUBLIC)(login))
    blueprint.post("/logout")(allow(ANY)(logout))
    blueprint.get("/me")(allow(ANY)(me))


def login() -> Response | tuple[Response, int]:
    """Open a session for a badge, or for a person with a PIN."""
    if not from_here():
        return problem(403, "csrf", "The log-in came from another site.")
    body = request.get_json(force=True)
    if not isinstance(body, dict):
        raise Malformed("", "an object with badge, or operator and pin", body)
    operator = _by_badge(str(body["badge"])) if body.get("badge") else _by_pin(body)
    if operator is None:
        return problem(401, "unknown_badge", "Badge ou code inconnu.", "Essayez encore.")
    code, role = operator
    if body.get("badge") and not _badge_is_enough(role):
        say = {"fr": "Ce badge demande aussi le code.", "en": "This badge needs the PIN too."}
        return problem(403, "pin_needed", say["fr"], "Tapez votre code.", say=say)
    asked = body.get("post")
    here = device()
    post = asked if isinstance(asked, str) and asked in hangar().bus.settings.posts else None
    post = post or (here.post if here else None)
    secret, opened = access().open_session(code, role, post, here.id if here else None)
    answer = jsonify({"name": _name(code), "role": role.value, "csrf": opened.csrf})
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=SESSION_TTL_S,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    if here:
        access().devices.was_here(here.post, code)
        give_cookie(answer, request.cookies[DEVICE_COOKIE])
    return answer


def _badge_is_enough(role: Role) -> bool:
    """A card can be copied from another's: it opens the floor, the office asks for the PIN."""
    enough = PAIRED_BADGE_ROLES if device() else BADGE_ROLES
    return role in enough or hangar().config.demonstration


def _by_badge(badge: str) -> tuple[str, Role] | None:
    """Find whose badge it is; guessing slows down the machine that guesses."""
    machine, tries = f"badge/{_origin()}", access().tries
    tries.pause(machine, HERE)
    found = _badge_owner(badge)
    if found:
        tries.good(machine)
    else:
        tries.wrong(machine)
    return found


def _origin() -> str:
    """Return what wrong tries are counted by: the paired device, else the machine's address."""
    here = device()
    return here.id if here else str(request.remote_addr)


def _badge_owner(badge: str) -> tuple[str, Role] | None:
    with hangar().readers.present() as present:
        known = present.world.codes.get(interpret(badge).code)
        if known is None or known.kind != "operator":
            return None
        operator = present.world.operators.get(known.target)
        return (operator.code, Role(operator.role)) if operator else None


def _by_pin(body: dict[str, Any]) -> tuple[str, Role] | None:
    code, pin = str(body.get("operator", "")), str(body.get("pin", ""))
    good = access().check_pin(code, pin, origin=_origin(), paired=device() is not None)
    with hangar().readers.present() as present:
        operator = present.world.operators.get(code)
    return (operator.code, Role(operator.role)) if good and operator else None


def _name(code: str) -> str:
    with hangar().readers.present() as present:
        return present.name("operator", code)


def logout() -> Response:
    """End this browser's session."""
    secret = request.cookies.get(COOKIE)
    if secret:
        access().close_session(secret)
    answer = jsonify({"done": True})
    answer.delete_cookie(COOKIE)
    return answer


def me() -> Response:
    """Return who calls: the person, and the paired device they call from."""
    caller, here = sender(), device()
    with hangar().readers.present() as present:
        operator = present.world.operators.get(caller.operator or "")
        name = present.name("operator", caller.operator) if caller.operator else ""
    name = name or (here.name if here else caller.name)
    return jsonify(
        {
            "name": name,
            "role": caller.role.value,
            "operator": caller.operator,
            "post": caller.post,
            "language": operator.language if operator else "fr",
            "csrf": csrf_token() or None,
            "device": {"id": here.id, "post": here.post, "name": here.name} if here else None,
        }
    )
