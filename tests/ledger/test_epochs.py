"""Epochs keep two copies of a ledger apart."""

import sqlite3
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import LedgerError
from station.ledger.epochs import (
    SSCC_BLOCKS,
    TAG_ALPHABET,
    TAG_LENGTH,
    Epoch,
    _draw_block,
    all_epochs,
    blocks_of,
    current_epoch,
    mint_epoch,
    sscc_serials,
)
from station.ledger.events import StoredEvent
from station.minting import EpochMinting

AT = "2026-11-24T05:00:00+00:00"


def test_an_epoch_names_its_station_and_draws_the_rest(connection: sqlite3.Connection) -> None:
    epoch = current_epoch(connection)

    assert epoch is not None
    assert epoch.epoch.startswith("st1-")
    assert len(epoch.tag) == TAG_LENGTH
    assert set(epoch.tag) <= set(TAG_ALPHABET)
    assert 0 <= epoch.sscc_block < SSCC_BLOCKS


def test_each_epoch_differs_in_everything(
    connection: sqlite3.Connection, append: Callable[..., StoredEvent]
) -> None:
    for _ in range(20):
        append()
        mint_epoch(connection, station="st1", minted_at=AT)

    epochs = all_epochs(connection)

    assert [epoch.from_seq for epoch in epochs] == list(range(1, 22))
    for values in zip(*((e.epoch, e.tag, e.sscc_block) for e in epochs), strict=True):
        assert len(set(values)) == 21


@pytest.mark.parametrize(("width", "size"), [(9, 100_000), (8, 10_000), (7, 10_000), (6, 10_000)])
def test_blocks_of_serials_do_not_overlap(width: int, size: int) -> None:
    owned = sorted(
        (extension, serials.start, serials.stop)
        for extension, serials in (sscc_serials(n, width) for n in range(10**width * 10 // size))
    )

    assert all(stop - start == size for _, start, stop in owned)
    assert all((a, b) < (c, d) for (a, _, b), (c, d, _) in pairwise(owned) if a != c)
    assert all(b == d for (a, _, b), (c, d, _) in pairwise(owned) if a == c)
    assert owned[-1] == (9, 10**width - size, 10**width)


def test_a_block_beyond_those_of_a_short_serial_wraps_round() -> None:
    assert sscc_serials(99_999, 6) == sscc_serials(999, 6)


@given(st.lists(st.integers(0, SSCC_BLOCKS - 1), max_size=60), st.integers(4, 12))
def test_a_drawn_block_owns_serials_that_no_earlier_epoch_had(taken: list[int], width: int) -> None:
    """Also of a ledger restored from a backup: its new epoch knows all those before it."""
    drawn = _draw_block(set(taken))

    owned = sscc_serials(drawn, width)
    if len({block % blocks_of(width) for block in taken}) < blocks_of(width):
        assert owned not in [sscc_serials(block, width) for block in taken]


def epoch(number: int, block: int) -> Epoch:
    return Epoch(epoch=f"e{number}", tag="A1B2", minted_at=AT, from_seq=number, sscc_block=block)


@given(
    st.lists(st.integers(0, SSCC_BLOCKS - 1), min_size=1, max_size=30),
    st.sampled_from(["952123", "9521234", "9521234567", "95212345678", "952123456789"]),
)
def test_no_two_epochs_ever_give_out_one_sscc(blocks: list[int], prefix: str) -> None:
    """Whatever blocks were drawn: an epoch whose serials were given out before gives none."""
    epochs = [epoch(number, block) for number, block in enumerate(blocks, start=1)]
    given_out = []
    for number, one in enumerate(epochs):
        minting = EpochMinting(one, prefix, former=epochs[:number])
        try:
            given_out += [minting.crate(serial)[1] for serial in (1, 2, 10_000)]
        except LedgerError as error:
            assert "used up" in str(error)

    assert len(set(given_out)) == len(given_out)
    assert given_out
