"""A producer's own GS1 label proposes what it says, and nothing it does not."""

from __future__ import annotations

import pytest

from labels.scanned import interpret
from station.proposals import proposals


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("(01)99521234000016(10)L-12(17)261130", {"producer_lot": "L-12", "use_by": "2026-11-30"}),
        ("(01)99521234000016(15)261218(11)261120(422)250",
         {"best_before": "2026-12-18", "laid_on": "2026-11-20", "origin": "France"}),
        ("(01)99521234000016(3103)012345", {"net_g": "12345"}),
        ("(01)99521234000016(3105)012345", {}),
        ("(01)99521234000016(3101)000123", {"net_g": "12300"}),
        ("(01)09521234000013(30)24", {"count": "24"}),
        ("(01)99521234000016(3103)001000(251)B-77(7030)250FR61.001.001CE(7031)056BE1",
         {"net_g": "1000", "beef_reference": "B-77", "slaughtered_in": "France FR61.001.001CE",
          "cut_in": "Belgique BE1"}),
        ("(01)09521234000013(17)261100", {}),
        ("(01)09521234000013", {}),
        ("3017620422003", {}),
    ],
)  # fmt: skip
def test_elements_become_proposals(label: str, told: dict[str, str]) -> None:
    assert proposals(interpret(label).elements) == told
