"""Threads that outlive their bugs."""

from __future__ import annotations

from queue import Queue

from station.workers import OneByOne, Regularly

PATIENCE_S = 30.0
NEVER_S = 3600.0


def test_a_worker_settles_before_its_first_step_and_again_after_a_bug() -> None:
    told: Queue[str] = Queue()
    steps = iter((NEVER_S, None, NEVER_S))

    def step() -> float:
        wait_s = next(steps)
        told.put("bug" if wait_s is None else "step")
        if wait_s is None:
            raise RuntimeError("a bug")
        return wait_s

    worker = OneByOne("worker", settle=lambda: told.put("settled"), step=step, after_bug_s=0.0)
    worker.start()
    seen = [told.get(timeout=PATIENCE_S) for _ in range(2)]
    worker.wake()
    seen += [told.get(timeout=PATIENCE_S) for _ in range(3)]
    worker.stop(PATIENCE_S)

    assert seen == ["settled", "step", "bug", "settled", "step"]
    assert told.empty()


def test_a_worker_whose_settling_fails_takes_no_step_before_it_succeeds() -> None:
    told: Queue[str] = Queue()
    fails = iter((True, True, False))

    def settle() -> None:
        told.put("tried")
        if next(fails):
            raise OSError("the ledger is busy")

    def step() -> float:
        told.put("step")
        return NEVER_S

    worker = OneByOne("worker", settle=settle, step=step, after_bug_s=0.0)
    worker.start()
    seen = [told.get(timeout=PATIENCE_S) for _ in range(4)]
    worker.stop(PATIENCE_S)

    assert seen == ["tried", "tried", "tried", "step"]


def test_a_look_that_fails_does_not_end_the_looking() -> None:
    told: Queue[int] = Queue()
    numbers = iter(range(1000))

    def look() -> None:
        number = next(numbers)
        told.put(number)
        if number == 0:
            raise RuntimeError("a bug")

    looks = Regularly("looks", look=look, every_s=0.001)
    looks.start()
    seen = [told.get(timeout=PATIENCE_S) for _ in range(3)]
    looks.stop(PATIENCE_S)

    assert seen == [0, 1, 2]


def test_what_was_never_started_stops_all_the_same() -> None:
    OneByOne("worker", settle=lambda: None, step=lambda: NEVER_S, after_bug_s=0.0).stop(PATIENCE_S)
    Regularly("looks", look=lambda: None, every_s=NEVER_S).stop(PATIENCE_S)
