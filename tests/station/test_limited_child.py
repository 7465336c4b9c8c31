"""Children that draw pictures anew or order stops: one at a time, limited, the first to go."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from station import limited_child, photograph_child, photographs, stop_order, stop_order_child
from station.domain.distances import Matrix
from station.limited_child import MEMORY_BYTES, NoAnswer

WAYS = Matrix(measure="minutes", legs=((0, 1, 2), (1, 0, 1), (2, 1, 0)), missing=())


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 30)).save(out, "PNG")
    return out.getvalue()


CHILDREN = {
    "station.photograph_child": (
        "small",
        "json.dumps(limits()).encode()",
        picture(),
        photograph_child.CPU_S,
    ),
    "station.stop_order_child": ("solved", "limits()", b"{}", stop_order_child.CPU_S),
}
"""By module: what it does once it is limited, its limits as that, what it is sent, its seconds."""


@pytest.mark.parametrize("module", CHILDREN)
def test_a_child_works_within_limits_that_cannot_be_lifted(module: str) -> None:
    """In the child itself: at the moment of working, what it may use is asked for and sent back."""
    work, answer, sent, cpu_s = CHILDREN[module]
    told = (
        f"import json, resource as r, {module} as child;"
        "asked = (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE);"
        "limits = lambda: [r.getrlimit(each) for each in asked];"
        f"child.{work} = lambda _: {answer};"
        "child.main()"
    )

    made = subprocess.run(
        [sys.executable, "-c", told], input=sent, capture_output=True, timeout=60, check=True
    )

    assert json.loads(made.stdout) == [[most, most] for most in (MEMORY_BYTES, cpu_s, 0, 0)]


@pytest.mark.parametrize("module", CHILDREN)
def test_a_child_is_the_first_to_go_where_memory_runs_out(module: str) -> None:
    command = [sys.executable, "-I", "-m", module]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        score, end = Path(f"/proc/{child.pid}/oom_score_adj"), time.monotonic() + 60
        while score.read_text().strip() != "1000":
            assert time.monotonic() < end and child.poll() is None
        child.communicate(b"")


def order() -> list[int]:
    return stop_order.solve(WAYS, [None, None], None)


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (lambda: photographs.cleaned(picture()), photographs.PicturesBusy),
        (order, stop_order.OrderUnknown),
    ],
    ids=["a picture", "an order"],
)
def test_pictures_and_orders_share_one_turn_and_a_late_one_is_told_so(
    work: Callable[[], object], told: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited_child, "WAIT_S", 0)

    with limited_child._TURN, pytest.raises(told, match="others take longer"):
        work()

    assert work()


@pytest.mark.parametrize(
    ("timeout_s", "said"), [(0.001, "took longer than 0.001 s"), (60, "ended with 1: .*JSON")]
)
def test_a_child_without_an_answer_says_why_and_gives_the_turn_back(
    timeout_s: float, said: str
) -> None:
    with pytest.raises(NoAnswer, match=said):
        limited_child.ask("station.stop_order_child", b"no question", timeout_s=timeout_s)

    assert not limited_child._TURN.locked()
