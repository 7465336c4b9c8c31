"""`hangar.toml`: the contract's example reads; every fault is named, all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from station.config import Config, ConfigError, Fault, load_config, notices
from station.main import main

PROTOCOLS = (
    ("scale", "toledo-8217"),
    ("scale", "mt-sics"),
    ("scale", "line-regex"),
    ("printer", "zpl"),
    ("printer", "escpos"),
    ("scanner", "line"),
)

EXAMPLE = """
[hub]
name = "MIL de démonstration"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"        # leave out: internal codes instead of SSCC
organic_body = ""                     # empty: the hub makes no organic claim of its own
languages = ["fr", "en"]
timezone = "Europe/Paris"

[storage]
ledger = "hangar.db"                  # relative to this file
backup_dir = "backups"

[web]
listen = "127.0.0.1:8080"
trusted_hosts = ["hangar.local", "127.0.0.1", "localhost"]

[[device]]
id = "balance-1"
kind = "scale"
protocol = "toledo-8217"
url = "socket://127.0.0.1:4001"
max_g = 60000
division_g = 20
serial_number = "B-0042"
verified_until = 2027-03-31

[[device]]
id = "etiqueteuse-1"
kind = "printer"
protocol = "zpl"
url = "socket://127.0.0.1:9100"
media = "a6"
dpi = 203

[[device]]
id = "douchette-1"
kind = "scanner"
protocol = "line"
url = "socket://127.0.0.1:4002"

[[post]]
id = "reception"
role = "reception"
scale = "balance-1"
printer = "etiqueteuse-1"
scanners = ["douchette-1"]

