"""Who may call what: every route declares its access, and nothing else is reachable.

Must hold no rule of the hangar; the roles of commands are the domain's table.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, redirect, request

from station.access import Access, Session
from station.domain.words import Role
from station.hangar import Hangar
from station.messages import Sender
from station.paired import Device
from web.problems import problem

Roles = frozenset[str]
PUBLIC: Roles = frozenset()
ANY: Roles = frozenset(role.value for role in Role)
SIGNED_LINK: Roles = frozenset({"signed link"})
"""Opened by the address itself: no role, no log-in (see `web.farm`)."""
FLOOR: Roles = frozenset({"worker", "driver", "coordinator", "admin"})
OFFICE: Roles = frozenset({"coordinator", "admin"})
DRIVING: Roles = frozenset({"driver", "coordinator", "admin"})
READING: Roles = frozenset({"coordinator", "admin", "inspector"})

COOKIE = "hangar_session"
DEVICE_COOKIE = "hangar_device"
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

View = TypeVar("View", bound=Callable[..., Any])


def hangar() -> Hangar:
    """Return the running station of this application."""
    return cast(Hangar, current_app.extensions["hangar"])


def access() -> Access:
    """Return the tokens and sessions of this application."""
    return cast(Access, current_app.extensions["access"])


def sender() -> Sender:
    """Return who calls; only guarded views may ask."""
    return cast(Sender, g.sender)


def session() -> Session | None:
    """Return the session of a person's browser, None for devices."""
    return cast(Session | None, g.get("session"))


def device() -> Device | None:
    """Return the paired device that calls, None for others."""
    return cast(Device | None, g.get("device"))


def last_people() -> list[str]:
    """Return the codes of who logged in last at the post of the calling device."""
    here = device()
    return access().devices.last_people(here.post) if here else []


def csrf_token() -> str:
    """Return what a page of this caller must send back with every change; empty for programs."""
    known = session() or device()
    return known.csrf if known else ""


def allow(roles: Roles) -> Callable[[View], View]:
    """Declare who may call a view; an empty set is everybody, known or not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            refused = _refused(roles)
            return refused if refused is not None else view(*args, **kwargs)

        guarded.access_roles = roles  # type: ignore[attr-defined]  # a test reads the declaration
        return cast(View, guarded)

    return decorate


def wrap(roles: Roles, view: View) -> View:
    """Declare who may open a page, for tables of routes."""
    return allow(roles)(view)


def _refused(roles: Roles) -> Any:
    """Return the answer that refuses this call, None when it may go on."""
    if not roles and request.endpoint == "static":
        return None
    caller = _caller()
    if not roles:
        return None
    if caller is None:
        if _wants_page():
            return redirect(f"/login?next={request.path}")
        return problem(401, "not_logged_in", "Badge ou jeton attendu.", "Identifiez-vous.")
    if caller.role.value not in roles:
        if device() and session() is None and _wants_page():
            return redirect(f"/login?next={request.path}")
        return problem(
            403, "not_allowed", "Votre badge ne permet pas cela.", "Demandez au coordinateur."
        )
    if request.method in CHANGING and not _same_origin():
        return problem(403, "csrf", "Jeton de page absent.", "Rechargez la page.")
    return None


def _caller() -> Sender | None:
    """Find out who calls: by bearer token, as a person, or as a paired device alone."""
    g.sender, g.session, g.device = None, None, None
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.casefold() == "bearer":
        g.sender = access().token_sender(token.strip())
        return cast(Sender | None, g.sender)
    g.device = _paired()
    secret = request.cookies.get(COOKIE)
    found = access().session(secret) if secret else None
    if found and _still_works_here(found):
        g.session, g.sender = found, found.sender()
    elif g.device:
        # Nobody has logged in: the device acts for its post, and the next badge says who.
        g.sender = Sender(name=g.device.id, role=Role.WORKER, post=g.device.post)
    return cast(Sender | None, g.sender)


def _paired() -> Device | None:
    """Return the device whose cookie came; one that the ledger revoked is forgotten for good."""
    cookie = request.cookies.get(DEVICE_COOKIE)
    found = access().devices.of_cookie(cookie) if cookie else None
    if found is None:
        return None
    with hangar().readers.present() as present:
        known = present.world.devices.get(found.id)
    if known and known.revoked_at:
        access().devices.revoke(found.id)
        return None
    return found


def _still_works_here(found: Session) -> bool:
    """A session ends when its person's role has changed, and works on its own device only."""
    if found.device and (g.device is None or g.device.id != found.device):
        return False
    with hangar().readers.present() as present:
        operator = present.world.operators.get(found.operator)
    return operator is not None and operator.role == found.role.value


def known() -> bool:
    """Return whether the caller of a long answer is still somebody (streams ask now and then)."""
    return _caller() is not None


def _same_origin() -> bool:
    """A browser's change must carry its page's token; bearer tokens need none."""
    expected = csrf_token()
    if not expected:
        return True
    sent = request.headers.get("X-CSRF-Token", "")
    return hmac.compare_digest(sent.encode("utf-8", "replace"), expected.encode())


def from_here() -> bool:
    """Tell whether a log-in or pairing comes from our own page, not from another site's."""
    here = f"{request.scheme}://{request.host}"
    if request.headers.get("Origin", here) != here:
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _wants_page() -> bool:
    return request.method == "GET" and not request.path.startswith(("/api/", "/demo/"))


def undeclared(app: Flask) -> list[str]:
    """Return the routes that declare no access rule; there must be none."""
    return sorted(
        str(rule)
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "access_roles")
    )
