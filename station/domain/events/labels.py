"""Events in the life of a label.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelQueued:
    """A label is to be printed; its fields are sealed in the vault under `label`."""

    label: str
    crate: str
    copy: int
    printer: str
    post: str
    template: str
    template_hash: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMoved:
    """A label that waited is to come out of another printer, on what is in there."""

    label: str
    printer: str
    template: str
    template_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSending:
    """The first byte of a label is about to go to the printer."""

    label: str
    printer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSent:
    """All bytes of a label went out and the printer answered after them."""

    label: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFailed:
    """A label could not be drawn or would not read; nothing was sent."""

    label: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelUncertain:
    """A label may or may not be on paper; only evidence or a person settles it."""

    label: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelConfirmed:
    """A label is on paper and can be read: scanned back, acknowledged by the device, or seen."""

    label: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelVoided:
    """A label no longer counts; a print job that waited is dropped."""

    label: str
    reason: str


EVENTS: tuple[type, ...] = (
    LabelQueued,
    LabelMoved,
    LabelSending,
    LabelSent,
    LabelFailed,
    LabelUncertain,
    LabelConfirmed,
    LabelVoided,
)
