"""A restore proves before it replaces, begins a new epoch, and loses no acknowledged scan."""

from __future__ import annotations

import json
import lzma
import random
import secrets
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from station.access import Access, access_path
from station.backup.manifest import NAME, sha256_of
from station.ledger.store import open_reader, open_writer
from station.proving import prove
from station.vault import Vault
from tests.web_api.station_at_work import Station, command

Speak = Callable[..., dict[str, Any]]


def events_of(ledger: Path, kind: str) -> list[tuple[int, str, str]]:
    with closing(sqlite3.connect(ledger)) as connection:
        return connection.execute(
            "SELECT seq, epoch, command_id FROM events WHERE type = ? ORDER BY seq", (kind,)
        ).fetchall()


def ssccs(ledger: Path) -> list[str]:
    with closing(sqlite3.connect(ledger)) as connection:
        rows = connection.execute(
            "SELECT json_extract(data, '$.sscc') FROM events WHERE type = 'CrateReceived'"
        )
        return [row[0] for row in rows]


def received(**more: Any) -> dict[str, Any]:
    data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 12} | more
    return command("ReceiveCrate", **data)


def test_a_restore_refuses_while_a_server_runs(
    home: Path, stick: Path, hangar: Speak, open_station: Callable[[], Station]
) -> None:
    hangar("backup", "--to", str(stick))
    station = open_station()

    told = hangar("restore", str(stick), status=1)

    assert "only writer" in told["err"]
    assert station.get("/api/v1/status")["ledger"]["seq"] > 0


def test_scans_acknowledged_after_the_copy_are_taken_once_when_offered_again(
    home: Path, stick: Path, hangar: Speak, open_station: Callable[[], Station]
) -> None:
    """The handhelds' promise: what was acknowledged is kept until a second copy holds it."""
    station = open_station()
    early = [received() for _ in range(3)]
    first = [station.post("/api/v1/commands", body) for body in early]
    copied = hangar("backup", "--to", str(stick))
    late = [received() for _ in range(4)]
    acknowledged = [station.post("/api/v1/commands", body) for body in late]
    door = {"command_id": str(uuid.uuid4()), "data": first[0]["crate"]["sscc"]}
    station.scan("cold-door", **door)
    old_epoch = acknowledged[-1]["ledger"]["epoch"]
    station.close()

    told = hangar("restore", str(stick))
    station = open_station()
    status = station.get("/api/v1/status")
    again = station.post("/api/v1/commands", [*early, *late])["items"]
    scanned = station.scan("cold-door", **door)
    twice = station.post("/api/v1/commands", [*early, *late])["items"]

    assert told["copied"] == {"epoch": copied["epoch"], "seq": copied["seq"]}
    assert status["ledger"]["epoch"] == told["epoch"] != old_epoch
    assert [each["replayed"] for each in again] == [True] * 3 + [False] * 4
    assert [each["outcome"] for each in again] == ["accepted"] * 7
    assert all(each["replayed"] for each in twice)
    assert scanned["verdict"] != "unknown_code"
    stored = [id for _, _, id in events_of(home / "hangar.db", "CrateReceived")]
    assert sorted(stored) == sorted(body["command_id"] for body in [*early, *late])


def test_no_sscc_is_given_twice_after_restores_of_one_copy(
    home: Path, stick: Path, hangar: Speak, open_station: Callable[[], Station]
) -> None:
    hangar("backup", "--to", str(stick))
    given: list[str] = []

    for _ in range(3):
        station = open_station()
        for _ in range(5):
            station.post("/api/v1/commands", received(crates=4))
        given += ssccs(home / "hangar.db")
        station.close()
        hangar("restore", str(stick))

    assert len(given) == 60 and None not in given
    assert len(set(given)) == 60


def test_a_damaged_copy_replaces_nothing(home: Path, stick: Path, hangar: Speak) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    before = (home / "hangar.db").read_bytes()
    content = bytearray((copy / "ledger.db").read_bytes())
    content[-5000] ^= 1
    (copy / "ledger.db").write_bytes(content)

    told = hangar("restore", str(copy), status=1)

    assert "the medium gave back" in told["err"]
    assert (home / "hangar.db").read_bytes() == before
    assert not list(home.glob("replaced-*"))


