"""Write the tables of station/domain/README.md: `python -m tests.domain.readme_tables`.

The tables come from the code; a test compares them. What stands above the mark is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from station.domain.commands import COMMANDS, RENAMED
from station.domain.events import EVENTS
from station.domain.refusals import TABLE
from station.domain.verdicts import LOOKS
from station.domain.words import Role

README = Path(__file__).parents[2] / "station" / "domain" / "README.md"
MARK = "<!-- The tables below are made by `python -m tests.domain.readme_tables`. -->\n"
ROLES = tuple(Role)


def tables() -> str:
    """Return all four tables as Markdown."""
    return "\n".join([_commands(), _events(), _refusals(), _verdicts()])


def _table(title: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [f"\n## {title}\n", _row(names), _row("---" for _ in names)]
    return "\n".join([*lines, *(_row(row) for row in rows)]) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def first_line(cls: type) -> str:
    """Return the first sentence of a class's documentation."""
    return (cls.__doc__ or "").strip().splitlines()[0]


def _payload(name: str, cls: type) -> str:
    called = {ours: theirs for theirs, ours in RENAMED.get(name, {}).items()}
    names = [called.get(field.name, field.name) for field in fields(cls)]
    return "`" + ", ".join(names) + "`" if names else ""


def _commands() -> str:
    rows = [
        [f"`{name}`", first_line(cls), _payload(name, cls)]
        + ["●" if role in roles else "" for role in ROLES]
        for name, (cls, roles) in sorted(COMMANDS.items())
    ]
    head = ["command", "what for", "payload", *(role.value for role in ROLES)]
    return _table("Commands, and who may send them", head, rows)


def _events() -> str:
    rows = [[f"`{name}`", first_line(cls)] for name, cls in sorted(EVENTS.items())]
    return _table("Events", ["event", "what happened"], rows)


def _refusals() -> str:
    rows = [
        [f"`{code}`", row.say_fr, row.remedy_fr, f"`{row.verdict.value}`"]
        for code, row in sorted(TABLE.items())
    ]
    head = ["refusal", "what the worker reads", "what to do", "verdict of a scan"]
    return _table("Refusals", head, rows)


def _verdicts() -> str:
    rows = [
        [f"`{verdict.value}`", look.title_fr, look.look, look.sound, "yes" if look.stays else ""]
        for verdict, look in LOOKS.items()
    ]
    head = ["verdict", "title", "look", "sound", "stays until acknowledged"]
    return _table("Verdicts of scans", head, rows)


def main() -> None:
    """Write the tables below the mark."""
    above = README.read_text(encoding="utf-8").split(MARK)[0]
    README.write_text(above + MARK + tables(), encoding="utf-8")


if __name__ == "__main__":
    main()
