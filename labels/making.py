"""Make one label whole: draw, encode, turn the bytes back into dots, decode them, hand them over.

It is the only door a spool needs, and it must not return a label that does not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labels import languages, marking, proof, readback, template
from labels.drawing import Picture, on_page, render
from labels.parts import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A label that was proven to scan: `payload` are the bytes for the printer."""

    payload: bytes
    picture: Picture
    template_hash: str

    def picture_png(self) -> bytes:
        """Give the label as a PNG file, for screens."""
        return languages.encode(self.picture, "png")


def make(
    which: str | Template,
    fields: Mapping[str, str],
    *,
    dpi: int,
    language: str,
    mark: str = "",
    page: Template | None = None,
) -> Made:
    """Make one label of a template, or of the shipped one of that name.

    `mark` is a word across it, as on the labels of a school; `page` is what a printer of die-cut
    labels holds, where that is another template's paper.

    Raises `LabelRefused` (a field that cannot be printed), `LabelUnreadable` (never sent),
    `TemplateError` or `UnknownLanguage` (a fault of the configuration).
    """
    shape = template.load(which) if isinstance(which, str) else which
    picture = render(shape, fields, dpi)
    if mark:
        picture = marking.marked(picture, mark)
    if page is not None and language in languages.DIE_CUT:
        picture = on_page(picture, page)
    payload = languages.encode(picture, language)
    try:
        printed = readback.bitmap(payload, language)
    except readback.NotAJob as fault:
        raise proof.LabelUnreadable(f"the {language} bytes hold no label: {fault}") from fault
    proof.verify(picture, printed)
    return Made(payload=payload, picture=picture, template_hash=picture.template_hash)
