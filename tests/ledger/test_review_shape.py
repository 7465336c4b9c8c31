"""A projection whose documents have another shape, or other rules behind them, is not current."""

import sqlite3
from dataclasses import dataclass

import pytest

from station.ledger.world import TableSpec, World, shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    lot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    id: str
    parts: tuple[Part, ...]


def later(*, field: bool) -> type:
    """Return the classes of a later version: Part with one more field, or as they were."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Part:
        lot: str

    @dataclass(frozen=True, slots=True, kw_only=True)
    class LongerPart:
        lot: str
        grams: int

    LongerPart.__name__ = "Part"
    held = LongerPart if field else Part

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Box:
        id: str
        parts: tuple[held, ...]  # type: ignore[valid-type]  # the class is chosen when it runs

    return Box


def test_the_shape_sees_fields_inside_fields() -> None:
    assert shape(later(field=False)) != shape(later(field=True))


@pytest.mark.parametrize(("evolution", "current"), [(1, True), (2, False)])
def test_other_rules_ask_for_a_rebuild(evolution: int, current: bool) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    World(connection, [TableSpec("boxes", Box, "id", evolution=1)]).create_tables()

    later_world = World(connection, [TableSpec("boxes", Box, "id", evolution=evolution)])

    assert later_world.is_current() is current
    connection.close()
