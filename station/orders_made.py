"""Makes the bus's orders of what is not a plain command: scans, photographs.

Must not decide anything, nor send what it made.
"""

from __future__ import annotations

from dataclasses import replace

from labels.scanned import interpret
from station.domain import codec
from station.domain.commands.claims import PhotographClaim
from station.domain.commands.driving import PhotographDelivery
from station.domain.commands.intake import PhotographLabel
from station.domain.commands.scans import TakeScan
from station.domain.words import Role
from station.messages import Order, Sender, body_hash, checked_at, checked_id
from station.proposals import proposals
from station.scan_body import ScanBody


def scan_order(post: str, body: object, sender: Sender) -> Order:
    """Return the order of one scan at a post; raise `Malformed`."""
    scan = codec.from_plain(ScanBody, body)
    checked_id(scan.command_id)
    checked_at(scan.at)
    scanned = interpret(scan.content())
    data = {
        "kind": scanned.kind,
        "code": scanned.code,
        "context": scan.context or {},
        "told": proposals(scanned.elements) if scanned.kind in ("gtin", "gs1") else {},
    }
    return Order(
        command_id=scan.command_id,
        type="TakeScan",
        command=codec.from_plain(TakeScan, data, "data"),
        body_hash=body_hash({"post": post, "body": body}),
        sender=sender,
        post=post,
        reader=scan.reader or sender.name,
        operator=scan.operator or sender.operator,
        at=scan.at,
        judged=scan.judged,
    )


def photograph_order(
    crate: str, jpeg: str, sender: Sender, *, command_id: str, post: str | None
) -> Order:
    """Return the order of a picture of a label; the person who took it is its operator.

    Raises `Malformed`.
    """
    picture = PhotographLabel(crate=crate, jpeg=jpeg)
    order = _photograph(picture, crate, sender, command_id)
    return replace(order, post=post, operator=sender.operator)


def delivery_photograph_order(
    picture: PhotographDelivery,
    sender: Sender,
    *,
    command_id: str,
    operator: str | None,
    reader: str | None,
    at: str | None,
) -> Order:
    """Return the order of a driver's picture, as late as it comes; raise `Malformed`."""
    checked_at(at)
    about = [picture.round, picture.customer, picture.about]
    return replace(
        _photograph(picture, about, sender, command_id),
        post=sender.post,
        reader=reader or sender.name,
        operator=operator or sender.operator,
        at=at,
    )


def claim_photograph_order(picture: PhotographClaim, sender: Sender, *, command_id: str) -> Order:
    """Return the order of a picture that came with a claim; raise `Malformed`."""
    return replace(_photograph(picture, picture.claim, sender, command_id), reader=sender.name)


def _photograph(
    picture: PhotographLabel | PhotographDelivery | PhotographClaim,
    about: str | list[str],
    sender: Sender,
    command_id: str,
) -> Order:
    """Return the order of a picture, from nowhere and nobody yet; the station itself sends it.

    The same `command_id` again gets the first answer, whatever picture comes with it: a
    telephone that sends once more has drawn the same thing anew.
    """
    checked_id(command_id)
    return Order(
        command_id=command_id,
        type=type(picture).__name__,
        command=picture,
        body_hash=body_hash({"photograph": about}),
        sender=replace(sender, role=Role.ADMIN),
        post=None,
        reader=None,
        operator=None,
        at=None,
        judged=None,
    )
