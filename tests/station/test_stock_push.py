"""Stock pushed to a shop that wipes what a call leaves out: read first, nothing lost."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from station import stock_push
from station.config.catalogue_keys import catalogue_keys
from station.config.model import Catalogue
from station.config.reader import TableReader
from station.errors import Fault
from station.stock_push import PushError, push_stock
from tests.station.shop_server import TOKEN, Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "jeton").write_text(TOKEN + "\n", encoding="utf-8")
    with open_shop() as opened:
        opened.variants = {
            "11": {"sku": "RADIS", "stock": 5},
            "12": {"sku": "AUTRE", "stock": 9},
            "13": {"sku": "CAROTTE", "stock": None},
        }
        yield opened


def catalogue(shop: Shop, **more: Any) -> Catalogue:
    whole = {"ofn_url": shop.url, "ofn_enterprise": "7", "ofn_token_file": "jeton"} | more
    return Catalogue(**whole)


def items(**free_milli: int) -> list[dict[str, Any]]:
    return [{"product": code, "free_milli": amount} for code, amount in free_milli.items()]


def test_only_our_items_change_and_they_keep_their_sku(shop: Shop, tmp_path: Path) -> None:
    done = push_stock(catalogue(shop), items(RADIS=12_000, CAROTTE=7_900), tmp_path)

    assert shop.variants == {
        "11": {"sku": "RADIS", "stock": 12},
        "12": {"sku": "AUTRE", "stock": 9},
        "13": {"sku": "CAROTTE", "stock": 7},
    }
    assert [(one.sku, one.after, one.fault) for one in done] == [
        ("RADIS", 12, ""),
        ("CAROTTE", 7, ""),
    ]


def test_the_shop_does_wipe_what_is_left_out(shop: Shop) -> None:
    """The control: an item that is sent without its sku loses it."""
    request = urllib.request.Request(
        f"{shop.url}/api/dfc/enterprises/7/catalog_items/11",
        method="PUT",
        data=json.dumps({"dfc-b:stockLimitation": 1}).encode(),
    )
    urllib.request.urlopen(request, timeout=10).close()

    assert shop.variants["11"] == {"sku": None, "stock": 1}


def test_a_stock_that_is_right_is_not_written(shop: Shop, tmp_path: Path) -> None:
    push_stock(catalogue(shop), items(RADIS=5_000), tmp_path)

    assert shop.puts == []


def test_nothing_free_is_zero_and_never_unlimited(shop: Shop, tmp_path: Path) -> None:
    push_stock(catalogue(shop), items(RADIS=900), tmp_path)

    assert shop.variants["11"]["stock"] == 0


def test_one_broken_item_does_not_lose_its_neighbour(shop: Shop, tmp_path: Path) -> None:
    shop.broken.add("11")

    done = push_stock(catalogue(shop), items(RADIS=12_000, CAROTTE=3_000), tmp_path)

    assert shop.variants["11"]["stock"] == 5
    assert shop.variants["13"]["stock"] == 3
    assert "500" in done[0].fault


def test_a_wrong_token_and_a_dead_shop_are_named(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "faux").write_text("faux", encoding="utf-8")

    with pytest.raises(PushError, match="401"):
        push_stock(catalogue(shop, ofn_token_file="faux"), items(RADIS=1_000), tmp_path)
    with pytest.raises(PushError, match="expected an answer"):
        dead = catalogue(shop, ofn_url="http://127.0.0.1:9")
        push_stock(dead, items(RADIS=1_000), tmp_path)
    with pytest.raises(PushError, match="expected a file with the token"):
        push_stock(catalogue(shop, ofn_token_file="absent"), items(RADIS=1_000), tmp_path)


def test_a_redirect_takes_the_token_nowhere(shop: Shop, tmp_path: Path) -> None:
    with open_shop() as other:
        other.variants = {"11": {"sku": "RADIS", "stock": 5}}
        shop.elsewhere = other.url

        with pytest.raises(PushError, match="302"):
            push_stock(catalogue(shop), items(RADIS=12_000), tmp_path)

        assert other.variants["11"]["stock"] == 5


def test_a_push_that_takes_too_long_as_a_whole_ends(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock_push, "WHOLE_S", 0)

    with pytest.raises(PushError, match="the whole push within"):
        push_stock(catalogue(shop), items(RADIS=12_000), tmp_path)

    assert shop.puts == []


@pytest.mark.parametrize(
    ("address", "good"),
    [("https://ofn.exemple.invalid", True), ("http://127.0.0.1:8080", True),
     ("http://ofn.exemple.invalid", False), ("http://127.0.0.1.exemple.invalid", False)],
)  # fmt: skip
def test_the_token_goes_over_https_or_stays_here(address: str, good: bool) -> None:
    faults: list[Fault] = []
    lines = {"ofn_url": address, "ofn_enterprise": "7", "ofn_token_file": "jeton"}

    catalogue_keys(TableReader(lines, "catalogue", faults))

    assert [fault.key for fault in faults] == ([] if good else ["catalogue.ofn_url"])
