"""The names of the house: whose they are, and which are not used."""

import ast
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

OUR_DISTRIBUTION = "hangar-station"
OUR_PACKAGES = ("station", "drivers", "web", "labels")
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
TOP_LEVEL = {
    *("station", "drivers", "web", "labels", "tests", "systemd", "pyproject.toml", "README.md"),
    *("README.fr.md", "Makefile", "CHANGELOG.md", "LICENSE", ".ci", ".gitignore", ".gitattributes"),
}


def foreign_owners(package: str) -> set[str]:
    return set(packages_distributions().get(package, [])) - {OUR_DISTRIBUTION}


@pytest.mark.parametrize("package", OUR_PACKAGES)
def test_no_other_distribution_owns_our_import_name(package: str) -> None:
    assert foreign_owners(package) == set()


def test_a_name_that_another_distribution_owns_is_seen() -> None:
    assert {name.lower() for name in foreign_owners("flask")} == {"flask"}


def test_no_module_has_a_name_that_says_nothing(modules: list[Path]) -> None:
    named = {path for path in modules if NAMES_THAT_SAY_NOTHING & {path.stem, path.parent.name}}

    assert modules
    assert named == set()


def test_top_level_is_fixed(committed_files: list[Path], checkout: Path) -> None:
    found = {path.relative_to(checkout).parts[0] for path in committed_files}

    assert found <= TOP_LEVEL


@pytest.mark.parametrize("package", [*OUR_PACKAGES, "systemd"])
def test_each_folder_says_what_it_is_for(checkout: Path, package: str) -> None:
    assert len((checkout / package / "README.md").read_text(encoding="utf-8").split()) > 20


def test_each_module_opens_with_its_duty(modules: list[Path]) -> None:
    silent = [
        path
        for path in modules
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]

    assert silent == []
