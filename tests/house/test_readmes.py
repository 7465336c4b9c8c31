"""What the READMEs say is so: links lead somewhere, commands exist, PINs are the right ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from station.demo.people import PEOPLE, PINS
from station.main import parser

LINK = re.compile(r"\]\(([^)#:]+)\)")
SHOWN_COMMAND = re.compile(r"`hangar ([a-z0-9]+)")


def subcommands() -> set[str]:
    actions = [action for action in parser()._actions if action.metavar == "COMMAND"]
    assert actions and actions[0].choices is not None
    return set(actions[0].choices)


def readmes(checkout: Path) -> list[Path]:
    packages = ("station", "drivers", "labels", "web", "systemd")
    found = [path for name in packages for path in (checkout / name).rglob("README.md")]
    return [checkout / "README.md", checkout / "README.fr.md", *found]


def test_every_link_leads_to_a_file(checkout: Path) -> None:
    broken = [
        f"{path.relative_to(checkout)}: {link}"
        for path in readmes(checkout)
        for link in LINK.findall(path.read_text("utf-8"))
        if not (path.parent / link).exists()
    ]

    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_every_command_shown_exists(checkout: Path, name: str) -> None:
    text = (checkout / name).read_text("utf-8")

    shown = set(SHOWN_COMMAND.findall(text))

    assert len(shown) > 2
    assert shown <= subcommands()


def test_the_readme_names_every_command(checkout: Path) -> None:
    text = (checkout / "README.md").read_text("utf-8")

    unnamed = {name for name in subcommands() if f"hangar {name}" not in text} - {"rebuild"}

    assert unnamed == set()
    assert "`rebuild`" in text


def test_the_readme_shows_the_pins_of_the_demonstration(checkout: Path) -> None:
    rows = [row for row in (checkout / "README.md").read_text("utf-8").splitlines() if "|" in row]

    for code, name, _role, _language in PEOPLE:
        shown = [row for row in rows if name.split(" ")[0] in row and PINS[code] in row]
        assert shown, f"{name}: expected a row with the PIN {PINS[code]}"


@pytest.mark.parametrize(
    "folder",
    ["drivers", "drivers/printers", "labels", "station", "station/domain", "station/ledger",
     "station/importing", "station/documents", "web", "web/api"],
)  # fmt: skip
def test_each_folder_says_how_to_add_one_more_in_six_steps(checkout: Path, folder: str) -> None:
    text = (checkout / folder / "README.md").read_text("utf-8")
    _, _, steps = text.partition("o add ")

    numbers = [int(number) for number in re.findall(r"(?m)^(\d)\. ", steps)]

    assert numbers[:3] == [1, 2, 3]
    assert max(numbers) <= 6
