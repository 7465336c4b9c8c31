"""`hangar pair`: a one-time code that ties a tablet or phone to a post."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station.cli.words import print_json, with_config, with_json
from station.errors import HangarError

if TYPE_CHECKING:
    from station.config import Config

PAGE = "pair"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommand."""
    pair = with_json(with_config(commands.add_parser("pair", help="a code for a new tablet")))
    pair.add_argument("--post", required=True, help="the post that the device belongs to")
    pair.add_argument("--name", help="what the device is called")
    pair.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a link, its QR and six digits; they are good once, for ten minutes."""
    from labels.qr import qr_lines
    from station.access import Access, access_path
    from station.config import load_config

    config = load_config(arguments.config)
    if arguments.post not in {post.id for post in config.posts}:
        raise HangarError(f"post {arguments.post!r}: expected one of hangar.toml's posts")
    access = Access(access_path(config.storage.ledger))
    try:
        made = access.devices.invite(arguments.post, arguments.name or f"Tablette {arguments.post}")
    finally:
        access.close()
    url = f"{station_url(config)}{PAGE}#{made.code}"
    expires = datetime.fromtimestamp(made.expires_at, UTC).isoformat()
    if arguments.json:
        print_json({"url": url, "digits": made.digits, "post": made.post, "expires_at": expires})
        return 0
    print("\n".join(qr_lines(url)))
    print(
        f"{url}\nor open {station_url(config)}{PAGE} and type {made.digits}; good until {expires}"
    )
    return 0


def station_url(config: Config) -> str:
    """Return the address that tablets open: the first trusted name, secure where https is on."""
    host = next(iter(config.web.trusted_hosts), "hangar.local").lstrip(".")
    if config.web.tls_port:
        return f"https://{host}:{config.web.tls_port}/"
    return f"http://{host}:{config.web.port}/"
