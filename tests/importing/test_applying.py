"""Files applied to a real ledger, through the command `hangar import`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from station.importing.kinds import KINDS
from station.main import main

DATA = Path(__file__).parent / "data"

CONFIG = """
[hub]
name = "MIL d'essai"
address = "7 place du Marché, 61110 Exempleville"
[storage]
ledger = "hangar.db"
backup_dir = "backups"
"""

PRODUCERS = """code,name,city
F01,Ferme du Vallon,Exempleville
F06,GAEC des Haies,Saint-Modèle
"""
PRODUCTS = """code,producer,name,family,unit,temperature_class,date_kind,price_cents
CAR-1KG,F01,Carottes,légumes,kg,ambiant,none,220
ROT-P,F06,Rôti de porc,viande,piece,froid,use_by,1380
OEU-30,F01,Œufs plein air,œufs,tray30,frais,best_before,690
RAD-B,F01,Radis,légumes,bunch,ambiant,none,140
"""
CUSTOMERS = """code,name,kind
CANT-01,Cantine d'Exempleville,canteen
EPI-07,Épicerie Le Panier,grocer
"""
ORDERS = """order,customer,delivery_date,producer,product,quantity,unit,comment
R1,CANT-01,2026-11-24,F01,CAR-1KG,"12,5",kg,
R1,CANT-01,2026-11-24,F01,RAD-B,20,bunch,
R2,EPI-07,2026-11-24,F06,ROT-P,4,piece,bien ficelé
"""

Import = Callable[..., dict[str, Any]]


@pytest.fixture
def imports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    config = tmp_path / "hangar.toml"
    config.write_text(CONFIG)

    def run(kind: str, content: str | bytes, *words: str) -> dict[str, Any]:
        path = tmp_path / f"{kind}.file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        status = main(["import", kind, str(path), "--config", str(config), "--json", *words])
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert status == (0 if report["applied"] or "--dry-run" in words else 1)
        return report

    return run


@pytest.fixture
def stocked(imports: Import) -> Import:
    for kind, content in (
        ("producers", PRODUCERS),
        ("products", PRODUCTS),
        ("customers", CUSTOMERS),
    ):
        assert imports(kind, content)["applied"]
    return imports


def counts(report: dict[str, Any]) -> tuple[int, int, int, int]:
    added, changed, cancelled, unchanged = (
        len(report[name]) for name in ("added", "changed", "cancelled", "unchanged")
    )
    return added, changed, cancelled, unchanged


def test_the_same_files_twice_leave_everything_unchanged(stocked: Import) -> None:
    stocked("orders", ORDERS)

    assert counts(stocked("producers", PRODUCERS)) == (0, 0, 0, 2)
    assert counts(stocked("products", PRODUCTS)) == (0, 0, 0, 4)
    assert counts(stocked("customers", CUSTOMERS)) == (0, 0, 0, 2)
    assert counts(stocked("orders", ORDERS)) == (0, 0, 0, 3)


def test_every_form_of_the_shops_report_is_the_same_order(stocked: Import) -> None:
    words = ("--preset", "ofn-customer-totals", "--delivery-date", "2026-11-24")
    plain, metadata, report = sorted(DATA.glob("ofn_*"), key=lambda path: path.suffix)

    first = stocked("orders", plain.read_bytes(), *words)

    assert counts(first) == (4, 0, 0, 0)
    assert first["problems"] == []
    assert {line["quantity_milli"] for line in first["added"]} == {12_000, 4_000, 3_000, 20_000}
    for again in (metadata, report):
        assert counts(stocked("orders", again.read_bytes(), *words)) == (0, 0, 0, 4)


def test_a_dry_run_shows_and_applies_nothing(stocked: Import) -> None:
    shown = stocked("orders", ORDERS, "--dry-run")

    assert (counts(shown), shown["applied"]) == ((3, 0, 0, 0), False)
    assert counts(stocked("orders", ORDERS)) == (3, 0, 0, 0)


def test_one_bad_row_applies_nothing_by_default(stocked: Import) -> None:
    broken = ORDERS.replace("20,bunch", "vingt,bunch")

    report = stocked("orders", broken)

    assert not report["applied"]
    assert [(p["row"], p["column"], p["code"]) for p in report["problems"]] == [
        (3, "quantity", "bad_quantity")
    ]
    assert counts(stocked("orders", ORDERS)) == (3, 0, 0, 0)


def test_good_rows_are_kept_when_asked_and_the_bad_one_cancels_nothing(stocked: Import) -> None:
    stocked("orders", ORDERS)
    broken = ORDERS.replace("20,bunch", "vingt,bunch").replace('"12,5"', "15")

    report = stocked("orders", broken, "--keep-good", "--confirm-cancellations")

    assert report["applied"]
    assert counts(report) == (0, 1, 0, 1)


def test_a_missing_line_waits_for_a_confirmation(stocked: Import) -> None:
    stocked("orders", ORDERS)
    without_radish = ORDERS.replace("R1,CANT-01,2026-11-24,F01,RAD-B,20,bunch,\n", "")

    waiting = stocked("orders", without_radish)
    still_waiting = stocked("orders", without_radish)
    confirmed = stocked("orders", without_radish, "--confirm-cancellations")
    after = stocked("orders", without_radish)

    assert counts(waiting) == counts(still_waiting) == counts(confirmed) == (0, 0, 1, 2)
    assert confirmed["cancelled"][0]["product"] == "RAD-B"
    assert counts(after) == (0, 0, 0, 2)


def test_an_order_absent_from_the_file_is_untouched(stocked: Import) -> None:
    stocked("orders", ORDERS)
    only_first = "\n".join(line for line in ORDERS.splitlines() if not line.startswith("R2"))

    assert counts(stocked("orders", only_first, "--confirm-cancellations")) == (0, 0, 0, 2)
    assert counts(stocked("orders", ORDERS)) == (0, 0, 0, 3)


def test_a_column_the_file_lacks_empties_nothing(stocked: Import) -> None:
    report = stocked("producers", "code,name\nF01,Ferme du Grand Vallon\n")

    assert report["applied"]
    assert report["changed"][0]["city"] == "Exempleville"


MORE = {
    "products": """code,producer,name,unit,temperature_class,date_kind,vat_permille,egalim
