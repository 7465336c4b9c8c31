"""Returnable crates over HTTP: balances, statements by event, papers, tares."""

import csv
import io
from typing import Any

from station.documents.lines_csv import BYTE_ORDER_MARK
from tests.web_api.station_at_work import Station, command


def do(station: Station, type: str, **data: Any) -> Any:
    answer = station.call("POST", "/api/v1/commands", command(type, **data)).get_json()
    assert answer["outcome"] == "accepted", answer
    return answer


def lent(station: Station) -> Any:
    do(station, "RegisterCrateType", code="E2", name="Bac E2", tare_g=2_000, returnable=True,
       deposit_cents=385)  # fmt: skip
    do(station, "MoveEmpties", party="C01", crate_type="E2", given=10)
    return do(station, "MoveEmpties", party="C01", crate_type="E2", taken=4)


def test_a_statement_names_each_movement_by_its_event(station: Station) -> None:
    last = lent(station)

    found = station.get("/api/v1/empties/C01")

    (row,) = found["types"]
    assert (row["owed_before"], row["given"], row["taken"], row["owed"]) == (0, 10, 4, 6)
    assert (row["deposit_cents"], row["worth_cents"]) == (385, 2_310)
    assert found["movements"][-1]["seq"] == last["events"][0]["seq"]
    (balance,) = station.get("/api/v1/empties")["items"]
    assert (balance["party_name"], balance["deposit_cents"]) == (found["name"], 2_310)


def test_what_moved_before_the_days_shown_is_brought_forward(station: Station) -> None:
    lent(station)

    found = station.get("/api/v1/empties/C01?since=2099-01-01&until=2099-01-31")

    assert (found["types"][0]["owed_before"], found["types"][0]["owed"]) == (6, 6)
    assert found["movements"] == []


def test_a_statement_is_paper_and_a_spreadsheet(station: Station) -> None:
    last = lent(station)

    paper = station.call("GET", "/api/v1/documents/empties/C01.pdf")
    file = station.call("GET", "/api/v1/documents/empties/C01.csv")

    assert paper.get_data().startswith(b"%PDF-")
    text = file.get_data().decode().removeprefix(BYTE_ORDER_MARK)
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["given"], row["taken"], row["owed"]) for row in rows] == [
        ("10", "0", "10"), ("0", "4", "6"),
    ]  # fmt: skip
    assert rows[-1]["event"] == str(last["events"][0]["seq"])


def test_a_party_nobody_knows_has_no_statement(station: Station) -> None:
    for path in ("empties/NULLE", "documents/empties/NULLE.pdf", "documents/empties/NULLE.csv"):
        assert station.call("GET", f"/api/v1/{path}").status_code == 404


def test_the_history_of_tares_is_read_by_type(station: Station) -> None:
    lent(station)

    found = station.get("/api/v1/tares?crate_type=E2&code=")["items"]

    assert found[0]["tare_g"] == 2_000
    assert {row["crate_type"] for row in found} == {"E2"}
