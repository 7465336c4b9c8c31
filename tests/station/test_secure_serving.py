"""https beside http: the same station, under its own authority's certificate."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import ssl
from pathlib import Path

import pytest

from station.access import Access, access_path
from station.config import ConfigError, load_config
from tests.domain.hub import Hub, register
from tests.station.killing import Server, call, free_port
from tests.web_api.station_at_work import write_station


@pytest.fixture
def config(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    hub = Hub(made / "hangar.db")
    register(hub)
    hub.close()
    return write_station(tmp_path, (made / "hangar.db").read_bytes(), port=free_port())


def with_tls(config: Path, listen: str) -> int:
    text = config.read_text("utf-8").replace("[web]", f'[web]\nlisten_tls = "{listen}"')
    config.write_text(text, encoding="utf-8")
    return load_config(config).web.tls_port or 0


def secure_call(port: int, root: Path, name: str, path: str, token: str = "") -> tuple[int, str]:
    """Ask this machine under a name, trusting the station's root and nothing else."""
    trust = ssl.create_default_context(cafile=str(root))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    raw = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sock = trust.wrap_socket(raw, server_hostname=name)
    try:
        headers = {"Host": name, "Authorization": f"Bearer {token}"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_the_station_answers_on_both_and_its_certificate_is_its_own(config: Path) -> None:
    access = Access(access_path(config.parent / "hangar.db"))
    token = access.create_token("essai", "coordinator")
    access.close()
    port = free_port()
    with_tls(config, f"127.0.0.1:{port}")
    server = Server(config, load_config(config).web.port)
    try:
        server.await_health()
        status, _ = call(server.port, "GET", "/healthz")
        root = config.parent / "hangar-authority" / "racine.pem"
        secure, text = secure_call(port, root, "hangar.local", "/api/v1/status", token)
        with pytest.raises(ssl.SSLCertVerificationError):
            secure_call(port, root, "bank.example", "/healthz")
    finally:
        assert server.end(signal.SIGTERM) == 0

    assert (status, secure) == (200, 200)
    assert json.loads(text)["ledger"]["seq"] > 0


def test_https_that_cannot_be_served_leaves_http_as_it_is(config: Path) -> None:
    (config.parent / "hangar-authority").write_text("a file where the folder must be")
    with_tls(config, f"127.0.0.1:{free_port()}")
    server = Server(config, load_config(config).web.port)
    try:
        server.await_health()
    finally:
        assert server.end(signal.SIGTERM) == 0

    assert "is not served" in (config.parent / "server.log").read_text("utf-8")


@pytest.mark.parametrize(
    ("listen", "key"),
    [("8443", "web.listen_tls"), ("0.0.0.0:99999", "web.listen_tls"), ("", "web.listen_tls")],
)
def test_a_faulty_address_for_https_is_a_fault(config: Path, listen: str, key: str) -> None:
    with pytest.raises(ConfigError) as refused:
        with_tls(config, listen)

    assert [fault.key for fault in refused.value.faults] == [key]


def test_the_same_port_twice_is_a_fault(config: Path) -> None:
    port = load_config(config).web.port
    with pytest.raises(ConfigError, match="another port than listen"):
        with_tls(config, f"127.0.0.1:{port}")


def test_https_needs_the_name_of_its_certificate(config: Path) -> None:
    text = config.read_text("utf-8").replace('"hangar.local", ', "")
    config.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="trusted_hosts"):
        with_tls(config, "127.0.0.1:8443")


def test_without_the_key_there_is_no_https(config: Path) -> None:
    assert load_config(config).web.tls_port is None
