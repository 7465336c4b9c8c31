"""Keeps pictures in the vault and erases them, whatever they show.

Must not know what a picture belongs to, nor how many of it are kept: its own decision does.
"""

from __future__ import annotations

from station.domain.desk import Desk, reason_given
from station.domain.refusals import Refusal

JPEG_BASE64 = "/9j/"
"""How every JPEG begins, as base64."""


def seal_picture(desk: Desk, photo: str, jpeg: str) -> str:
    """Keep a picture, base64 of a JPEG, under its id; return the digest that its event tells."""
    if not jpeg.startswith(JPEG_BASE64):
        raise Refusal("out_of_bounds", what="photo")
    digest: str = desk.vault.seal(f"photo/{photo}", {"jpeg": jpeg})
    return digest


def erase_picture(desk: Desk, photo: str, reason: str) -> str:
    """Erase a picture that was asked for with a reason; return the reason that its event tells."""
    reason = reason_given(reason)
    desk.vault.erase(f"photo/{photo}")
    return reason
