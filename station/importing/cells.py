"""Reads one cell: text in, a typed value out, or a `CellError` with its remedy.

Must not know rows, columns or other cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from station.domain import mentions
from station.domain.gln import is_gln
from station.importing.problems import CellError, quoted

MAX_QUANTITY_MILLI = 100_000_000
"""Most of one product on one line, in thousandths: 100,000 units."""
MAX_NUMBER = 100_000_000
"""Largest whole number of a cell (grams, cents, days)."""
MAX_TEXT = 200
"""Longest name or address; a label shows fewer."""
YES = frozenset({"1", "oui", "o", "yes", "y", "true", "vrai", "x"})
NO = frozenset({"0", "non", "n", "no", "false", "faux", ""})

Parser = Callable[[str], object]


def text(cell: str) -> str:
    """Read a line of text."""
    if len(cell) > MAX_TEXT:
        _refuse("too_long", f"{len(cell)} caractères, au plus {MAX_TEXT}. Raccourcissez.")
    return cell


def code(most: int) -> Callable[[str], str]:
    """Read a code: what every scanner and every label can carry, at most `most` long."""
    pattern = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._/-]{{0,{most - 1}}}")

    def parse(cell: str) -> str:
        if not pattern.fullmatch(cell):
            words = f"au plus {most} lettres sans accent, chiffres ou tirets, sans espace"
            _refuse("bad_code", f"Code {quoted(cell)} : {words}. Changez le code.")
        return cell

    return parse


def choice(*allowed: str) -> Callable[[str], str]:
    """Read one word of a closed list."""

    def parse(cell: str) -> str:
        if cell.casefold() not in allowed:
            words = ", ".join(allowed)
            _refuse("unknown_word", f"{quoted(cell)} n'existe pas. Choisissez : {words}.")
        return cell.casefold()

    return parse


def whole(cell: str) -> int:
    """Read a whole number from zero up."""
    if not re.fullmatch(r"[0-9]{1,9}", cell) or int(cell) > MAX_NUMBER:
        _refuse(
            "bad_number", f"{quoted(cell)} n'est pas un nombre entier. Écrivez par exemple 1200."
        )
    return int(cell)


def at_least_one(cell: str) -> int:
    """Read a whole number from one up."""
    number = whole(cell)
    if number < 1:
        _refuse("bad_number", f"{quoted(cell)} : comptez à partir de 1.")
    return number


def at_most(most: int) -> Callable[[str], int]:
    """Read a whole number up to `most`."""

    def parse(cell: str) -> int:
        number = whole(cell)
        if number > most:
            _refuse("bad_number", f"{quoted(cell)} : au plus {most}. Vérifiez l'unité.")
        return number

    return parse


def codes(most: int) -> Callable[[str], tuple[str, ...]]:
    """Read several codes, between spaces; an empty cell names none."""
    one = code(most)
    return lambda cell: tuple(one(part) for part in cell.split())


def several(allowed: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """Read words of a closed list, parted by blanks, commas, semicolons or bars."""

    def parse(cell: str) -> tuple[str, ...]:
        words = {word.upper() for word in re.split(r"[\s,;|]+", cell) if word}
        strange = sorted(words - set(allowed))
        if strange:
            known = ", ".join(sorted(allowed))
            _refuse("unknown_word", f"{quoted(strange[0])} n'existe pas. Choisissez : {known}.")
        return tuple(sorted(words))

    return parse


def decimal(cell: str) -> Decimal:
    """Read an unsigned decimal number with a dot or a comma, never grouped."""
    if re.fullmatch(r"-\s*[0-9.,]+", cell):
        _refuse(
            "negative_quantity", f"Quantité négative {quoted(cell)}. Écrivez un nombre positif."
        )
    if not re.fullmatch(r"[0-9]{1,12}([.,][0-9]{1,12})?", cell):
        _refuse(
            "bad_quantity",
            f"{quoted(cell)} n'est pas une quantité. Écrivez un nombre seul, par exemple 2,5.",
        )
    try:
        return Decimal(cell.replace(",", "."))
    except InvalidOperation as error:
        raise CellError("bad_quantity", f"{quoted(cell)} n'est pas une quantité.") from error


def milli(number: Decimal, shown: str) -> int:
    """Turn a number into whole thousandths; finer or absurd ones are refused."""
    thousandths = number * 1000
    if thousandths != thousandths.to_integral_value():
        _refuse("bad_quantity", f"{quoted(shown)} a plus de trois décimales. Arrondissez.")
    if thousandths > MAX_QUANTITY_MILLI:
        _refuse("bad_quantity", f"Quantité {quoted(shown)} trop grande. Vérifiez l'unité.")
    return int(thousandths)


def iso_date(cell: str) -> date:
    """Read an ISO date; another order of the numbers is shown back the right way round."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            _refuse("bad_date", f"Le jour {quoted(cell)} n'existe pas. Vérifiez la date.")
    french = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", cell)
    meant = "2026-11-24"
    if french:
        meant = f"{french[3]}-{int(french[2]):02d}-{int(french[1]):02d}"
    _refuse("bad_date", f"Date {quoted(cell)} : écrivez année-mois-jour, ici {meant}.")


