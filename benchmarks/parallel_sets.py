"""The passages of the public sets, indexed for comparing: which say the same, which do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from corpus import Document
from embeddings import SentenceEncoder
from qa import Collection, index_documents
from qa.comparison.stretch import Stretch, find_stretch
from qa.evaluation.question_sets import read_judged_set

XQUAD_ZH, XQUAD_ES, DRCD = "xquad-es-to-zh", "xquad-zh-to-es", "drcd-dev"
_OF_DRCD = 240
Half = Callable[[int], bool]


def first_half(article: int) -> bool:
    """Articles that thresholds are fitted on."""
    return article % 2 == 0


def second_half(article: int) -> bool:
    """Articles that they are measured on."""
    return article % 2 == 1


@dataclass(frozen=True)
class ParallelSets:
    """Articles of each set, every article its paragraphs; those of `es` are those of `zh`."""

    zh: list[list[Stretch]]
    es: list[list[Stretch]]
    traditional: list[list[Stretch]]

    @property
    def languages(self) -> tuple[list[list[Stretch]], ...]:
        return self.zh, self.es, self.traditional

    def translations(self) -> Iterator[tuple[Stretch, Stretch]]:
        """The same paragraph in Chinese and Spanish, where it has as many sentences in both."""
        for ours, theirs in zip(self.zh, self.es, strict=True):
            for a, b in zip(ours, theirs, strict=True):
                if len(a) == len(b):
                    yield a, b

    def one_subject(self) -> Iterator[tuple[Stretch, Stretch]]:
        """Neighbouring paragraphs of an article, in one language."""
        for articles in self.languages:
            for paragraphs in articles:
                yield from pairwise(paragraphs)

    def unrelated(self) -> Iterator[tuple[Stretch, Stretch]]:
        """Paragraphs of different articles, in one language and across Chinese and Spanish."""
        for a, b in ((one, one) for one in self.languages):
            yield from _of_others(a, b)
        yield from _of_others(self.zh, self.es)


def _of_others(
    articles: list[list[Stretch]], others: list[list[Stretch]]
) -> Iterator[tuple[Stretch, Stretch]]:
    for number, article in enumerate(articles):
        for place, a in enumerate(article):
            for step in (1, 5):
                other = others[(number + step) % len(others)]
                yield a, other[place % len(other)]


def load(
    shared: Path, half: Half, collection: Collection, encoder: SentenceEncoder
) -> ParallelSets:
    """Index every other article of the sets in `shared/evaluation` into an empty collection."""
    return ParallelSets(
        *(
            _indexed(shared / "evaluation" / name, limit, half, collection, encoder)
            for name, limit in ((XQUAD_ZH, None), (XQUAD_ES, None), (DRCD, _OF_DRCD))
        )
    )


def articles(folder: Path, half: Half, limit: int | None = None) -> list[list[Document]]:
    """The documents of a set by article, only every other article."""
    by_title: dict[str, list[Document]] = {}
    for document in read_judged_set(folder).documents[:limit]:
        by_title.setdefault(document.title, []).append(document)
    return [some for number, some in enumerate(by_title.values()) if half(number)]


def _indexed(
    folder: Path, limit: int | None, half: Half, collection: Collection, encoder: SentenceEncoder
) -> list[list[Stretch]]:
    found = articles(folder, half, limit)
    index_documents(collection, encoder, [one for some in found for one in some])
    return [[find_stretch(collection, one.id) for one in some] for some in found]


def renamed(document: Document, name: str, text: str) -> Document:
    """Another text in its place, under a name of its own."""
    return replace(document, id=name, text=text, source=replace(document.source, path=name))
