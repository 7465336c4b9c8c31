"""Makes the rules' settings of a configuration: posts, printers and their label templates.

Must not guess: a media that is no template is a fault of the configuration.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from labels.gs1 import rcn
from labels.gs1.elements import Gs1Error
from labels.shelf import Shelf
from labels.template import TemplateError
from station.config import Config
from station.cutoffs import closing_rule
from station.domain.billing import Seller, Terms
from station.domain.desk import InStoreItem, PostFacts, PrinterFacts, Settings
from station.domain.words import PostRole
from station.errors import ConfigError, Fault
from station.paper import DEFAULT_MEDIA, loose

GTIN_14 = 14
"""A scan gives shorter GTINs with zeros in front."""


def template_hash(name: str, shelf: Shelf) -> str:
    """Return the digest of a template's file; raise `ConfigError` for a media without template."""
    try:
        return shelf.load(name).hash
    except TemplateError as error:
        known = ", ".join(shelf.names())
        remedy = f"Choisissez un modèle d'étiquette parmi : {known}."
        fault = Fault(key="device.media", value=name, expected=f"one of {known}", remedy_fr=remedy)
        raise ConfigError("a printer's media is no label template", [fault]) from error


def in_store_reader(sources: tuple[str, ...]) -> Callable[[str], InStoreItem | None]:
    """Return what reads the weight and price codes of the shops that a hub works with."""
    patterns = rcn.chosen(sources)

    def read(code: str) -> InStoreItem | None:
        ean13 = code.removeprefix("0") if len(code) == GTIN_14 else code
        try:
            found = rcn.read(ean13, patterns)
        except Gs1Error:
            return None
        if found.amount is None:
            return None
        weighed = found.meaning is rcn.Meaning.WEIGHT
        return InStoreItem(item_code=found.lookup_code, net_g=found.amount if weighed else None)

    return read


def wall_clock(timezone: str) -> Callable[[str], str]:
    """Return what tells an instant by the clock on the hub's wall."""
    zone = ZoneInfo(timezone)

    def local(instant: str) -> str:
        wall = datetime.fromisoformat(instant).astimezone(zone).replace(tzinfo=None)
        return wall.isoformat(timespec="minutes")

    return local


def settings_from(config: Config, shelf: Shelf | None = None) -> Settings:
    """Return the rules' settings of a configuration; `shelf` has the hub's own templates."""
    shelf = shelf or Shelf(config.templates)
    printers = {device.id: device for device in config.devices if device.kind == "printer"}
    facts = {
        id: PrinterFacts(
            id=id,
            template=printer.media or DEFAULT_MEDIA,
            template_hash=template_hash(printer.media or DEFAULT_MEDIA, shelf),
            loose=loose(printer, shelf),
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
    money = config.money
    return Settings(
        hub_name=config.hub.name,
        terms=Terms(
            seller=Seller(money.seller),
            vat_permille=money.vat_permille,
            commission_permille=money.commission_permille,
            payment_days=money.payment_days,
            tolerance_permille=money.tolerance_permille,
        ),
        posts=posts,
        spare_printer=next(iter(printers), ""),
        printers=facts,
        in_store=in_store_reader(config.hub.in_store_codes),
        mentions=config.mentions,
        charter=config.charter,
        closed=closing_rule(config),
        local=wall_clock(config.hub.timezone),
        preparing=config.preparing,
    )
