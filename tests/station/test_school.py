"""A school has the hub's farms, goods and zones, and touches neither its ledger nor its devices."""

from __future__ import annotations

import csv
import json
import socket
import threading
import tomllib
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from drivers.readings import DeviceSettings
from drivers.registry import PROTOCOLS
from drivers.simulated.bench import make_device
from station.config import Config, ConfigError, DeviceConfig, load_config
from station.demo.folder import DATA, fill
from station.demo.supervisor import Supervisor
from station.learn import CannotListen, Learning
from station.school.copying import SchoolError
from station.school.place import PREFIX, School, simulated
from tests.drivers.waiting import wait_for
from web.pages import PAGES, Page

WAIT_S = 60.0
MARK = "ÉCOLE — rien n’est enregistré pour de vrai"
HUB = """
[hub]
name = "MIL d'essai"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"

[[device]]
id = "balance-1"
kind = "scale"
protocol = "cas-enq"
url = "{url}"
max_g = 60000
division_g = 20

[[device]]
id = "etiqueteuse-1"
kind = "printer"
protocol = "tspl"
url = "{url}"
media = "100x60"
dpi = 203

[[device]]
id = "douchette-1"
kind = "scanner"
protocol = "evdev"
url = "evdev:///dev/input/by-id/usb-douchette-event-kbd"
layout = "fr"

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
"""


@dataclass
class Door:
    """Stands where the hub's real devices are, and counts who knocks."""

    url: str = ""
    knocks: list[object] = field(default_factory=list)