[[zone]]
id = "CF-1"
name = "Chambre froide 1"
temperature_class = "frais"
max_celsius_tenths = 40
"""


def load(tmp_path: Path, text: str | bytes) -> Config:
    path = tmp_path / "hangar.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(path, protocols=PROTOCOLS)


def faults_of(tmp_path: Path, text: str | bytes) -> dict[str, Fault]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    return {fault.key: fault for fault in caught.value.faults}


def test_the_example_of_the_contract_reads(tmp_path: Path) -> None:
    config = load(tmp_path, EXAMPLE)

    scale, printer, scanner = config.devices
    assert config.hub.gs1_company_prefix == "9521234"
    assert config.hub.languages == ("fr", "en")
    assert config.storage.ledger == tmp_path.resolve() / "hangar.db"
    assert config.storage.backup_dir.is_absolute()
    assert (config.web.host, config.web.port) == ("127.0.0.1", 8080)
    assert (scale.max_g, scale.division_g) == (60_000, 20)
    assert scale.verified_until == date(2027, 3, 31)
    assert (printer.media, printer.dpi, printer.max_g) == ("a6", 203, None)
    assert scanner.serial_number is None
    assert config.posts[0].scanners == ("douchette-1",)
    assert config.zones[0].max_celsius_tenths == 40
    assert not config.demonstration


def test_what_may_be_left_out_has_its_documented_value(tmp_path: Path) -> None:
    config = load(tmp_path, '[hub]\nname = "Hangar"\naddress = "1 rue du Four"\n')

    assert config.hub.gs1_company_prefix is None
    assert config.hub.timezone == "Europe/Paris"
    assert config.storage.ledger.name == "hangar.db"
    assert config.web.trusted_hosts == ("hangar.local", "127.0.0.1", "localhost")
    assert config.devices == config.posts == config.zones == ()


def test_a_demonstration_names_its_control(tmp_path: Path) -> None:
    config = load(tmp_path, EXAMPLE + '[demo]\ncontrol = "http://127.0.0.1:4711"\n')

    assert config.demonstration
    assert config.demo_control == "http://127.0.0.1:4711"


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    text = EXAMPLE.replace("\n", "\r\n").encode("utf-8-sig")

    assert load(tmp_path, text).hub.name == "MIL de démonstration"


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    text = (
        EXAMPLE.replace('"scale"', '"balance"')
        .replace("max_celsius_tenths = 40", "max_celsius_tenths = 4.0")
        .replace("dpi = 203", 'dpi = "203"')
        .replace('timezone = "Europe/Paris"', 'timezone = "Europe/Bretoncelles"')
    )

    faults = faults_of(tmp_path, text)

    assert {
        "hub.timezone",
        "device[balance-1].kind",
        "device[etiqueteuse-1].dpi",
        "zone[CF-1].max_celsius_tenths",
    } <= set(faults)


SWAPS = {
    "unknown key": ("dpi = 203", "dip = 203", "device[etiqueteuse-1].dip"),
    "unknown table": ("[storage]", "[stockage]", "stockage"),
    "wrong type: text for number": ("max_g = 60000", 'max_g = "60 kg"', "device[balance-1].max_g"),
    "wrong type: true for number": ("max_g = 60000", "max_g = true", "device[balance-1].max_g"),
    "wrong type: decimals": ("max_g = 60000", "max_g = 60000.5", "device[balance-1].max_g"),
    "wrong type: number for text": ('name = "MIL de démonstration"', "name = 7", "hub.name"),
    "prefix as a number": ('"9521234"', "9521234", "hub.gs1_company_prefix"),
    "prefix too short": ('"9521234"', '"952"', "hub.gs1_company_prefix"),
    "a GLN with a wrong key": (
        'timezone = "Europe/Paris"',
        'timezone = "Europe/Paris"\ngln = "9521234000014"',
        "hub.gln",
    ),
    "empty name": ('"MIL de démonstration"', '" "', "hub.name"),
    "control character": ('"MIL de démonstration"', r'"MIL\u0007"', "hub.name"),
    "languages as text": ('["fr", "en"]', '"fr"', "hub.languages"),
    "no language": ('["fr", "en"]', "[]", "hub.languages"),
    "language twice": ('["fr", "en"]', '["fr", "fr"]', "hub.languages"),
    "zero division": ("division_g = 20", "division_g = 0", "device[balance-1].division_g"),
    "coarse division": ("division_g = 20", "division_g = 5000", "device[balance-1].max_g"),
    "missing division": ("division_g = 20", "", "device[balance-1].division_g"),
    "date between quotes": (
        "verified_until = 2027-03-31",
        'verified_until = "31/03/2027"',
        "device[balance-1].verified_until",
    ),
    "date with a time": (
        "verified_until = 2027-03-31",
        "verified_until = 2027-03-31T10:00:00",
        "device[balance-1].verified_until",
    ),
    "unknown protocol": ('"toledo-8217"', '"toledo"', "device[balance-1].protocol"),
    "protocol of another kind": ('"toledo-8217"', '"zpl"', "device[balance-1].protocol"),
    "key of another kind": (
        'media = "a6"',
        'media = "a6"\nmax_g = 3',
        "device[etiqueteuse-1].max_g",
    ),
    "address without scheme": (
        '"socket://127.0.0.1:9100"',
        '"127.0.0.1:9100"',
        "device[etiqueteuse-1].url",
    ),
    "address of a page": (
        '"socket://127.0.0.1:9100"',
        '"http://127.0.0.1:9100"',
        "device[etiqueteuse-1].url",
    ),
    "address without port": (
        '"socket://127.0.0.1:9100"',
        '"socket://127.0.0.1"',
        "device[etiqueteuse-1].url",
    ),
    "port out of range": (
        '"socket://127.0.0.1:9100"',
        '"socket://127.0.0.1:91000"',
        "device[etiqueteuse-1].url",
    ),
    "two slashes": ('"socket://127.0.0.1:9100"', '"file://dev/lp0"', "device[etiqueteuse-1].url"),
    "unknown serial parameter": (
        '"socket://127.0.0.1:4001"',
        '"serial:///dev/ttyUSB0?baud=9600"',
        "device[balance-1].url",
    ),
    "parity in words": (
        '"socket://127.0.0.1:4001"',
        '"serial:///dev/ttyUSB0?parity=even"',
        "device[balance-1].url",
    ),
    "dangling scale": ('scale = "balance-1"', 'scale = "balance-2"', "post[reception].scale"),
    "printer named as scale": (
        'scale = "balance-1"',
        'scale = "etiqueteuse-1"',
        "post[reception].scale",
    ),
    "dangling scanner": ('["douchette-1"]', '["douchette-9"]', "post[reception].scanners"),
    "scanners as text": ('["douchette-1"]', '"douchette-1"', "post[reception].scanners"),
    "unknown role": ('role = "reception"', 'role = "accueil"', "post[reception].role"),
    "unknown class": ('"frais"', '"frigo"', "zone[CF-1].temperature_class"),
    "hot zone": (
        "max_celsius_tenths = 40",
        "max_celsius_tenths = 4000",
        "zone[CF-1].max_celsius_tenths",
    ),
    "id with a space": ('id = "CF-1"', 'id = "CF 1"', "zone[1].id"),
    "listen without port": ('"127.0.0.1:8080"', '"127.0.0.1"', "web.listen"),
    "listen on a port too high": ('"127.0.0.1:8080"', '"127.0.0.1:80800"', "web.listen"),
    "empty listen": ('"127.0.0.1:8080"', '""', "web.listen"),
    "trusted host with port": ('"hangar.local"', '"hangar.local:8080"', "web.trusted_hosts"),
    "ledger is a folder": ('ledger = "hangar.db"', 'ledger = ""', "storage.ledger"),
    "backups over the ledger": ('"backups"', '"hangar.db"', "storage.backup_dir"),
    "one name as a value and as tables": ("[hub]", 'zone = "CF-1"\n[hub]', "hangar.toml"),
    "table as a value": ("[storage]", "[[storage]]", "storage"),
}


@pytest.mark.parametrize(("old", "new", "key"), SWAPS.values(), ids=SWAPS)
def test_a_fault_names_its_key_value_and_remedy(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    assert old in EXAMPLE

    faults = faults_of(tmp_path, EXAMPLE.replace(old, new, 1))

    assert key in faults, sorted(faults)
    assert faults[key].expected
    assert faults[key].value
    assert faults[key].remedy_fr.endswith((".", "?", "…", "=E."))


def test_one_mistake_is_one_fault(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, EXAMPLE.replace("dpi = 203", 'dpi = "haute"'))

    assert list(faults) == ["device[etiqueteuse-1].dpi"]
    assert faults["device[etiqueteuse-1].dpi"].value == '"haute"'
    assert "100" in faults["device[etiqueteuse-1].dpi"].expected


def test_an_unknown_key_gets_the_nearest_one_proposed(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, EXAMPLE.replace("division_g", "divison_g"))

    assert "division_g" in faults["device[balance-1].divison_g"].remedy_fr


def test_an_unknown_protocol_gets_the_known_ones_listed(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, EXAMPLE.replace('"toledo-8217"', '"sics"'))

    assert "mt-sics, toledo-8217" in faults["device[balance-1].protocol"].expected


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    text = EXAMPLE.replace('id = "etiqueteuse-1"', 'id = "balance-1"')

    assert "device[balance-1].id" in faults_of(tmp_path, text)


def test_one_scanner_at_two_posts_is_refused(tmp_path: Path) -> None:
    text = EXAMPLE + '[[post]]\nid = "quai"\nrole = "dock"\nscanners = ["douchette-1"]\n'

    assert "reception" in faults_of(tmp_path, text)["post[quai].scanners"].value


def test_a_remote_demonstration_control_is_refused(tmp_path: Path) -> None:
    text = EXAMPLE + '[demo]\ncontrol = "http://192.168.1.4:80"\n'

    assert "demo.control" in faults_of(tmp_path, text)


def test_a_single_table_where_several_are_expected_is_refused(tmp_path: Path) -> None:
    text = EXAMPLE.split("[[zone]]")[0] + '[zone]\nid = "CF-1"\n'

    assert "[[zone]]" in faults_of(tmp_path, text)["zone"].remedy_fr


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, '[hub]\nname = "MIL\n')

    assert "line 2" in faults["hangar.toml"].value


def test_another_encoding_is_said_so(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, EXAMPLE.encode("latin-1"))

    assert "UTF-8" in faults["hangar.toml"].remedy_fr


def test_an_absent_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"hangar\.toml"):
        load_config(tmp_path / "hangar.toml", protocols=PROTOCOLS)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    assert "hangar.toml" in faults_of(tmp_path, b"#" * 1_000_001)


LINES = EXAMPLE.replace('protocol = "toledo-8217"', 'protocol = "line-regex"\n{}')


def test_a_line_protocol_takes_its_pattern_and_request(tmp_path: Path) -> None:
    keys = r"""pattern = '(?P<weight_g>\d+)(?P<unstable>\?)?'
