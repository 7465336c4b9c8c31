"""What a file changes: absence never cancels by itself, and the order of rows never matters."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from station.importing import (
    CrateTypeRow,
    Diff,
    KnownLine,
    OrderRow,
    Problem,
    diff_master,
    diff_orders,
)

DAY = date(2026, 11, 24)


def row(order: str, product: str, milli: int = 2_000, **others: str) -> OrderRow:
    return OrderRow(
        line=2,
        order=order,
        customer=others.get("customer", "C1"),
        delivery_date=DAY,
        producer="F03",
        product=product,
        quantity_milli=milli,
        unit="kg",
        comment=others.get("comment", ""),
    )


def known(id: str, of: OrderRow) -> KnownLine:
    return KnownLine(
        id=id,
        order=of.order,
        customer=of.customer,
        delivery_date=of.delivery_date,
        producer=of.producer,
        product=of.product,
        quantity_milli=of.quantity_milli,
        unit=of.unit,
        comment=of.comment,
    )


def applied(rows: list[OrderRow]) -> list[KnownLine]:
    return [known(f"l-{place}", one) for place, one in enumerate(rows)]


def test_the_same_file_twice_changes_nothing() -> None:
    rows = [row("R1", "A"), row("R1", "B"), row("R2", "A")]

    diff = diff_orders(applied(rows), rows)

    assert diff == Diff(
        unchanged=tuple(sorted(applied(rows), key=lambda one: (one.order, one.product)))
    )


def test_a_new_quantity_is_a_change_of_the_known_line() -> None:
    diff = diff_orders([known("l-1", row("R1", "A"))], [row("R1", "A", 3_000)])

    (change,) = diff.changed
    assert (change.known.id, change.row.quantity_milli) == ("l-1", 3_000)
    assert not (diff.added or diff.cancelled or diff.unchanged)


def test_a_line_gone_from_its_order_is_only_a_candidate() -> None:
    diff = diff_orders(applied([row("R1", "A"), row("R1", "B")]), [row("R1", "A")])

    assert [line.product for line in diff.cancelled] == ["B"]


def test_an_order_gone_from_the_file_is_left_alone() -> None:
    diff = diff_orders(applied([row("R1", "A"), row("R2", "A")]), [row("R1", "A")])

    assert diff.cancelled == ()
    assert [line.order for line in diff.unchanged] == ["R1"]


def test_an_empty_file_cancels_nothing() -> None:
    assert diff_orders(applied([row("R1", "A")]), []) == Diff()


def test_an_order_with_an_unreadable_row_loses_nothing() -> None:
    problem = Problem(row=3, column="quantity", code="bad_quantity", message="…", order="R1")
    stored = applied([row("R1", "A"), row("R1", "B"), row("R2", "A"), row("R2", "B")])

    diff = diff_orders(stored, [row("R1", "A"), row("R2", "A")], [problem])

    assert [(line.order, line.product) for line in diff.cancelled] == [("R2", "B")]


def test_a_row_of_unknown_order_keeps_all_orders_whole() -> None:
    problem = Problem(row=3, column=None, code="too_few_cells", message="…")

    diff = diff_orders(applied([row("R1", "A"), row("R1", "B")]), [row("R1", "A")], [problem])

    assert diff.cancelled == ()


def test_the_same_product_at_two_prices_stays_two_lines() -> None:
    first = [row("R1", "A", 2_000), row("R1", "A", 1_000)]

    assert len(diff_orders([], first).added) == 2
    assert len(diff_orders(applied(first), first).unchanged) == 2


def test_one_of_two_equal_rows_gone_is_one_candidate() -> None:
    twice = [row("R1", "A"), row("R1", "A")]

    diff = diff_orders(applied(twice), twice[:1])

    assert (len(diff.unchanged), len(diff.cancelled)) == (1, 1)


def test_an_order_given_to_another_customer_is_new_lines() -> None:
    diff = diff_orders(applied([row("R1", "A")]), [row("R1", "A", customer="C2")])

    assert [one.customer for one in diff.added] == ["C2"]
    assert [one.customer for one in diff.cancelled] == ["C1"]


ROWS = st.lists(
    st.builds(
        row,
        order=st.sampled_from(["R1", "R2", "R3"]),
        product=st.sampled_from(["A", "B"]),
        milli=st.sampled_from([1_000, 2_000, 3_000]),
        comment=st.sampled_from(["", "mûres"]),
    ),
    max_size=12,
)


def outcome(diff: Diff) -> tuple[object, ...]:
    return (
        Counter(diff.added),
        Counter((change.known.id, change.row) for change in diff.changed),
        Counter(line.id for line in diff.cancelled),
        Counter(line.id for line in diff.unchanged),
    )


@given(stored=ROWS, came=ROWS, data=st.data())
def test_the_order_of_rows_never_matters(
    stored: list[OrderRow], came: list[OrderRow], data: st.DataObject
) -> None:
    lines = applied(stored)

    shuffled = diff_orders(data.draw(st.permutations(lines)), data.draw(st.permutations(came)))

    assert outcome(shuffled) == outcome(diff_orders(lines, came))


@given(stored=ROWS, came=ROWS)
def test_every_line_is_accounted_for_once(stored: list[OrderRow], came: list[OrderRow]) -> None:
    lines = applied(stored)

    diff = diff_orders(lines, came)

    named = {one.order for one in came}
    touched = [*diff.cancelled, *diff.unchanged, *(change.known for change in diff.changed)]
    assert Counter(line.id for line in touched) == Counter(
        line.id for line in lines if line.order in named
    )
    assert len(diff.added) + len(diff.changed) + len(diff.unchanged) == len(came)


@given(stored=ROWS, came=ROWS)
def test_applying_a_difference_leaves_none(stored: list[OrderRow], came: list[OrderRow]) -> None:
    diff = diff_orders(applied(stored), came)

    after = applied([*came, *(one for one in stored if one.order not in {c.order for c in came})])
    again = diff_orders(after, came)

    assert len(again.unchanged) == len(came)
    assert not (again.added or again.changed or again.cancelled)
    assert len(diff.cancelled) <= len(stored)


def test_master_data_not_in_the_file_stays() -> None:
    def crate(code: str, tare_g: int, line: int = 2) -> CrateTypeRow:
        return CrateTypeRow(
            line=line, code=code, name="Bac", tare_g=tare_g, returnable=True, deposit_cents=400
        )

    stored = {"E1": crate("E1", 1_500), "E2": crate("E2", 2_000), "E3": crate("E3", 1_000)}

    diff = diff_master(stored, [crate("E2", 2_000, 7), crate("E3", 1_100), crate("E4", 900)])

    assert [one.code for one in diff.added] == ["E4"]
    assert [one.code for one in diff.changed] == ["E3"]
    assert [one.code for one in diff.unchanged] == ["E2"]