CAR-1KG,F01,Carottes,kg,ambiant,none,55,"hve bio"
""",
    "customers": """code,name,kind,siret,service_code,commitment
CANT-01,Cantine d'Exempleville,canteen,12345678900011,CANT-1,ENG-42
""",
}
"""What only later versions know of products and customers."""


@pytest.mark.parametrize("kind", MORE)
def test_what_a_later_column_said_stays_when_a_file_lacks_it(stocked: Import, kind: str) -> None:
    told = stocked(kind, MORE[kind])["changed"][0]

    older = stocked(
        kind, {"products": PRODUCTS, "customers": CUSTOMERS}[kind].replace("220", "230")
    )
    again = stocked(kind, MORE[kind])

    said = [
        told[name] for name in told if name in ("vat_permille", "egalim", "service_code", "siret")
    ]
    assert said in ([55, ["BIO", "HVE"]], ["12345678900011", "CANT-1"])
    assert older["applied"] and not again["added"]
    [kept] = again["unchanged"]
    assert kept == (told if kind == "customers" else told | {"price_cents": 230})


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("vat_permille", "5500", "bad_number"), ("egalim", "BIO,LOCAL", "unknown_word")],
)
def test_a_rate_or_category_that_cannot_be_names_its_cell(
    stocked: Import, column: str, value: str, code: str
) -> None:
    head, row = PRODUCTS.splitlines()[:2]

    report = stocked("products", f'{head},{column}\n{row},"{value}"\n')

    [problem] = report["problems"]
    assert (problem["column"], problem["code"], report["applied"]) == (column, code, False)


def test_the_readme_names_every_column_of_every_kind() -> None:
    readme = (Path(__file__).parents[2] / "station/importing/README.md").read_text()
    told = {
        line.split("|")[1].strip(" `"): line for line in readme.splitlines() if line[:3] == "| `"
    }

    for kind, form in KINDS.items():
        columns = [f"`{name}`" for name in form.columns]
        assert [name for name in columns if name not in told[kind]] == [], kind


def test_a_product_of_an_unknown_producer_names_its_row(stocked: Import) -> None:
    report = stocked("products", PRODUCTS.replace("ROT-P,F06", "ROT-P,F66"))

    assert not report["applied"]
    (problem,) = report["problems"]
    assert (problem["row"], problem["column"]) == (3, "producer")


HEADS = {
    "distances": "origin,destination,minutes,metres\nhub,CANT-01,12,\n",
    "rounds": "date,round,stop,customer,farms\n2026-11-24,T1,1,CANT-01,F01 F06\n",
}
"""A header and a good row; the row under test is line 3."""
BAD_ROWS = {
    "a way without time or length": ("distances", "hub,EPI-07,,", "minutes"),
    "a way to itself": ("distances", "EPI-07,EPI-07,5,", "destination"),
    "an unknown farm": ("rounds", "2026-11-24,T2,1,EPI-07,F01 F66", "farms"),
    "a farm twice": ("rounds", "2026-11-24,T2,1,EPI-07,F01 F01", "farms"),
    "other farms of the same round": ("rounds", "2026-11-24,T1,2,EPI-07,F06", "farms"),
    "the same farms in another order": ("rounds", "2026-11-24,T1,2,EPI-07,F06 F01", "farms"),
}


@pytest.mark.parametrize(("kind", "row", "column"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_what_would_be_refused_is_named_by_its_row_and_the_rest_can_be_kept(
    stocked: Import, kind: str, row: str, column: str
) -> None:
    file = f"{HEADS[kind]}{row}\n"

    shown = stocked(kind, file, "--dry-run")
    kept = stocked(kind, file, "--keep-good")

    for report in (shown, kept):
        assert [(each["row"], each["column"]) for each in report["problems"]] == [(3, column)]
    assert (kept["applied"], counts(kept)) == (True, (1, 0, 0, 0))
    assert counts(stocked(kind, HEADS[kind])) == (0, 0, 0, 1)


def test_a_round_may_say_its_farms_once_or_in_every_row(stocked: Import) -> None:
    head = "date,round,stop,customer,farms\n2026-11-24,T1,1,CANT-01,\n"

    once = stocked("rounds", f"{head}2026-11-24,T1,2,EPI-07,F06 F01\n")
    each = stocked("rounds", f"{head[:-1]}F06 F01\n2026-11-24,T1,2,EPI-07,F06 F01\n")

    assert once["applied"] and once["added"][0]["farms"] == ["F06", "F01"]
    assert counts(each) == (0, 0, 0, 1)


def test_unknown_columns_do_not_stop_a_file(stocked: Import) -> None:
    report = stocked("customers", "code,name,kind,humeur\nEPI-08,Le Bocal,grocer,bonne\n")

    assert report["applied"]
    assert report["problems"][0]["column"] == "humeur"


def test_a_report_without_delivery_date_applies_nothing(stocked: Import) -> None:
    content = next(DATA.glob("*totals.fr.csv")).read_bytes()

    report = stocked("orders", content, "--preset", "ofn-customer-totals")

    assert not report["applied"]
    assert report["problems"][0]["code"] == "delivery_date_required"
