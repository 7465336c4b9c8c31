"""Epochs: what keeps sequence numbers and SSCC serials of two copies of a ledger apart.

Must not draw lots where it could count: two copies restored from one backup count alike, so the
name, the tag and the block of serials are random.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

TAG_ALPHABET = "0123456789ABCDEFGHJKMNPQRTUVWXY"
"""The 31 symbols of internal codes; the tag stands inside them."""
TAG_LENGTH = 4
SSCC_BLOCKS = 100_000
"""Blocks of SSCC serials that one company prefix is cut into; each epoch draws one."""
SMALLEST_BLOCK = 10_000
"""A block must last for months, so short serials (long prefixes) are cut into fewer blocks."""
SSCC_EXTENSIONS = 10
FEWEST_BLOCKS = 10
"""Blocks of the shortest serial (a prefix of twelve digits); longer serials have 10, 100… times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """One life of a ledger: from its creation or a restore to the next."""

    epoch: str
    tag: str
    minted_at: str
    from_seq: int
    sscc_block: int


def current_epoch(connection: sqlite3.Connection) -> Epoch | None:
    """Return the epoch minted last."""
    epochs = all_epochs(connection)
    return epochs[-1] if epochs else None


def all_epochs(connection: sqlite3.Connection) -> list[Epoch]:
    """Return every epoch, in the order of minting."""
    rows = connection.execute(
        "SELECT epoch, tag, minted_at, from_seq, sscc_block FROM epochs ORDER BY from_seq, rowid"
    )
    return [
        Epoch(epoch=row[0], tag=row[1], minted_at=row[2], from_seq=row[3], sscc_block=row[4])
        for row in rows
    ]


def mint_epoch(
    connection: sqlite3.Connection,
    *,
    station: str,
    minted_at: str,
    apart_from: Iterable[Epoch] = (),
) -> Epoch:
    """Begin a new epoch, inside the caller's transaction: at creation and at every restore.

    Also when a block of serials is used up. Its first event is the next one. `apart_from`: epochs
    that another copy of this ledger is known to have had, whose serials are out of bounds too.
    """
    known = [*all_epochs(connection), *apart_from]
    head = connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0]
    epoch = Epoch(
        epoch=f"{station}-{secrets.token_hex(8)}",
        tag=_draw_tag({each.tag for each in known}),
        minted_at=minted_at,
        from_seq=head + 1,
        sscc_block=_draw_block({each.sscc_block for each in known}),
    )
    connection.execute(
        "INSERT INTO epochs (epoch, tag, minted_at, from_seq, sscc_block) VALUES (?, ?, ?, ?, ?)",
        (epoch.epoch, epoch.tag, epoch.minted_at, epoch.from_seq, epoch.sscc_block),
    )
    return epoch


def sscc_serials(block: int, width: int) -> tuple[int, range]:
    """Return the extension digit and the serials that a block owns.

    `width` is the number of digits of the serial: 16 less the company prefix. With 9 digits a
    block has 100,000 serials; blocks beyond those that a short serial has wrap round.
    """
    size = _block_size(width)
    extension, place = divmod(block % blocks_of(width), 10**width // size)
    return extension, range(place * size, (place + 1) * size)


def blocks_of(width: int) -> int:
    """Return how many blocks serials of `width` digits have; block numbers wrap round it."""
    return int(10**width) // _block_size(width) * SSCC_EXTENSIONS


def _block_size(width: int) -> int:
    serials = int(10**width)
    return min(serials, max(SMALLEST_BLOCK, serials * SSCC_EXTENSIONS // SSCC_BLOCKS))


def _draw_tag(taken: set[str]) -> str:
    while True:
        tag = "".join(secrets.choice(TAG_ALPHABET) for _ in range(TAG_LENGTH))
        if tag not in taken:
            return tag


def _draw_block(taken: set[int]) -> int:
    """Draw a block whose serials no earlier epoch had, whatever the length of the prefix.

    Numbers wrap round the blocks that a serial has: 10, 100, … 100,000 of them. Each divides the
    next, so what differs on the smallest circle that has room differs on all the larger ones.
    """
    circle = FEWEST_BLOCKS
    while circle < SSCC_BLOCKS and len({block % circle for block in taken}) == circle:
        circle *= 10
    used = {block % circle for block in taken}
    while True:
        block = secrets.randbelow(SSCC_BLOCKS)
        if block % circle not in used:
            return block
