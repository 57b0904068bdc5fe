"""Retrieval quality beside peers: the same model, the same passages, each peer's own defaults.

Run with `python -m benchmarks peers [FOLDER [N]]`, FOLDER being the one that holds the sets in
`evaluation/`; of each set N questions are asked (300 by default, evenly drawn), over all its
passages. A peer that is not installed is left out and said to be; `pip install txtai haystack-ai
sentence-transformers-haystack` brings them. Both search by vector and by words: txtai as its
`hybrid` index does, Haystack by its two retrievers joined by reciprocal rank fusion. Writes
`benchmarks/peers.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tqdm import tqdm

from benchmarks.results import DEFAULT_SHARED, machine, write_result
from embeddings import SentenceEncoder, model_folder
from qa.ask import search
from qa.evaluation.judging import indexed
from qa.evaluation.question_sets import JudgedSet, read_judged_set

SETS = ("cmrc2018-trial", "drcd-dev", "xquad-zh", "jsquad-valid")
QUESTIONS = 300
_PREFIXES = {"query": "query: ", "data": "passage: "}

Nearest = Callable[[str], str | None]  # a question to the id of the passage that stands first


def run(arguments: Sequence[str]) -> None:
    """`[FOLDER [N]]`."""
    shared = Path(arguments[0]) if arguments else DEFAULT_SHARED
    count = int(arguments[1]) if len(arguments) > 1 else QUESTIONS
    encoder = SentenceEncoder.open()
    sets = []
    for name in SETS:
        judged = read_judged_set(shared / "evaluation" / name)
        queries = list(judged.queries)[:: max(len(judged.queries) // count, 1)][:count]
        found = {"Wenju": _wenju(judged, queries, encoder)}
        for peer, prepare in (("txtai", _txtai), ("Haystack", _haystack)):
            nearest = prepare(judged)
            if nearest is not None:
                found[peer] = _hit_at_1(f"{name} {peer}", judged, queries, nearest)
        sets.append({"set": name, "queries": len(queries), "hit@1": found})
        print(sets[-1], flush=True)
        write_result("peers", {"sets": sets, **machine()})


def _wenju(judged: JudgedSet, queries: Sequence[str], encoder: SentenceEncoder) -> float:
    with indexed(judged, encoder) as (collection, _):

        def nearest(question: str) -> str | None:
            found = search(collection, encoder, question)
            return found.found.documents[found.ranked[0].place] if found.ranked else None

        return _hit_at_1(f"{judged.name} Wenju", judged, queries, nearest)


def _hit_at_1(name: str, judged: JudgedSet, queries: Sequence[str], nearest: Nearest) -> float:
    right = [
        nearest(judged.queries[query]) in judged.qrels.get(query, ())
        for query in tqdm(queries, desc=name)
    ]
    return round(sum(right) / len(right), 4)


def _txtai(judged: JudgedSet) -> Nearest | None:
    try:
        from txtai import Embeddings
    except ImportError as error:
        print(f"txtai is left out: {error}")
        return None
    index = Embeddings(
        path=str(model_folder()), instructions=_PREFIXES, hybrid=True, content=False, gpu=False
    )
    index.index((one.id, one.text) for one in judged.documents)

    def nearest(question: str) -> str | None:
        found = index.search(question, 1)
        return str(found[0][0]) if found else None

    return nearest


def _haystack(judged: JudgedSet) -> Nearest | None:
    try:
        from haystack import Document
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack.utils import ComponentDevice
        from haystack_integrations.components.embedders import sentence_transformers as embedders
    except ImportError as error:
        print(f"Haystack is left out: {error}")
        return None
    model, device = str(model_folder()), ComponentDevice.from_str("cpu")
    passages = embedders.SentenceTransformersDocumentEmbedder(
        model=model, device=device, prefix=_PREFIXES["data"], progress_bar=False
    )
    questions = embedders.SentenceTransformersTextEmbedder(
        model=model, device=device, prefix=_PREFIXES["query"], progress_bar=False
    )
    passages.warm_up()
    questions.warm_up()
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    made = [Document(id=one.id, content=one.text) for one in judged.documents]
    store.write_documents(passages.run(made)["documents"])
    by_words, by_vector = InMemoryBM25Retriever(store), InMemoryEmbeddingRetriever(store)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def nearest(question: str) -> str | None:
        vector = questions.run(question)["embedding"]
        lists = [by_words.run(question)["documents"], by_vector.run(vector)["documents"]]
        found = joiner.run(lists)["documents"]
        return str(found[0].id) if found else None

    return nearest
