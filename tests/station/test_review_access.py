"""Guesses are slowed down one by one, and a pause of one person is no pause of another."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.access import FREE_TRIES, Access, TooManyTries


@pytest.fixture
def access(tmp_path: Path) -> Iterator[Access]:
    made = Access(tmp_path / "hub-access.db")
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
        access.check_pin(f"nobody-{number}", "0000")

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
    for _ in range(FREE_TRIES):
        access.tried("badge/192.0.2.7", good=False)

    with pytest.raises(TooManyTries):
        access.pause("badge/192.0.2.7")
    access.pause("badge/192.0.2.8")