@pytest.fixture
def real_devices() -> Iterator[Door]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        door = Door(url=f"socket://127.0.0.1:{listener.getsockname()[1]}")

        def count() -> None:
            while True:
                try:
                    door.knocks.append(listener.accept())
                except OSError:
                    return

        threading.Thread(target=count, daemon=True).start()
        yield door
        for accepted, _ in door.knocks:  # type: ignore[misc]
            accepted.close()  # type: ignore[has-type]
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The ledger of a hub with farms, goods, rounds and orders."""
    path = tmp_path_factory.mktemp("filled") / "hangar.toml"
    path.write_text(HUB.format(url="socket://127.0.0.1:9"), encoding="utf-8")
    fill(path)
    return (path.parent / "hangar.db").read_bytes()


@pytest.fixture
def hub(tmp_path: Path, real_devices: Door, filled: bytes) -> Config:
    folder = tmp_path / "hub"
    folder.mkdir()
    path = folder / "hangar.toml"
    path.write_text(HUB.format(url=real_devices.url), encoding="utf-8")
    (folder / "hangar.db").write_bytes(filled)
    return load_config(path)


def ask(said: dict[str, Any], path: str, body: object = None) -> Any:
    request = urllib.request.Request(
        said["url"] + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {said['tokens']['admin']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
        return json.load(answer)


def test_trainees_weigh_and_print_and_the_hub_knows_nothing_of_it(
    hub: Config, real_devices: Door, tmp_path: Path
) -> None:
    before = {file.name: file.read_bytes() for file in hub.path.parent.glob("hangar*.db")}
    supervisor = Supervisor(School(hub, tmp_path / "ecole"), 0)
    try:
        said = supervisor.start()
        crate = _receive(said)
        labels = wait_for(
            lambda: ask(said, "/demo/devices/etiqueteuse-1/labels")["items"], timeout_s=WAIT_S
        )
        unmarked = [page.rule for page in PAGES if MARK not in _page(said, page)]
    finally:
        supervisor.stop()

    assert crate["sscc"][1 : 1 + len(PREFIX)] == PREFIX
    assert crate["sscc"] in str(labels)
    assert unmarked == []
    after = {file.name: file.read_bytes() for file in hub.path.parent.glob("hangar*.db")}
    assert after == before
    assert real_devices.knocks == []


def _receive(said: dict[str, Any]) -> Any:
    def data() -> dict[str, object]:
        return {
            "producer": "F03",
            "product": "F03-CAROTTE",
            "crate_type": "E2",
            "weigh": {"receipt": receipt["receipt"]["id"]},
        }

    def weighing() -> Any:
        shown = ask(said, "/api/v1/posts/reception")["weighing"]
        return shown if shown["receipt"] else None

    wait_for(lambda: ask(said, "/api/v1/posts/reception")["weighing"]["stable"], timeout_s=WAIT_S)
    ask(said, "/demo/devices/balance-1", {"load_g": 12340})
    receipt = wait_for(weighing, timeout_s=WAIT_S)
    body = {"command_id": "school-test-1", "type": "ReceiveCrate", "post": "reception"}
    answer = ask(said, "/api/v1/commands", {**body, "data": data()})
    assert answer["outcome"] == "accepted", answer
    return answer["crate"]


def _page(said: dict[str, Any], page: Page) -> str:
    path = page.rule.replace("<post>", "reception").replace("<round>", "none")
    headers = {"Authorization": f"Bearer {said['tokens']['admin']}"}
    request = urllib.request.Request(said["url"] + path, headers=headers)
    with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
        return str(answer.read().decode())


def test_the_door_does_count_a_station_on_the_real_devices(real_devices: Door) -> None:
    """The control: what the test above finds silent is heard when a driver opens it."""
    from drivers.scale_session import ScaleSession

    settings = DeviceSettings(
        id="balance-1",
        kind="scale",
        protocol="cas-enq",
        url=real_devices.url,
        max_g=60000,
        division_g=20,
    )
    session = ScaleSession(settings)
    session.start()

    wait_for(lambda: real_devices.knocks, timeout_s=WAIT_S)
    session.stop()


def test_no_contact_of_anybody_is_copied(hub: Config, tmp_path: Path) -> None:
    school = School(hub, tmp_path / "ecole")
    school.folder.mkdir()
    urls = {device["id"]: "socket://127.0.0.1:9" for device in school.devices()}
    school.fill(school.configure(port=0, control="http://127.0.0.1:9", urls=urls))

    kept = (school.folder / "hangar.db").read_bytes()

    confided = [
        row[column].encode()
        for kind in ("producers", "customers")
        for row in csv.DictReader((DATA / f"{kind}.csv").read_text(encoding="utf-8").splitlines())
        for column in ("phone", "email", "address")
        if row[column]
    ]
    real = hub.storage.ledger.read_bytes()
    assert [text for text in confided if text in kept] == []
    assert all(text in real for text in confided)
    assert b"Carottes" in kept and b"surgele_crates" in kept


def test_opening_the_school_again_copies_only_what_is_new(hub: Config, tmp_path: Path) -> None:
    school = School(hub, tmp_path / "ecole")
    school.folder.mkdir()
    urls = {device["id"]: "socket://127.0.0.1:9" for device in school.devices()}
    config = school.configure(port=0, control="http://127.0.0.1:9", urls=urls)
    first = school.fill(config)
    size = _events(load_config(config))

    again = school.fill(config)

    assert again.tokens == first.tokens
    assert _events(load_config(config)) == size


def _events(config: Config) -> int:
    from station.reading import Readers

    readers = Readers(config.storage.ledger)
    with readers.present() as present:
        count = present.connection.execute("SELECT count(*) FROM events").fetchone()[0]
    readers.close()
    return int(count)


def test_a_hub_without_rounds_still_has_an_exercise(tmp_path: Path) -> None:
    from station.school.copying import read_lessons
    from tests.domain.hub import Hub, register

    path = tmp_path / "hangar.db"
    made = Hub(path)
    register(made)
    made.close()

    lessons = read_lessons(path, "2026-11-26")

    assert {row["date"] for row in lessons.rows["rounds"]} == {"2026-11-26"}
    assert {line["delivery_date"] for line in lessons.orders} == {"2026-11-26"}


def test_a_hub_without_ledger_is_told_what_to_do(hub: Config, tmp_path: Path) -> None:
    school = School(hub, tmp_path / "ecole")
    school.folder.mkdir()
    hub.storage.ledger.unlink()
    config = school.configure(
        port=0,
        control="http://127.0.0.1:9",
        urls={device["id"]: "socket://127.0.0.1:9" for device in school.devices()},
    )

    with pytest.raises(SchoolError, match="hangar demo"):
        school.fill(config)


def test_a_school_is_never_the_hubs_own_folder(hub: Config) -> None:
    with pytest.raises(SchoolError, match="a folder of its own"):
        School(hub, hub.path.parent)


def test_a_school_whose_file_was_pointed_at_a_real_device_does_not_start(tmp_path: Path) -> None:
    path = tmp_path / "hangar.toml"
    demo = '[demo]\ncontrol = "http://127.0.0.1:9"\nschool = true\n'
    path.write_text(HUB.format(url="serial:///dev/ttyUSB0") + demo, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        load_config(path)

    assert {fault.key for fault in caught.value.faults} == {
        "device[balance-1].url",
        "device[etiqueteuse-1].url",
        "device[douchette-1].url",
    }


def test_the_learn_page_of_a_school_opens_no_real_port(hub: Config, tmp_path: Path) -> None:
    school = School(hub, tmp_path / "ecole")
    school.folder.mkdir()
    urls = {device["id"]: "socket://127.0.0.1:9" for device in school.devices()}
    learning = Learning(
        load_config(school.configure(port=0, control="http://127.0.0.1:9", urls=urls))
    )

    with pytest.raises(CannotListen, match="aucun vrai appareil"):
        learning.start("serial:///dev/ttyUSB0", seconds=1, ask=True)


@pytest.mark.parametrize(
    ("kind", "protocol"), [(p.kind, p.protocol) for p in PROTOCOLS if p.refused is None]
)
def test_every_protocol_a_hub_may_use_can_be_practised(kind: str, protocol: str) -> None:
    device = DeviceConfig(id="appareil", kind=kind, protocol=protocol, url="serial:///dev/ttyUSB0")

    stand_in = simulated(device)

    assert "url" not in stand_in
    made = make_device(stand_in)
    made.close()
    assert made.url.startswith("socket://127.0.0.1:")


def test_the_schools_file_says_what_it_is(hub: Config, tmp_path: Path) -> None:
    school = School(hub, tmp_path / "ecole")
    school.folder.mkdir()
    urls = {device["id"]: "socket://127.0.0.1:9" for device in school.devices()}

    written = school.configure(port=0, control="http://127.0.0.1:9", urls=urls)

    read = tomllib.loads(written.read_text(encoding="utf-8"))
    assert read["hub"]["name"] == "ÉCOLE · MIL d'essai"
    assert load_config(written).school
    assert load_config(written).label_mark
