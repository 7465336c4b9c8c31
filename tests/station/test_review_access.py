"""Guesses are slowed down one by one, and a pause of one person is no pause of another."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.access import AROUND, FREE_TRIES, HERE, SPRAY, Access, TooManyTries
from station.tries import FORGET_S, Pace, Tries


@pytest.fixture
def access(tmp_path: Path) -> Iterator[Access]:
    made = Access(tmp_path / "hub-access.db")
    made.tries = Tries(now_s=lambda: 1_000.0)  # a slow machine would sit the pauses out
    made.set_pin("amina", "1111")
    made.set_pin("claire", "5555")
    yield made
    made.close()


def wrong(access: Access, operator: str, times: int) -> None:
    for _ in range(times):
        assert not access.check_pin(operator, "0000")


def test_wrong_pins_earn_a_pause(access: Access) -> None:
    wrong(access, "amina", FREE_TRIES)

    with pytest.raises(TooManyTries) as refused:
        access.check_pin("amina", "1111")

    assert 0 < refused.value.wait_s <= 2
    assert access.check_pin("claire", "5555")


def test_guessing_names_does_not_forget_the_wrong_tries_of_others(access: Access) -> None:
    wrong(access, "amina", FREE_TRIES)

    for number in range(20):
        access.check_pin(f"nobody-{number}", "0000", origin=f"192.0.2.{number}")

    with pytest.raises(TooManyTries):
        access.check_pin("amina", "1111")


def test_many_guesses_at_once_are_counted_like_one_after_the_other(access: Access) -> None:
    tried: list[bool] = []

    def guess() -> None:
        try:
            tried.append(access.check_pin("amina", "0000"))
        except TooManyTries:
            pass

    guessers = [threading.Thread(target=guess) for _ in range(12)]
    for each in guessers:
        each.start()
    for each in guessers:
        each.join(timeout=30)

    assert tried == [False] * FREE_TRIES


def test_a_good_pin_forgets_the_wrong_ones(access: Access) -> None:
    wrong(access, "amina", FREE_TRIES - 1)
    assert access.check_pin("amina", "1111")

    wrong(access, "amina", FREE_TRIES)


def test_a_machine_that_guesses_badges_has_to_wait(access: Access) -> None:
    for _ in range(HERE.free):
        access.tries.wrong("badge/192.0.2.7")

    with pytest.raises(TooManyTries):
        access.tries.pause("badge/192.0.2.7", HERE)
    access.tries.pause("badge/192.0.2.8", HERE)


def test_a_stranger_does_not_lock_a_colleague_out_of_the_paired_tablet(access: Access) -> None:
    for number in range(30):
        with contextlib.suppress(TooManyTries):
            access.check_pin("amina", "0000", origin=f"192.0.2.{number}")

    with pytest.raises(TooManyTries) as refused:
        access.check_pin("amina", "1111", origin="192.0.2.99")
    assert refused.value.wait_s <= AROUND.most_s
    assert access.check_pin("amina", "1111", origin="d-1", paired=True)


def test_a_paired_tablet_that_guesses_is_slowed_and_its_neighbour_is_not(access: Access) -> None:
    for _ in range(HERE.free):
        access.check_pin("amina", "0000", origin="d-1", paired=True)

    with pytest.raises(TooManyTries):
        access.check_pin("amina", "1111", origin="d-1", paired=True)
    assert access.check_pin("amina", "1111", origin="d-2", paired=True)


def test_one_pin_tried_on_everybody_is_slowed(access: Access) -> None:
    with pytest.raises(TooManyTries):
        for number in range(SPRAY.free + 1):
            access.check_pin(f"nobody-{number}", "1234", origin="d-1")


def test_wrong_tries_are_forgotten_after_a_quiet_while() -> None:
    now_s = [1000.0]
    tries = Tries(now_s=lambda: now_s[0])
    for _ in range(20):
        tries.wrong("x")
    now_s[0] += FORGET_S + 1
    tries.wrong("x")

    tries.pause("x", Pace(free=3, most_s=60))
    assert tries.count("x") == 1
