"""Reads `[catalogue]`: whether everybody may read what can be ordered, and where stock is pushed.

Must not fetch anything.
"""

from __future__ import annotations

import re

from station.config.model import Catalogue
from station.config.order_keys import SAFE_ADDRESS
from station.config.reader import TableReader

NUMBER = re.compile(r"[0-9A-Za-z_-]{1,40}")


def catalogue_keys(table: TableReader) -> Catalogue:
    """Read the table; without it nothing is public and nothing is pushed."""
    catalogue = Catalogue(
        public=table.flag("public", default=False),
        ofn_url=table.text(
            "ofn_url",
            default="",
            pattern=SAFE_ADDRESS,
            expected="https:// and a host (http:// on this machine only)",
            remedy_fr="Écrivez l'adresse de votre Open Food Network, en https.",
        ).rstrip("/"),
        ofn_enterprise=table.text(
            "ofn_enterprise",
            default="",
            pattern=NUMBER,
            expected="the enterprise's number at Open Food Network",
            remedy_fr="Écrivez le numéro de l'entreprise entre guillemets.",
        ),
        ofn_token_file=table.text("ofn_token_file", default=""),
    )
    if catalogue.ofn_url and not (catalogue.ofn_enterprise and catalogue.ofn_token_file):
        table.fault(
            "ofn_url",
            expected="ofn_enterprise and ofn_token_file beside it",
            remedy_fr="Ajoutez ofn_enterprise et ofn_token_file.",
        )
    table.refuse_unknown()
    return catalogue
