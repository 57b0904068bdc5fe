"""Cores that there are, and those that may be used."""

from __future__ import annotations

import pytest
from threadpoolctl import ThreadpoolController

from embeddings.cores import cores, one_core_for_numpy


def test_there_is_at_least_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert cores() >= 1


@pytest.mark.parametrize("asked", ["1", "1,4", "0"])
def test_fewer_may_be_asked_for(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert cores() == 1


@pytest.mark.parametrize("asked", ["", "many", "100000", "-1"])
def test_never_more_than_there_are(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    there = cores()
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert cores() == there


def test_numpys_products_are_made_by_one_thread() -> None:
    numpys = ThreadpoolController().select(internal_api="openblas")
    before = [one["num_threads"] for one in numpys.info()]
    if not before:
        pytest.skip("this numpy has no OpenBLAS")
    one_core_for_numpy()
    try:
        assert {one["num_threads"] for one in numpys.info()} == {1}
    finally:
        numpys.limit(limits=max(before))
