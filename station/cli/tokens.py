"""`hangar token` and `hangar pin`: who may call."""

from __future__ import annotations

import argparse
import getpass
import sys

from station.cli.words import with_config
from station.errors import HangarError


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommands."""
    token = commands.add_parser("token", help="tokens of devices and programs")
    parts = token.add_subparsers(required=True, metavar="WHAT")
    create = with_config(parts.add_parser("create", help="make a token; it is shown once"))
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True)
    create.add_argument("--post")
    create.add_argument("--producer", help="the one farm that a producer's token speaks for")
    create.add_argument("--days", type=int, help="lapses after so many days; an inspector's: 1")
    create.set_defaults(run=run_create)
    revoke = with_config(parts.add_parser("revoke", help="revoke a token at once"))
    revoke.add_argument("name")
    revoke.set_defaults(run=run_revoke)
    person = with_config(commands.add_parser("person", help="make a person known, with a PIN"))
    person.add_argument("code")
    person.add_argument("--name", required=True)
    person.add_argument("--role", required=True)
    person.add_argument("--language", default="fr")
    person.add_argument("--producer", help="the one farm that a producer speaks for; '' frees them")
    person.set_defaults(run=run_person)


def run_create(arguments: argparse.Namespace) -> int:
    """Print a new token."""
    from station.access import Access, access_path
    from station.config import load_config

    config = load_config(arguments.config)
    if arguments.post and arguments.post not in {post.id for post in config.posts}:
        raise HangarError(f"post {arguments.post!r}: expected one of hangar.toml's posts")
    access = Access(access_path(config.storage.ledger))
    try:
        token = access.create_token(
            arguments.name,
            arguments.role,
            arguments.post,
            producer=arguments.producer,
            days=arguments.days,
        )
        print(token)
    finally:
        access.close()
    return 0


def run_revoke(arguments: argparse.Namespace) -> int:
    """Revoke a token."""
    from station.access import Access, access_path
    from station.config import load_config

    config = load_config(arguments.config)
    access = Access(access_path(config.storage.ledger))
    try:
        if not access.revoke_token(arguments.name):
            raise HangarError(f"token {arguments.name!r}: expected a name that `token create` made")
    finally:
        access.close()
    return 0


def run_person(arguments: argparse.Namespace) -> int:
    """Make a person known to the ledger and set the PIN that is asked for."""
    from station.access import Access, access_path, require_pin
    from station.config import load_config
    from station.control import sending

    config = load_config(arguments.config)
    pin = getpass.getpass("PIN (4-12 chiffres) : ") if sys.stdin.isatty() else input()
    require_pin(arguments.code, pin)  # before anybody is made known
    with sending(config) as send:
        answer = send(
            "RegisterOperator",
            {
                "code": arguments.code,
                "name": arguments.name,
                "role": arguments.role,
                "language": arguments.language,
                "producer": arguments.producer,
            },
        )
    if answer["outcome"] != "accepted":
        raise HangarError(str(answer["refusal"]["say"]["fr"]))
    access = Access(access_path(config.storage.ledger))
    try:
        access.set_pin(arguments.code, pin)
    finally:
        access.close()
    return 0
