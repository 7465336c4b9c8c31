"""Judges the hub's GS1 company prefix: what no company can hold, and what only serves for trying.

Must not ask GS1: there is no public list of licences to compare with.
"""

from __future__ import annotations

from labels.identity import company_prefix_problem
from station.config.model import Config
from station.errors import Fault

KEY = "hub.gs1_company_prefix"
REMEDY = "Recopiez le préfixe de votre contrat GS1, ou supprimez la ligne."
TRAINING_REMEDY = "952 sert à essayer. Pour travailler, mettez le vôtre ou supprimez la ligne."


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
