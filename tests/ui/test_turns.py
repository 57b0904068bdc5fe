"""One after the other, in the order in which they come."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import ExitStack

import pytest

from ui.turns import Turns


def test_who_came_first_is_next() -> None:
    """Also before somebody who was just served and asks again at once."""
    turns = Turns(["the only one"])
    served: list[str] = []

    def wait_for_turn(name: str) -> None:
        with turns.one():
            served.append(name)

    waiting = [threading.Thread(target=wait_for_turn, args=(name,)) for name in "abc"]
    with turns.one():
        assert turns.all_taken
        for number, one in enumerate(waiting, start=1):
            one.start()
            while len(turns._waiting) < number:
                threading.Event().wait(0.001)
    wait_for_turn("again")
    for one in waiting:
        one.join()
    assert served == ["a", "b", "c", "again"] and not turns.all_taken


def test_how_many_have_one() -> None:
    turns = Turns(["one", "other"])
    assert turns.taken == 0
    with turns.one():
        assert turns.taken == 1 and not turns.all_taken
        with turns.one():
            assert turns.taken == 2 and turns.all_taken
        assert turns.taken == 1
    assert turns.taken == 0


def test_nobody_shares_one_while_another_is_idle() -> None:
    turns = Turns(["alone"])
    turns.add("shared", places=2)
    for _ in range(3):  # in whatever order the places are given back
        with ExitStack() as later, turns.one() as first:
            second = later.enter_context(turns.one())
            assert {first, second} == {"alone", "shared"}
            assert later.enter_context(turns.one()) == "shared"
            assert turns.all_taken


def test_what_is_added_goes_to_who_waits() -> None:
    turns = Turns(["first"])
    found: list[str] = []

    def take() -> None:
        with turns.one() as one:
            found.append(one)

    with turns.one():
        waiting = threading.Thread(target=take)
        waiting.start()
        turns.add("second")
        waiting.join(timeout=30)
        assert found == ["second"]


class Interrupted(BaseException):
    pass


def test_a_turn_that_nobody_waits_for_any_more_is_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(["the only one"])

    class Waiting(Future[str]):
        def result(self, timeout: float | None = None) -> str:
            if not self.done():
                raise Interrupted
            return super().result(timeout)

    monkeypatch.setattr("ui.turns.Future", Waiting)
    with turns.one(), pytest.raises(Interrupted), turns.one():
        pass
    with turns.one() as again:
        assert again == "the only one"
