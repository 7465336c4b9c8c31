"""Show labels without a station: the functions behind `hangar label preview` and `templates`.

It must not print anything and knows no printer; the file name's ending chooses the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labels import languages, template
from labels.making import make
from labels.parts import Template
from labels.shelf import Shelf

PREVIEW_DPI = 203


class PreviewError(ValueError):
    """Say what a preview was asked for that cannot be shown."""


def preview(
    template_name: str,
    fields: Mapping[str, str] | None,
    out_path: Path,
    *,
    dpi: int = PREVIEW_DPI,
    shelf: Shelf | None = None,
) -> str:
    """Write one checked label into a file; `fields` None means the template's sample.

    A name that ends in .toml is a file. Gives the template's hash.
    """
    language = out_path.suffix.removeprefix(".").lower()
    if language not in languages.LANGUAGES:
        endings = ", ".join(f".{name}" for name in languages.LANGUAGES)
        raise PreviewError(f"file {out_path.name!r}: expected an ending of {endings}")
    shown = found(template_name, shelf or Shelf())
    values = shown.sample if fields is None else fields
    unknown = sorted(set(values) - shown.fields - template.CRATE_FIELDS)
    if unknown:
        raise PreviewError(
            f"fields {', '.join(unknown)}: template {template_name} knows "
            f"{', '.join(sorted(shown.fields | template.CRATE_FIELDS))}"
        )
    made = make(shown, values, dpi=languages.ONLY_DPI.get(language, dpi), language=language)
    out_path.write_bytes(made.payload)
    return made.template_hash


def found(name: str, shelf: Shelf) -> Template:
    """Give the template of that name, or of that file when it ends in .toml."""
    if not name.endswith(".toml"):
        return shelf.load(name)
    path = Path(name)
    return template.parse(path.stem, path.read_bytes())


def templates_json(shelf: Shelf | None = None) -> list[dict[str, Any]]:
    """Describe every template, the hub's own in place of shipped ones, ready for JSON."""
    from_here = shelf or Shelf()
    own = from_here.own_names()
    return [_described(from_here.load(name)) | {"own": name in own} for name in from_here.names()]


def _described(shown: Template) -> dict[str, Any]:
    return {
        "name": shown.name,
        "title": shown.title,
        "use": shown.use,
        "width_mm": shown.width_mm,
        "height_mm": shown.height_mm,
        "dpi": list(template.DOTS_PER_INCH),
        "fields": sorted(shown.fields),
        "languages": list(languages.LANGUAGES),
        "sample": dict(shown.sample),
        "hash": shown.hash,
    }
