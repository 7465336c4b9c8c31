"""The tables of the domain are whole: everything is documented, decided, applied, and listed."""

from __future__ import annotations

import dataclasses
import re
import typing

import pytest

from station.domain import codec, commands, events
from station.domain.commands import COMMANDS
from station.domain.deciding import DECIDES
from station.domain.events import EVENTS
from station.domain.evolving import APPLIES
from station.domain.refusals import TABLE
from station.domain.verdicts import LOOKS, verdicts_json
from station.domain.words import Role, Verdict
from station.domain.world import SPECS, World
from tests.domain.readme_tables import MARK, README, first_line, tables


def documented(cls: type) -> bool:
    line = first_line(cls)
    return len(line.split()) >= 4 and not line.startswith(f"{cls.__name__}(")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_is_documented_decided_and_open_to_somebody(name: str) -> None:
    cls, roles = COMMANDS[name]

    assert documented(cls)
    assert cls in DECIDES
    assert Role.ADMIN in roles and Role.INSPECTOR not in roles


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_an_event_is_documented_and_applied(name: str) -> None:
    assert documented(EVENTS[name])
    assert EVENTS[name] in APPLIES


def test_a_class_that_nobody_documented_is_seen() -> None:
    made = dataclasses.make_dataclass("Unsaid", [("crate", str)])

    assert not documented(made)


def test_nothing_is_decided_or_applied_that_is_in_no_table() -> None:
    assert set(DECIDES) == {cls for cls, _ in COMMANDS.values()}
    assert set(APPLIES) == set(EVENTS.values())


def test_every_shape_in_the_modules_is_in_use() -> None:
    listed = {cls for cls, _ in COMMANDS.values()} | set(EVENTS.values())
    shapes = {
        shape
        for module in (commands, events)
        for shape in vars(module).values()
        if isinstance(shape, type)
        and dataclasses.is_dataclass(shape)
        and shape.__module__ == module.__name__
    }

    used = " ".join(str(typing.get_type_hints(shape)) for shape in shapes)
    parts = {shape.__name__ for shape in shapes - listed}
    assert {name for name in parts if not re.search(rf"\.{name}\b", used)} == set()


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_no_event_can_hold_a_fraction(name: str) -> None:
    hints = typing.get_type_hints(EVENTS[name])

    assert "float" not in str(hints) and "Any" not in str(hints)
    with pytest.raises(codec.Malformed):
        codec.from_plain(EVENTS[name], dict.fromkeys(hints, 1.5))


def test_a_coordinator_may_send_every_floor_command() -> None:
    floor = {name for name, (_, roles) in COMMANDS.items() if Role.WORKER in roles}

    assert floor
    assert all(Role.COORDINATOR in COMMANDS[name][1] for name in floor)


def test_every_verdict_looks_and_sounds_and_every_refusal_has_one() -> None:
    assert set(LOOKS) == set(Verdict)
    listed = [code for row in verdicts_json() for code in row["refusals"]]
    assert sorted(listed) == sorted(TABLE)


def test_good_and_bad_verdicts_differ_in_more_than_one_way() -> None:
    good, bad = LOOKS[Verdict.OK], LOOKS[Verdict.WRONG_ROUND]

    assert good.look != bad.look and good.sound != bad.sound
    assert good.vibration_ms != bad.vibration_ms and bad.stays and not good.stays


def test_every_projection_is_promised_to_the_rules() -> None:
    assert {spec.name for spec in SPECS} == set(typing.get_type_hints(World))


def test_the_readme_lists_what_the_code_holds() -> None:
    _, found = README.read_text(encoding="utf-8").split(MARK)

    assert found == tables(), "run `python -m tests.domain.readme_tables`"
