"""Reads each table of `hangar.toml`: which keys it has and what they allow.

Must not look across tables: `references` does.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from labels.shelf import Shelf
from station.config.catalogue_keys import catalogue_keys
from station.config.charter_keys import charter_rules
from station.config.device_keys import layout_key, zone_key
from station.config.flow_keys import flow_keys
from station.config.gs1_keys import gln_key, in_store_key
from station.config.mail_keys import LINK, mail_section
from station.config.mention_keys import mention_rules
from station.config.model import (
    TEMPLATES_FOLDER,
    Config,
    DeviceConfig,
    Hub,
    Papers,
    PostConfig,
    Storage,
    Web,
    ZoneConfig,
)
from station.config.money_keys import money_keys
from station.config.order_keys import order_keys
from station.config.preparation_keys import preparation_rules
from station.config.printer_keys import dpi_key, media_key
from station.config.reader import NAME, TIME_OF_DAY, TableReader
from station.config.scale_keys import check_weight_rule, line_keys, refused_protocol
from station.config.urls import url_problem

KINDS = ("scale", "printer", "scanner", "thermometer")
ROLES = ("reception", "store", "dock", "shop")
LABEL_SHEETS = ("a4-8", "a4-4")
TEMPERATURE_CLASSES = ("ambiant", "frais", "froid", "surgele")

CONTROL_BODY = re.compile(r"([A-Z]{2}-[A-ZÖÄ]{2,4}-[0-9]{2,3})?")
PREFIX = re.compile(r"[0-9]{4,12}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:]+\]")
LISTEN = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):(?P<port>[0-9]{1,5})")
ABSOLUTE = re.compile(r"/[^\0]{1,199}")
LISTEN_REMEDY = 'Écrivez par exemple "127.0.0.1:8080".'
ID_RULE = "at most 32 letters, digits, dots, hyphens, starting with a letter or digit"
ID_REMEDY = "Écrivez un nom court sans espace ni accent, par exemple balance-1."


def read_sections(root: TableReader, path: Path, protocols: Collection[tuple[str, str]]) -> Config:
    """Read every table; where faults were noted the values are placeholders."""
    demo = root.table("demo", required=False)
    shelf = Shelf(path.parent / TEMPLATES_FOLDER)
    hub = _hub(root.table("hub", required=True))
    return Config(
        hub=hub,
        storage=_storage(root.table("storage", required=False), path.parent),
        web=_web(root.table("web", required=False)),
        devices=tuple(_device(table, protocols, shelf) for table in root.tables("device")),
        posts=tuple(_post(table) for table in root.tables("post")),
        zones=tuple(_zone(table) for table in root.tables("zone")),
        path=path,
        catalogue=catalogue_keys(root.table("catalogue", required=False)),
        flows=flow_keys(root.table("flows", required=False)),
        money=money_keys(root.table("money", required=False)),
        orders=order_keys(root.table("orders", required=False), path.parent),
        mail=mail_section(root.table("mail", required=False), path.parent)
        if "mail" in root
        else None,
        papers=_papers(root.table("papers", required=False)),
        school=demo.flag("school", default=False),
        demo_control=_demo(demo) if "demo" in root else None,
        preparing=preparation_rules(root.table("preparation", required=False)),
        charter=charter_rules(root.table("charter", required=False)),
        mentions=mention_rules(root.table("mentions", required=False), hub.organic_body),
    )


def _hub(table: TableReader) -> Hub:
    hub = Hub(
        name=table.text("name"),
        address=table.text("address"),
        gs1_company_prefix=table.optional_text(
            "gs1_company_prefix",
            pattern=PREFIX,
            expected="4 to 12 digits between quotes",
            remedy_fr="Écrivez le préfixe GS1 entre guillemets, ou supprimez la ligne.",
        ),
        organic_body=table.text(
            "organic_body",
            default="",
            pattern=CONTROL_BODY,
            expected="the code of the hub's control body such as FR-BIO-01, or nothing",
            remedy_fr="Écrivez le code de votre organisme, par exemple FR-BIO-01, ou laissez vide.",
        ),
        languages=table.texts(
            "languages",
            default=("fr",),
            pattern=LANGUAGE,
            expected='distinct language codes such as ["fr", "en"]',
            remedy_fr='Écrivez par exemple ["fr", "en"].',
        ),
        timezone=_timezone(table),
        gln=gln_key(table),
        in_store_codes=in_store_key(table),
        closes_at=table.optional_text(
            "closes_at",
            pattern=TIME_OF_DAY,
            expected='a time such as "21:00"',
            remedy_fr='Écrivez une heure comme "21:00", ou supprimez la ligne.',
        ),
    )
    if not hub.languages:
        table.fault("languages", expected="at least one", remedy_fr='Écrivez au moins ["fr"].')
    table.refuse_unknown()
    return hub


def _timezone(table: TableReader) -> str:
    name = table.text("timezone", default="Europe/Paris")
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        table.fault(
            "timezone",
            expected="a time zone such as Europe/Paris",
            remedy_fr="Écrivez un fuseau connu, par exemple Europe/Paris.",
        )
    return name


def _storage(table: TableReader, folder: Path) -> Storage:
    storage = Storage(
        ledger=folder / table.text("ledger", default="hangar.db"),
        backup_dir=folder / table.text("backup_dir", default="backups"),
        backup_elsewhere=table.flag("backup_elsewhere", default=False),
        backup_sticks=tuple(
            Path(each)
            for each in table.texts(
                "backup_sticks",
                default=(),
                pattern=ABSOLUTE,
                expected='distinct folders from the root, such as ["/media/hangar"]',
                remedy_fr='Écrivez les dossiers entiers, par exemple ["/media/hangar"].',
            )
        ),
    )
    for name, chosen in (("ledger", storage.ledger), ("backup_dir", storage.backup_dir)):
        if chosen == folder:
            table.fault(name, expected="a path", remedy_fr="Écrivez un nom de fichier ou dossier.")
    if storage.ledger == storage.backup_dir != folder:
        table.fault(
            "backup_dir",
            expected="another path than the ledger",
            remedy_fr="Choisissez un autre dossier pour les sauvegardes.",
        )
    table.refuse_unknown()
    return storage


def _trusted(host: str, names: Collection[str]) -> bool:
    """Tell whether a host is answered; a name that begins with a dot stands for all under it."""
    return any(host == name or (name.startswith(".") and host.endswith(name)) for name in names)


def _web(table: TableReader) -> Web:
    listen = _listen(table, "listen", default="127.0.0.1:8080")
    tls = _listen(table, "listen_tls") if "listen_tls" in table else None
    if tls and tls == listen and tls[1]:
        table.fault(
            "listen_tls",
            expected="another port than listen",
            remedy_fr="Choisissez un autre port, par exemple 8443.",
        )
    web = Web(
        host=listen[0],
        port=listen[1],
        trusted_hosts=table.texts(
            "trusted_hosts",
            default=("hangar.local", "127.0.0.1", "localhost"),
            pattern=HOST,
            expected="distinct host names without port",
            remedy_fr="Écrivez des noms seuls, sans http:// ni port.",
        ),
        hw_proxy=table.flag("hw_proxy", default=False),
        tls_host=tls[0] if tls else None,
        tls_port=tls[1] if tls else None,
        link_url=table.optional_text(
            "link_url",
            pattern=LINK,
            expected="https:// and a host, nothing behind it",
            remedy_fr="Écrivez l'adresse à laquelle les clients ouvrent la station.",
        ),
    )
    if web.link_url and not _trusted(urlsplit(web.link_url).hostname or "", web.trusted_hosts):
        table.fault(
            "link_url",
            expected="a host that is among trusted_hosts",
            remedy_fr="Ajoutez ce nom à trusted_hosts : sinon ses pages sont refusées.",
        )
    if tls and "hangar.local" not in web.trusted_hosts:
        table.fault(
            "trusted_hosts",
            expected='"hangar.local" among them, since listen_tls is set',
            remedy_fr="Ajoutez hangar.local : c'est le nom du certificat.",
        )
    table.refuse_unknown()
    return web


def _listen(table: TableReader, name: str, default: str | None = None) -> tuple[str, int]:
    expected = "host:port, port 0 to 65535"
    remedy = 'Écrivez par exemple "0.0.0.0:8443".' if default is None else LISTEN_REMEDY
    text = table.text(name, default=default, pattern=LISTEN, expected=expected, remedy_fr=remedy)
    parts = LISTEN.fullmatch(text)
    if text and parts and int(parts["port"]) > 65535:
        table.fault(name, expected=expected, remedy_fr=remedy)
    return (parts["host"].strip("[]"), int(parts["port"])) if parts else ("", 0)


def _papers(table: TableReader) -> Papers:
    sheet = table.choice("label_sheet", LABEL_SHEETS) if "label_sheet" in table else ""
    table.refuse_unknown()
    return Papers(label_sheet=sheet) if sheet else Papers()


def _device(
    table: TableReader, protocols: Collection[tuple[str, str]], shelf: Shelf
) -> DeviceConfig:
    kind = table.choice("kind", KINDS)
    known = sorted(name for of_kind, name in protocols if of_kind == kind)
    any_kind = sorted({name for _, name in protocols})
    scale, printer = kind == "scale", kind == "printer"
    protocol = ""
    if not refused_protocol(table, kind):
        protocol = table.choice("protocol", known if kind else any_kind)
    pattern, request = line_keys(table, protocol)
    device = DeviceConfig(
        id=table.text("id", pattern=NAME, expected=ID_RULE, remedy_fr=ID_REMEDY),
        kind=kind,
        protocol=protocol,
        url=_device_url(table),
        max_g=table.whole("max_g", 1, 10_000_000) if scale else None,
        division_g=table.whole("division_g", 1, 100_000) if scale else None,
        serial_number=table.optional_text("serial_number"),
        verified_until=table.optional_date("verified_until") if scale else None,
        check_weight_g=table.optional_whole("check_weight_g", 1, 10_000_000) if scale else None,
        media=media_key(table, protocol, shelf) if printer else None,
        dpi=dpi_key(table, protocol) if printer else None,
        pattern=pattern,
        request=request,
        layout=layout_key(table, protocol),
        zone=zone_key(table, kind),
    )
    too_coarse = device.max_g and device.division_g and device.max_g < 20 * device.division_g
    if too_coarse and "max_g" in table:
        table.fault(
            "max_g",
            expected="at least 20 divisions",
            remedy_fr="Vérifiez max_g et division_g sur la plaque de la balance.",
        )
    check_weight_rule(table, device)
    if kind:
        table.refuse_unknown()
    return device


def _device_url(table: TableReader) -> str:
    url = table.text("url", remedy_fr='Écrivez par exemple "socket://127.0.0.1:4001".')
    problem = url_problem(url) if url else None
    if problem is not None:
        table.fault("url", expected=problem.expected, remedy_fr=problem.remedy_fr)
    return url


def _post(table: TableReader) -> PostConfig:
    post = PostConfig(
        id=table.text("id", pattern=NAME, expected=ID_RULE, remedy_fr=ID_REMEDY),
        role=table.choice("role", ROLES),
        scale=_device_id(table, "scale"),
        printer=_device_id(table, "printer"),
        fallback_printer=_device_id(table, "fallback_printer"),
        scanners=table.texts(
            "scanners",
            default=(),
            pattern=NAME,
            expected="a list of distinct device ids",
            remedy_fr='Écrivez par exemple ["douchette-1"].',
        ),
    )
    table.refuse_unknown()
    return post


def _device_id(table: TableReader, name: str) -> str | None:
    return table.optional_text(
        name, pattern=NAME, expected="the id of a device", remedy_fr=ID_REMEDY
    )


def _zone(table: TableReader) -> ZoneConfig:
    zone = ZoneConfig(
        id=table.text("id", pattern=NAME, expected=ID_RULE, remedy_fr=ID_REMEDY),
        name=table.text("name"),
        temperature_class=table.choice("temperature_class", TEMPERATURE_CLASSES),
        max_celsius_tenths=table.optional_whole("max_celsius_tenths", -500, 600),
        quarantine=table.flag("quarantine", default=False),
    )
    table.refuse_unknown()
    return zone


def _demo(table: TableReader) -> str:
    control = table.text("control")
    parts = urlsplit(control)
    if control and (parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost")):
        table.fault(
            "control",
            expected="http://127.0.0.1:port",
            remedy_fr="La démonstration n'écoute que sur cette machine.",
        )
    table.refuse_unknown()
    return control
