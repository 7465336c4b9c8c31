"""Reads `[mail]` of `hangar.toml`: the server that takes the hub's mails, and what they say.

Must not connect: the mailer does, and shows what the server said.
"""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path

from station.config.model import Mail
from station.config.reader import TableReader

SECURITIES = {"starttls": 587, "tls": 465, "none": 25}
"""How the connection is protected, with the usual port of each."""
ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9.-]{1,190}")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:]+\]")
LINK = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ADDRESS_REMEDY = "Écrivez une adresse, par exemple contact@exemple.fr."


def mail_section(table: TableReader, folder: Path) -> Mail:
    """Read the table; where faults were noted the values are placeholders."""
    security = table.choice("security", tuple(SECURITIES))
    mail = Mail(
        server=table.text(
            "server",
            pattern=HOST,
            expected="a host name without port",
            remedy_fr='Écrivez le serveur d\'envoi (SMTP), par exemple "smtp.exemple.fr".',
        ),
        port=table.optional_whole("port", 1, 65535) or SECURITIES.get(security, 587),
        security=security,
        sender=table.text(
            "from", pattern=ADDRESS, expected="a mail address", remedy_fr=ADDRESS_REMEDY
        ),
        reply_to=table.optional_text(
            "reply_to", pattern=ADDRESS, expected="a mail address", remedy_fr=ADDRESS_REMEDY
        ),
        user=table.optional_text("user"),
        password=_password(table, folder),
        link_url=table.optional_text(
            "link_url",
            pattern=LINK,
            expected="https:// and a host, nothing behind it",
            remedy_fr="Écrivez l'adresse à laquelle les fermes ouvrent la station.",
        ),
    )
    _kept_secret(table, mail)
    table.refuse_unknown()
    return mail


def _password(table: TableReader, folder: Path) -> str | None:
    """Read the password from the file or the variable that is named; never from this file."""
    file = table.optional_text("password_file")
    variable = table.optional_text(
        "password_env",
        pattern=VARIABLE,
        expected="the name of an environment variable",
        remedy_fr="Écrivez un nom de variable, par exemple HANGAR_MAIL_PASSWORD.",
    )
    if file and variable:
        table.fault(
            "password_env",
            expected="password_file or password_env, not both",
            remedy_fr="Gardez un seul des deux.",
        )
    if variable and variable not in os.environ:
        table.fault(
            "password_env",
            expected="a variable that is set",
            remedy_fr="Donnez cette variable au service, ou employez password_file.",
        )
    if variable:
        return os.environ.get(variable)
    return _from_file(table, folder / file) if file else None


def _from_file(table: TableReader, path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        table.fault(
            "password_file",
            expected="a readable text file with the password alone",
            remedy_fr="Écrivez le mot de passe seul dans ce fichier, lisible par le service.",
        )
        return None


def _kept_secret(table: TableReader, mail: Mail) -> None:
    """A password never goes over an open line, and a user has one."""
    if mail.security == "none" and mail.user and not local(mail.server):
        table.fault(
            "security",
            expected="starttls or tls where a password is sent",
            remedy_fr='Écrivez security = "starttls".',
        )
    if bool(mail.user) != bool(mail.password) and not {"password_file", "password_env"} & {
        name for name in ("password_file", "password_env") if name in table
    }:
        table.fault(
            "user",
            expected="user with password_file or password_env, or neither",
            remedy_fr="Donnez aussi le mot de passe, dans un fichier : password_file.",
        )


def local(host: str) -> bool:
    """Tell whether a server is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
