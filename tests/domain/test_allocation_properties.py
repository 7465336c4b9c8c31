"""Whatever lies in the store and whatever is ordered: nothing promised twice, nothing bad promised.

Random stock of yoghurt (counted, with a date) and carrots (weighed), some blocked, some expired
over night; random lines of the next day. The rules are worked out here from the hub's own lists.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.domain.words import CrateState
from tests.domain.hub import TODAY, TOMORROW, Hub

AFTER = "2026-11-30"
PRODUCTS = ("YAOURT", "CAROTTE")
CUSTOMERS = ("C01", "C02", "C03")
OpenHub = Callable[[], Hub]
sampled = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@dataclass(frozen=True)
class Stored:
    """One crate of stock: units of yoghurt or hundreds of grams of carrots."""

    product: str
    amount: int
    use_by: str
    blocked: bool


@dataclass(frozen=True)
class Wanted:
    """One line, in units or kilograms."""

    customer: str
    product: str
    quantity: int


stock = st.lists(
    st.builds(
        Stored,
        product=st.sampled_from(PRODUCTS),
        amount=st.integers(1, 30),
        use_by=st.sampled_from((TODAY, TOMORROW, AFTER)),
        blocked=st.sampled_from((False, False, False, True)),
    ),
    max_size=7,
)
wishes = st.lists(
    st.builds(
        Wanted,
        customer=st.sampled_from(CUSTOMERS),
        product=st.sampled_from(PRODUCTS),
        quantity=st.integers(1, 20),
    ),
    max_size=6,
)


def stored(hub: Hub, rows: list[Stored]) -> dict[str, Stored]:
    """Receive crates today, block some, and let a night pass."""
    crates: dict[str, Stored] = {}
    for n, row in enumerate(rows):
        if row.product == "YAOURT":
            crate = hub.yoghurt(row.amount, use_by=row.use_by, producer_lot=f"y{n}")
        else:
            crate = hub.carrots(row.amount * 100, producer_lot=f"c{n}")
        crates[crate["id"]] = row
        if row.blocked:
            hub.done("BlockLot", lot=crate["lot"], reason="analyse en attente")
    hub.clock.day = TOMORROW
    return crates


def good(row: Stored) -> bool:
    return not row.blocked and (row.product != "YAOURT" or row.use_by >= TOMORROW)


def amount(row: Stored) -> int:
    return row.amount if row.product == "YAOURT" else row.amount * 100


def need(wish: Wanted) -> int:
    return wish.quantity if wish.product == "YAOURT" else wish.quantity * 1_000


def promised(hub: Hub) -> list[tuple[str, str, int]]:
    """Return crate, line and amount of every promise."""
    rows = hub.ask(lambda p: p.world.allocations.all())
    return [(row.crate, row.order_line, row.net_g or row.count or 0) for row in rows]


@sampled
@given(stock, wishes)
def test_nothing_is_promised_twice_and_nothing_bad(
    open_hub: OpenHub, rows: list[Stored], lines: list[Wanted]
) -> None:
    with closing(open_hub()) as hub:
        crates = stored(hub, rows)
        wanted = {hub.order(w.customer, w.product, w.quantity, day=TOMORROW): w for w in lines}

        hub.done("AllocateDay", delivery_date=TOMORROW)

        given_g, got = Counter[str](), Counter[str]()
        for crate, line, much in promised(hub):
            assert good(crates[crate]), crates[crate]
            assert crates[crate].product == wanted[line].product
            given_g[crate] += much
            got[line] += much
        assert all(given_g[crate] <= amount(row) for crate, row in crates.items())
        assert all(got[line] <= need(wish) for line, wish in wanted.items())
        for product in PRODUCTS:
            there = sum(amount(r) for r in rows if r.product == product and good(r))
            asked = sum(need(w) for w in lines if w.product == product)
            served = sum(got[line] for line, wish in wanted.items() if wish.product == product)
            assert served == min(there, asked), "goods withheld, or more than there are"
        whole = Counter(crate for crate, _, _ in promised(hub) if hub.crate(crate).customer)
        assert all(many == 1 for many in whole.values()), "a whole crate promised to two lines"
        assert hub.done("AllocateDay", delivery_date=TOMORROW)["events"] == []
        hub.prove()


@sampled
@given(stock, st.permutations([Wanted(c, p, 7) for c in CUSTOMERS for p in PRODUCTS]), st.randoms())
def test_lines_of_other_products_change_nothing_for_a_product(
    open_hub: OpenHub, rows: list[Stored], lines: list[Wanted], chance: Random
) -> None:
    """What a product's lines get depends on their own order alone, however others lie between."""
    apart = sorted(lines, key=lambda wish: wish.product)

    def shared(order: list[Wanted]) -> list[tuple[int, str, str, int]]:
        with closing(open_hub()) as hub:
            places = {crate: place for place, crate in enumerate(stored(hub, rows))}
            wanted = {hub.order(w.customer, w.product, w.quantity, day=TOMORROW): w for w in order}
            hub.done("AllocateDay", delivery_date=TOMORROW)
            return sorted(
                (places[crate], wanted[line].customer, wanted[line].product, much)
                for crate, line, much in promised(hub)
            )

    assert shared(lines) == shared(apart)


