"""The authority certifies the station and nothing else, and dates nothing by an unsure clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

import pytest
from cryptography import x509

from station.authority.addresses import local_interfaces, local_names, networks_of
from station.authority.keeping import RELEASED, RENEW_DAYS, Authority
from station.authority.making import LEAF_DAYS

Make = Callable[..., Authority]
DAY = datetime(2026, 11, 26, 8, 30, 15, tzinfo=UTC)


def leaf(authority: Authority):  # type: ignore[no-untyped-def]
    authority.ready()
    return authority.leaf_certificate()


def test_a_leaf_is_for_the_name_and_the_address_and_lasts_800_days(authority: Make) -> None:
    seen = leaf(authority())

    assert seen.names == ("hangar.local",)
    assert seen.addresses == (IPv4Address("192.168.77.20"),)
    assert seen.ends - seen.begins == timedelta(days=LEAF_DAYS)
    assert seen.begins == DAY - timedelta(days=1)


def test_the_root_is_constrained_and_the_constraint_is_critical(authority: Make) -> None:
    made = authority()
    made.ready()
    root = x509.load_pem_x509_certificate((made.folder / "racine.pem").read_bytes())

    constraints = root.extensions.get_extension_for_class(x509.NameConstraints)
    basic = root.extensions.get_extension_for_class(x509.BasicConstraints)

    assert constraints.critical and basic.critical and basic.value.path_length == 0
    permitted = [each.value for each in constraints.value.permitted_subtrees or ()]
    assert permitted == ["hangar.local", IPv4Network("192.168.77.0/24")]


def test_the_keys_are_for_their_owner_only(authority: Make) -> None:
    made = authority()
    made.ready()

    modes = {path.name: path.stat().st_mode & 0o777 for path in made.folder.iterdir()}
    assert modes == dict.fromkeys(("racine.key", "racine.pem", "station.key", "station.pem"), 0o600)
    assert made.folder.stat().st_mode & 0o777 == 0o700


def test_an_unsure_clock_dates_nothing(authority: Make) -> None:
    assert leaf(authority(day=None)).begins == RELEASED


def test_the_last_sure_event_says_which_day_has_surely_begun(authority: Make) -> None:
    past = RELEASED + timedelta(days=40)

    assert leaf(authority(day=None, past=past)).begins == past


def test_an_unsure_clock_renews_nothing(authority: Make) -> None:
    authority().ready()

    assert not authority(day=None).ready().renewed


def test_a_certificate_is_renewed_in_time_under_the_same_root(authority: Make) -> None:
    first = leaf(authority())
    root = authority().root_certificate()

    early = DAY + timedelta(days=LEAF_DAYS - RENEW_DAYS - 5)
    late = DAY + timedelta(days=LEAF_DAYS - RENEW_DAYS + 5)

    assert not authority(day=early).ready().renewed
    assert authority(day=late).ready().renewed
    assert leaf(authority(day=late)).ends > first.ends
    assert authority().root_certificate() == root


def test_a_new_address_of_the_same_network_gets_a_new_certificate(authority: Make) -> None:
    authority().ready()
    moved = authority(cards=(IPv4Interface("192.168.77.99/24"),))

    assert moved.ready().renewed
    assert moved.leaf_certificate().addresses == (IPv4Address("192.168.77.99"),)  # type: ignore[union-attr]


def test_another_network_leaves_the_name_and_no_address(authority: Make) -> None:
    """The root stays, and with it every tablet; only the address has no certificate."""
    authority().ready()
    moved = authority(cards=(IPv4Interface("10.1.2.3/24"),))

    moved.ready()

    seen = moved.leaf_certificate()
    assert seen is not None and seen.names == ("hangar.local",)
    assert IPv4Address("10.1.2.3") not in seen.addresses


def test_a_root_made_without_a_network_certifies_no_address(authority: Make) -> None:
    authority(cards=()).ready()
    later = authority()

    assert leaf(later).addresses == ()


def test_public_names_are_never_certified() -> None:
    hosts = ("hangar.local", "hub.example", "127.0.0.1", "quai.local", ".Froid.local")

    assert local_names(hosts) == ("hangar.local", "quai.local", "froid.local")


@pytest.mark.parametrize(
    ("card", "network"),
    [("192.168.1.7/24", "192.168.1.0/24"), ("10.0.3.4/8", "10.0.0.0/16")],
)
def test_a_constraint_is_no_wider_than_a_large_network(card: str, network: str) -> None:
    assert networks_of([IPv4Interface(card)]) == (IPv4Network(network),)


def test_this_machines_addresses_are_private_and_not_loopback() -> None:
    assert all(each.is_private and not each.is_loopback for each in local_interfaces())
