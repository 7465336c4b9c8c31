"""Reads what a hub may say of GS1: its company prefix, and the shops' weight codes it understands.

Must not ask GS1: there is no public list of licences to compare with.
"""

from __future__ import annotations

import re

from labels.gs1 import rcn
from labels.gs1.elements import Gs1Error
from labels.identity import company_prefix_problem
from station.config.model import Config
from station.config.reader import TableReader
from station.domain.gln import is_gln
from station.errors import Fault

ANY_TEXT = re.compile(r".{1,60}")
IN_STORE_REMEDY = f"Choisissez parmi {', '.join(rcn.sources())}, ou un motif par préfixe."
KEY = "hub.gs1_company_prefix"
REMEDY = "Recopiez le préfixe de votre contrat GS1, ou supprimez la ligne."
TRAINING_REMEDY = "952 sert à essayer. Pour travailler, mettez le vôtre ou supprimez la ligne."


def in_store_key(table: TableReader) -> tuple[str, ...]:
    """Return the sources of shops' weight and price codes that are switched on; usually none."""
    named = table.texts(
        "in_store_codes",
        default=(),
        pattern=ANY_TEXT,
        expected="a list of distinct sources or patterns",
        remedy_fr='Écrivez par exemple ["odoo"], ou supprimez la ligne.',
    )
    try:
        rcn.chosen(named)
    except Gs1Error as error:
        table.fault("in_store_codes", expected=str(error), remedy_fr=IN_STORE_REMEDY)
        return ()
    return named


def prefix_faults(config: Config) -> list[Fault]:
    """A prefix that no company can hold would make labels that lie: such a file is refused."""
    prefix = config.hub.gs1_company_prefix or ""
    why = company_prefix_problem(prefix, demonstration=True) if prefix else None
    return [_fault(prefix, why, REMEDY)] if why else []


def notices(config: Config) -> list[Fault]:
    """Return what is allowed but must be said at every start and by `hangar check`."""
    prefix = config.hub.gs1_company_prefix or ""
    if not prefix:
        return []
    why = company_prefix_problem(prefix, demonstration=config.demonstration)
    return [_fault(prefix, why, TRAINING_REMEDY)] if why else []


def _fault(prefix: str, why: str, remedy_fr: str) -> Fault:
    return Fault(
        key=KEY,
        value=f'"{prefix}"',
        expected=f"the prefix of a GS1 licence ({why})",
        remedy_fr=remedy_fr,
    )


def gln_key(table: TableReader) -> str:
    """Read the hub's own number of place and party; one with a wrong key belongs to nobody."""
    number = table.text("gln", default="")
    if number and not is_gln(number):
        table.fault(
            "gln",
            expected="13 digits between quotes, the last one a check digit",
            remedy_fr="Recopiez le GLN de votre contrat GS1, ou supprimez la ligne.",
        )
    return number
