"""Give the GS1 application identifiers (AIs) as a table: format, FNC1, rules, Digital Link role.

It must not read data of any symbol; `ai.tsv` beside it holds the facts.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of an AI's data: type N digits, X set 82, Y set 39, Z set 64 (base64url)."""

    kind: str
    shortest: int
    longest: int
    optional: bool
    linters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One AI. `needs` holds alternatives lists: each must have one pattern group present."""

    ai: str
    title: str
    predefined_length: bool
    needs_separator: bool
    link_attribute: bool
    components: tuple[Component, ...]
    needs: tuple[tuple[tuple[str, ...], ...], ...]
    excludes: tuple[str, ...]
    link_key: tuple[tuple[str, ...], ...] | None

    @property
    def longest(self) -> int:
        """Give the largest number of data characters."""
        return sum(component.longest for component in self.components)


@functools.cache
def identifiers() -> dict[str, Identifier]:
    """Load the table once; keys are AIs of two to four digits."""
    text = (resources.files(__package__) / "ai.tsv").read_text(encoding="utf-8")
    table: dict[str, Identifier] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            _add_row(table, line.split("\t"))
    return table


def find(data: str, start: int = 0) -> Identifier | None:
    """Find the AI that `data` begins with at `start`; no AI is the beginning of another."""
    table = identifiers()
    for length in (2, 3, 4):
        if found := table.get(data[start : start + length]):
            return found
    return None


@functools.cache
def matching(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the rules: `310n` and `31nn` stand for any digits in place of n."""
    return re.compile(pattern.replace("n", "[0-9]"))


_COMPONENT = re.compile(r"\[?([NXYZ])(\d+)(?:\.\.(\d+))?((?:,\w+)*)\]?")


def _add_row(table: dict[str, Identifier], row: list[str]) -> None:
    ais, flags, data, needs, excludes, key, title = (row + [""] * 7)[:7]
    first, _, last = ais.partition("-")
    for number in range(int(first), int(last or first) + 1):
        ai = f"{number:0{len(first)}d}"
        table[ai] = Identifier(
            ai=ai,
            title=title,
            predefined_length="P" in flags,
            needs_separator="F" in flags,
            link_attribute="?" in flags,
            components=tuple(_component(word) for word in data.split()),
            needs=tuple(
                tuple(tuple(group.split("+")) for group in any_of.split(","))
                for any_of in needs.split(";")
                if any_of
            ),
            excludes=tuple(word for word in excludes.replace(";", ",").split(",") if word),
            link_key=_link_key(key),
        )


def _component(word: str) -> Component:
    found = _COMPONENT.fullmatch(word)
    if found is None:
        raise ValueError(
            f"ai.tsv: expected a component such as N6,yymmdd or [X1..20], got {word!r}"
        )
    kind, shortest, longest, linters = found.groups()
    return Component(
        kind=kind,
        shortest=int(shortest),
        longest=int(longest or shortest),
        optional=word.startswith("["),
        linters=tuple(linters.split(",")[1:]),
    )


def _link_key(text: str) -> tuple[tuple[str, ...], ...] | None:
    if not text.startswith("key:"):
        return None
    return tuple(
        tuple(qualifiers.split(",")) if qualifiers else ()
        for qualifiers in text.removeprefix("key:").split("|")
    )
