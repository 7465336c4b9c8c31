"""What a person does in the demonstration: logs in, touches tiles, loads the scale, scans."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from station.demo.people import PINS

SLOW_MS = 15_000
"""Longest wait for anything on a page; two slow cores may run other tests beside."""


def log_in(page: Page, name: str) -> None:
    page.goto("/login")
    page.locator(".people .tile", has_text=name).click()
    expect(page.locator("h1")).to_have_text("Choisissez votre poste", timeout=SLOW_MS)


def enter(page: Page, operator: str) -> None:
    """Be logged in without the log-in page; its greeting takes a second each time."""
    who = {"operator": operator, "pin": PINS[operator]}
    answer = page.request.post("/api/v1/login", data=who)
    assert answer.ok, answer.text()


def device(page: Page, id: str, does: dict[str, Any]) -> None:
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    answer = page.request.post(f"/demo/devices/{id}", data=does, headers={"X-CSRF-Token": token})
    assert answer.ok, answer.text()


def last_label(page: Page) -> str:
    """What a scanner reads on the label that came out last."""
    items = page.request.get("/demo/devices/etiqueteuse-1/labels").json()["items"]
    return str(items[-1]["symbols"][0]["text"])


def choose(page: Page, text: str) -> None:
    page.locator("main .tile", has_text=text).first.click()