def test_the_replaced_ledger_is_kept_aside_whole(
    home: Path, stick: Path, hangar: Speak, open_station: Callable[[], Station]
) -> None:
    hangar("backup", "--to", str(stick))
    station = open_station()
    station.crate()
    station.close()
    last = prove(home / "hangar.db")

    told = hangar("restore", str(stick))

    assert prove(Path(told["aside"]) / "hangar.db") == last
    assert prove(home / "hangar.db").good
    assert len(events_of(home / "hangar.db", "LedgerRestored")) == 1


def test_a_ledger_that_is_rubbish_can_be_replaced(home: Path, stick: Path, hangar: Speak) -> None:
    hangar("backup", "--to", str(stick))
    (home / "hangar.db").write_bytes(b"\x00rubbish" * 3000)
    (home / "hangar.db-wal").write_bytes(b"a log that belongs to the rubbish")

    told = hangar("restore", str(stick))

    assert prove(home / "hangar.db").good
    assert (Path(told["aside"]) / "hangar.db").read_bytes().startswith(b"\x00rubbish")


def test_a_restore_fills_a_fresh_machine(
    tmp_path: Path, home: Path, stick: Path, hangar: Speak
) -> None:
    access = Access(access_path(home / "hangar.db"))
    token = access.create_token("quai", "worker")
    access.close()
    hangar("backup", "--to", str(stick))

    told = hangar("restore", str(stick), "--dir", str(tmp_path / "new"), config=False)

    fresh = Access(access_path(tmp_path / "new" / "hangar.db"))
    assert told["taken"] == ["hangar-access.db"]
    assert fresh.token_sender(token) is not None
    fresh.close()
    assert prove(tmp_path / "new" / "hangar.db").good
    assert ((tmp_path / "new" / "hangar.db").stat().st_mode & 0o777) == 0o600


def test_what_was_revoked_after_the_copy_stays_revoked(
    home: Path, stick: Path, hangar: Speak
) -> None:
    access = Access(access_path(home / "hangar.db"))
    token = access.create_token("quai", "worker")
    hangar("backup", "--to", str(stick))
    access.revoke_token("quai")

    hangar("restore", str(stick))

    assert access.token_sender(token) is None
    access.close()


def planted(copy: Path, name: str) -> None:
    """Put a file of somebody else's into a copy, and into its manifest under `name`."""
    (copy / name.partition("/")[0]).mkdir(exist_ok=True)
    file = copy / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"planted")
    manifest = json.loads((copy / NAME).read_text("utf-8"))
    digest = sha256_of(file)
    manifest["files"][name] = {"bytes": digest.bytes, "sha256": digest.sha256}
    (copy / NAME).write_text(json.dumps(manifest), encoding="utf-8")


def test_what_a_copy_holds_beside_its_ledger_is_brought_back(
    home: Path, stick: Path, hangar: Speak
) -> None:
    """The control of the two tests below: a planted file is one that a restore takes."""
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    planted(copy, "beside/hangar-photos/caisse.jpg")

    told = hangar("restore", str(copy))

    assert told["taken"] == ["caisse.jpg"]
    assert (home / "hangar-photos" / "caisse.jpg").read_bytes() == b"planted"


@pytest.mark.parametrize(
    "name",
    [
        "beside/../../planted",
        "templates/../../planted",
        "beside/{outside}/planted",
        "templates/{outside}/planted",
        "{outside}/planted",
        "../planted",
    ],
)
def test_a_copy_that_names_a_file_outside_writes_nothing(
    tmp_path: Path, home: Path, stick: Path, hangar: Speak, name: str
) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    planted(copy, name.format(outside=tmp_path / "outside"))
    before = {*tmp_path.rglob("*"), home / "hangar.db.lock"}

    told = hangar("restore", str(copy), status=1)

    assert "a file inside the copy" in told["err"]
    assert set(tmp_path.rglob("*")) <= before


