"""How static files and answers are sent: small, unchanged in meaning, and fresh at once."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify
from flask.testing import FlaskClient

from web.compressing import WORTH_BYTES, compress
from web.static_files import StaticFiles, lean
from web.vendor_icons import rounded

STATIC = Path(__file__).parents[2] / "web" / "static"
FLOOR_SHEETS = ("tokens", "base", "floor", "verdict", "reception")
MOST_PAGE_BYTES = 150_000
PICTURES_SHOWN = 20
"""More different pictures than any screen of the demonstration shows; the largest are counted."""
MOST_SCRIPT_BYTES = 30_000
GZIP = {"Accept-Encoding": "gzip"}


def client_of(folder: Path) -> FlaskClient:
    app = Flask("web", static_folder=None)
    app.add_url_rule("/static/<path:filename>", view_func=StaticFiles(folder).send)

    @app.get("/list")
    def many() -> Response:
        return jsonify({"items": ["carottes"] * WORTH_BYTES})

    @app.get("/short")
    def short() -> Response:
        return jsonify({"csrf": "secret"})

    @app.get("/page")
    def page() -> str:
        return "<p>token</p>" * WORTH_BYTES

    app.after_request(compress)
    app.test_client_class = Closing
    return app.test_client()


class Closing(FlaskClient):
    """A client that reads each answer whole and closes it, as a browser does."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().open(*args, **kwargs)
        answer.get_data()
        answer.close()
        return answer


@pytest.fixture
def client() -> FlaskClient:
    return client_of(STATIC)


def test_a_text_is_compressed_for_who_takes_it(client: FlaskClient) -> None:
    small = client.get("/static/css/floor.css", headers=GZIP)
    plain = client.get("/static/css/floor.css")

    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small.data) == plain.data
    assert "Accept-Encoding" in small.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_file_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/static/js/dom.js", headers=GZIP)

    again = client.get(
        "/static/js/dom.js", headers={**GZIP, "If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


def test_a_changed_file_is_sent_at_once(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text("body { color: red }" * 60, encoding="utf-8")
    client = client_of(tmp_path)
    before = client.get("/static/a.css", headers=GZIP)

    sheet.write_text("body { color: green }" * 61, encoding="utf-8")
    after = client.get("/static/a.css", headers={**GZIP, "If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert b"green" in gzip.decompress(after.data)


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "js/../../app.py", "nothing.js"])
def test_nothing_outside_the_folder_is_sent(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}", headers=GZIP).status_code == 404


def test_a_font_is_sent_as_it_is(client: FlaskClient) -> None:
    font = next((STATIC / "fonts").glob("*.woff2"))

    answer = client.get(f"/static/fonts/{font.name}", headers=GZIP)

    assert answer.data == font.read_bytes()


def test_comments_stay_at_home_and_lines_keep_their_numbers() -> None:
    script = '// Duty.\n/**\n * Say x.\n */\nconst a = /** @type {any} */ ("//b");\n  // so\n'

    assert lean(script) == '\n\n\n\nconst a =  ("//b");\n\n'


@pytest.mark.parametrize("path", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_no_text_of_a_script_looks_like_a_comment(path: Path) -> None:
    """`lean` needs it: no text over several lines, none with `/**` in it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        code = re.sub(r"/\*\*.*?\*/", "", line)
        assert code.count("`") % 2 == 0 or code.lstrip().startswith(("//", "*", "/*"))
        assert not re.search(r"""["'`][^"'`]*/\*\*""", code)


def test_long_answers_are_compressed_and_short_ones_are_not(client: FlaskClient) -> None:
    long = client.get("/list", headers=GZIP)
    short = client.get("/short", headers=GZIP)

    assert json.loads(gzip.decompress(long.data))["items"][0] == "carottes"
    assert "Content-Encoding" not in short.headers
    assert client.get("/list").get_json()["items"][0] == "carottes"


def test_a_page_with_its_token_is_never_compressed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/page", headers=GZIP).headers


def modules(name: str, seen: set[str]) -> set[str]:
    """Return a script and everything it imports."""
    if name not in seen:
        seen.add(name)
        text = (STATIC / "js" / name).read_text(encoding="utf-8")
        for other in re.findall(r'from "\./([^"]+)"', text):
            modules(other, seen)
    return seen


def sent_bytes(client: FlaskClient, name: str) -> int:
    return len(client.get(f"/static/{name}", headers=GZIP).data)


@pytest.mark.parametrize("page", ["reception", "prepare", "store", "dock", "shop", "board"])
def test_a_floor_page_loads_fast_the_first_time(client: FlaskClient, page: str) -> None:
    scripts = sum(sent_bytes(client, f"js/{name}") for name in modules(f"{page}.js", set()))
    rest = [f"css/{name}.css" for name in (*FLOOR_SHEETS, "board")]
    rest += ["sprite-ui.svg", "words.json", "pictures.json"]
    pictures = [f"food/{path.name}" for path in (STATIC / "food").glob("*.svg")]
    rest += sorted(pictures, key=lambda name: sent_bytes(client, name))[-PICTURES_SHOWN:]
    rest += [f"fonts/{path.name}" for path in (STATIC / "fonts").glob("atkinson-*.woff2")]

    assert scripts <= MOST_SCRIPT_BYTES
    assert scripts + sum(sent_bytes(client, name) for name in rest) <= MOST_PAGE_BYTES


def test_a_drawing_loses_decimals_only_in_its_paths() -> None:
    drawn = '<path d="M1.25.96 0 01-.05.44z" opacity=".15"/><g transform="matrix(.7071 0)"/>'

    assert rounded(drawn) == (
        '<path d="M1.3.9 0 01-.1.4z" opacity=".15"/><g transform="matrix(.7071 0)"/>'
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("food/carrot.svg", "max-age=86400"),
        ("food/bois.svg", "max-age=86400"),
        ("sprite-ui.svg", "no-cache"),
        ("js/dom.js", "no-cache"),
    ],
)
def test_only_pictures_are_shown_again_without_asking(
    client: FlaskClient, name: str, kept: str
) -> None:
    said = client.get(f"/static/{name}", headers=GZIP).headers["Cache-Control"]

    assert kept in said
