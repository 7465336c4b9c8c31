"""Words values as they stand on paper, in French: quantities, dates, names, shortfalls.

Must not read the ledger nor draw; blanks that may not break are no-break spaces.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from station.domain.deciding.labels import UNIT_WORDS, kilograms
from station.domain.returnables import Occasion
from station.domain.words import Basis, TemperatureClass, Unit

NBSP = "\N{NO-BREAK SPACE}"

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)

BASIS_WORDS = {Basis.WEIGHED: "pesé", Basis.COMPUTED: "calculé", Basis.DECLARED: "déclaré"}
COUNTED = "compté"
BY_HAND = "saisi à la main"
TARE_UNSEEN = "balance sans tare affichée"
"""Under a weight of a scale that says neither gross nor net: it was taken for gross."""

CLASS_WORDS = {
    TemperatureClass.AMBIANT: "ambiant",
    TemperatureClass.FRAIS: "frais",
    TemperatureClass.FROID: "froid",
    TemperatureClass.SURGELE: "surgelé",
}

NOT_REGULATED = "Poids non réglementé."
"""Stands under every weight without an alibi number (design 7); no approval is claimed."""

BASIS_LEGEND = (
    "Pesé : balance moins tare. Calculé : part du reste, non repesée."
    " Déclaré : annoncé par le producteur. Compté : unités."
)

OCCASION_WORDS = {
    Occasion.ENTERED: "vides notés",
    Occasion.DEPARTED: "parties pleines en tournée",
    Occasion.STOP: "notées par le chauffeur",
    Occasion.HANDED_OVER: "remises pleines au hangar",
    Occasion.RETURNED: "revenues pleines",
    Occasion.ELSEWHERE: "laissées chez un autre client",
    Occasion.RECEIVED: "apportées pleines",
    Occasion.VOIDED: "réception annulée",
    Occasion.CORRECTED: "correction",
}
"""On which occasion returnable crates moved."""


def weight(net_g: int) -> str:
    """Write grams as kilograms to the gram: « 12,340 kg »."""
    return kilograms(net_g).replace(" ", NBSP)


def units(count: int, unit: Unit) -> str:
    """Write a count with its unit: « 12 bottes »."""
    return _with_unit(str(count), abs(count) > 1, unit)


def unit_word(unit: Unit) -> str:
    """Write one of a unit: « kg », « botte »."""
    return UNIT_WORDS[unit][0]


def quantity(milli: int, unit: Unit) -> str:
    """Write an ordered quantity in its own unit: 2500 thousandths of kg are « 2,5 kg »."""
    whole, thousandths = divmod(milli, 1000)
    tail = f"{thousandths:03d}".rstrip("0")
    return _with_unit(f"{whole},{tail}" if tail else str(whole), milli >= 2000, unit)


def _with_unit(number: str, plural: bool, unit: Unit) -> str:
    return f"{number} {UNIT_WORDS[unit][plural]}".replace(" ", NBSP)


def basis(net_g: int | None, count: int | None, how: Basis | None) -> str:
    """Say how an amount is known: « pesé », « compté », or both."""
    words = [COUNTED] if count is not None else []
    if net_g is None and how is Basis.DECLARED:
        return BASIS_WORDS[how]
    if net_g is not None and how is not None:
        words.append(BASIS_WORDS[how])
    return ", ".join(words)


def long_date(iso: str) -> str:
    """Write a date with its weekday: « mardi 24 novembre 2026 »; what is no date stays."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    first = "1er" if day.day == 1 else str(day.day)
    return f"{DAYS[day.weekday()]} {first} {MONTHS[day.month - 1]} {day.year}".replace(" ", NBSP)


def short_date(iso: str) -> str:
    """Write a date in figures: « 24/11/2026 »; what is no date stays."""
    try:
        return f"{date.fromisoformat(iso):%d/%m/%Y}"
    except ValueError:
        return iso


def hour(time: str) -> str:
    """Write 16:00 as « 16 h » and 16:30 as « 16 h 30 »."""
    hours, minutes = time.split(":")
    return f"{int(hours)}{NBSP}h" + ("" if minutes == "00" else f"{NBSP}{minutes}")


def local_moment(instant: str, timezone: str) -> str:
    """Write a stored instant in the hub's time: « 24/11/2026 à 06:41 »."""
    local = datetime.fromisoformat(instant).astimezone(ZoneInfo(timezone))
    return f"{local:%d/%m/%Y} à {local:%H:%M}".replace(" ", NBSP)


def euros(cents: int) -> str:
    """Write cents as euros in French: « 1 234,56 € »."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole:,}".replace(",", NBSP) + f",{rest:02d}{NBSP}€"


def percent(permille: int) -> str:
    """Write tenths of a percent: « 5,5 % »."""
    return f"{permille // 10},{permille % 10}{NBSP}%"


def many(count: int, singular: str, plural: str = "") -> str:
    """Write a number of things: « 1 arrêt », « 2 arrêts »."""
    words = (plural or f"{singular}s") if count > 1 else singular
    return f"{count} {words}".replace(" ", NBSP)


def crates(count: int) -> str:
    """Write a number of crates."""
    return many(count, "caisse")


def by_class(counts: dict[TemperatureClass, int]) -> str:
    """Write crates by temperature class, coldest first: « 3 froid, 2 ambiant »."""
    coldest_first = sorted(counts, key=lambda one: -one.coldness)
    return ", ".join(f"{counts[one]}{NBSP}{CLASS_WORDS[one]}" for one in coldest_first)


def one_line(*parts: str, between: str = ", ") -> str:
    """Join the parts that say something."""
    return between.join(part for part in parts if part)
