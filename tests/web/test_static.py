"""What the browser is sent: vendored files unchanged, small modules, nothing inline."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
STATIC = WEB / "static"
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
# The repair page stands alone: a station with a faulty configuration serves no static files.
TEMPLATES = [p for p in sorted((WEB / "templates").glob("*.html")) if p.name != "repair.html"]
TESTS = sorted(Path(__file__).parents[1].rglob("*.py"))
MOST_LINES = 250
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|javascript:", re.IGNORECASE)
UI_NAMES = re.compile(r'\bicon\(\s*"([a-z-]+)"|\bicon: "([a-z-]+)"|\bsign: "([a-z-]+)"')


def symbols(sprite: str) -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (STATIC / sprite).read_text(encoding="utf-8")))


def test_vendored_files_are_as_they_were_vendored() -> None:
    lines = (STATIC / "checksums.txt").read_text(encoding="utf-8").splitlines()

    for line in lines:
        expected, name = line.split("  ")
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == expected, name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_small_and_says_its_duty(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.startswith("// ")
    assert len(text.splitlines()) <= MOST_LINES
    assert "innerHTML" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_imports_only_what_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    for names, module in re.findall(r'import (?:\{([^}]*)\}|\* as \w+) from "\./([^"]+)"', text):
        source = (path.parent / module).read_text(encoding="utf-8")
        for name in filter(None, (one.split(" as ")[0].strip() for one in names.split(","))):
            assert re.search(rf"export (async )?(function|const|let|class) {name}\b", source), name


def test_a_refusal_is_never_said_without_its_remedy_but_by_the_one_who_adds_it() -> None:
    say = {path.name for path in SCRIPTS if "refusal.say" in path.read_text(encoding="utf-8")}

    # The handheld's verdict shows the remedy as what is next; the reception's scale beside it.
    assert say == {"hand_app.js", "reception.js"}


def test_a_script_gives_only_what_another_takes() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SCRIPTS}
    words = {name: set(re.findall(r"\w+", text)) for name, text in texts.items()}
    tests = set(re.findall(r"\w+", "".join(path.read_text("utf-8") for path in TESTS)))
    given = re.compile(r"^export (?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)

    unused = [
        f"{name}: {one}"
        for name, text in texts.items()
        for one in given.findall(text)
        if not any(one in words[other] for other in texts if other != name) and one not in tests
    ]

    assert unused == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_sign_a_script_draws_is_in_the_sprite(path: Path) -> None:
    found = UI_NAMES.findall(path.read_text(encoding="utf-8"))

    assert {next(filter(None, names)) for names in found} <= symbols("sprite-ui.svg")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scripts = re.findall(r"<script\b[^>]*>", text)

    assert not INLINE.search(text)
    assert all('src="/static/' in tag or 'type="application/json"' in tag for tag in scripts)
