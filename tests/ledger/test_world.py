"""Projections: typed documents that can be dropped and rebuilt to equality."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import pytest

from station.errors import LedgerError
from station.ledger.store import open_reader
from station.ledger.world import TableSpec, World


class State(StrEnum):
    STORED = "stored"
    LOADED = "loaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    lot: str
    net_g: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    id: str
    state: State
    zone: str | None
    contents: tuple[Part, ...]
    open: bool = False

    @property
    def lots(self) -> int:
        return len(self.contents)


BOXES = TableSpec("boxes", Box, "id", ("state", "zone", "open", "lots"))
PARTS = TableSpec("parts", Part, "lot")
SPECS = (BOXES, PARTS)


def box(id: str, **changes: object) -> Box:
    stored = Box(id=id, state=State.STORED, zone="CF-1", contents=(Part(lot="F03-1", net_g=900),))
    return replace(stored, **changes)  # type: ignore[arg-type]


@pytest.fixture
def world(connection: sqlite3.Connection) -> Iterator[World]:
    world = World(connection, SPECS)
    connection.execute("BEGIN IMMEDIATE")
    world.create_tables()
    yield world
    if connection.in_transaction:
        connection.execute("COMMIT")


def test_a_document_comes_back_as_it_was_put(world: World) -> None:
    put = box("b1", zone=None, contents=(Part(lot="L1", net_g=None), Part(lot="Œufs 🥚", net_g=3)))

    world.of(BOXES).put(put)

    assert world.of(BOXES).get("b1") == put
    assert world.boxes.get("b1") == world.table("boxes").get("b1") == put
    assert world.of(BOXES).get("b2") is None


def test_putting_again_replaces(world: World) -> None:
    world.boxes.put(box("b1"))
    world.boxes.put(box("b1", state=State.LOADED))

    assert world.boxes.count() == 1
    assert world.boxes.where(state=State.STORED) == []
    assert world.boxes.where(state="loaded") == [box("b1", state=State.LOADED)]


def test_where_matches_every_index_in_the_order_of_keys(world: World) -> None:
    boxes = [box("b3"), box("b1", open=True), box("b2", zone=None), box("b4", contents=())]
    for each in boxes:
        world.boxes.put(each)

    assert [each.id for each in world.boxes.all()] == ["b1", "b2", "b3", "b4"]
    assert [each.id for each in world.boxes.where(zone="CF-1", open=False)] == ["b3", "b4"]
    assert [each.id for each in world.boxes.where(zone=None)] == ["b2"]
    assert [each.id for each in world.boxes.where(lots=0)] == ["b4"]
    assert world.boxes.count(zone="CF-1") == 3


def test_where_uses_its_index(world: World, connection: sqlite3.Connection) -> None:
    plan = connection.execute(
        'EXPLAIN QUERY PLAN SELECT doc FROM p_boxes WHERE "zone" IS ? ORDER BY key', ("CF-1",)
    ).fetchall()

    assert "USING INDEX p_boxes_zone" in plan[0][3]
    assert len(plan) == 1


def test_a_deleted_document_is_gone(world: World) -> None:
    world.boxes.put(box("b1"))

    world.boxes.delete("b1")
    world.boxes.delete("b1")

    assert world.boxes.get("b1") is None


def test_asking_by_what_is_no_index_is_an_error(world: World) -> None:
    with pytest.raises(LookupError, match="expected an index of state, zone, open, lots"):
        world.boxes.where(contents=())
    with pytest.raises(AttributeError, match="no table 'crates'"):
        world.crates.all()
    with pytest.raises(LookupError, match="expected one of boxes, parts"):
        world.table("crates")


def test_a_document_of_another_kind_is_refused(world: World) -> None:
    with pytest.raises(TypeError, match="expected Box, got Part"):
        world.boxes.put(Part(lot="x", net_g=1))


@pytest.mark.parametrize("name", ["key", "doc", "Zone", "a b", "p;--"])
def test_a_name_that_cannot_be_a_column_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="expected a column name"):
        TableSpec("boxes", Box, "id", (name,))


def test_rebuilt_tables_are_equal(world: World) -> None:
    boxes = [box(f"b{number}", open=number % 2 == 0) for number in range(9)]
    for each in boxes:
        world.boxes.put(each)
    live = world.fingerprint()

    world.drop_tables()
    world.create_tables()
    for each in reversed(boxes):
        world.boxes.put(each)

    assert world.fingerprint() == live
    assert live["boxes"][0] == 9


def test_any_difference_changes_the_fingerprint(
    world: World, connection: sqlite3.Connection
) -> None:
    world.boxes.put(box("b1"))
    before = world.fingerprint()["boxes"]

    connection.execute("UPDATE p_boxes SET zone = 'CF-2'")
    index_changed = world.fingerprint()["boxes"]
    world.boxes.put(box("b1", open=True))
    document_changed = world.fingerprint()["boxes"]

    assert len({before, index_changed, document_changed}) == 3


def test_tables_of_an_older_shape_are_seen_and_dropped(
    world: World, connection: sqlite3.Connection
) -> None:
    newer = World(connection, (TableSpec("boxes", Box, "id", ("state",)),))

    assert world.is_current()
    assert not newer.is_current()
    with pytest.raises(LedgerError, match="hangar rebuild"):
        newer.create_tables()
    newer.drop_tables()
    newer.create_tables()
    assert newer.is_current()


def test_creating_twice_changes_nothing(world: World) -> None:
    world.boxes.put(box("b1"))

    world.create_tables()

    assert world.boxes.count() == 1


def test_a_reader_may_ask_and_not_put(
    world: World, connection: sqlite3.Connection, ledger_path: Path
) -> None:
    world.boxes.put(box("b1"))
    connection.execute("COMMIT")
    reader = open_reader(ledger_path)
    seen = World(reader, SPECS)

    assert seen.of(BOXES).get("b1") == box("b1")
    assert seen.fingerprint() == world.fingerprint()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        seen.boxes.put(box("b2"))
    reader.close()


def test_a_rolled_back_put_is_not_there(world: World, connection: sqlite3.Connection) -> None:
    connection.execute("SAVEPOINT job")
    world.boxes.put(box("b1"))
    connection.execute("ROLLBACK TO job")

    assert world.boxes.all() == []
