"""Makes the rules' settings of a configuration: posts, printers and their label templates.

Must not guess: a media that is no template is a fault of the configuration.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import labels
from station.config import Config
from station.domain.desk import PostFacts, PrinterFacts, Settings
from station.domain.words import PostRole
from station.errors import ConfigError, Fault

TEMPLATES = Path(labels.__file__).parent / "templates"


def template_hash(name: str) -> str:
    """Return the digest of a template's file; raise `ConfigError` for a media without template."""
    path = TEMPLATES / f"{name}.toml"
    try:
        return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        known = ", ".join(sorted(each.stem for each in TEMPLATES.glob("*.toml")))
        remedy = f"Choisissez un modèle d'étiquette parmi : {known}."
        fault = Fault(key="device.media", value=name, expected=f"one of {known}", remedy_fr=remedy)
        raise ConfigError("a printer's media is no label template", [fault]) from error


def settings_from(config: Config) -> Settings:
    """Return the rules' settings of a configuration."""
    printers = {device.id: device for device in config.devices if device.kind == "printer"}
    facts = {
        id: PrinterFacts(
            id=id,
            template=printer.media or "a6",
            template_hash=template_hash(printer.media or "a6"),
        )
        for id, printer in printers.items()
    }
    posts = {}
    for post in config.posts:
        printer = printers.get(post.printer or "")
        posts[post.id] = PostFacts(
            id=post.id,
            role=PostRole(post.role),
            printer=printer.id if printer else "",
            template=(printer.media if printer else None) or "a6",
            template_hash=template_hash((printer.media if printer else None) or "a6"),
            fallback_printer=post.fallback_printer or "",
        )
    return Settings(
        hub_name=config.hub.name,
        posts=posts,
        spare_printer=next(iter(printers), ""),
        printers=facts,
    )
