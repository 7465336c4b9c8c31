"""Files that people really send: each gets an error that says where, what came and what to do."""

from __future__ import annotations

from datetime import date

import pytest

from station.importing import Problem, read_master, read_orders

PRODUCTS = b"code,producer,name,unit,temperature_class,date_kind\n"
ORDERS = b"order,customer,delivery_date,producer,product,quantity,unit,comment\n"
CUSTOMERS = b"code,name,kind\n"
TYPES = b"code,name,tare_g\n"
ROUNDS = b"date,round,vehicle,driver,depart_at,stop,customer\n"
WITH_FARMS = b"date,round,stop,customer,farms\n"
WAYS = b"origin,destination,minutes,metres\n"

BROKEN: dict[str, tuple[str, bytes, str, int | None, str]] = {
    "empty": ("products", b"", "empty_file", None, "vide"),
    "blank lines only": ("products", b"\n\n  \n", "empty_file", None, "vide"),
    "header only": ("products", PRODUCTS, "no_rows", None, "en-tête"),
    "no header": ("products", b"F03-CAROTTE,F03,Carottes,kg\n", "no_header", 1, "première ligne"),
    "saved as latin-1": (
        "customers",
        CUSTOMERS + "C1,Épicerie,grocer\n".encode("latin-1"),
        "wrong_encoding",
        2,
        "UTF-8",
    ),
    "saved as cp1252": (
        "customers",
        CUSTOMERS + "C1,L’auberge,grocer\n".encode("cp1252"),
        "wrong_encoding",
        2,
        "0x92",
    ),
    "saved as utf-16": (
        "customers",
        (CUSTOMERS + b"C1,Cantine,canteen\n").decode().encode("utf-16"),
        "wrong_encoding",
        None,
        "UTF-16",
    ),
    "a workbook": ("products", b"PK\x03\x04\x14\x00", "wrong_encoding", None, "classeur"),
    "an old workbook": ("products", b"\xd0\xcf\x11\xe0\xa1", "wrong_encoding", None, "Excel"),
    "a pdf": ("products", b"%PDF-1.7\n", "wrong_encoding", None, "PDF"),
    "missing column": ("crate-types", b"code,name\nE2,Bac\n", "missing_column", None, "tare_g"),
    "column twice": (
        "crate-types",
        b"code,name,tare_g,code\nE2,Bac,2000,E2\n",
        "duplicate_column",
        1,
        "deux fois",
    ),
    "a comma too many": ("crate-types", TYPES + b"E2,Bac, vert,2000\n", "too_many_cells", 2, "4"),
    "a line cut off": ("crate-types", TYPES + b"E2,Bac\n", "too_few_cells", 2, "2 cellules"),
    "a quotation mark left open": (
        "crate-types",
        TYPES + b'E2,Bac,2000\nE3,"Bac,100\n',
        "bad_quoting",
        3,
        "Guillemets",
    ),
    "a quotation mark inside": (
        "crate-types",
        TYPES + b'E2,"Bac "vert"",2000\n',
        "bad_quoting",
        2,
        "Guillemets",
    ),
    "a printer command in a name": (
        "crate-types",
        TYPES + b"E2,Bac\x1b@,2000\n",
        "control_character",
        2,
        "commande",
    ),
    "a cell without end": (
        "crate-types",
        TYPES + b"E2," + b"x" * 4_001 + b",2000\n",
        "cell_too_long",
        2,
        "4001",
    ),
    "a name too long": (
        "crate-types",
        TYPES + b"E2," + b"x" * 201 + b",2000\n",
        "too_long",
        2,
        "200",
    ),
    "required cell empty": ("crate-types", TYPES + b"E2,,2000\n", "missing_value", 2, "vide"),
    "code with a space": ("crate-types", TYPES + b"E 2,Bac,2000\n", "bad_code", 2, "espace"),
    "code with an accent": (
        "crate-types",
        TYPES + "BACŒUF,Bac,2000\n".encode(),
        "bad_code",
        2,
        "accent",
    ),
    "producer code too long for a lot": (
        "producers",
        b"code,name\nFERME-DES-HAIES,GAEC des Haies\n",
        "bad_code",
        2,
        "8",
    ),
    "tare in kilograms": ("crate-types", TYPES + b'E2,Bac,"2,0"\n', "bad_number", 2, "entier"),
    "tare negative": ("crate-types", TYPES + b"E2,Bac,-20\n", "bad_number", 2, "entier"),
    "code twice": (
        "crate-types",
        TYPES + b"E2,Bac,2000\ne2,Autre,1900\n",
        "duplicate",
        3,
        "ligne 2",
    ),
    "unknown unit": (
        "products",
        PRODUCTS + b"F03-X,F03,X,caisse,ambiant,none\n",
        "unknown_word",
        2,
        "bunch",
    ),
    "unknown temperature class": (
        "products",
        PRODUCTS + b"F03-X,F03,X,kg,tiede,none\n",
        "unknown_word",
        2,
        "surgele",
    ),
    "unknown date kind": (
        "products",
        PRODUCTS + b"F03-X,F03,X,kg,frais,DLC\n",
        "unknown_word",
        2,
        "use_by",
    ),
    "barcode rounded by a spreadsheet": (
        "products",
        b"code,producer,name,unit,temperature_class,date_kind,gtin\n"
        b"F03-X,F03,X,kg,frais,none,9.52E+12\n",
        "bad_gtin",
        2,
        "tableur",
    ),
    "barcode with a wrong digit": (
        "products",
        b"code,producer,name,unit,temperature_class,date_kind,gtin\n"
        b"F03-X,F03,X,kg,frais,none,9521234000243\n",
        "bad_gtin",
        2,
        "clé",
    ),
    "organic perhaps": (
        "products",
        b"code,producer,name,unit,temperature_class,date_kind,organic\n"
        b"F03-X,F03,X,kg,frais,none,presque\n",
        "unknown_word",
        2,
        "oui ou non",
    ),
    "a phone in the mail column": (
        "customers",
        b"code,name,kind,email\nC1,Cantine,canteen,02 00 00 00 00\n",
        "bad_email",
        2,
        "mail",
    ),
    "a GLN with a wrong key": (
        "producers",
        b"code,name,gln\nF01,Ferme,9521234000014\n",
        "bad_gln",
        2,
        "13",
    ),
    "a short siret": (
        "customers",
        b"code,name,kind,siret\nC1,Cantine,canteen,123\n",
        "bad_siret",
        2,
        "14",
    ),
    "a date that does not exist": (
        "rounds",
        ROUNDS + b"2026-02-30,T1,,,07:15,1,C1\n",
        "bad_date",
        2,
        "n'existe pas",
    ),
    "a date the French way": (
        "rounds",
        ROUNDS + b"24/11/2026,T1,,,07:15,1,C1\n",
        "bad_date",
        2,
        "2026-11-24",
    ),
    "an hour of a long day": (
        "rounds",
        ROUNDS + b"2026-11-24,T1,,,25:15,1,C1\n",
        "bad_time",
        2,
        "07:15",
    ),
    "stop zero": ("rounds", ROUNDS + b"2026-11-24,T1,,,,0,C1\n", "bad_number", 2, "partir de 1"),
    "stop twice": (
        "rounds",
        ROUNDS + b"2026-11-24,T1,,,,1,C1\n2026-11-24,T1,,,,1,C2\n",
        "duplicate",
        3,
        "ligne 2",
    ),
    "customer twice in a round": (
        "rounds",
        ROUNDS + b"2026-11-24,T1,,,,1,C1\n2026-11-24,T1,,,,2,C1\n",
        "duplicate",
        3,
        "Un seul arrêt",
    ),
    "two departures of a round": (
        "rounds",
        ROUNDS + b"2026-11-24,T1,,,07:15,1,C1\n2026-11-24,T1,,,07:45,2,C2\n",
        "contradiction",
        3,
        "07:15",
    ),
    "a farm twice in a round": (
        "rounds",
        WITH_FARMS + b"2026-11-24,T1,1,C1,F01 F02 F01\n2026-11-24,T1,2,C2,F01 F02\n",
        "duplicate",
        2,
        "F01 F02 F01",
    ),
    "a second list of farms of a round": (
        "rounds",
        WITH_FARMS
        + b"2026-11-24,T1,1,C1,\n2026-11-24,T1,2,C2,F01\n2026-11-24,T1,3,C3,F02\n"
        + b"2026-11-24,T2,1,C4,F02\n",
        "contradiction",
        4,
        "ligne 3",
    ),
    "a way twice": ("distances", WAYS + b"hub,C1,5,\nhub,C1,6,\n", "duplicate", 3, "ligne 2"),
    "a way to itself": ("distances", WAYS + b"hub,C1,5,\nC1,C1,5,\n", "same_place", 3, "C1"),
    "a way without time or length": (
        "distances",
        WAYS + b"hub,C1,,900\nhub,C2,,\n",
        "missing_value",
        3,
        "Ni minutes ni mètres",
    ),
    "quantity in words": (
        "orders",
        ORDERS + b"R1,C1,2026-11-24,F03,F03-X,douze,kg,\n",
        "bad_quantity",
        2,
        "« douze »",
    ),
    "quantity with its unit": (
        "orders",
        ORDERS + b"R1,C1,2026-11-24,F03,F03-X,12 kg,kg,\n",
        "bad_quantity",
        2,
        "nombre seul",
    ),
    "quantity negative": (
        "orders",
        ORDERS + b"R1,C1,2026-11-24,F03,F03-X,-3,kg,\n",
        "negative_quantity",
        2,
        "négative",
    ),
    "quantity zero": (
        "orders",
        ORDERS + b"R1,C1,2026-11-24,F03,F03-X,0,kg,\n",
        "zero_quantity",
        2,
        "retirez",
    ),
    "quantity finer than a thousandth": (
        "orders",
        ORDERS + b"R1,C1,2026-11-24,F03,F03-X,1.2345,kg,\n",
        "bad_quantity",
        2,
        "décimales",
    ),
    "quantity with grouped thousands": (
        "orders",
        ORDERS + b'R1,C1,2026-11-24,F03,F03-X,"1.200,5",kg,\n',
        "bad_quantity",
        2,
        "nombre seul",
    ),
    "quantity absurd": (
        "orders",
        ORDERS + b"R1,C1,2026-11-24,F03,F03-X,100001,kg,\n",
        "bad_quantity",
        2,
        "trop grande",
    ),
    "quantity as a formula": (
        "orders",
        ORDERS + b"R1,C1,2026-11-24,F03,F03-X,=2+3,kg,\n",
        "bad_quantity",
        2,
        "« =2+3 »",
    ),
    "quantity empty": (
        "orders",
        ORDERS + b"R1,C1,2026-11-24,F03,F03-X,,kg,\n",
        "missing_value",
        2,
        "vide",
    ),
    "order without number": (
        "orders",
        ORDERS + b",C1,2026-11-24,F03,F03-X,3,kg,\n",
        "missing_value",
        2,
        "numéro",
    ),
    "delivery date empty": (
        "orders",
        ORDERS + b"R1,C1,,F03,F03-X,3,kg,\n",
        "missing_value",
        2,
        "livraison",
    ),
}


