"""The self-test of a post on simulated devices: weighed, printed, scanned back, kept."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.printer_zpl import SimulatedZplPrinter
from drivers.simulated.scale_8217 import SimulatedScale8217
from drivers.simulated.scanner_line import SimulatedScanner
from station.config import ConfigError, load_config
from station.device_checks import verification
from station.hangar import Hangar

CONFIG = """
[hub]
name = "MIL d'essai"
address = "7 place du Marché, 61110 Exempleville"

[[device]]
id = "balance-1"
kind = "scale"
protocol = "toledo-8217"
url = "{scale}"
max_g = 60000
division_g = 20
verified_until = 2020-03-31
check_weight_g = {check_weight_g}

[[device]]
id = "etiqueteuse-1"
kind = "printer"
protocol = "zpl"
url = "{printer}"
media = "a6"

[[device]]
id = "douchette-1"
kind = "scanner"
protocol = "line"
url = "{scanner}"

[[device]]
id = "douchette-2"
kind = "scanner"
protocol = "line"
url = "{other}"

[[post]]
id = "reception"
role = "reception"
scale = "balance-1"
printer = "etiqueteuse-1"
scanners = ["douchette-1", "douchette-2"]
"""
PATIENCE_S = 15.0


class Post:
    """A station with one post and its four simulated devices."""

    def __init__(self, folder: Path) -> None:
        self.scale = SimulatedScale8217(settle_s=0.02)
        self.printer = SimulatedZplPrinter(label_s=0.02)
        self.scanner, self.other = SimulatedScanner(), SimulatedScanner()
        path = folder / "hangar.toml"
        urls = {"scale": self.scale.url, "printer": self.printer.url}
        urls |= {"scanner": self.scanner.url, "other": self.other.url}
        path.write_text(CONFIG.format(check_weight_g=10_000, **urls), encoding="utf-8")
        self.hangar = Hangar(load_config(path))
        self.tests = self.hangar.self_tests
        self.hangar.start()

    def close(self) -> None:
        self.hangar.stop()
        for device in (self.scale, self.printer, self.scanner, self.other):
            device.close()

    def state(self) -> dict[str, Any]:
        state = self.tests.state("reception")
        assert state is not None
        return state

    def until(self, true: Callable[[], object]) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not true():
            assert time.monotonic() < deadline_s, self.tests.state("reception")
            time.sleep(0.01)

    def scanners_online(self) -> bool:
        return self.hangar.readers_online("reception") == 2

    def results(self) -> dict[str, str]:
        """What the ledger keeps of the last self-test, by device."""
        with self.hangar.readers.present() as present:
            kept = present.world.self_tests.get("reception")
        assert kept is not None
        return {one.device: one.result.value for one in kept.results}

    def events(self, type: str) -> int:
        query = "SELECT count(*) FROM events WHERE type = ?"
        with self.hangar.readers.present() as present:
            return int(present.connection.execute(query, (type,)).fetchone()[0])


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    post = Post(tmp_path)
    yield post
    post.close()


def test_a_whole_self_test_is_kept_and_shown(post: Post) -> None:
    post.until(post.scanners_online)
    post.tests.start("reception", "amina")
    post.scale.set(load_g=10_000)
    post.tests.weigh("reception")
    post.until(lambda: post.state()["printer"]["printed"])
    post.scanner.set(scan=post.state()["printer"]["label"])
    post.until(lambda: post.state()["printer"]["read_back"])

    answer = post.tests.finish("reception")

    assert answer is not None and answer["outcome"] == "accepted"
    assert post.results() == {
        "balance-1": "ok",
        "etiqueteuse-1": "ok",
        "douchette-1": "ok",
        "douchette-2": "skipped",
    }
    assert post.tests.state("reception") is None
    devices = {one["id"]: one for one in post.hangar.health.status()["devices"]}
    assert devices["balance-1"]["self_test"]["detail"] == "10,000 kg lus pour 10,000 kg"
    assert devices["balance-1"]["self_test"]["operator"] == "amina"
    assert devices["balance-1"]["verification"]["state"] == "past"


def test_the_test_label_is_on_paper_and_its_scan_stays_out_of_the_ledger(post: Post) -> None:
    post.until(post.scanners_online)
    post.tests.start("reception", None)
    post.until(lambda: post.state()["printer"]["printed"])
    assert len(post.printer.labels) == 1

    post.scanner.set(scan=post.state()["printer"]["label"])
    post.until(lambda: post.state()["printer"]["read_back"])

    assert post.events("CommandRefused") == 0


def test_a_test_label_read_twice_in_one_line_is_read(post: Post) -> None:
    post.tests.start("reception", None)
    label = post.state()["printer"]["label"]

    assert post.tests.heard("reception", "douchette-1", label + label)


def test_another_scan_counts_for_its_scanner_and_goes_its_usual_way(post: Post) -> None:
    post.until(post.scanners_online)
    post.tests.start("reception", None)

    post.other.set(scan="RIEN DE CONNU")
    post.until(lambda: post.events("CommandRefused") == 1)

    assert [one["heard"] for one in post.state()["scanners"]] == [False, True]
    assert post.state()["printer"]["read_back"] is False


def test_a_scale_that_shows_too_little_fails_and_is_an_exception(post: Post) -> None:
    post.tests.start("reception", None)
    post.scale.set(load_g=9_900)
    post.until(lambda: post.tests.weigh("reception") or post.state()["scale"]["read_g"])

    post.tests.finish("reception")

    assert post.results()["balance-1"] == "failed"
    assert post.events("TroubleRaised") == 1


def test_a_silent_scale_says_why_it_was_not_read(post: Post) -> None:
    post.scale.set(fault="off")
    post.tests.start("reception", None)

    post.tests.weigh("reception")

    assert post.state()["scale"]["read_g"] is None
    assert post.state()["scale"]["say"]["fr"]


def test_a_printer_without_paper_fails_and_prints_nothing_later(post: Post) -> None:
    post.printer.set(fault="paper-out")
    post.tests.start("reception", None)
    post.until(lambda: post.state()["printer"]["printed"] is False)
    assert "papier" in post.state()["printer"]["detail"]

    post.printer.set(fault=None)
    post.tests.print_label("reception")
    post.until(lambda: post.state()["printer"]["printed"])

    assert len(post.printer.labels) == 1


def test_nothing_is_kept_of_a_test_that_nobody_began(post: Post) -> None:
    assert post.tests.finish("reception") is None
    assert post.events("SelfTestDone") == 0


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (date(2026, 12, 25), "valid"),
        (date(2026, 12, 24), "soon"),
        (date(2026, 11, 24), "soon"),
        (date(2026, 11, 23), "past"),
    ],
)
def test_a_verification_warns_thirty_days_before(until: date, state: str) -> None:
    found = verification(until, date(2026, 11, 24))

    assert found is not None and found["state"] == state
    assert (found["say"] is None) == (state == "valid")


def test_a_scale_without_a_date_says_nothing_of_it() -> None:
    assert verification(None, date(2026, 11, 24)) is None


@pytest.mark.parametrize("check_weight_g", [399, 60_001])
def test_a_check_weight_that_the_scale_cannot_weigh_is_a_fault(
    tmp_path: Path, check_weight_g: int
) -> None:
    path = tmp_path / "hangar.toml"
    url = "socket://127.0.0.1:4001"
    urls = {"scale": url, "printer": url, "scanner": url, "other": url}
    path.write_text(CONFIG.format(check_weight_g=check_weight_g, **urls), encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        load_config(path)

    assert "device[balance-1].check_weight_g" in [fault.key for fault in caught.value.faults]
