"""Every route meets odd paths, queries and bodies: an answer a program understands, never a bug."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.web_api.station_at_work import Station
from tests.web_api.test_access import EXAMPLES, STREAMS, filled

ODD_PARTS = ("X", "0", "-1", "é", "%00", "..", "a b", "<script>", "x" * 300, "'; DROP TABLE events")
ODD_QUERIES = (
    "limit=-1&cursor=-1&after=-1", "limit=1e9&after=zz", "date=hier", "date=2026-02-30",
    "date=&post=&state=&zone=", "state=%00&customer=%27&crate=%F0%9F%A5%95", "open=1&open=2",
)  # fmt: skip
ODD_BODIES: tuple[Any, ...] = (
    {}, [], [[]], [None, 1, "x"], "x", 0, -1, True, {"command_id": {}}, {"data": {"a": []}},
    {"command_id": "essai-00000", "type": "ReceiveCrate", "data": {"weigh": {}}, "post": []},
    {"command_id": "essai-00001", "data": {"label": ["x"]}, "post": {"a": 1}},
)  # fmt: skip


@pytest.fixture
def busy(station: Station) -> Station:
    station.plan_rounds()
    station.crate(customer="C01")
    return station


def routes(station: Station, method: str) -> Iterator[str]:
    for rule in station.app.url_map.iter_rules():
        if method in (rule.methods or ()) and not str(rule).endswith(STREAMS):
            yield filled(rule)


def understood(answer: Any, what: Any) -> None:
    assert answer.status_code < 500, (what, answer.text[:500])
    if answer.status_code >= 400 and "json" in answer.mimetype:
        assert answer.get_json()["title"], what


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_an_odd_query_is_understood(busy: Station, query: str) -> None:
    for path in routes(busy, "GET"):
        understood(busy.call("GET", f"{path}?{query}", role="admin"), (path, query))


@pytest.mark.parametrize("part", ODD_PARTS)
def test_an_odd_path_is_understood(busy: Station, part: str) -> None:
    shown = part if part.startswith("%") else quote(part, safe="")
    for rule in busy.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or str(rule).endswith(STREAMS):
            continue
        path = filled(rule)
        for name in rule.arguments:
            path = path.replace(f"/{EXAMPLES.get(name, 'X')}", f"/{shown}")
        understood(busy.call("GET", path, role="admin"), path)


@pytest.mark.parametrize("body", ODD_BODIES, ids=str)
def test_an_odd_body_is_understood(busy: Station, body: Any) -> None:
    for path in routes(busy, "POST"):
        understood(busy.call("POST", path, body, role="admin"), (path, body))


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "application/xml", ""]
)
@pytest.mark.parametrize("raw", [b"", b"\x00\xff", b"{" * 2000, b'{"a":' * 2000])
def test_an_odd_content_is_understood(busy: Station, kind: str, raw: bytes) -> None:
    for path in routes(busy, "POST"):
        answer = busy.call("POST", path, data=raw, content_type=kind, role="admin")
        understood(answer, (path, kind, raw[:20]))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_no_route_has_is_not_allowed(busy: Station, method: str) -> None:
    for path in ("/api/v1/commands", "/api/v1/status", "/healthz"):
        assert busy.call(method, path, role="admin").status_code == 405
