"""Readers that type: what Android, French hosts and wrong settings make of a code, and dialogs."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from labels.identity import CodeKind, internal_code, sscc
from labels.scanned import interpret

pytestmark = pytest.mark.browser

CRATE = internal_code(CodeKind.CRATE, "QAW7", 40917)
SSCC = sscc(3, "9521234", 412)

LISTEN = """() => {
  document.body.innerHTML = '<input id="field" inputmode="none"><button id="b">x</button>';
  Object.assign(window, { codes: [], doubled: 0, pressed: 0 });
  document.querySelector("#b").addEventListener("click", () => { window.pressed += 1; });
  const field = document.querySelector("#field");
  const onDoubled = () => { window.doubled += 1; };
  return import("/static/js/wedge.js").then(
    ({ listen }) => listen((code) => window.codes.push(code), { field, onDoubled }));
}"""
COMMIT = """(text) => {
  const field = document.querySelector("#field");
  const key = { key: "Unidentified", keyCode: 229, bubbles: true };
  field.dispatchEvent(new KeyboardEvent("keydown", key));
  field.value += text;
  const said = { data: text, inputType: "insertText", bubbles: true };
  field.dispatchEvent(new InputEvent("input", said));
}"""
TWICE = "() => new Promise((done) => setTimeout(() => done([window.codes, window.doubled]), 700))"


@pytest.fixture
def reader(scripts: Page) -> Page:
    scripts.reload()
    scripts.evaluate(LISTEN)
    return scripts


def heard(page: Page) -> list[Any]:
    """The codes heard and how many were doubled, once it has gone quiet."""
    found: list[Any] = page.evaluate(TWICE)
    return found


@pytest.mark.parametrize("ending", ["", "\n", "\t"], ids=["silence", "newline", "tab"])
def test_a_code_that_an_input_method_commits_is_heard(reader: Page, ending: str) -> None:
    reader.evaluate(COMMIT, SSCC + ending)

    assert heard(reader) == [[SSCC], 0]


def test_a_code_committed_in_pieces_is_heard_once(reader: Page) -> None:
    for piece in (SSCC[:7], SSCC[7:], "\n"):
        reader.evaluate(COMMIT, piece)

    assert heard(reader) == [[SSCC], 0]


def test_a_code_sent_twice_in_one_line_is_taken_once_and_counted(reader: Page) -> None:
    reader.keyboard.type(CRATE + CRATE)
    reader.keyboard.press("Enter")

    assert heard(reader) == [[CRATE], 1]


def test_a_code_sent_twice_at_once_is_taken_once_and_counted(reader: Page) -> None:
    reader.evaluate(COMMIT, CRATE + "\n")
    reader.evaluate(COMMIT, CRATE + "\n")

    assert heard(reader) == [[CRATE], 1]


@pytest.mark.parametrize("separator", ["~", "|", "{GS}", "<GS>", "^]"])
def test_a_separator_that_was_replaced_is_put_back(reader: Page, separator: str) -> None:
    reader.keyboard.type(f"00{SSCC}91F01-1{separator}92CAROTTE")
    reader.keyboard.press("Enter")

    (code,), _ = heard(reader)
    assert code == f"00{SSCC}91F01-1\x1d92CAROTTE"
    assert interpret(code).code == SSCC


def test_a_readers_enter_presses_no_button(reader: Page) -> None:
    reader.locator("#b").focus()
    reader.keyboard.type(SSCC)
    reader.keyboard.press("Enter")

    assert heard(reader) == [[SSCC], 0]
    assert reader.evaluate("window.pressed") == 0


def test_an_enter_that_comes_after_its_code_presses_no_button(reader: Page) -> None:
    reader.locator("#b").focus()
    reader.keyboard.type(SSCC)
    reader.wait_for_function("() => window.codes.length")  # silence has ended the code
    reader.keyboard.press("Enter")

    assert reader.evaluate("window.pressed") == 0


def test_a_persons_enter_still_presses_the_button(reader: Page) -> None:
    reader.locator("#b").focus()
    reader.keyboard.press("Enter")

    assert reader.evaluate("window.pressed") == 1


SAME = [
    *(CRATE, CRATE.lower(), SSCC, f"]C100{SSCC}", f"00{SSCC}91F01-1\x1d92X", f"(00){SSCC}"),
    *(f"https://id.example.org/00/{SSCC}", "3017620422003", "96385074", "bonjour", ""),
    *("]E03017620422003", CRATE[:-1] + ("0" if CRATE[-1] != "0" else "1"), SSCC[:-1] + "x"),
]


def test_the_device_understands_codes_as_the_station_does(scripts: Page) -> None:
    script = """async (texts) => {
      const { interpret } = await import("/static/js/codes.js");
      return texts.map((text) => { const { kind, code } = interpret(text); return [kind, code]; });
    }"""

    on_device = scripts.evaluate(script, SAME)

    at_station = [[found.kind, found.code] for found in map(interpret, SAME)]
    assert on_device == at_station
