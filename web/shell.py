"""The service worker, written from the real files: what handhelds need, and its version.

Must list nothing by hand: scripts are followed through their imports, and a changed byte of any
file is a new version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from flask import Response, current_app, render_template

from web.languages import FRENCH, LANGUAGES

STATIC = Path(__file__).parent / "static"
PAGES = ("/hand", "/hand/any/camera", "/drive", "/drive/any/camera")
"""Pages that open without the network; each is the same for everybody who opens it."""
NOT_THERE = 404
OTHER_LANGUAGES = tuple(language for language in LANGUAGES if language != FRENCH)
DATA = ("/api/v1/decision", *(f"/words/{language}.json" for language in OTHER_LANGUAGES))
"""What scripts fetch that is no file and nobody's secret; any badge may come next."""
EXTRA = (
    "static/sprite-ui.svg",
    *(f"static/food/{path.name}" for path in sorted((STATIC / "food").glob("*.svg"))),
    *(f"static/css/{path.name}" for path in sorted((STATIC / "css").glob("script-*.css"))),
)
"""Pictures and scripts of writing that pages name piece by piece."""

_IMPORT = re.compile(r'(?:from|import|import\()\s*"(\./[^"]+\.js)"')
_NAMED = re.compile(r'"/(static/[\w./-]+\.\w+)"')
_SOURCE = re.compile(r'(?:src|href)="/(static/[^"#]+)')
_URL = re.compile(r'url\("\.\./([^"]+)"\)')


def files_of(page: str) -> set[str]:
    """Return the static files a page's HTML needs, all that these name in turn."""
    waiting, found = [*_SOURCE.findall(page), *EXTRA], set[str]()
    while waiting:
        name = waiting.pop()
        if name in found or "/vendor/" in name:
            continue
        found.add(name)
        waiting += named_in(name)
    return found


def named_in(name: str) -> Iterable[str]:
    """Return the static files that one static file names."""
    path = STATIC.parent / name
    if path.suffix == ".js":
        text = path.read_text(encoding="utf-8")
        imported = (str(Path(name).parent / found) for found in _IMPORT.findall(text))
        return [*(str(Path(one)) for one in imported), *_NAMED.findall(text)]
    if path.suffix == ".css":
        text = path.read_text(encoding="utf-8")
        return [f"static/{found}" for found in _URL.findall(text)]
    return []


def shell() -> tuple[list[str], str]:
    """Return the addresses that the device keeps, and the version that their bytes make."""
    digest, names = hashlib.sha256(), set[str]()
    client = current_app.test_client()
    kept: list[str] = []
    for page in (*PAGES, *DATA):
        answer = client.get(page, base_url=f"http://{_own_host()}/")
        if answer.status_code == NOT_THERE:
            continue  # of a flow that this hub does not use
        kept.append(page)
        digest.update(answer.get_data())
        if page in PAGES:
            names |= files_of(answer.get_data(as_text=True))
    for name in sorted(names):
        digest.update(name.encode() + (STATIC.parent / name).read_bytes())
    return [*kept, *(f"/{name}" for name in sorted(names))], digest.hexdigest()[:16]


def _own_host() -> str:
    hosts: list[str] = current_app.config.get("TRUSTED_HOSTS") or ["localhost"]
    return hosts[0].lstrip(".")


def service_worker() -> Response:
    """Return the service worker of the handheld's pages."""
    addresses, version = shell()
    text = render_template("sw.js", shell=addresses, version=version)
    answer = Response(text, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
