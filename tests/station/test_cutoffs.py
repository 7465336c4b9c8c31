"""Until when one may order: the hub's days and local time, in summer and in winter."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.config import ConfigError, load_config
from station.cutoffs import closing_rule, cutoff_of

HEAD = '[hub]\nname = "Hangar"\naddress = "1 rue du Four"\n'
BOTH = '[orders]\ncutoff_days_before = 2\ncutoff_at = "12:00"\n'


def written(folder: Path, orders: str) -> Path:
    path = folder / "hangar.toml"
    path.write_text(HEAD + orders, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2026-11-24T10:59:59+00:00", False),
        ("2026-11-24T11:00:00+00:00", False),
        ("2026-11-24T11:00:01+00:00", True),
    ],
)
def test_the_cut_off_is_at_local_noon_two_days_before(tmp_path: Path, now: str, late: bool) -> None:
    closed = closing_rule(load_config(written(tmp_path, BOTH)))

    assert closed("2026-11-26", now) is late


def test_in_summer_the_same_noon_is_an_hour_earlier(tmp_path: Path) -> None:
    cutoff = cutoff_of(load_config(written(tmp_path, BOTH)), "2026-07-09")

    assert cutoff is not None and cutoff.isoformat() == "2026-07-07T12:00:00+02:00"


def test_without_the_setting_nothing_is_ever_late(tmp_path: Path) -> None:
    closed = closing_rule(load_config(written(tmp_path, "")))

    assert not closed("2020-01-01", "2026-11-24T11:00:01+00:00")


@pytest.mark.parametrize("nonsense", ["demain", "0001-01-01"])
def test_what_is_no_date_is_left_to_the_rule_that_reads_dates(
    tmp_path: Path, nonsense: str
) -> None:
    closed = closing_rule(load_config(written(tmp_path, BOTH)))

    assert not closed(nonsense, "2026-11-24T11:00:01+00:00")


@pytest.mark.parametrize(
    ("orders", "key"),
    [
        ("cutoff_days_before = 2\n", "orders.cutoff_at"),
        ('cutoff_at = "12:00"\n', "orders.cutoff_days_before"),
        ('cutoff_days_before = 2\ncutoff_at = "midi"\n', "orders.cutoff_at"),
        ('cutoff_days_before = -1\ncutoff_at = "12:00"\n', "orders.cutoff_days_before"),
        ("cutoff = 2\n", "orders.cutoff"),
        ('ofn_url = "https://boutique.invalid"\n', "orders.ofn_token_file"),
        ('inbox = "."\n', "orders.inbox"),
        ('ofn_token_file = "jeton"\n', "orders.ofn_url"),
        ('ofn_url = "http://boutique.invalid"\nofn_token_file = "jeton"\n', "orders.ofn_url"),
    ],
)
def test_a_faulty_setting_of_orders_is_named(tmp_path: Path, orders: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, "[orders]\n" + orders))

    assert {fault.key for fault in caught.value.faults} == {key}