@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_a_copy_brings_no_log_into_the_ledger_that_was_proven(
    home: Path, stick: Path, hangar: Speak, end: str
) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    planted(copy, f"beside/hangar.db{end}")

    told = hangar("restore", str(copy))

    assert told["kept"] == [f"hangar.db{end}"] and told["taken"] == []
    assert not (home / f"hangar.db{end}").exists()


@pytest.mark.parametrize("known_from", ["the replaced ledger", "a newer copy"])
def test_what_was_erased_after_the_copy_stays_erased(
    home: Path, stick: Path, hangar: Speak, known_from: str
) -> None:
    older = hangar("backup", "--to", str(stick))["copy"]
    with closing(open_writer(home / "hangar.db")) as connection:
        Vault(connection).erase("customer/C02")
    if known_from == "a newer copy":
        hangar("backup", "--to", str(stick))
        (home / "hangar.db").write_bytes(b"unreadable")

    told = hangar("restore", older)

    with closing(sqlite3.connect(home / "hangar.db")) as connection:
        assert Vault(connection).get("customer/C02") is None
        assert Vault(connection).get("customer/C01") is not None
    assert told["erased_again"] == 1
    [(_, epoch, command_id)] = events_of(home / "hangar.db", "PartyErased")
    assert epoch == told["epoch"] and command_id.startswith("restore-")
    assert bool(told["newer"]) == (known_from == "a newer copy")


def rewrite(copy: Path, **changed: Any) -> None:
    """Change what a copy's manifest says; files are added to those it names."""
    path = copy / "manifest.json"
    made = json.loads(path.read_text("utf-8"))
    files = made["files"] | changed.pop("files", {})
    path.write_text(json.dumps(made | changed | {"files": files}), encoding="utf-8")


@pytest.mark.parametrize("name", ["beside/../escaped", "templates/../../escaped", "beside/{path}"])
def test_a_name_in_a_manifest_never_leads_out_of_the_stations_folder(
    tmp_path: Path, home: Path, stick: Path, hangar: Speak, name: str
) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    name = name.format(path=tmp_path / "escaped")
    for folder in (copy / "beside", copy / "templates", (copy / name).parent):
        folder.mkdir(parents=True, exist_ok=True)
    (copy / name).write_bytes(b"not yours")
    rewrite(copy, files={name: asdict(sha256_of(copy / name))})

    told = hangar("restore", str(copy), status=1)

    assert "a file inside the copy" in told["err"]
    assert not (tmp_path / "escaped").exists()
    assert not list(home.glob("replaced-*"))


@pytest.mark.parametrize("name", ["/etc/hostname", "../other", ".", ""])
def test_a_manifest_names_files_of_its_own_copy_only(
    home: Path, stick: Path, hangar: Speak, name: str
) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    rewrite(copy, files={name: {"bytes": 0, "sha256": ""}})

    assert "a file inside the copy" in hangar("restore", str(copy), status=1)["err"]


@pytest.mark.parametrize("changed", [{"seq": 1}, {"head": "0" * 64}])
def test_a_copy_whose_ledger_ends_elsewhere_than_its_manifest_says_replaces_nothing(
    home: Path, stick: Path, hangar: Speak, changed: dict[str, Any]
) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    before = (home / "hangar.db").read_bytes()
    rewrite(copy, **changed)

    told = hangar("restore", str(copy), status=1)

    assert f"expected {changed.get('seq', '')}" in told["err"] and "events up to" in told["err"]
    assert (home / "hangar.db").read_bytes() == before
    assert not list(home.glob("*.restoring*"))


