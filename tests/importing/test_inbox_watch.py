"""Dropped files that the station applies by itself: those about which nothing is doubtful."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from station.importing.inbox import Inbox
from station.importing.inbox_watch import InboxWatch
from tests.domain.hub import TODAY, TOMORROW, Hub

HEAD = "order,customer,delivery_date,producer,product,quantity,unit\n"
LINE = f"B1,C01,{TOMORROW},F01,RADIS,6,bunch\n"
OTHER = f"B1,C01,{TOMORROW},F01,CAROTTE,3,kg\n"


def watching(hub: Hub, folder: Path) -> InboxWatch:
    """Watch a folder whose files stand still from the second look on; today is closed."""
    seconds = count(0, 10)
    return InboxWatch(
        Inbox([folder], now_s=lambda: float(next(seconds))),
        hub.readers,
        send=lambda type, data: hub.do(type, **data),
        closed=lambda date: date == TODAY,
        preset=None,
    )


def drop(watch: InboxWatch, path: Path, content: str) -> None:
    path.write_text(content)
    watch.once()
    watch.once()
    watch.once()


def ordered(hub: Hub) -> list[str]:
    return [x.product for x in hub.ask(lambda p: p.world.order_lines.where(state="open"))]


def test_a_file_without_doubt_is_applied_and_put_away(hub: Hub, tmp_path: Path) -> None:
    drop(watching(hub, tmp_path), tmp_path / "bon.csv", HEAD + LINE)

    assert ordered(hub) == ["RADIS"]
    assert (tmp_path / "done" / "bon.csv.txt").read_text().startswith("Appliqué tout seul")


@pytest.mark.parametrize(
    "content",
    [
        HEAD + LINE + f"B2,C99,{TOMORROW},F01,RADIS,6,bunch\n",
        HEAD + LINE.replace(TOMORROW, TODAY),
        HEAD.replace("unit", "unit,prix") + LINE.replace("bunch", "bunch,3"),
        "rien\n",
    ],
    ids=["a doubtful row", "late", "an unknown column", "no order file"],
)
def test_a_file_with_a_doubt_waits_for_a_person(hub: Hub, tmp_path: Path, content: str) -> None:
    drop(watching(hub, tmp_path), tmp_path / "bon.csv", content)

    assert ordered(hub) == [] and (tmp_path / "bon.csv").exists()


def test_a_file_in_which_a_line_is_missing_waits_for_a_person(hub: Hub, tmp_path: Path) -> None:
    watch = watching(hub, tmp_path)
    drop(watch, tmp_path / "bon.csv", HEAD + LINE + OTHER)

    drop(watch, tmp_path / "bon.csv", HEAD + LINE)

    assert sorted(ordered(hub)) == ["CAROTTE", "RADIS"] and (tmp_path / "bon.csv").exists()
