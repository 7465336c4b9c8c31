"""Reads one TOML table key by key and remembers every fault instead of stopping at the first.

Must not know what the keys are for: `sections` says which keys exist and what they allow.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from station.errors import Fault

MAX_TEXT = 200
"""Longest text of the file; longer ones would not fit any label or screen."""
MAX_SHOWN = 80
"""Characters of a faulty value that are shown back; enough to recognise it."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
"""An id: it stands in addresses of pages and in events."""
TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def shown(value: object) -> str:
    """Return a value as the person wrote it, bounded, for a fault."""
    text = value if isinstance(value, str) else repr(value)
    quoted = f'"{text}"' if isinstance(value, str) else text
    return quoted if len(quoted) <= MAX_SHOWN else quoted[: MAX_SHOWN - 1] + "…"


class TableReader:
    """One table: typed getters that note a fault and answer a placeholder."""

    def __init__(self, table: Mapping[str, Any], where: str, faults: list[Fault]) -> None:
        self._table = table
        self._where = where
        self._faults = faults
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def key(self, name: str) -> str:
        """Return the full name of a key, as a fault shows it."""
        return f"{self._where}.{name}" if self._where else name

    def fault(self, name: str, *, expected: str, remedy_fr: str) -> None:
        """Note a fault of one key, with the value that came."""
        value = shown(self._table[name]) if name in self._table else "nothing"
        self._faults.append(
            Fault(key=self.key(name), value=value, expected=expected, remedy_fr=remedy_fr)
        )

    def raw_text(self, name: str) -> str | None:
        """Return a key's text as it stands, None for anything else; notes no fault."""
        self._asked.add(name)
        value = self._table.get(name)
        return value if isinstance(value, str) else None

    def text(
        self,
        name: str,
        *,
        default: str | None = None,
        pattern: re.Pattern[str] | None = None,
        expected: str = "one line of text",
        remedy_fr: str = "Écrivez un texte d'une ligne entre guillemets.",
    ) -> str:
        """Read one line of printable text; without a default the key is required."""
        value = self._take(name, default, expected, remedy_fr)
        if value is None:
            return ""
        good = isinstance(value, str) and len(value) <= MAX_TEXT and value.isprintable()
        if good and default is None and not value.strip():
            good = False
        if good and pattern is not None and value != default:
            good = pattern.fullmatch(value) is not None
        if not good:
            self.fault(name, expected=expected, remedy_fr=remedy_fr)
            return ""
        return str(value)

    def optional_text(
        self,
        name: str,
        *,
        pattern: re.Pattern[str] | None = None,
        expected: str = "one line of text",
        remedy_fr: str = "Écrivez un texte d'une ligne entre guillemets.",
    ) -> str | None:
        """Read a text that may be absent; empty counts as absent."""
        text = self.text(name, default="", pattern=pattern, expected=expected, remedy_fr=remedy_fr)
        return text or None

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """Read one word of a closed list."""
        words = ", ".join(allowed)
        remedy = f"Valeurs permises : {words}."
        value = self._take(name, None, f"one of {words}", remedy)
        if value is None:
            return ""
        if not isinstance(value, str) or value not in allowed:
            self.fault(name, expected=f"one of {words}", remedy_fr=remedy)
            return ""
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Read true or false."""
        self._asked.add(name)
        value = self._table.get(name, default)
        if not isinstance(value, bool):
            self.fault(
                name,
                expected="true or false, without quotes",
                remedy_fr="Écrivez true ou false, sans guillemets.",
            )
            return default
        return value

    def whole(self, name: str, low: int, high: int) -> int:
        """Read a required whole number between `low` and `high`, both allowed."""
        expected = f"a whole number from {low} to {high}"
        remedy = f"Écrivez un nombre entier de {low} à {high}, sans guillemets."
        value = self._take(name, None, expected, remedy)
        if value is None:
            return low
        if type(value) is not int or not low <= value <= high:
            self.fault(name, expected=expected, remedy_fr=remedy)
            return low
        return value

    def optional_whole(self, name: str, low: int, high: int) -> int | None:
        """Read a whole number that may be absent."""
        self._asked.add(name)
        return self.whole(name, low, high) if name in self._table else None

    def optional_date(self, name: str) -> date | None:
        """Read a TOML date (no quotes, no time) that may be absent."""
        self._asked.add(name)
        value = self._table.get(name)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.fault(
            name,
            expected="a date such as 2027-03-31, without quotes",
            remedy_fr="Écrivez la date ainsi, sans guillemets : 2027-03-31.",
        )
        return None

    def texts(
        self,
        name: str,
        *,
        default: tuple[str, ...],
        pattern: re.Pattern[str],
        expected: str,
        remedy_fr: str,
    ) -> tuple[str, ...]:
        """Read a list of distinct texts, each of which fits the pattern."""
        self._asked.add(name)
        value = self._table.get(name, list(default))
        good = isinstance(value, list) and all(
            isinstance(item, str) and pattern.fullmatch(item) for item in value
        )
        if not good or len(set(value)) != len(value):
            self.fault(name, expected=expected, remedy_fr=remedy_fr)
            return default
        return tuple(value)

    def table(self, name: str, *, required: bool) -> TableReader:
        """Open a sub-table; an absent one reads as empty."""
        value = self._take(name, None if required else {}, f"a table [{name}]", _write(f"[{name}]"))
        if value is not None and not isinstance(value, dict):
            self.fault(name, expected=f"a table [{name}]", remedy_fr=_write(f"[{name}]"))
        if not isinstance(value, dict):
            return TableReader({}, self.key(name), [])  # its faults would only repeat this one
        return TableReader(value, self.key(name), self._faults)

    def tables(self, name: str) -> list[TableReader]:
        """Open an array of tables `[[name]]`, each called after its id, else its place."""
        value = self._take(name, [], f"tables [[{name}]]", _write(f"[[{name}]]"))
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(name, expected=f"tables [[{name}]]", remedy_fr=_write(f"[[{name}]]"))
            return []
        return [
            TableReader(item, f"{name}[{_called(item, place)}]", self._faults)
            for place, item in enumerate(value, start=1)
        ]

    def refuse_unknown(self) -> None:
        """Note every key nobody asked for, with the nearest known one."""
        for name in self._table:
            if name not in self._asked:
                near = difflib.get_close_matches(name, self._asked, n=1)
                hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
                self.fault(
                    name,
                    expected="one of the keys " + ", ".join(sorted(self._asked)),
                    remedy_fr=f"Clé inconnue : corrigez-la ou supprimez-la.{hint}",
                )

    def _take(self, name: str, default: Any, expected: str, remedy_fr: str) -> Any:
        self._asked.add(name)
        if name in self._table:
            return self._table[name]
        if default is None:
            self.fault(name, expected=expected, remedy_fr=f"Clé manquante. {remedy_fr}")
        return default


def _write(header: str) -> str:
    return f"Écrivez cette partie sous le titre {header}."


def _called(item: Mapping[str, Any], place: int) -> str:
    name = item.get("id")
    return name if isinstance(name, str) and NAME.fullmatch(name) else str(place)
