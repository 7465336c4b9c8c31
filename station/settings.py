"""Makes the rules' settings of a configuration: posts, printers and their label templates.

Must not guess: a media that is no template is a fault of the configuration.
"""

from __future__ import annotations

from labels.shelf import Shelf
from labels.template import TemplateError
from station.config import Config
from station.domain.desk import PostFacts, PrinterFacts, Settings
from station.domain.words import PostRole
from station.errors import ConfigError, Fault

DEFAULT_MEDIA = "a6"


def template_hash(name: str, shelf: Shelf) -> str:
    """Return the digest of a template's file; raise `ConfigError` for a media without template."""
    try:
        return shelf.load(name).hash
    except TemplateError as error:
        known = ", ".join(shelf.names())
        remedy = f"Choisissez un modèle d'étiquette parmi : {known}."
        fault = Fault(key="device.media", value=name, expected=f"one of {known}", remedy_fr=remedy)
        raise ConfigError("a printer's media is no label template", [fault]) from error


def settings_from(config: Config, shelf: Shelf | None = None) -> Settings:
    """Return the rules' settings of a configuration; `shelf` has the hub's own templates."""
    shelf = shelf or Shelf(config.templates)
    printers = {device.id: device for device in config.devices if device.kind == "printer"}
    facts = {
        id: PrinterFacts(
            id=id,
            template=printer.media or DEFAULT_MEDIA,
            template_hash=template_hash(printer.media or DEFAULT_MEDIA, shelf),
        )
        for id, printer in printers.items()
    }
    posts = {}
    for post in config.posts:
        printer = printers.get(post.printer or "")
        media = (printer.media if printer else None) or DEFAULT_MEDIA
        posts[post.id] = PostFacts(
            id=post.id,
            role=PostRole(post.role),
            printer=printer.id if printer else "",
            template=media,
            template_hash=template_hash(media, shelf),
            fallback_printer=post.fallback_printer or "",
        )
    return Settings(
        hub_name=config.hub.name,
        posts=posts,
        spare_printer=next(iter(printers), ""),
        printers=facts,
    )