def problems_of(kind: str, content: bytes) -> tuple[Problem, ...]:
    if kind == "orders":
        return read_orders(content).problems
    return read_master(kind, content).problems


@pytest.mark.parametrize(("kind", "content", "code", "row", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_says_where_what_and_what_to_do(
    kind: str, content: bytes, code: str, row: int | None, words: str
) -> None:
    problems = problems_of(kind, content)

    found = [problem for problem in problems if problem.code == code]
    assert found, problems
    assert found[0].blocks
    assert found[0].row == row
    assert words in found[0].message
    assert found[0].message.endswith((".", "?"))


def test_one_mistake_is_one_problem() -> None:
    for name, (kind, content, code, _, _) in BROKEN.items():
        problems = problems_of(kind, content)

        assert [problem.code for problem in problems] == [code], name


def test_a_bad_row_loses_no_neighbour() -> None:
    reading = read_master("crate-types", TYPES + b"E2,Bac,2000\nE3,Bac,lourd\nE4,Bac,1900\n")

    assert [row.code for row in reading.rows] == ["E2", "E4"]
    assert [(problem.row, problem.column) for problem in reading.problems] == [(3, "tare_g")]


def test_a_row_with_two_faults_names_both() -> None:
    reading = read_master("crate-types", TYPES + b"E 2,Bac,lourd\n")

    assert {problem.column for problem in reading.problems} == {"code", "tare_g"}


def test_unknown_columns_are_reported_and_stop_nothing() -> None:
    reading = read_master("crate-types", b"code,couleur,name,tare_g\nE2,vert,Bac,2000\n")

    assert [row.code for row in reading.rows] == ["E2"]
    assert [(p.code, p.column, p.blocks) for p in reading.problems] == [
        ("unknown_column", "couleur", False)
    ]
    assert not reading.blocked


def test_a_reading_says_which_columns_the_file_has() -> None:
    reading = read_master("crate-types", b"tare_g;code;name\n2000;E2;Bac\n")

    assert reading.columns == ("tare_g", "code", "name")


def test_a_file_too_big_is_not_read() -> None:
    (problem,) = problems_of("products", b"x" * 10_000_001)

    assert problem.code == "too_large"
    assert "10 Mo" in problem.message


def test_a_file_with_too_many_rows_is_not_read() -> None:
    (problem,) = problems_of("crate-types", TYPES + b"E2,Bac,2000\n" * 100_001)

    assert problem.code == "too_many_rows"


def test_a_file_that_is_all_wrong_gives_a_readable_number_of_problems() -> None:
    problems = problems_of("crate-types", TYPES + b"E2,Bac,lourd\n" * 3_000)

    assert len(problems) == 501
    assert "2500" in problems[-1].message


@pytest.mark.parametrize("preset", ["ofn-customer-totals", "camap"])
def test_a_file_without_delivery_date_asks_for_one(preset: str) -> None:
    (problem,) = read_orders(b"anything", preset=preset).problems

    assert problem.code == "delivery_date_required"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"data": [', "bad_json"),
        (b'{"error": "no access"}', "bad_json"),
        (b'{"data": "none"}', "bad_json"),
        (b'{"data": []}', "no_rows"),
        (b'{"data": [3]}', "bad_json"),
        (b'{"data": [{"quantity": [1]}]}', "bad_json"),
        (b"[" * 100_000, "bad_json"),
    ],
)
def test_broken_json_of_a_report_is_said_so(content: bytes, code: str) -> None:
    reading = read_orders(content, preset="ofn-customer-totals", delivery_date=date(2026, 11, 24))

    assert code in {problem.code for problem in reading.problems}
    assert reading.rows == ()
