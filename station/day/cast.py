"""Gathers what a day is played with: the hub's data, its posts, the arrivals, and the tally.

Must not act: the scenes do.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from station.day.bench import Paper, Scale, Scanner
from station.day.calls import Answer, Calls
from station.day.story import Story

ARRIVALS = Path(__file__).parent.parent / "demo" / "data" / "arrivals.csv"
COLDNESS = ("ambiant", "frais", "froid", "surgele")
"""Temperature classes from warm to frozen."""
CELSIUS_TENTHS = {"ambiant": None, "frais": 45, "froid": 22, "surgele": -196}
"""What the probe reads in goods of each class; nobody measures ambient ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One crate that a farm brings: weighed (`net_g`) or counted (`count`).

    `code` is its ready-made label's, where the farm stuck one on.
    """

    producer: str
    product: str
    crate_type: str
    customer: str | None
    net_g: int | None
    count: int | None
    code: str | None = None


def arrivals(farms: Collection[str] = ()) -> list[Arrival]:
    """Return what the farms (all where none is named) bring, in the order of the hub's file."""
    with ARRIVALS.open(encoding="utf-8", newline="") as file:
        return [
            Arrival(
                producer=row["producer"],
                product=row["product"],
                crate_type=row["crate_type"],
                customer=row["customer"] or None,
                net_g=int(row["net_g"]) if row["net_g"] else None,
                count=int(row["count"]) if row["count"] else None,
            )
            for row in csv.DictReader(file)
            if not farms or row["producer"] in farms
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post with the scanner that the day works there."""

    id: str
    role: str
    scanner: Scanner | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bay:
    """A post where crates can be weighed and labelled; farms are received at all of them."""

    post: str
    scale: Scale
    printer: str


@dataclass(slots=True, kw_only=True)
class Hub:
    """The made-up hub as its API shows it; codes lead to the API's own objects."""

    date: str
    rounds: list[Answer]
    posts: list[Post]
    bays: list[Bay]
    producers: dict[str, Answer]
    products: dict[str, Answer]
    customers: dict[str, Answer]
    crate_types: dict[str, Answer]
    zones: dict[str, Answer]
    operators: dict[str, Answer]

    def post(self, role: str) -> Post:
        """Return the first post of a role."""
        return next(post for post in self.posts if post.role == role)

    def scanner(self, role: str) -> Scanner:
        """Return the wired scanner of a role's post."""
        scanner = self.post(role).scanner
        assert scanner is not None, f"the demonstration's {role} has a wired scanner"
        return scanner

    def tare_g(self, crate_type: str) -> int:
        """Return the tare of a crate type."""
        return int(self.crate_types[crate_type]["tare_g"])

    def coldness(self, product: str) -> int:
        """Return how cold a product is kept, 0 ambient to 3 frozen."""
        return COLDNESS.index(self.products[product]["temperature_class"])

    def round_of(self, customer: str | None) -> str | None:
        """Return the round that serves a customer, None for people who fetch."""
        for round in self.rounds:
            if any(stop["customer"] == customer for stop in round["stops"]):
                return str(round["id"])
        return None


@dataclass(slots=True, kw_only=True)
class Tally:
    """What the day did with its own hands, counted apart from the station."""

    put_in_g: list[int] = field(default_factory=list)
    crates: list[Answer] = field(default_factory=list)
    customer_crates: dict[str, Answer] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    lost: int = 0
    restarts: int = 0
    labels_decoded: int = 0


@dataclass(slots=True, kw_only=True)
class Day:
    """Everything a scene needs."""

    calls: Calls
    story: Story
    seed: int
    hub: Hub
    paper: Paper
    tally: Tally

    def dice(self, *words: str) -> random.Random:
        """Return the chance of one decision: the same seed decides it alike on every run."""
        return random.Random("/".join((str(self.seed), *words)))

    def symbology(self, sscc: str) -> str:
        """Return which of a label's two symbols a scanner meets first."""
        return self.dice(sscc).choice(("GS1-128", "GS1 DataMatrix"))

    @property
    def scans(self) -> int:
        """Scans that workers made, wired and by handheld."""
        scanners = [post.scanner for post in self.hub.posts if post.scanner]
        return self.calls.scans + sum(scanner.scans for scanner in scanners)


def meet(calls: Calls, date: str | None = None) -> Hub:
    """Read the hub from its API, with the rounds of a date; the last one's when none is given."""
    status = calls.get("/api/v1/status")
    rounds = calls.all("/api/v1/rounds")
    date = date or max(round["date"] for round in rounds)
    return Hub(
        date=date,
        rounds=[round for round in rounds if round["date"] == date],
        posts=[_post(calls, post) for post in status["posts"]],
        bays=[
            Bay(
                post=post["id"],
                scale=Scale(calls=calls, post=post["id"], device=post["scale"]),
                printer=post["printer"],
            )
            for post in status["posts"]
            if post["scale"] and post["printer"]
        ],
        **{
            name: {item["code"]: item for item in calls.all(f"/api/v1/{path}")}
            for name, path in (
                ("producers", "producers"),
                ("products", "products"),
                ("customers", "customers"),
                ("crate_types", "crate-types"),
                ("zones", "zones"),
                ("operators", "operators"),
            )
        },
    )


def _post(calls: Calls, post: Answer) -> Post:
    scanner = post["scanners"][0] if post["scanners"] else None
    return Post(
        id=post["id"],
        role=post["role"],
        scanner=Scanner(calls=calls, post=post["id"], device=scanner) if scanner else None,
    )
