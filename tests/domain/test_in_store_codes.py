"""A shop's weight code names a product only where the hub switched its pattern on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from labels.gs1.rcn import sources
from labels.identity import check_digit
from station.settings import in_store_reader
from tests.domain.hub import SETTINGS, Hub, register

ITEM = "210001200000"
WEIGHED = "210001200452"  # 0,452 kg by Odoo's usual pattern 21.....{NNDDD}


def ean13(body: str) -> str:
    return body + check_digit(body)


@pytest.fixture
def shop_hub(tmp_path: Path) -> Iterator[Callable[..., Hub]]:
    hubs = []

    def made(*switched_on: str) -> Hub:
        hub = Hub(tmp_path / "shop.db")
        hub.bus.settings = replace(SETTINGS, in_store=in_store_reader(switched_on))
        register(hub)
        hub.done(
            "RegisterProduct", code="TOMATE", producer="F01", name="Tomates cerises",
            family="legumes", unit="kg", temperature_class="ambiant", date_kind="none",
            gtin=ean13(ITEM),
        )  # fmt: skip
        hubs.append(hub)
        return hub

    yield made
    for hub in hubs:
        hub.prove()
        hub.close()


def test_a_switched_on_pattern_takes_the_product_in_hand(shop_hub: Callable[..., Hub]) -> None:
    hub = shop_hub("odoo")

    answer = hub.read(ean13(WEIGHED), post="reception")

    assert (answer["verdict"], answer["product"]) == ("ok", "TOMATE")
    assert "0,452 kg" in answer["next"]["fr"]
    assert hub.ask(lambda p: p.world.contexts.get("douchette")).product == "TOMATE"


@pytest.mark.parametrize("switched_on", [(), ("odoo-26",), ("price-02",)])
def test_without_its_pattern_it_is_somebody_elses_code(
    shop_hub: Callable[..., Hub], switched_on: tuple[str, ...]
) -> None:
    hub = shop_hub(*switched_on)

    assert hub.read(ean13(WEIGHED), post="reception")["verdict"] == "not_ours"


def test_an_unknown_item_or_another_post_takes_nothing(shop_hub: Callable[..., Hub]) -> None:
    hub = shop_hub("odoo")

    assert hub.read(ean13("219999900452"), post="reception")["verdict"] == "not_ours"
    assert hub.read(ean13(WEIGHED), post="dock-1")["verdict"] == "not_ours"


def test_a_price_is_read_past_and_a_hub_may_write_its_own_pattern() -> None:
    priced = in_store_reader(("price-02",))(ean13("020001200452"))
    own = in_store_reader(("27....{NNNDDD} weight_kg",))(ean13("271234012345"))

    assert priced is not None and priced.net_g is None
    assert own is not None and own.net_g == 12_345
    assert set(sources()) == {"odoo", "odoo-26", "price-02"}
