"""The cameras' pages read a label of ours from a video, clean and damaged: loaded, handed over.

The video is made here: the label as the station draws it, filmed by a shaking, dark, noisy camera.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.chromium import browsing
from tests.handhelds.hall import PIN
from tests.handhelds.test_page import SLOW_MS, Hall
from tests.web_api.station_at_work import Station, command, served, write_station

pytestmark = pytest.mark.browser
WIDTH, HEIGHT, FRAMES = 640, 480, 24


@pytest.fixture
def hall(registered: bytes, tmp_path: Path) -> Iterator[Hall]:
    station = Station(write_station(tmp_path, registered))
    with served(station) as port:
        yield Hall(station, port)
    station.close()


def label_of(hall: Hall, crate: dict[str, str]) -> np.ndarray:
    """Draw the crate's label as the station prints it, grey."""
    (label,) = hall.station.get(f"/api/v1/labels?crate={crate['id']}")["items"]
    png = hall.station.call("GET", f"/api/v1/labels/{label['id']}.png").data
    return np.array(Image.open(BytesIO(png)).convert("L"))


def filmed(label: np.ndarray, *, damaged: bool) -> list[np.ndarray]:
    """Film the part of the label with its symbols, held in front of the camera by a hand."""
    rng = np.random.default_rng(4)
    scale = min(WIDTH / label.shape[1], HEIGHT / label.shape[0]) * (1.0 if not damaged else 0.95)
    frames = []
    for _ in range(FRAMES):
        angle = rng.normal(9, 1) if damaged else rng.normal(0, 0.3)
        turn = cv2.getRotationMatrix2D((label.shape[1] / 2, label.shape[0] / 2), angle, scale)
        turn[:, 2] += (WIDTH / 2 - label.shape[1] / 2, HEIGHT / 2 - label.shape[0] / 2)
        seen = cv2.warpAffine(label, turn, (WIDTH, HEIGHT), flags=cv2.INTER_AREA, borderValue=90)
        if damaged:
            cv2.line(seen, (0, 90), (WIDTH, 130), 60, 5)  # a scratch across
            seen = cv2.GaussianBlur(seen, (0, 0), 0.8)
            noise = rng.normal(0, 6, seen.shape)
            seen = np.clip(seen * 0.55 + noise, 0, 255).astype(np.uint8)
        frames.append(seen)
    return frames


def film(path: Path, frames: list[np.ndarray]) -> None:
    """Write a Motion JPEG: pictures one after the other, as Chromium's false camera plays them."""
    written = (cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 92])[1] for frame in frames)
    path.write_bytes(b"".join(picture.tobytes() for picture in written))


def fake_camera(video: Path) -> list[str]:
    """Return the flags by which Chromium films this file."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]


@pytest.mark.parametrize("damaged", [False, True], ids=["clean", "damaged"])
def test_a_label_before_the_camera_loads_its_crate(
    hall: Hall, tmp_path: Path, damaged: bool
) -> None:
    crate = hall.station.crate(customer="C03")
    video = tmp_path / "label.mjpeg"
    film(video, filmed(symbols(label_of(hall, crate)), damaged=damaged))

    with browsing(*fake_camera(video)) as browser:
        context, page = hall.open(browser)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        loads: list[str] = []
        context.on("request", lambda asked: loads.append(asked.url))
        hall.take_round(page)
        assert not [url for url in loads if "/vendor/" in url]

        page.locator("button", has_text="Caméra").click()

        verdict = page.locator('.verdict[data-verdict="done"]')
        expect(verdict).to_be_visible(timeout=SLOW_MS)
        expect(page.locator("#waiting")).to_have_attribute("data-pending", "0", timeout=SLOW_MS)
    assert hall.loaded() == 1
    assert errors == []
    assert {url.split("/")[2] for url in loads} == {f"127.0.0.1:{hall.port}"}


def test_a_label_before_the_drivers_camera_is_handed_over(hall: Hall, tmp_path: Path) -> None:
    crate = hall.station.crate(customer="C03")
    hall.station.post("/api/v1/commands", loading(crate, hall.round))
    hall.station.do("DepartRound", round=hall.round, override={"reason": "essai"})
    video = tmp_path / "label.mjpeg"
    film(video, filmed(symbols(label_of(hall, crate)), damaged=False))
    who = {"code": "dina", "name": "Dina", "role": "driver"}
    hall.station.post("/api/v1/commands", command("RegisterOperator", **who), role="admin")
    hall.station.access.set_pin("dina", PIN)

    with browsing(*fake_camera(video)) as browser:
        context = browser.new_context(base_url=f"http://127.0.0.1:{hall.port}", locale="fr-FR")
        context.request.post("/api/v1/login", data={"operator": "dina", "pin": PIN})
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        loads: list[str] = []
        context.on("request", lambda asked: loads.append(asked.url))
        page.goto(f"/drive/{hall.round}")
        expect(page.locator(".drivestop")).to_have_count(1, timeout=SLOW_MS)
        assert not [url for url in loads if "/vendor/" in url]

        page.locator("button", has_text="Caméra").click()

        given = page.locator(f'.drivecrates [data-crate="{crate["id"]}"].given')
        expect(given).to_be_visible(timeout=SLOW_MS)
        assert page.evaluate("document.querySelector('video').videoWidth") == WIDTH
        page.locator("#delivered").click()
        expect(page.locator("#waiting")).to_have_attribute("data-pending", "0", timeout=SLOW_MS)
    events = hall.station.get("/api/v1/events?limit=500")["items"]
    [delivered] = [one["data"] for one in events if one["type"] == "StopDelivered"]
    assert (delivered["customer"], delivered["crates"]) == ("C03", [crate["id"]])
    assert errors == []
    assert {url.split("/")[2] for url in loads} == {f"127.0.0.1:{hall.port}"}


def loading(crate: dict[str, str], round: str) -> dict[str, object]:
    """Return what a hand did at the dock, as its handheld tells it."""
    body = command("LoadCrate", post="dock-1", crate=crate["id"], round=round)
    return body | {"judged": {"verdict": "ok", "snapshot": None}}


def symbols(label: np.ndarray) -> np.ndarray:
    """Cut out what a person would hold before the camera: the half with the symbols."""
    height = label.shape[0]
    return label[height // 2 :, :]


def test_only_the_cameras_pages_may_compile(hall: Hall) -> None:
    compiling = "'wasm-unsafe-eval'"

    def policy(address: str) -> str:
        return hall.station.call("GET", address, role=None).headers["Content-Security-Policy"]

    assert compiling in policy("/hand/dock-1/camera")
    assert compiling in policy("/drive/any/camera")
    for address in ("/hand", "/hand/dock-1", "/drive", "/login"):
        assert compiling not in policy(address)
