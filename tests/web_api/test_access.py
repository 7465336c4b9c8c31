"""Who may call what: every route declares it, and nothing else is reachable.

The walk calls each route of the table with each role, and with none: 401 where somebody unknown
calls a route that is not public, 403 where the role is not among those declared, and nothing of
the two where it is. What a route answers to those it lets in is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from station.domain.words import Role
from tests.web_api.station_at_work import Station, command
from web.guard import ANY, PUBLIC, SIGNED_LINK, allow, undeclared

EXAMPLES = {"post": "reception", "id": "X", "code": "X", "filename": "css/base.css", "n": "1",
            "kind": "producers", "page": "login"}  # fmt: skip
STREAMS = "/stream"


def rules(app: Flask) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield method, path with examples filled in, and declared roles of every route."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            roles = app.view_functions[rule.endpoint].access_roles  # type: ignore[attr-defined]
            yield method, filled(rule), roles


def filled(rule: Rule) -> str:
    path = str(rule)
    for name in rule.arguments:
        start = path.index(f"{name}>")
        start = path.rindex("<", 0, start + 1)
        path = path[:start] + EXAMPLES.get(name, "X") + path[path.index(">", start) + 1 :]
    return path


def test_every_route_declares_who_may_call_it(station: Station) -> None:
    assert undeclared(station.app) == []
    assert len(list(station.app.url_map.iter_rules())) > 30


def test_a_route_that_declares_nothing_is_seen(station: Station) -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/open", view_func=lambda: "open")
    bare.add_url_rule("/declared", endpoint="declared", view_func=allow(PUBLIC)(lambda: "known"))

    assert undeclared(bare) == ["/open"]


def test_nobody_unknown_gets_past_the_door(station: Station) -> None:
    for method, path, roles in rules(station.app):
        answer = station.call(method, path, role=None)
        if roles == SIGNED_LINK:
            assert answer.status_code == 403 and "lien" in answer.text, path
        elif roles == PUBLIC:
            assert answer.status_code not in (401, 403) or path.endswith("/login"), (method, path)
        elif method == "GET" and not path.startswith(("/api/", "/demo/")):
            assert answer.status_code == 302 and "/login" in answer.headers["Location"], path
        else:
            assert answer.status_code == 401, (method, path, answer.status_code)
            assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_role_gets_in_where_it_is_declared_and_nowhere_else(station: Station, role: str) -> None:
    for method, path, roles in rules(station.app):
        if path.endswith(STREAMS) and role in roles:
            continue
        answer = station.call(method, path, role=role)
        refused = answer.status_code == 403
        assert refused == (roles != PUBLIC and role not in roles), (method, path, role)
        assert answer.status_code != 401, (method, path, role)
        assert answer.status_code < 500, (method, path, answer.text)


@pytest.mark.parametrize("token", ["", "hgr_falsch", "Bearer", "\u00e9\u00e9", "x" * 5000])
def test_an_unknown_token_is_nobody(station: Station, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}

    answer = station.call("GET", "/api/v1/status", role=None, headers=headers)

    assert answer.status_code == 401


def test_a_revoked_token_is_nobody_at_once(station: Station) -> None:
    assert station.call("GET", "/api/v1/status", role="worker").status_code == 200

    station.access.revoke_token("essai-worker")

    assert station.call("GET", "/api/v1/status", role="worker").status_code == 401


def test_a_token_is_not_kept_in_clear(station: Station) -> None:
    path = next(station.hangar.config.path.parent.glob("*-access.db"))
    stored = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))

    assert len(stored) > 0
    assert all(token.encode() not in stored for token in station.tokens.values())
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("host", ["evil.example", "169.254.169.254", "hangar.local.evil.example"])
def test_another_hosts_name_is_not_answered(station: Station, host: str) -> None:
    answer = station.call("GET", "/healthz", role=None, headers={"Host": host})

    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "hangar.local"])
def test_the_stations_own_names_are_answered(station: Station, host: str) -> None:
    answer = station.call("GET", "/healthz", role=None, headers={"Host": host})

    assert answer.status_code == 200


def test_workers_and_producers_see_no_addresses(station: Station) -> None:
    station.do("RegisterCustomer", code="C01", name="Cantine", kind="canteen", phone="0600000000")

    for role, shown in (("coordinator", True), ("driver", True), ("worker", False)):
        text = station.call("GET", "/api/v1/customers", role=role).text
        assert ("0600000000" in text) == shown, role


def test_a_page_may_run_no_foreign_script(station: Station) -> None:
    answer = station.call("GET", "/login", role=None)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe-inline" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_any_is_every_role() -> None:
    assert {role.value for role in Role} == ANY


def test_a_bug_tells_strangers_nothing(station: Station, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> str:
        raise RuntimeError("secret inside")

    station.app.add_url_rule("/broken", view_func=allow(PUBLIC)(broken))

    answer = station.call("GET", "/broken", role=None)

    assert (answer.status_code, answer.get_json()["code"]) == (500, "bug")
    assert "secret inside" not in answer.text
    assert "secret inside" in caplog.text


def test_a_refused_role_leaves_no_command_behind(station: Station) -> None:
    before = station.get("/api/v1/status")["ledger"]["seq"]
    body = command("ConfirmDate", date=station.today)

    assert station.call("POST", "/api/v1/commands", body, role="inspector").status_code == 403

    assert station.get("/api/v1/status")["ledger"]["seq"] == before
