"""Any well-formed payload of any command is accepted or refused, never a bug.

Payloads are invented from the declared shapes: real codes and ids beside nonsense, numbers far out
of range, dates that are none. A decision that raises anything but a refusal fails the test.
"""

from __future__ import annotations

import dataclasses
import random
import types
import typing
from collections.abc import Callable
from contextlib import closing
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.domain.commands import COMMANDS, RENAMED
from tests.domain.hub import TODAY, TOMORROW, Hub

STEPS = 120
NONSENSE = ("", " ", "x", "é" * 40, "1e9", "-1", "2026-02-30", "0000-00-00", "🥕", "a/b", "%s{0}",
            "'; DROP", "\u202e", "\n")  # fmt: skip
NUMBERS = (-1_000_000_000, -1, 0, 1, 2, 12, 500, 10_001, 2**31, 2**53 - 1, -(2**53) + 1)
KNOWN = ("F01", "F02", "CAROTTE", "RADIS", "TOMME", "YAOURT", "C01", "C02", "C03", "E2", "CARTON",
         "SEC", "CF-1", "CONG", "amina", f"{TODAY}-T1", "T2", TODAY, TOMORROW, "9999-12-31",
         "0001-01-01", "22:15")  # fmt: skip


FITTING: dict[str, tuple[str, ...]] = {
    "producer": ("F01", "F02"), "product": ("CAROTTE", "RADIS", "TOMME", "YAOURT"),
    "customer": ("C01", "C02", "C03"), "party": ("C01", "F01"), "crate_type": ("E2", "CARTON"),
    "zone": ("SEC", "CF-1", "CF-2", "CONG"), "round": (f"{TODAY}-T1", "T1", "T2"),
    "date": (TODAY, TOMORROW), "delivery_date": (TODAY, TOMORROW), "reason": ("parce que",),
    "use_by": (TOMORROW,), "best_before": (TOMORROW,), "code": ("C09", "F09", "CAROTTE"),
}  # fmt: skip
"""Values that make sense for a field of this name; most payloads are made of these."""
TABLES = {"crate": "crates", "source": "crates", "into": "crates", "label": "labels",
          "lot": "lots", "order_line": "order_lines", "intake": "intakes",
          "exception": "troubles", "crates": "crates"}  # fmt: skip
"""Where the things that a field of this name may refer to are found."""
SENSIBLE = (1, 2, 12, 300, 4_000)


class Inventor:
    """Makes payloads for a hub, by a seed."""

    def __init__(self, hub: Hub, seed: int) -> None:
        self.hub, self.chance = hub, random.Random(seed)

    def text(self) -> str:
        pool = self.chance.choice((KNOWN, KNOWN, NONSENSE, self.ids()))
        return str(self.chance.choice(pool or KNOWN))

    def ids(self) -> list[str]:
        def known(present: Any) -> list[str]:
            tables = ("crates", "labels", "lots", "order_lines", "intakes", "troubles", "codes")
            rows = [row for name in tables for row in getattr(present.world, name).all()]
            return [getattr(row, "id", None) or row.code for row in rows]

        return list(self.hub.ask(known))

    def value(self, hint: Any) -> Any:
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            return self.value(self.chance.choice(get_args(hint)))
        if origin is Literal:
            return self.chance.choice(get_args(hint))
        if origin is tuple:
            return [self.value(get_args(hint)[0]) for _ in range(self.chance.randrange(3))]
        if origin is dict:
            return {self.text(): self.value(get_args(hint)[1])}
        if hint is type(None):
            return None
        if dataclasses.is_dataclass(hint):
            return self.payload(typing.cast(type, hint))
        return self.plain(hint)

    def plain(self, hint: Any) -> Any:
        if hint is str:
            return self.text()
        if hint is bool:
            return self.chance.random() < 0.5
        if hint is int:
            return self.chance.choice(NUMBERS)
        assert issubclass(hint, Enum), hint
        return self.chance.choice([member.value for member in hint])

    def payload(self, cls: type) -> dict[str, Any]:
        if cls.__name__ == "ByReceipt":
            return {"receipt": self.hub.scales.put(self.chance.choice((1, 2_000, 9_000, 10**9)))}
        hints = typing.get_type_hints(cls)
        made = {}
        for field in dataclasses.fields(cls):
            needed = field.default is dataclasses.MISSING
            if needed or self.chance.random() < 0.6:
                sense = self.sense(field.name, hints[field.name])
                made[field.name] = self.value(hints[field.name]) if sense is None else sense
        return made

    def sense(self, name: str, hint: Any) -> Any:
        """Return a value that fits the field's name, mostly; None where anything may come."""
        if self.chance.random() < 0.1:
            return None
        if hint in (int, int | None):
            return self.chance.choice(SENSIBLE)
        if hint not in (str, str | None):
            return None
        if name in TABLES:
            rows = self.hub.ask(lambda present: getattr(present.world, TABLES[name]).all())
            return self.chance.choice(rows).id if rows else None
        return self.chance.choice(FITTING[name]) if name in FITTING else None

    def speak(self) -> None:
        type = self.chance.choice(sorted(COMMANDS))
        data = self.payload(COMMANDS[type][0])
        renamed = {ours: theirs for theirs, ours in RENAMED.get(type, {}).items()}
        data = {renamed.get(name, name): value for name, value in data.items()}
        post = self.chance.choice(("reception", "cold-door", "dock-1", "shop", None, "lune"))
        judged = self.chance.choice((None, None, "ok", "wrong_round"))
        if data.get("weigh") == "post":
            data["weigh"] = None
        answer = self.hub.say(type, data, post=post, judged=judged, as_role="admin")
        assert answer["status"] == 200, (type, data)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_any_payload_is_an_answer(open_hub: Callable[[], Hub], seed: int) -> None:
    run(open_hub, seed, STEPS)


def run(open_hub: Callable[[], Hub], seed: int, steps: int) -> None:
    with closing(open_hub()) as hub:
        hub.carrots()
        hub.radish(customer="C01")
        hub.order("C02", "CAROTTE", 3)
        inventor = Inventor(hub, seed)
        for _ in range(steps):
            inventor.speak()
        hub.prove()


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(50))
def test_any_thousand_payloads_are_answers(open_hub: Callable[[], Hub], seed: int) -> None:
    run(open_hub, seed, 1_000)
