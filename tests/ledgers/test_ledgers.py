"""Ledgers that earlier versions wrote: opened, proven, rebuilt, and their answers replay."""

import json
import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from station.answering import event_json
from station.domain.events import EVENTS
from station.ledger.chain import events_after
from station.main import main
from station.proving import prove
from station.rebuilding import differences
from station.views.event_sentences import SENTENCES, sentence
from tests.domain.hub import Hub, register
from tests.ledgers.make import make
from tests.ledgers.story import tell
from tests.web_api.station_at_work import write_station

HERE = Path(__file__).parent
A_LOT = "F01-261124-1"
"""A lot that version 1 received."""
STORED = sorted(path.name.removesuffix(".db.xz") for path in HERE.glob("*.db.xz"))


@pytest.fixture(params=STORED)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Hub, str]]:
    path = tmp_path / "hangar.db"
    path.touch(mode=0o600)
    path.write_bytes(lzma.decompress((HERE / f"{request.param}.db.xz").read_bytes()))
    hub = Hub(path)
    yield hub, request.param
    hub.close()


def spoken(version: str) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = json.loads(
        lzma.decompress((HERE / f"{version}.json.xz").read_bytes())
    )
    return said


def test_every_event_is_said_in_a_french_sentence(stored: tuple[Hub, str]) -> None:
    """A new event takes a line in `SENTENCES` (station/views/event_sentences.py)."""
    hub, _ = stored

    said = hub.ask(
        lambda present: [
            sentence(present, event_json(event)) for event in events_after(present.connection)
        ]
    )

    assert set(SENTENCES) == set(EVENTS)
    assert [text for text in said if not text or "{" in text or "None" in text] == []


def test_there_is_a_stored_ledger_of_the_first_version() -> None:
    assert "v1" in STORED


def test_an_old_ledger_is_whole_and_rebuilds_to_what_is_there(stored: tuple[Hub, str]) -> None:
    hub, _ = stored

    assert prove(hub.path).problems == ()
    assert differences(hub.path) == []
    assert hub.balance()["unexplained_g"] == 0


def test_an_old_ledger_holds_events_of_every_type(stored: tuple[Hub, str]) -> None:
    hub, version = stored

    assert hub.event_types() <= set(EVENTS)
    assert len(hub.event_types()) > 45, version


def test_an_old_answer_replays_word_for_word(stored: tuple[Hub, str]) -> None:
    hub, version = stored
    before = hub.seq()
    kept = dict(
        hub.ask(
            lambda p: p.connection.execute("SELECT command_id, answer FROM commands").fetchall()
        )
    )

    for said in spoken(version):
        answer = hub.speak(said)
        assert answer == json.loads(kept[said["body"]["command_id"]]) | {"replayed": True}

    assert hub.seq() == before


def test_an_old_ledger_takes_new_commands(stored: tuple[Hub, str]) -> None:
    hub, _ = stored

    hub.carrots(4_000)

    hub.prove()


def test_an_alias_of_an_old_ledger_is_found_and_sealed_when_it_is_tied_anew(
    stored: tuple[Hub, str],
) -> None:
    """The first version wrote the names that files use into the chain."""
    hub, _ = stored
    known = hub.ask(lambda p: {p.alias_name(one): one.code for one in p.world.aliases.all()})

    answer = hub.done("RegisterAlias", kind="product", name="Carotte des sables", code="RADIS")

    assert known["carotte des sables"] == "CAROTTE"
    assert answer["events"][0]["data"]["name"] == ""
    told = hub.ask(lambda p: {p.alias_name(one): one.code for one in p.world.aliases.all()})
    assert told == {"Carotte des sables": "RADIS"}
    hub.prove()


def test_a_changed_entry_of_the_vault_is_named_whatever_sealed_it(tmp_path: Path) -> None:
    """An event that seals an entry takes a line in `SEALED` (station/proving.py)."""
    hub = Hub(tmp_path / "hangar.db")
    register(hub)
    tell(hub)
    hub.close()
    changed = {"doc": '{"name":"x"}'}
    with closing(sqlite3.connect(hub.path)) as connection, connection:
        rows = connection.execute("SELECT id FROM vault WHERE doc IS NOT NULL").fetchall()
        connection.execute("UPDATE vault SET doc = :doc WHERE doc IS NOT NULL", changed)

    told = " ".join(prove(hub.path).problems)

    assert len(rows) > 60
    assert [id for (id,) in rows if f"vault entry {id}: " not in told] == []


def unopened(folder: Path, version: str = "v1") -> Path:
    """Lay down a stored ledger that this version has not opened yet."""
    path = folder / "hangar.db"
    path.touch(mode=0o600)
    path.write_bytes(lzma.decompress((HERE / f"{version}.db.xz").read_bytes()))
    return path


def test_an_old_ledger_that_nobody_opened_yet_is_proven_but_for_its_projections(
    tmp_path: Path,
) -> None:
    path = unopened(tmp_path)

    before = prove(path)
    Hub(path).close()
    after = prove(path)

    assert (before.problems, before.whole) == ((), False)
    assert "hangar rebuild" in before.unproven and before.as_json()["ok"] is False
    assert (after.whole, after.unproven, after.events) == (True, "", before.events)


def test_an_old_ledger_is_not_traced_by_half_but_once_its_projections_are_made_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = write_station(tmp_path, lzma.decompress((HERE / "v1.db.xz").read_bytes()))

    def hangar(*words: str) -> tuple[int, str, str]:
        return main([*words, "--config", str(config)]), *capsys.readouterr()

    status, said, shouted = hangar("trace", A_LOT)
    assert (status, said) == (1, "") and "run `hangar rebuild`" in shouted

    assert hangar("rebuild")[0] == 0
    status, said, shouted = hangar("trace", A_LOT)
    assert (status, shouted) == (0, "") and said.startswith(f"{A_LOT}  ")
    assert hangar("trace", "RIEN")[0] == 1


def test_a_changed_row_of_an_old_ledger_is_found_before_anybody_opens_it(tmp_path: Path) -> None:
    path = unopened(tmp_path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE events SET data = replace(data, 'RADIS', 'NAVET')")

    assert not prove(path).good


def test_the_script_that_stores_a_ledger_still_makes_one(tmp_path: Path) -> None:
    make(tmp_path, "now")

    assert {path.name for path in tmp_path.iterdir()} == {"now.db.xz", "now.json.xz"}
