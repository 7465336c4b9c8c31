"""The frozen values a hub's `hangar.toml` becomes.

Must not read or judge anything: `sections` and `references` do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from station.domain.charter import CharterRules
from station.domain.mentions import MentionRules
from station.domain.rationing import Preparing

TEMPLATES_FOLDER = "templates"
"""Beside `hangar.toml`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """The hub and its rights: without a GS1 prefix crates carry internal codes."""

    name: str
    address: str
    gs1_company_prefix: str | None
    organic_body: str
    languages: tuple[str, ...]
    timezone: str
    closes_at: str | None = None
    in_store_codes: tuple[str, ...] = ()
    gln: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Where the ledger and its copies are; all absolute.

    `backup_elsewhere`: whether `backup_dir` is carried to another machine, so that it counts as a
    second copy. `backup_sticks`: where sticks are mounted that get a copy when they are there.
    """

    ledger: Path
    backup_dir: Path
    backup_elsewhere: bool = False
    backup_sticks: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Where the server listens (port 0: a free one) and the names it answers to.

    `hw_proxy`: whether point-of-sale programs may ask as they ask Odoo's hardware proxy. `tls_host`
    and `tls_port`: where https is served too, by the station's own authority; None: nowhere.
    `link_url`: where customers' telephones reach this station; None: no paper carries a link.
    """

    host: str
    port: int
    trusted_hosts: tuple[str, ...]
    hw_proxy: bool = False
    tls_host: str | None = None
    tls_port: int | None = None
    link_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceConfig:
    """One device; what its kind does not have is None."""

    id: str
    kind: str
    protocol: str
    url: str
    max_g: int | None = None
    division_g: int | None = None
    serial_number: str | None = None
    verified_until: date | None = None
    check_weight_g: int | None = None
    media: str | None = None
    dpi: int | None = None
    pattern: str | None = None
    request: str | None = None
    layout: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostConfig:
    """One post with the ids of its devices."""

    id: str
    role: str
    scale: str | None = None
    printer: str | None = None
    fallback_printer: str | None = None
    scanners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneConfig:
    """One place for crates; without a limit no temperature is watched.

    `quarantine`: where a stopped crate is put down.
    """

    id: str
    name: str
    temperature_class: str
    max_celsius_tenths: int | None = None
    quarantine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The server that takes the hub's mails, and under whose name; `security`: starttls|tls|none.

    `link_url`: where farms reach this station for their private pages; None: mails carry no link.
    """

    server: str
    port: int
    security: str
    sender: str
    reply_to: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    link_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """How papers come out: `label_sheet` is the A4 sheet of labels that the hub buys."""

    label_sheet: str = "a4-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """How the hub sells; rates are tenths of a percent, accounts those of the French chart."""

    seller: str = "agent"
    vat_permille: int = 55
    commission_permille: int = 0
    payment_days: int = 30
    tolerance_permille: int = 20
    siret: str = ""
    vat_number: str = ""
    iban: str = ""
    account_customers: str = "411000"
    account_sales: str = "707000"
    account_vat: str = "445710"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Until when one may order: `cutoff_days_before` the delivery, at the local `cutoff_at`.

    `ofn_url`: the Open Food Network that orders are pulled from, empty for none. `inbox`: where
    order files are dropped; `inbox_apply`: person, or certain (what is not doubtful by itself).
    """

    cutoff_days_before: int | None = None
    cutoff_at: str | None = None
    ofn_url: str = ""
    ofn_token_file: Path | None = None
    inbox: Path | None = None
    inbox_apply: str = "person"
    inbox_preset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Whether the page of what can be ordered is public; where stock is pushed, empty: nowhere."""

    public: bool = False
    ofn_url: str = ""
    ofn_enterprise: str = ""
    ofn_token_file: str = ""


FLOWS = (
    *("cross_docking", "preparation", "delivery", "shop", "pick_up", "lone_drop", "empties"),
    *("charter", "claims", "invoices", "shares"),
)
"""Ways of working that a hub may leave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """Which flows a hub does not use; `trial`: it runs beside paper, and paper counts."""

    off: frozenset[str] = frozenset()
    trial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of `hangar.toml`; `demo_control` is the address of the simulated devices.

    `school`: trainees practise here on simulated devices; nothing is recorded for real.
    """

    hub: Hub
    storage: Storage
    web: Web
    devices: tuple[DeviceConfig, ...]
    posts: tuple[PostConfig, ...]
    zones: tuple[ZoneConfig, ...]
    path: Path
    mail: Mail | None = None
    papers: Papers = Papers()
    money: Money = Money()
    flows: Flows = Flows()
    catalogue: Catalogue = Catalogue()
    orders: Orders = Orders()
    demo_control: str | None = None
    school: bool = False
    mentions: MentionRules = field(default_factory=MentionRules)
    charter: CharterRules = field(default_factory=CharterRules)
    preparing: Preparing = field(default_factory=Preparing)

    @property
    def templates(self) -> Path:
        """Give the folder of the hub's own label templates, which win over the shipped ones."""
        return self.path.parent / TEMPLATES_FOLDER

    @property
    def demonstration(self) -> bool:
        """Tell whether this is the made-up hub with simulated devices."""
        return self.demo_control is not None

    @property
    def label_mark(self) -> str:
        """Return the words across every label: a school's label must never pass for a crate's."""
        return "ÉCOLE · EXERCICE" if self.school else ""