request = 'W\r\n'"""

    scale = load(tmp_path, LINES.replace("{}", keys)).devices[0]

    assert scale.pattern == r"(?P<weight_g>\d+)(?P<unstable>\?)?"
    assert scale.request == r"W\r\n"
    assert load(tmp_path, LINES.replace("{}", "")).devices[0].pattern is None


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("pattern = '(?P<weight>[0-9]+'", "pattern", "no regular expression"),
        ("pattern = '(?P<weight>[0-9]+)'", "pattern", "with a group unit"),
        ("pattern = '[0-9]+ kg'", "pattern", "expected one group of weight"),
        ("pattern = '(?P<weight_kg>.+)(?P<poids>x)'", "pattern", "unknown groups poids"),
        ("pattern = '(?P<weight_kg>([0-9]+)+)'", "pattern", "repeated group"),
        ("request = 'W\\q'", "request", "unknown escape"),
        ("request = 'W€'", "request", "plain characters"),
    ],
)
def test_a_faulty_pattern_is_named(tmp_path: Path, line: str, key: str, said: str) -> None:
    fault = faults_of(tmp_path, LINES.replace("{}", line))[f"device[balance-1].{key}"]

    assert said in fault.expected
    assert "par exemple" in fault.remedy_fr


def test_a_pattern_belongs_to_the_line_protocol_only(tmp_path: Path) -> None:
    text = EXAMPLE.replace("max_g = 60000", "max_g = 60000\npattern = 'x'")

    assert "device[balance-1].pattern" in faults_of(tmp_path, text)


def test_dialog_06_is_refused_with_its_reason_and_remedy(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, EXAMPLE.replace("toledo-8217", "dialog-06"))

    assert list(faults) == ["device[balance-1].protocol"]
    fault = faults["device[balance-1].protocol"]
    assert "secret polynomial" in fault.expected
    assert fault.remedy_fr == "Choisissez un autre protocole dans le menu de la balance."


@pytest.mark.parametrize("prefix", ["0212345", "0412345", "2912345", "9771234", "9831234", "12345"])
def test_a_prefix_that_no_company_can_hold_is_refused(tmp_path: Path, prefix: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, EXAMPLE.replace('"9521234"', f'"{prefix}"'))

    (fault,) = refused.value.faults
    assert fault.key == "hub.gs1_company_prefix"


def test_the_prefix_for_trying_is_said_outside_a_demonstration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (said,) = notices(load(tmp_path, EXAMPLE))
    demonstration = EXAMPLE + '[demo]\ncontrol = "http://127.0.0.1:4000"\n'

    assert "952" in said.expected
    assert main(["check", "--config", str(tmp_path / "hangar.toml")]) == 0
    assert "952" in capsys.readouterr().out
    assert notices(load(tmp_path, demonstration)) == []
    assert notices(load(tmp_path, EXAMPLE.replace("9521234", "3760123"))) == []


@pytest.mark.parametrize("wrong", ["carrefour", "21.....{NNDDD} poids", "99.....{NNDDD} weight_kg"])
def test_a_source_of_shop_codes_that_nobody_knows_is_a_fault(tmp_path: Path, wrong: str) -> None:
    line = f'timezone = "Europe/Paris"\nin_store_codes = ["{wrong}"]'

    with pytest.raises(ConfigError) as refused:
        load(tmp_path, EXAMPLE.replace('timezone = "Europe/Paris"', line))

    assert [fault.key for fault in refused.value.faults] == ["hub.in_store_codes"]


def test_shop_codes_are_off_unless_a_source_is_named(tmp_path: Path) -> None:
    line = 'timezone = "Europe/Paris"\nin_store_codes = ["odoo"]'

    assert load(tmp_path, EXAMPLE).hub.in_store_codes == ()
    on = load(tmp_path, EXAMPLE.replace('timezone = "Europe/Paris"', line))
    assert on.hub.in_store_codes == ("odoo",)


def test_what_the_hub_sets_about_mentions_is_read_with_its_control_body(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        EXAMPLE.replace('organic_body = ""', 'organic_body = "FR-BIO-10"')
        + "[mentions]\negg_sale_limit_days = 28\napproval_required = true\n",
    )

    assert config.mentions.organic_body == "FR-BIO-10"
    assert config.mentions.egg_sale_limit_days == 28
    assert config.mentions.approval_required
    assert config.mentions.origin_from_address


def test_faults_in_the_mentions_are_named(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        EXAMPLE.replace('organic_body = ""', 'organic_body = "bio"')
        + '[mentions]\negg_sale_limit_days = 99\norigin_from_address = "oui"\nprice = true\n',
    )

    assert set(faults) == {
        "hub.organic_body", "mentions.egg_sale_limit_days", "mentions.origin_from_address",
        "mentions.price",
    }  # fmt: skip


def test_how_a_hub_shares_short_stock_is_read(tmp_path: Path) -> None:
    usual = load(tmp_path, EXAMPLE).preparing
    chosen = load(
        tmp_path,
        EXAMPLE + '[preparation]\nshort = "kind"\nkinds = ["grocer", "canteen"]\n'
        "promise_at_intake = true\n",
    ).preparing

    assert (usual.short, usual.promise_at_intake) == ("arrival", False)
    assert (chosen.short, chosen.kinds) == ("kind", ("grocer", "canteen"))
    assert chosen.promise_at_intake


def test_faults_in_the_preparation_are_named(tmp_path: Path) -> None:
    text = EXAMPLE + '[preparation]\nshort = "hasard"\nkinds = ["ami"]\nbar = 5\n'

    faults = faults_of(tmp_path, text)

    assert set(faults) == {"preparation.short", "preparation.kinds", "preparation.bar"}
