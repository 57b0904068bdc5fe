"""How far the questions of a set have been asked, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from ..evaluation.judging import Progress


@contextmanager
def question_bar() -> Iterator[Progress]:
    """A bar while questions are asked; nothing where nobody looks."""
    with tqdm(unit="question", disable=None) as bar:

        def progress(name: str, number: int, total: int) -> None:
            bar.total, bar.n = total, number
            bar.set_description(name, refresh=False)
            bar.update(0)

        yield progress