def test_no_sscc_is_given_twice_where_only_a_newer_copy_knows_the_epoch_that_gave_it(
    home: Path,
    stick: Path,
    hangar: Speak,
    open_station: Callable[[], Station],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two restores of one copy, on machines that draw the very same lots."""

    def restored(copy: str) -> list[str]:
        lots = random.Random(7)
        monkeypatch.setattr(secrets, "randbelow", lots.randrange)
        monkeypatch.setattr(secrets, "choice", lots.choice)
        hangar("restore", copy)
        station = open_station()
        station.post("/api/v1/commands", received(crates=4))
        station.close()
        return ssccs(home / "hangar.db")

    older = hangar("backup", "--to", str(stick))["copy"]
    first = restored(older)
    newer = Path(hangar("backup", "--to", str(stick))["copy"])
    (home / "hangar.db").unlink()
    unseen = newer.rename(home / "unseen")
    assert restored(older) == first, "the same lots give the same serials"
    unseen.rename(newer)
    (home / "hangar.db").unlink()

    again = restored(older)

    assert len(first) == len(again) == 4
    assert not set(first) & set(again)


def torn(open_station: Callable[[], Station], home: Path) -> tuple[bytes, bytes]:
    """Return what a power cut leaves of a ledger at work: its file, and the log not yet folded."""
    station = open_station()
    station.crate()
    left = ((home / "hangar.db").read_bytes(), (home / "hangar.db-wal").read_bytes())
    station.close()
    return left


def test_the_file_put_aside_holds_by_itself_what_stood_in_the_log_of_a_power_cut(
    home: Path, stick: Path, hangar: Speak, open_station: Callable[[], Station]
) -> None:
    hangar("backup", "--to", str(stick))
    file, log = torn(open_station, home)
    (home / "alone.db").write_bytes(file)
    assert events_of(home / "alone.db", "CrateReceived") == []
    last = prove(home / "hangar.db")
    (home / "hangar.db").write_bytes(file)
    (home / "hangar.db-wal").write_bytes(log)

    told = hangar("restore", str(stick))

    alone = home / "aside-alone.db"
    alone.write_bytes((Path(told["aside"]) / "hangar.db").read_bytes())
    assert prove(alone) == last
    assert len(events_of(alone, "CrateReceived")) == 1


def test_a_log_that_a_reader_holds_is_kept_aside_and_never_read_into_the_new_ledger(
    home: Path, stick: Path, hangar: Speak, open_station: Callable[[], Station]
) -> None:
    """Somebody forgot a program that looks at the ledger: its log cannot be folded."""
    hangar("backup", "--to", str(stick))
    with closing(open_reader(home / "hangar.db")) as forgotten:
        forgotten.execute("BEGIN")
        forgotten.execute("SELECT count(*) FROM events").fetchone()
        station = open_station()
        station.crate()
        station.close()
        last = prove(home / "hangar.db")

        told = hangar("restore", str(stick))

        assert prove(home / "hangar.db").good
        assert events_of(home / "hangar.db", "CrateReceived") == []
        assert prove(Path(told["aside"]) / "hangar.db") == last
        assert len(events_of(Path(told["aside"]) / "hangar.db", "CrateReceived")) == 1


def test_the_newest_of_several_copies_is_chosen(
    home: Path, stick: Path, hangar: Speak, open_station: Callable[[], Station]
) -> None:
    hangar("backup", "--to", str(stick))
    station = open_station()
    station.crate()
    newest = hangar("backup", "--to", str(stick))
    station.close()

    told = hangar("restore", str(stick))

    assert told["source"] == newest["copy"]


def test_a_folder_without_a_copy_is_named(home: Path, stick: Path, hangar: Speak) -> None:
    assert "found no copy" in hangar("restore", str(stick), status=1)["err"]


def test_a_copy_of_an_earlier_versions_ledger_is_made_and_restored(
    home: Path, stick: Path, hangar: Speak
) -> None:
    """Its projections are another version's: they are made anew, and are no defect."""
    stored = Path(__file__).parents[1] / "ledgers" / "v1.db.xz"
    (home / "hangar.db").write_bytes(lzma.decompress(stored.read_bytes()))
    told = hangar("verify", status=1)
    made = hangar("backup", "--to", str(stick))

    hangar("restore", made["copy"])

    assert (told["problems"], bool(told["unproven"])) == ([], True)
    proof = prove(home / "hangar.db")
    assert proof.whole and proof.events == told["events"] + 2