def clock_time(cell: str) -> str:
    """Read a time of day, HH:MM."""
    try:
        if re.fullmatch(r"[0-9]{2}:[0-9]{2}", cell):
            return time.fromisoformat(cell).strftime("%H:%M")
    except ValueError:
        pass
    _refuse("bad_time", f"Heure {quoted(cell)} : écrivez par exemple 07:15.")


def yes_no(cell: str) -> bool:
    """Read yes or no, in French or English; empty is no."""
    word = cell.casefold()
    if word not in YES | NO:
        _refuse("unknown_word", f"{quoted(cell)} : écrivez oui ou non.")
    return word in YES


def email(cell: str) -> str:
    """Read a mail address roughly: enough to catch a phone number in its column."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text(cell)):
        _refuse("bad_email", f"{quoted(cell)} n'est pas une adresse mail. Corrigez ou videz.")
    return cell


def siret(cell: str) -> str:
    """Read 14 digits, spaces allowed."""
    digits = cell.replace(" ", "")
    if not re.fullmatch(r"[0-9]{14}", digits):
        _refuse("bad_siret", f"SIRET {quoted(cell)} : il faut 14 chiffres. Corrigez ou videz.")
    return digits


def gtin(cell: str) -> str:
    """Read a trade barcode of 8, 12, 13 or 14 digits and check its last digit."""
    digits = cell.replace(" ", "")
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", digits):
        words = "8, 12, 13 ou 14 chiffres. Un tableur l'a peut-être arrondi"
        _refuse("bad_gtin", f"Code-barres {quoted(cell)} : il faut {words}.")
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(digits[-2::-1]))
    if (total + int(digits[-1])) % 10:
        _refuse("bad_gtin", f"Code-barres {quoted(cell)} : clé fausse. Relisez l'emballage.")
    return digits


def gln(cell: str) -> str:
    """Read the 13 digits that GS1 gave a party; no other number stands in their place."""
    digits = cell.replace(" ", "")
    if not is_gln(digits):
        words = "13 chiffres, le dernier est une clé. Relisez-le ou videz"
        _refuse("bad_gln", f"GLN {quoted(cell)} : il faut {words}.")
    return digits


def mention(key: str) -> Callable[[str], str]:
    """Read what the law asks on a label, as the table of mentions checks it."""

    def parse(cell: str) -> str:
        try:
            return mentions.read(key, cell)
        except ValueError as error:
            name = mentions.MENTIONS[key].name_fr
            _refuse("bad_mention", f"{name} {quoted(cell)} : {error}.")

    return parse


def _refuse(code: str, message: str) -> NoReturn:
    raise CellError(code, message)
