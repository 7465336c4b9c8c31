"""Judges the hub's own label templates when the station starts: a faulty one is named, not used.

Must not repair one: the page of templates, or an editor, does.
"""

from __future__ import annotations

from labels import template
from labels.shelf import Shelf
from labels.template_lines import line_of
from station.config.model import TEMPLATES_FOLDER, Config
from station.errors import Fault


def template_faults(config: Config) -> list[Fault]:
    """Return every fault of every own template: rules, symbols that do not fit or do not read."""
    shelf = Shelf(config.templates)
    return [fault for name in shelf.own_names() for fault in _of_one(shelf, name)]


def _of_one(shelf: Shelf, name: str) -> list[Fault]:
    try:
        shown = shelf.load(name)
    except template.TemplateError as error:
        found = error.faults
    else:
        from labels import checking  # only here: without own templates no picture library is loaded

        found = tuple(checking.own_faults(shown))
    text = shelf.content(name).decode("utf-8", "replace")
    return [
        Fault(
            key=f"{TEMPLATES_FOLDER}/{name}.toml, line {line_of(text, fault) or '?'}",
            value="a faulty template",
            expected=str(fault),
            remedy_fr=f"{fault.said()}. Corrigez, ou supprimez ce fichier.",
        )
        for fault in found
    ]
