"""The page routes: each renders, each declares who may open it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.pages import PAGES, Page, View, pages_blueprint

STATIC = Path(__file__).parents[2] / "web" / "static"
SAMPLE = {"post": "reception", "round": "2026-11-24-T1"}


def application(*, demonstration: bool = True) -> tuple[Flask, list[frozenset[str]]]:
    declared: list[frozenset[str]] = []

    def access(roles: frozenset[str], view: View) -> View:
        declared.append(roles)
        return view

    def context(name: str, parts: Mapping[str, str]) -> dict[str, Any]:
        person = None if name == "login" else {"name": "<Amina>", "role": "coordinator"}
        words = json.loads((STATIC / "words.json").read_text("utf-8"))
        spoken = {"language": "fr", "direction": "ltr", "w": words, "languages": []}
        return spoken | {"me": person, "csrf_token": "a-token", "hub": "MIL", "people": []}

    app = Flask("web", root_path=str(STATIC.parent))
    app.register_blueprint(
        pages_blueprint(access=access, context=context, demonstration=demonstration)
    )
    return app, declared


def address(page: Page) -> str:
    return re.sub(r"<(\w+)>", lambda match: SAMPLE[match[1]], page.rule)


@pytest.fixture
def client() -> FlaskClient:
    app, _ = application()
    return app.test_client()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule)
def test_a_page_renders_with_its_script_and_token(page: Page, client: FlaskClient) -> None:
    answer = client.get(address(page))

    text = answer.get_data(as_text=True)
    scripts = re.findall(r'<script type="module" src="/static/(js/[^"]+)"', text)
    assert answer.status_code == 200
    assert '<meta name="csrf-token" content="a-token">' in text
    assert scripts == [f"js/{page.name}.js"]
    assert (STATIC / scripts[0]).is_file()


def test_a_name_cannot_write_markup_into_a_page(client: FlaskClient) -> None:
    text = client.get("/").get_data(as_text=True)

    assert "<Amina>" not in text
    assert "&lt;Amina&gt;" in text


def test_only_pages_that_hold_nobodys_data_are_public() -> None:
    _, declared = application()

    assert len(declared) == len(PAGES)
    public = {page.name for page in PAGES if not page.roles}
    hands = {"hand", "hand_camera", "drive", "drive_camera"}
    assert public == {"login", "pair", "enrol", *hands}


def test_the_test_bench_exists_in_a_demonstration_only() -> None:
    app, _ = application(demonstration=False)

    assert app.test_client().get("/bench").status_code == 404
