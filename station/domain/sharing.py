"""The arithmetic of shared rounds: what each producer and customer bears of a round's cost.

Must not look anything up: amounts, kilograms and crates come in, exact cents go out. The order of
what comes in never changes what goes out.

Of a round of cost C, party p bears C × (a × stops_p / S + b × grams_p / G + c × crates_p / N),
where a + b + c is one. A stop that several producers share is split by their kilograms there (by
their crates where nobody's kilograms are known), a crate between the producers in it alike. A
measure of which nobody has any leaves its weight to the others. Cents are rounded by largest
remainder, so that shares add up to the cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from station.domain.model import RoundCost, SharingKey

MINUTES_AN_HOUR = 60
ZERO, HALF = Fraction(0), Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What one producer had at one stop: the grams known of it, and the crates it lay in."""

    stop: str
    producer: str
    net_g: int
    crates: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one party has of a round: stops and crates in exact parts, whole grams."""

    stops: Fraction = ZERO
    net_g: int = 0
    crates: Fraction = ZERO

    def plus(self, other: Measure) -> Measure:
        """Return both together."""
        return Measure(
            stops=self.stops + other.stops,
            net_g=self.net_g + other.net_g,
            crates=self.crates + other.crates,
        )


def cost_cents(cost: RoundCost, key: SharingKey) -> int:
    """Return a round's cost in cents; a broken cent of working time is rounded half up."""
    time = Fraction(cost.minutes * key.hour_cents, MINUTES_AN_HOUR)
    return cost.kilometres * key.km_cents + int(time + HALF) + cost.fixed_cents


def measures(
    delivered: Iterable[Delivered], party: Callable[[Delivered], str]
) -> dict[str, Measure]:
    """Return what each party has of a round; `party` says whose a row is, producer or stop."""
    rows = list(delivered)
    found: dict[str, Measure] = {}
    for row in rows:
        part = Measure(
            stops=_part_of_stop(row, rows), net_g=row.net_g, crates=_parts_of_crates(row, rows)
        )
        found[party(row)] = found.get(party(row), Measure()).plus(part)
    return dict(sorted(found.items()))


def _part_of_stop(row: Delivered, rows: list[Delivered]) -> Fraction:
    beside = [other for other in rows if other.stop == row.stop]
    grams = sum(other.net_g for other in beside)
    if grams:
        return Fraction(row.net_g, grams)
    crates = sum((_parts_of_crates(other, rows) for other in beside), ZERO)
    return _parts_of_crates(row, rows) / crates if crates else Fraction(1, len(beside))


def _parts_of_crates(row: Delivered, rows: list[Delivered]) -> Fraction:
    return sum((Fraction(1, _producers_in(crate, rows)) for crate in row.crates), ZERO)


def _producers_in(crate: str, rows: list[Delivered]) -> int:
    return len({other.producer for other in rows if crate in other.crates})


def shares(total_cents: int, of: Mapping[str, Measure], key: SharingKey) -> dict[str, int]:
    """Return each party's cents; they add up to `total_cents`, or are none where nobody is."""
    weights = {
        "stops": (key.stops_percent, sum((m.stops for m in of.values()), ZERO)),
        "net_g": (key.kilograms_percent, Fraction(sum(m.net_g for m in of.values()))),
        "crates": (key.crates_percent, sum((m.crates for m in of.values()), ZERO)),
    }
    counted = {name: (percent, whole) for name, (percent, whole) in weights.items() if whole}
    percents = sum(percent for percent, _ in counted.values())
    claims = {
        party: sum(
            (
                Fraction(percent, percents) * Fraction(getattr(measure, name)) / whole
                for name, (percent, whole) in counted.items()
                if percents
            ),
            ZERO,
        )
        for party, measure in of.items()
    }
    if not percents:
        claims = dict.fromkeys(of, Fraction(1))
    return by_largest_remainder(total_cents, claims)


def by_largest_remainder(total: int, claims: Mapping[str, Fraction]) -> dict[str, int]:
    """Split a whole number by claims; what rounding leaves goes to the largest remainders.

    Equal remainders are served in the order of the parties' codes, so that everybody who
    recomputes a sheet finds the same cents. Raises nothing: without claims nothing is split.
    """
    whole = sum(claims.values(), ZERO)
    if not whole:
        return {}
    exact = {party: total * claim / whole for party, claim in claims.items()}
    given = {party: int(cents // 1) for party, cents in exact.items()}
    left = total - sum(given.values())
    for party in sorted(exact, key=lambda party: (given[party] - exact[party], party))[:left]:
        given[party] += 1
    return dict(sorted(given.items()))
