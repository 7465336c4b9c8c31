"""The table of pictures: what people see for a product, a crate type, a customer."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from web import pictures

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "web" / "static" / "food"
WEB = ROOT / "web"
NAMED = re.compile(r'\bfood\("([a-z-]+)"|/static/food/([a-z-]+)\.svg|picture %\}([a-z-]+)\{%')
DEMO = ROOT / "station" / "demo" / "data"


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("Pommes de terre", "potato"),
        ("Pommes", "red-apple"),
        ("Jus de pomme", "jus"),
        ("Œufs plein air", "egg"),
        ("Choux-fleurs", "broccoli"),
        ("Tomme de chèvre", "cheese-wedge"),
        ("Pâtes complètes", "pates"),
        ("Pâté de campagne", "canned-food"),
    ],
)
def test_the_first_longest_word_of_a_product_chooses_its_picture(name: str, picture: str) -> None:
    assert pictures.product_picture(name) == picture


def test_an_unknown_product_takes_its_family_then_a_parcel() -> None:
    assert pictures.product_picture("Oca du Pérou", "légumes") == "carrot"
    assert pictures.product_picture("Oca du Pérou") == "package"


def test_a_customer_is_known_by_name_before_kind() -> None:
    assert pictures.customer_picture("EHPAD Le Loch", "canteen") == "hospital"
    assert pictures.customer_picture("Chez Paul", "restaurant") == "fork-and-knife-with-plate"


def test_every_picture_of_the_table_is_drawn() -> None:
    drawn = {path.stem for path in PICTURES.glob("*.svg")}

    named = {picture for section in pictures.table().values() for picture in section.values()}

    assert named <= drawn


def test_every_picture_that_a_script_or_page_names_is_drawn() -> None:
    sources = [*(WEB / "static" / "js").glob("*.js"), *(WEB / "templates").glob("*.html")]
    named = {
        name
        for path in sources
        for found in NAMED.findall(path.read_text(encoding="utf-8"))
        for name in found
        if name
    }

    assert {"tournee", "logo"} <= named
    assert {name for name in named if not (PICTURES / f"{name}.svg").is_file()} == set()


def test_every_product_of_the_demonstration_has_a_picture_of_its_own() -> None:
    with (DEMO / "products.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    plain = [row["name"] for row in rows if pictures.find("products", row["name"]) is None]

    assert plain == []
