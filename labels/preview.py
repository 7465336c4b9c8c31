"""Show labels without a station: the functions behind `hangar label preview` and `templates`.

It must not print anything and knows no printer; the file name's ending chooses the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labels import languages, template
from labels.making import make

PREVIEW_DPI = 203


class PreviewError(ValueError):
    """Say what a preview was asked for that cannot be shown."""


def preview(
    template_name: str,
    fields: Mapping[str, str] | None,
    out_path: Path,
    *,
    dpi: int = PREVIEW_DPI,
) -> str:
    """Write one checked label into a file; `fields` None means the template's sample.

    Gives the template's hash.
    """
    language = out_path.suffix.removeprefix(".").lower()
    if language not in languages.LANGUAGES:
        endings = ", ".join(f".{name}" for name in languages.LANGUAGES)
        raise PreviewError(f"file {out_path.name!r}: expected an ending of {endings}")
    shown = template.load(template_name)
    values = shown.sample if fields is None else fields
    unknown = sorted(set(values) - shown.fields - template.CRATE_FIELDS)
    if unknown:
        raise PreviewError(
            f"fields {', '.join(unknown)}: template {template_name} knows "
            f"{', '.join(sorted(shown.fields | template.CRATE_FIELDS))}"
        )
    made = make(template_name, values, dpi=languages.ONLY_DPI.get(language, dpi), language=language)
    out_path.write_bytes(made.payload)
    return made.template_hash


def templates_json() -> list[dict[str, Any]]:
    """Describe every shipped template, ready for JSON."""
    return [_described(template.load(name)) for name in template.names()]


def _described(shown: template.Template) -> dict[str, Any]:
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
