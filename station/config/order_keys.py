"""Reads `[orders]`: until when one may order, and where orders come from by themselves.

Must not open the folder or the address: only says whether they may be used.
"""

from __future__ import annotations

import re
from pathlib import Path

from station.config.model import Orders
from station.config.reader import NAME, TIME_OF_DAY, TableReader

SAFE_ADDRESS = re.compile(
    r"https://[^\s/?#@]{3,180}/?|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?/?"
)
"""The token goes over an encrypted line, or stays on this machine."""
MAX_DAYS_BEFORE = 30
APPLIES = ("person", "certain")
"""Who applies a dropped file: a person, or the station where nothing is doubtful."""


def order_keys(table: TableReader, folder: Path) -> Orders:
    """Read the table; without it there is no cut-off, and orders come in by hand only."""
    inbox = table.optional_text("inbox")
    token = table.optional_text("ofn_token_file")
    orders = Orders(
        inbox=folder / inbox if inbox else None,
        inbox_apply=table.choice("inbox_apply", APPLIES) if "inbox_apply" in table else "person",
        inbox_preset=table.optional_text("inbox_preset", pattern=NAME),
        ofn_url=table.text(
            "ofn_url",
            default="",
            pattern=SAFE_ADDRESS,
            expected="https:// and a host (http:// on this machine only)",
            remedy_fr="Écrivez l'adresse de votre Open Food Network, en https.",
        ).rstrip("/"),
        ofn_token_file=folder / token if token else None,
        cutoff_days_before=table.optional_whole("cutoff_days_before", 0, MAX_DAYS_BEFORE),
        cutoff_at=table.optional_text(
            "cutoff_at",
            pattern=TIME_OF_DAY,
            expected='a local time such as "12:00"',
            remedy_fr='Écrivez une heure comme "12:00".',
        ),
    )
    if ("cutoff_days_before" in table) != ("cutoff_at" in table):
        missing = "cutoff_at" if "cutoff_days_before" in table else "cutoff_days_before"
        table.fault(
            missing,
            expected="cutoff_days_before and cutoff_at together, or neither",
            remedy_fr="Écrivez les deux : combien de jours avant, et à quelle heure.",
        )
    if orders.inbox == folder:
        table.fault(
            "inbox",
            expected="a folder of its own",
            remedy_fr='Écrivez un nom de dossier, par exemple "commandes".',
        )
    if bool(orders.ofn_url) != (token is not None) and ("ofn_url" in table or token):
        table.fault(
            "ofn_token_file" if orders.ofn_url else "ofn_url",
            expected="ofn_url and ofn_token_file together, or neither",
            remedy_fr="Écrivez l'adresse, et le fichier où le jeton est seul.",
        )
    table.refuse_unknown()
    return orders