@sampled
@given(stock, st.lists(st.tuples(st.integers(0, 6), st.integers(1, 12)), max_size=12))
def test_portions_add_up_and_none_comes_from_bad_goods(
    open_hub: OpenHub, rows: list[Stored], picks: list[tuple[int, int]]
) -> None:
    """Each portion is in exactly one place: what was taken and what is left is what was there."""
    with closing(open_hub()) as hub:
        crates = stored(hub, rows)
        ids, taken = list(crates), Counter[str]()
        for place, much in picks:
            if place >= len(ids):
                continue
            id, row = ids[place], crates[ids[place]]
            much_g = much * 100
            by_count = row.product == "YAOURT"
            portion = {"count": much} if by_count else {"weigh": hub.weighed(much_g, tare_g=0)}
            answer = hub.do("PickToCustomer", **{"from": id, "customer": "C01", **portion})
            if answer["outcome"] == "accepted":
                assert good(row), row
                taken[id] += much if by_count else much_g
        other = -hub.balance()["other_g"]
        held = hub.ask(lambda p: p.world.crates.all())
        left = {one.id: one.net_g or one.count or 0 for one in held}
        more = 0
        for id, row in crates.items():
            rest = amount(row) - taken[id]
            assert left[id] == max(rest, 0)
            more += max(-rest, 0)
        assert more == other, "grams nobody knew of are booked as a difference, and only those"
        hub.prove()


@settings(sampled, max_examples=40)
@given(st.lists(st.sampled_from(("block", "release", "load", "leave", "night")), min_size=6))
def test_nothing_blocked_or_expired_leaves_whatever_happens_before(
    open_hub: OpenHub, steps: list[str]
) -> None:
    """A handheld's judgement does not help either: it may be in the van, the van does not leave."""
    with closing(open_hub()) as hub:
        crate = hub.on_paper(hub.yoghurt(6, customer="C01", use_by=TODAY))
        blocked = expired = False
        for step in steps:
            if step == "night":
                hub.clock.day, expired = TOMORROW, True
            elif step == "block":
                hub.do("BlockLot", lot=crate["lot"], reason="analyse")
                blocked = True
            elif step == "release":
                hub.do("ReleaseLot", lot=crate["lot"], reason="analyse bonne")
                blocked = False
            elif step == "load":
                hub.do("LoadCrate", crate=crate["id"], round=f"{TODAY}-T1", judged="ok")
            else:
                gone = hub.crate(crate["id"]).state is CrateState.LEFT
                hub.do("DepartRound", round=f"{TODAY}-T1", override={"reason": "tard"})
                left = hub.crate(crate["id"]).state is CrateState.LEFT
                assert gone or not left or not (blocked or expired), steps
        hub.prove()
