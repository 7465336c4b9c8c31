"""A password and a mail go only to the server whose certificate says that it is the one meant."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from station.authority.keeping import RELEASED
from station.authority.making import make_leaf, make_root
from station.config.model import Mail as MailConfig
from station.mailer import deliver
from tests.station.mail_server import MailServer

HERE = "127.0.0.1"
NAMES = ("localhost", "autre.invalid")
Start = Callable[..., MailServer]


class Trust:
    """A root that a machine may trust, and the certificates it gives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pair = make_root("Essai", NAMES, [IPv4Network(HERE)])
        self.root = folder / "racine.pem"
        self.root.write_bytes(self._pair.certificate)

    def shown_by(self, *, name: str, address: str | None = None) -> ssl.SSLContext:
        """Return the server's side of TLS under a certificate of this root."""
        addresses = [IPv4Address(address)] if address else []
        leaf = make_leaf(self._pair, [name], addresses, RELEASED)
        file = self._folder / "serveur.pem"
        file.write_bytes(leaf.certificate + leaf.key)
        shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        shown.load_cert_chain(file)
        return shown


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path)


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[MailServer] = []

    def start(security: str, shown: ssl.SSLContext | None) -> MailServer:
        started.append(MailServer(security=security, shown=shown))
        return started[-1]

    yield start
    for server in started:
        server.close()


def send(server: MailServer, security: str) -> bool:
    """Send a mail with a log-in; return whether its text began to leave."""
    settings = MailConfig(
        server=HERE,
        port=server.port,
        security=security,
        sender="mil@exemple.invalid",
        link_url="https://hangar.exemple.invalid",
        user="mil",
        password="s3cret",
    )
    message = EmailMessage()
    message["To"], message["Subject"] = "ferme@exemple.invalid", "Essai"
    message.set_content("Bonjour")
    begun: list[bool] = []
    try:
        deliver(message, settings, before_first_byte=lambda: begun.append(True))
    finally:
        assert begun or not server.arrived
    return bool(begun)


def nothing_came_to(server: MailServer) -> bool:
    return not server.logins and not server.arrived


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_whose_root_the_machine_trusts_gets_the_mail(
    security: str, trust: Trust, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trust.root))
    server = start(security, trust.shown_by(name="localhost", address=HERE))

    assert send(server, security)
    assert (server.logins, len(server.taken)) == ([b"s3cret"], 1)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_certifies_itself_gets_neither_password_nor_mail(
    security: str, trust: Trust, start: Start
) -> None:
    server = start(security, trust.shown_by(name="localhost", address=HERE))

    with pytest.raises(ssl.SSLCertVerificationError):
        send(server, security)

    assert nothing_came_to(server)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_under_another_name_gets_neither_password_nor_mail(
    security: str, trust: Trust, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trust.root))
    server = start(security, trust.shown_by(name="autre.invalid"))

    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        send(server, security)

    assert nothing_came_to(server)


def test_a_server_that_does_not_offer_the_protection_gets_neither_password_nor_mail(
    start: Start,
) -> None:
    """Whoever stands between may strike the offer out."""
    server = start("none", None)

    with pytest.raises(smtplib.SMTPNotSupportedError):
        send(server, "starttls")

    assert nothing_came_to(server)
